"""One response against one task: every measure that applies, an unanswered question as zero."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from corpus.types import Document
from qa.evaluation import ranking, shown
from qa.evaluation.matching import Rule, piece_ranks, ranked_units, relevant_places
from qa.evaluation.question_set import gold_studies
from qa.evaluation.run import Result
from qa.evaluation.types import Place, Response, Task

CUTOFFS = (1, 3, 5, 10)
NO_RESPONSE = Response((), (), refused=False, confidence=0.0, elapsed_ms=0.0)


@dataclass(frozen=True, slots=True)
class Key:
    """What scoring needs besides the tasks.

    `studies` holds, per question id, the acceptable keys of each required primary study; `rows`
    the (document, anchor) of every table row.
    """

    rule: Rule = "covers"
    studies: dict[str, tuple[frozenset[str], ...]] = field(default_factory=dict)
    rows: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Cited:
    """One quotation as it is read: what is shown, the places it shows, and their studies."""

    text: str
    places: tuple[Place, ...]
    sources: tuple[str, ...]


def citations(response: Response, rule: Rule = "covers") -> list[Cited]:
    """What a response shows, best first; these are what is ranked and counted.

    Neighbouring places with one and the same text are one quotation: a chunk of a system that
    cuts across rows shows five places and is still one result. Where documents are ranked, each
    counts once, at its best place.
    """
    kept = set(ranked_units(response.places, rule))
    sources = response.sources or ((),) * len(response.places)
    found: list[Cited] = []
    for place, text, keys in zip(response.places, response.texts, sources, strict=True):
        if place not in kept:
            continue
        if found and found[-1].text == text:
            last = found.pop()
            found.append(Cited(text, (*last.places, place), (*last.sources, *keys)))
        else:
            found.append(Cited(text, (place,), keys))
    return found


def answer_key(tasks: Sequence[Task], documents: Sequence[Document], rule: Rule = "covers") -> Key:
    """The key of a set; without `documents`, neither studies nor lists can be scored."""
    rows = frozenset((d.id, anchor) for d in documents for anchor in d.row_by_anchor)
    return Key(rule, dict(gold_studies(tasks, documents)) if documents else {}, rows)


def score(
    task: Task, response: Response, key: Key, *, deeper: Response | None = None, error: str = ""
) -> Result:
    """The result of one question.

    A piece that only the `deeper` response has ranks after everything that the first one shows,
    which is what was read before.

    Which measures a result holds depends on the task alone, so that silence cannot raise a mean:
    a refusal or an error of an answerable question scores 0 in each of them.
    """
    silent = response.refused or bool(error)
    cited = [] if silent else citations(response, key.rule)
    ranks = _ranks(task, cited, key.rule)
    cut = shown.shown_count(len(task.gold))
    if deeper is not None and not silent and not deeper.refused:
        ranks = tuple(
            rank if rank is not None or later is None else max(later, cut + 1)
            for rank, later in zip(
                ranks, _ranks(task, citations(deeper, key.rule), key.rule), strict=True
            )
        )
    relevant = tuple(any(relevant_places(task.gold, c.places, key.rule)) for c in cited)
    texts = [citation.text for citation in cited[:cut]]
    parts = texts if response.parts is None or silent else list(response.parts[:cut])
    scores: dict[str, float] = {}
    if task.answerable:
        scores |= _ranking_scores(ranks)
        satisfied = [rank is not None and rank <= cut for rank in ranks]
        scores["citation_precision"] = shown.citation_precision(relevant[:cut])
        scores["citation_recall"] = shown.citation_recall(satisfied)
    if task.question.answers:
        scores["answer_recall"] = shown.answer_recall(task.question.answers, texts)
        scores["part_recall"] = shown.answer_recall(task.question.answers, parts)
    studies = key.studies.get(task.question.id)
    if studies:
        given = [citation.sources for citation in cited[:cut]]
        scores["source_accuracy"] = shown.source_accuracy(studies, given)
    if task.question.type == "list" and is_row_list(task, key.rows):
        gold = {(place.document, place.anchor) for piece in task.gold for place in piece[:1]}
        places = [place for citation in cited[:cut] for place in citation.places]
        listed = set() if silent else _listed(task, response, places, key.rows)
        scores["rows_exact"] = shown.rows_exact(gold, listed)
        scores["rows_f1"] = shown.rows_f1(gold, listed)
    if task.question.type == "false_premise":
        done = scores.get("evidence_complete@5", 0.0)
        scores["premise_handled"] = 1.0 if response.refused and not error else done
    if judges_refusal(task):
        scores["refusal_correct"] = float(not error and response.refused != task.answerable)
    scores["characters_shown"] = float(sum(map(len, texts)))
    scores["part_characters"] = float(sum(map(len, parts)))
    return Result(task, response, ranks, relevant, scores, error, deeper)


def judges_refusal(task: Task) -> bool:
    """Whether only one of answering and refusing is right.

    A question with a false premise may be refused or answered with what contradicts it.
    """
    return task.question.type != "false_premise" or not task.answerable


def is_row_list(task: Task, rows: Collection[tuple[str, str]]) -> bool:
    """Whether every required piece is a table row."""
    return task.answerable and all(
        (place.document, place.anchor) in rows for piece in task.gold for place in piece
    )


def _ranks(task: Task, cited: Sequence[Cited], rule: Rule) -> tuple[int | None, ...]:
    """Per required piece, the rank of the first citation with a place that satisfies it."""
    by_place = piece_ranks(task.gold, [place for c in cited for place in c.places], rule)
    number = [rank for rank, c in enumerate(cited, start=1) for _ in c.places]
    return tuple(None if at is None else number[at - 1] for at in by_place)


def _ranking_scores(ranks: ranking.Ranks) -> dict[str, float]:
    scores = {f"success@{k}": ranking.success(ranks, k) for k in CUTOFFS}
    scores |= {f"recall@{k}": ranking.recall(ranks, k) for k in CUTOFFS}
    scores |= {f"evidence_complete@{k}": ranking.evidence_complete(ranks, k) for k in CUTOFFS}
    scores["mrr@10"] = ranking.reciprocal_rank(ranks, 10)
    scores["ndcg@10"] = ranking.ndcg(ranks, 10)
    return scores


def _listed(
    task: Task, response: Response, cited: Sequence[Place], rows: Collection[tuple[str, str]]
) -> set[tuple[str, str]]:
    """The rows of the list that was given, or else those among the shown citations.

    A row that is an alternative of a required one counts as that one.
    """
    listed = set(response.rows or ())
    if response.rows is None:
        listed = {(place.document, place.anchor) for place in cited} & set(rows)
    for piece in task.gold:
        alternatives = {(place.document, place.anchor) for place in piece}
        if listed & alternatives:
            first = (piece[0].document, piece[0].anchor)
            listed = listed - alternatives | {first}
    return listed
