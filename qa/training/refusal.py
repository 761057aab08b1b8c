"""Learn when to refuse: `python -m qa.training.refusal --data FOLDER` prints how well it is told.

With `--write`, the weights that ship are written anew (`qa/refusal_weights.py`); the same data, the
same model and the same search give the same bytes. The weights are fitted to the project's
questions to learn from and two development splits (`qa.training.reviews`), twelve articles that
count the same each. What is printed is measured leaving one article out: with weights that were
fitted to the others. With `--public`, the shipped kind of fit is also put to public sets, which it
never saw; that takes minutes.

Until questions on other reviews were written, weights were fitted to public sets and
calibrated on the development split. They told apart 0.9 of its pairs of an answerable and an
unanswerable question, and 0.60 to 0.63 of those on other reviews: a development split of one
article says little. SQuAD 2.0 beside these questions makes it worse (0.836 of all pairs on articles
left out, 0.831 with the weight of one article, 0.816 with that of four), so no public set is fitted
to any more.
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.build import build_index
from index.embedder import load_embedder
from index.model import find_model
from index.retrieval import RERANKED
from index.types import Embedder
from qa.evaluation.public.cache import cached, default_cache_folder
from qa.evaluation.refusal import auroc, brier_score, calibration_error
from qa.evaluation.run import write_whole
from qa.evaluation.score import judges_refusal
from qa.followup import resolve
from qa.refusal_signs import SIGNS, SignReader
from qa.training.refusal_cases import PAIRS, Case, read_cases
from qa.training.refusal_fit import Fit, Flags, Floats, balanced, fit, fit_monotone
from qa.training.reviews import ON_BUNDLED, ON_REVIEWS, read_training_sets

WEIGHTS_FILE = Path(__file__).parents[1] / "refusal_weights.py"
REFUSED_AT_MOST = 0.01
"""The share of answerable questions that may be refused. Of the others on articles left out 0.68
are refused then; with 0.015 it would be 0.69, with 0.03 0.73."""

BY_TOKEN = ("late", "far", "kind", "kind_late", "unheard")
BY_WORD = ("similarity", "sentence", "kind", "unheard")
"""Signs for an index with and without late interaction. With all nine signs, fewer questions of
articles left out are told apart: 0.82 of the pairs instead of 0.84 (with an earlier reader)."""

AGAINST = frozenset({"apart", "far", "kind", "kind_late", "unheard"})
"""More of these signs must never speak for an answer, nor more of the others against it."""


@dataclass(frozen=True, slots=True)
class Table:
    """Every case as a row of signs; `groups` are articles."""

    sources: npt.NDArray[np.str_]
    groups: npt.NDArray[np.str_]
    answerable: Flags
    signs: Floats


def tabulate(cases: Iterable[Case]) -> Table:
    """Ask every case's question of its index. Cases of one index should follow each other."""
    sources, groups, answerable, signs = [], [], [], []
    index, reader = None, None
    for case in cases:
        if reader is None or case.index is not index:
            index, reader = case.index, SignReader(case.index)
        asked = case.index.prepare(case.question)
        reading = reader.read(asked, case.index.search(asked, RERANKED))
        sources.append(case.source)
        groups.append(case.group)
        answerable.append(case.answerable)
        signs.append(reading.signs.vector())
    return Table(np.array(sources), np.array(groups), np.array(answerable), np.array(signs))


def review_cases(folders: Sequence[Path], embedder: Embedder) -> Iterator[Case]:
    """The project's questions, each put to its own article, follow-ups as they are searched. A
    false premise is no reason to refuse or not.
    """
    indexes = {}
    for name, questions in read_training_sets(folders):
        for document in questions.documents:
            if document.id not in indexes:
                indexes[document.id] = build_index([document], embedder)
        for task in questions.tasks:
            if not judges_refusal(task):
                continue
            asked = task.question
            text = resolve(asked.question, asked.history).text if asked.history else asked.question
            article = (*asked.documents, questions.documents[0].id)[0]
            yield Case(name, article, text, task.answerable, indexes[article])


def learn(table: Table, names: Sequence[str]) -> Fit:
    """The weights of the signs `names`, every article counting the same, and in it either kind of
    question. The others have none.
    """
    importance = balanced(table.groups, table.answerable)
    columns = [SIGNS.index(name) for name in names]
    slopes = np.array([-1 if name in AGAINST else 1 for name in names])
    found = fit_monotone(table.signs[:, columns], table.answerable, importance, slopes)
    weights = np.zeros(len(SIGNS))
    weights[columns] = found.weights
    return Fit(weights, found.bias)


def left_out(table: Table, names: Sequence[str]) -> Floats:
    """`(cases,)` log odds of each case by weights that were fitted without its article."""
    scores = np.zeros(len(table.groups))
    for group in np.unique(table.groups):
        out = table.groups == group
        rest = Table(
            table.sources[~out], table.groups[~out], table.answerable[~out], table.signs[~out]
        )
        scores[out] = learn(rest, names).scores(table.signs[out])
    return scores


def calibrate(found: Fit, scores: Floats, answerable: Flags) -> Fit:
    """`found` with the slope and offset that make `scores`, of cases that it did not see,
    probabilities (Platt, "Probabilistic Outputs for Support Vector Machines", 1999).
    """
    second = fit(scores[:, None], answerable, np.ones(len(scores)), ridge=0.0)
    slope = float(second.weights[0])
    return Fit(found.weights * slope, found.bias * slope + second.bias)


def bound(scores: Floats, answerable: Flags) -> float:
    """The log odds below which at most `REFUSED_AT_MOST` of the answerable questions fall."""
    return float(np.quantile(scores[answerable], REFUSED_AT_MOST, method="lower"))


def shifted(found: Fit, table: Table, odds: float) -> Fit:
    """`found` with the offset by which as few answerable questions fall below `odds`."""
    own = bound(found.scores(table.signs), table.answerable)
    return Fit(found.weights, found.bias + odds - own)


def line(name: str, score: Floats, answerable: Flags, odds: float) -> str:
    """AUROC, Brier score, calibration error, and the shares of answerable and of unanswerable
    questions with less than `odds`; and of unanswerable ones where just `REFUSED_AT_MOST` of the
    answerable ones of this set are refused.
    """
    once, confidence = np.ones((1, len(score))), 1 / (1 + np.exp(-score))
    own = bound(score, answerable)
    values = (
        auroc(once, score, answerable)[0],
        brier_score(once, confidence, answerable)[0],
        calibration_error(once, confidence, answerable)[0],
        float((score[answerable] < odds).mean()),
        float((score[~answerable] < odds).mean()),
        float((score[~answerable] < own).mean()),
    )
    return f"{name:24}{len(score):7}" + "".join(f"{value:8.3f}" for value in values)


_HEAD = f"{'':24}{'cases':>7}" + "".join(
    f"{name:>8}" for name in ("AUROC", "Brier", "ECE", "ref.ans", "ref.un", "at own")
)


def told_apart(table: Table, score: Floats, odds: float) -> str:
    """A table of text: one `line` for each set, and one for all of them."""
    lines = [_HEAD]
    for name in (*ON_REVIEWS, *ON_BUNDLED):
        kept = table.sources == name
        lines.append(line(name, score[kept], table.answerable[kept], odds))
    lines.append(line("all", score, table.answerable, odds))
    return "\n".join(lines)


def told_apart_in_public(table: Table, score: Floats, odds: float) -> str:
    """The same for public sets, by the source of the unanswerable questions."""
    lines = [_HEAD]
    for yes, no in PAIRS:
        kept = (table.sources == yes) & table.answerable | (table.sources == no) & ~table.answerable
        if kept.any():
            lines.append(line(no, score[kept], table.answerable[kept], odds))
    return "\n".join(lines)


def as_module(by_token: Fit, by_word: Fit, table: Table, odds: float) -> str:
    """The source text of `qa/refusal_weights.py`."""
    counts = ", ".join(
        f"{name} {int((table.sources == name).sum())}" for name in (*ON_REVIEWS, *ON_BUNDLED)
    )
    return (
        '"""Weights of the signs for and against an answer: log odds per unit of each.\n\n'
        "Written by `python -m qa.training.refusal --data FOLDER --write`; do not edit. Fitted to\n"
        f"these questions on {len(np.unique(table.groups))} articles:\n"
        f"{counts}.\n"
        '"""\n\n'
        f"BY_TOKEN = {_as_text(by_token)}\n"
        '"""The offset, and the weights with late interaction."""\n\n'
        f"BY_WORD = {_as_text(by_word)}\n"
        '"""The same without; its offset is such that the same threshold refuses as few."""\n\n'
        f"ANSWERED_FROM = {1 / (1 + np.exp(-odds)):.4f}\n"
        '"""Below this probability the answer is a refusal: so are at most one in a hundred\n'
        "of the answerable questions that were learned from.\n"
        '"""\n'
    )


def _as_text(found: Fit) -> str:
    weights = "".join(
        f'        "{name}": {weight:.4f},\n'
        for name, weight in zip(SIGNS, found.weights, strict=True)
        if weight
    )
    return f"(\n    {found.bias:.4f},\n    {{\n{weights}    }},\n)"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m qa.training.refusal", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a folder of public data")
    parser.add_argument(
        "--articles", type=Path, action="append", default=[], help="another folder of JATS files"
    )
    parser.add_argument("--public", action="store_true", help="also test on public sets")
    parser.add_argument("--write", action="store_true", help=f"write {WEIGHTS_FILE.name}")
    given = parser.parse_args(arguments)
    embedder = cached(load_embedder(find_model()), default_cache_folder())
    try:
        table = tabulate(review_cases([given.data, *given.articles], embedder))
        public = tabulate(read_cases(given.data, embedder)) if given.public else None
    finally:
        embedder.close()
    fits = []
    for names in (BY_TOKEN, BY_WORD):
        raw = left_out(table, names)
        fits.append(calibrate(learn(table, names), raw, table.answerable))
        unseen = calibrate(Fit(np.ones(1), 0.0), raw, table.answerable).scores(raw[:, None])
        print(", ".join(names), "(leaving one article out):")
        print(told_apart(table, unseen, bound(unseen, table.answerable)))
    by_token = fits[0]
    odds = bound(by_token.scores(table.signs), table.answerable)
    by_word = shifted(fits[1], table, odds)
    print("With the weights that ship, which have seen these questions:")
    print(told_apart(table, by_token.scores(table.signs), odds))
    if public is not None:
        print("Public sets:")
        print(told_apart_in_public(public, by_token.scores(public.signs), odds))
    if given.write:
        write_whole(WEIGHTS_FILE, as_module(by_token, by_word, table, odds))


if __name__ == "__main__":
    main()
