"""Learn when to refuse: `python -m qa.training.refusal --data FOLDER` prints how well it is told.

With `--write`, the weights that ship are written anew (`qa/refusal_weights.py`); the same data, the
same model and the same search give the same bytes. The weights are fitted to public sets. The
development split of the project's own questions, of which few have no answer, then sets the slope
and offset that make the score a probability, the weight of one sign, and the threshold. COVID-QA
and the test split are never fitted to.
"""

import argparse
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.library import load_bundled
from index.build import build_index
from index.embedder import load_embedder
from index.model import find_model
from index.types import Embedder
from qa.evaluation.public.cache import cached, default_cache_folder
from qa.evaluation.refusal import auroc, brier_score, calibration_error
from qa.evaluation.run import write_whole
from qa.evaluation.score import judges_refusal
from qa.evaluation.sets.opening import BUNDLED_SET, open_question_set
from qa.refusal_signs import HITS, SIGNS, SignReader
from qa.training.refusal_cases import FITTED, Case, read_cases
from qa.training.refusal_fit import Fit, Flags, Floats, balanced, fit

WEIGHTS_FILE = Path(__file__).parents[1] / "refusal_weights.py"
REFUSED_AT_MOST = 0.03
"""The share of answerable questions that may be refused."""

_PAIRS = (
    *((name, name) for name in FITTED),
    ("covid-qa", "covid-qa-removed"),
    ("covid-qa", "covid-qa-other"),
)
"""(source of answerable cases, source of unanswerable ones), one line of the table each."""


@dataclass(frozen=True, slots=True)
class Table:
    """Every case as a row of signs."""

    sources: npt.NDArray[np.str_]
    answerable: Flags
    held_out: Flags
    signs: Floats


def tabulate(cases: Iterable[Case]) -> Table:
    """Ask every case's question of its index. Cases of one index should follow each other."""
    sources, answerable, held_out, signs = [], [], [], []
    index, reader = None, None
    for case in cases:
        if reader is None or case.index is not index:
            index, reader = case.index, SignReader(case.index)
        hits = case.index.search(case.question, HITS)
        reading = reader.read(case.index.analyse(case.question), hits)
        sources.append(case.source)
        answerable.append(case.answerable)
        held_out.append(case.held_out)
        signs.append(reading.signs.vector())
    return Table(np.array(sources), np.array(answerable), np.array(held_out), np.array(signs))


def learn(table: Table) -> Fit:
    """The weights from the cases that are fitted to, every source counting the same."""
    chosen = np.isin(table.sources, FITTED) & ~table.held_out
    importance = balanced(table.sources[chosen], table.answerable[chosen])
    return fit(table.signs[chosen], table.answerable[chosen], importance)


def calibrate(found: Fit, table: Table) -> Fit:
    """The probabilities of questions like those in `table`: a slope and an offset for the score
    (Platt, "Probabilistic Outputs for Support Vector Machines", 1999), and the weight of the kind
    of thing asked for, which is a matter of use: in SQuAD nobody asks for a price.
    """
    kind = SIGNS.index("kind")
    stacked = np.column_stack([found.scores(table.signs), table.signs[:, kind]])
    second = fit(stacked, table.answerable, np.ones(len(stacked)))
    weights = found.weights * second.weights[0]
    weights[kind] += second.weights[1]
    return Fit(weights, float(found.bias * second.weights[0] + second.bias))


def threshold(found: Fit, table: Table) -> float:
    """The probability below which `REFUSED_AT_MOST` of the answerable questions fall."""
    scores = found.scores(table.signs)[table.answerable]
    bound = float(np.quantile(scores, REFUSED_AT_MOST, method="lower"))
    return float(1 / (1 + np.exp(-bound)))


def development_cases(embedder: Embedder) -> Iterator[Case]:
    """The project's development questions that stand alone; a false premise is no reason."""
    documents = load_bundled()
    index = build_index(documents, embedder)
    for task in open_question_set(BUNDLED_SET, documents, split="dev").tasks:
        if not task.question.history and judges_refusal(task):
            yield Case(
                "development", task.question.id, task.question.question, task.answerable, index
            )


def told_apart(table: Table, found: Fit) -> str:
    """A table of text: per source, over cases that were not fitted to, the AUROC, the Brier score,
    the calibration error, and the share of unanswerable ones that are refused when
    `REFUSED_AT_MOST` of the answerable ones are.
    """
    scores = found.scores(table.signs)
    lines = [f"{'':22}{'cases':>7}{'AUROC':>8}{'Brier':>8}{'ECE':>8}{'refused':>9}"]
    for yes, no in _PAIRS:
        kept = (table.sources == yes) & table.answerable | (table.sources == no) & ~table.answerable
        if yes in FITTED:
            kept &= table.held_out
        answerable, score = table.answerable[kept], scores[kept]
        if answerable.all() or not answerable.any():
            continue
        once, confidence = np.ones((1, len(score))), 1 / (1 + np.exp(-score))
        bound = np.quantile(score[answerable], REFUSED_AT_MOST)
        values = (
            auroc(once, score, answerable)[0],
            brier_score(once, confidence, answerable)[0],
            calibration_error(once, confidence, answerable)[0],
        )
        refused = float((score[~answerable] < bound).mean())
        shown = "".join(f"{value:8.3f}" for value in values)
        lines.append(f"{no:22}{len(score):7}{shown}{refused:9.2f}")
    return "\n".join(lines)


def as_module(found: Fit, table: Table, answered_from: float) -> str:
    """The source text of `qa/refusal_weights.py`."""
    fitted = np.isin(table.sources, FITTED) & ~table.held_out
    counts = ", ".join(f"{name} {int((fitted & (table.sources == name)).sum())}" for name in FITTED)
    weights = "".join(
        f'    "{name}": {weight:.4f},\n'
        for name, weight in zip(SIGNS, found.weights, strict=True)
        if weight
    )
    return (
        '"""Weights of the signs for and against an answer: log odds per unit of each.\n\n'
        "Written by `python -m qa.training.refusal --data FOLDER --write`; do not edit. Fitted to\n"
        "these cases, six groups (articles) of ten of each public set; the others, and all of\n"
        "COVID-QA, are for testing; calibrated on the project's development questions:\n"
        f"{_wrapped(counts)}\n"
        '"""\n\n'
        f"WEIGHTS = {{\n{weights}}}\n"
        f"BIAS = {found.bias:.4f}\n\n"
        f"ANSWERED_FROM = {answered_from:.3f}\n"
        '"""Below this probability the answer is a refusal: so are three in a hundred answerable\n'
        "questions of the project's development split.\n"
        '"""\n'
    )


def _wrapped(text: str) -> str:
    return textwrap.fill(text, 98, break_on_hyphens=False) + "."


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m qa.training.refusal", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a folder of public sets")
    parser.add_argument("--write", action="store_true", help=f"write {WEIGHTS_FILE.name}")
    given = parser.parse_args(arguments)
    embedder = cached(load_embedder(find_model()), default_cache_folder())
    try:
        table = tabulate(read_cases(given.data, embedder))
        development = tabulate(development_cases(embedder))
    finally:
        embedder.close()
    found = learn(table)
    final = calibrate(found, development)
    print("Fitted to public sets:", told_apart(table, found), sep="\n")
    print("Calibrated on the development split:", told_apart(table, final), sep="\n")
    if given.write:
        answered_from = threshold(final, development)
        write_whole(WEIGHTS_FILE, as_module(final, table, answered_from))


if __name__ == "__main__":
    main()
