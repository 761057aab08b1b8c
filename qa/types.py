"""The vocabulary of an answer. Field for field the JSON of `POST /api/ask`."""

from dataclasses import dataclass, replace
from typing import Literal

Status = Literal["answered", "refused"]
Match = Literal["exact", "inexact", "ambiguous"]
Statement = Literal["review", "study"]
Relation = Literal["=", "≠", "<", "≤", ">", "≥", "contains"]
Operation = Literal["list", "count", "sum", "minimum", "maximum", "mean", "median", "range"]
RewordingKind = Literal["spelling", "abbreviation", "synonym"]


@dataclass(frozen=True, slots=True)
class DocumentCard:
    id: str
    title: str
    authors: tuple[str, ...]
    year: int
    doi: str
    licence: str
    added_by: str


@dataclass(frozen=True, slots=True)
class PassageLocation:
    """`start` and `end` are characters of the section's text."""

    anchor: str
    section: tuple[str, ...]
    start: int
    end: int
    type: Literal["passage"] = "passage"


@dataclass(frozen=True, slots=True)
class RowLocation:
    """`inherited` lists the columns whose cell is printed once, above this row; `group` is what the
    row above says that names its group, if there is one.
    """

    anchor: str
    table: str
    caption: str
    columns: tuple[str, ...]
    cells: tuple[str, ...]
    inherited: tuple[int, ...]
    type: Literal["table_row"] = "table_row"
    group: str = ""


@dataclass(frozen=True, slots=True)
class ReferenceLocation:
    anchor: str
    key: str
    type: Literal["reference"] = "reference"


Location = PassageLocation | RowLocation | ReferenceLocation


@dataclass(frozen=True, slots=True)
class Source:
    """A primary study from the article's own reference list.

    `cited_as` is the citation as printed at the place. `match` is "inexact" when the list's entry
    differs from it in year or spelling, "ambiguous" when several entries fit (all are given).
    `inferred` is true when the quoted text does not print it itself, but stands in a stretch that
    a neighbouring sentence of the paragraph cites it for.
    """

    key: str
    authors: tuple[str, ...]
    year: int
    title: str
    container: str
    doi: str
    url: str
    cited_as: str
    match: Match
    inferred: bool


@dataclass(frozen=True, slots=True)
class Identifier:
    type: Literal["nct", "doi", "pmid"]
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quotation: `cited_text` is exactly what stands at `location`."""

    number: int
    score: float
    cited_text: str
    document: DocumentCard
    location: Location
    url: str
    sources: tuple[Source, ...]
    identifiers: tuple[Identifier, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A verbatim piece of the answer and the numbers of the citations it is taken from.

    `sources` are keys of the primary studies that this piece itself rests on, a subset of its
    citations'. `statement` says who speaks: "study" for a finding that the piece reports from a
    cited study, "review" for what the article's authors say themselves.
    """

    text: str
    citations: tuple[int, ...]
    sources: tuple[str, ...]
    statement: Statement = "review"


@dataclass(frozen=True, slots=True)
class RowFilter:
    """A condition that every listed row meets: "Phase = Phase 3", "Enrollment < 50".

    Where there are `alternatives`, a row meets it or one of them.
    """

    column: str
    value: str
    relation: Relation = "="
    alternatives: "tuple[RowFilter, ...]" = ()

    @property
    def each(self) -> "tuple[RowFilter, ...]":
        """This one and its alternatives, each by itself."""
        return replace(self, alternatives=()), *self.alternatives

    def __str__(self) -> str:
        """For a reader: a cell that is not to say something is without it."""
        if self.alternatives:
            return "either " + " or ".join(map(str, self.each))
        is_figure = self.value[:1].isdigit()
        relation = "without" if self.relation == "≠" and not is_figure else self.relation
        return f"{' '.join(self.column.split())} {relation} {self.value}"


@dataclass(frozen=True, slots=True)
class ListedRow:
    """`group` as of `RowLocation`."""

    cells: tuple[str, ...]
    citation: int
    group: str = ""


@dataclass(frozen=True, slots=True)
class RowGroup:
    """A cell of a column, as first printed, and how many of the rows have it."""

    value: str
    total: int


@dataclass(frozen=True, slots=True)
class RowList:
    """Every row of a table that matches, in table order.

    `table` is the label and `anchor` the place of the table in `document`; `of` counts all its
    rows that hold data. `certain` is false when the question's words fit several columns or only
    in part; `explanation` says in a sentence how the rows were chosen. Where a column is asked for
    ("how many per phase?"), `groups` are its cells as printed, the most frequent first, and
    `summary` says in words what it comes to, as it does for a sum or a mean.
    """

    table: str
    columns: tuple[str, ...]
    total: int
    filters: tuple[RowFilter, ...]
    rows: tuple[ListedRow, ...]
    document: str = ""
    anchor: str = ""
    of: int = 0
    operation: Operation = "list"
    certain: bool = True
    explanation: str = ""
    summary: str = ""
    groups: tuple[RowGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer, which words the article lacks, and what came nearest."""

    reason: str
    missing_terms: tuple[str, ...]
    nearest: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Rewording:
    """Words of the question and what was searched for besides (or, a slip, in their place)."""

    asked: str
    searched: tuple[str, ...]
    kind: RewordingKind


@dataclass(frozen=True, slots=True)
class Side:
    """One of the figures that do not agree: as printed, with the citation it stands in."""

    value: str
    citation: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two places of the article that give different figures for the same thing.

    `about` names the thing in words of the article.
    """

    about: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class IndexCard:
    generation: str


@dataclass(frozen=True, slots=True)
class Answer:
    """`parts` are verbatim, best first; a refusal is a value, not an exception.

    `confidence` (0..1) says how well the best evidence fits the question; below the assistant's
    threshold the answer is a refusal. `missing_terms` are content words of the question that the
    indexed articles lack in any form; an answer that was given does not speak of them either.
    `rewordings` are what was searched besides the words as typed, `carried` the words taken over
    from earlier questions. Every listed row of `rows` has its own citation, also beyond the limit.
    """

    question: str
    standalone_question: str
    status: Status
    parts: tuple[Part, ...]
    rows: RowList | None
    citations: tuple[Citation, ...]
    refusal: Refusal | None
    confidence: float
    missing_terms: tuple[str, ...]
    index: IndexCard
    rewordings: tuple[Rewording, ...] = ()
    carried: tuple[str, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Retrieval alone: no answer, no refusal. Field for field the JSON of `GET /api/search`."""

    query: str
    hits: tuple[Citation, ...]
    index: IndexCard


class QuestionError(Exception):
    """A question that cannot be asked (empty, too long, not text); the message says why."""


class UnknownDocumentError(Exception):
    """A document id that the index does not hold; the message lists those it holds."""
