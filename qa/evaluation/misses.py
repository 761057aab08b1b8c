"""What went wrong, question by question: what was required and what was shown instead."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.types import Document
from qa.evaluation.run import Result, Run
from qa.evaluation.score import citations
from qa.evaluation.shown import shown_count
from qa.evaluation.types import Place

MissKind = Literal["not cited", "incomplete", "refused", "answered", "other rows", "error"]

ABOUT: Mapping[MissKind, str] = {
    "not cited": "no required piece is among the shown citations",
    "incomplete": "some required pieces are, some are not",
    "refused": "refused although the documents answer",
    "answered": "answered although the documents do not",
    "other rows": "the required rows are cited, but the list has others or lacks some",
    "error": "the system failed",
}


@dataclass(frozen=True, slots=True)
class Expected:
    """A required piece, its alternatives, and the rank at which it came (None: never).

    `met` when that rank is among the shown citations.
    """

    texts: tuple[str, ...]
    where: str
    rank: int | None
    met: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A shown citation; `relevant` when it holds a required piece."""

    text: str
    where: str
    relevant: bool


@dataclass(frozen=True, slots=True)
class Miss:
    result: Result
    kind: MissKind
    expected: tuple[Expected, ...]
    shown: tuple[Shown, ...]


def miss_kind(result: Result) -> MissKind | None:
    """What is wrong with a result; None when nothing is."""
    if result.error:
        return "error"
    if result.scores.get("premise_handled") == 1.0:
        return None
    if not result.task.answerable:
        return None if result.response.refused else "answered"
    if result.response.refused:
        return "refused"
    if result.scores["evidence_complete@5"]:
        return "other rows" if result.scores.get("rows_exact") == 0.0 else None
    return "incomplete" if result.scores["citation_recall"] else "not cited"


def misses(run: Run, documents: Sequence[Document]) -> Iterator[Miss]:
    """Every question with something wrong, in the order of the set."""
    names = place_names(documents)
    for result in run.results:
        kind = miss_kind(result)
        if kind is None:
            continue
        task, response = result.task, result.response
        cut = shown_count(len(task.gold))
        expected = tuple(
            Expected(texts, _named(piece[0], names), rank, rank is not None and rank <= cut)
            for texts, piece, rank in zip(
                task.question.evidence, task.gold, result.ranks, strict=True
            )
        )
        cited = () if response.refused or result.error else citations(response, run.rule)
        shown = tuple(
            Shown(citation.text, _named(citation.places[0], names), relevant)
            for citation, relevant in zip(cited[:cut], result.relevant[:cut], strict=True)
        )
        yield Miss(result, kind, expected, shown)


def place_names(documents: Sequence[Document]) -> dict[tuple[str, str], str]:
    """How a reader calls the place of each (document, anchor)."""
    names: dict[tuple[str, str], str] = {}
    for document in documents:
        for section in document.sections:
            names[document.id, section.anchor] = " › ".join(section.path) or section.anchor
        for table in document.tables:
            names[document.id, table.anchor] = f"{table.label or table.anchor}, caption"
            for number, row in enumerate(table.rows, start=1):
                names[document.id, row.anchor] = f"{table.label or table.anchor}, row {number}"
        for reference in document.references:
            names[document.id, reference.anchor] = f"reference {reference.key}"
    return names


def _named(place: Place, names: Mapping[tuple[str, str], str]) -> str:
    return names.get((place.document, place.anchor), f"{place.document} {place.anchor}")
