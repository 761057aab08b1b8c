"""The JSON of the API, as types: what OpenAPI states is what is sent."""

from dataclasses import KW_ONLY, dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from corpus.types import Abbreviation, Reference, Section, Table
from qa.question import MAX_HISTORY as LOOKED_AT
from qa.question import MAX_LIMIT, MAX_QUESTION_CHARS
from qa.types import Answer, IndexCard, SearchResult

MAX_HISTORY = 100
MAX_DOCUMENTS = 100
MAX_K = 100

QuestionText = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=MAX_QUESTION_CHARS)
]
DocumentId = Annotated[str, Field(max_length=200)]


class EarlierQuestion(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    question: QuestionText


class AskRequest(BaseModel):
    """`documents` restricts the search (empty: all); `limit` bounds the citations."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: QuestionText
    history: Annotated[
        list[EarlierQuestion],
        Field(
            max_length=MAX_HISTORY,
            description="The conversation's earlier questions, oldest first; the server keeps "
            f"none. The last {LOOKED_AT} are looked at.",
        ),
    ] = []
    documents: Annotated[list[DocumentId], Field(max_length=MAX_DOCUMENTS)] = []
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = 5
    as_typed: Annotated[
        bool,
        Field(
            description="Search exactly what was typed: no spelling corrections, no synonyms, "
            "nothing carried over from earlier questions."
        ),
    ] = False


@dataclass(frozen=True, slots=True)
class AskResponse(Answer):
    """An answer and the time it took on the server, in milliseconds."""

    _: KW_ONLY
    elapsed_ms: float


@dataclass(frozen=True, slots=True)
class SearchResponse(SearchResult):
    """Hits, best first, and the time they took on the server, in milliseconds."""

    elapsed_ms: float


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """An article's particulars; `sections`, `tables` and `references` count."""

    id: str
    title: str
    authors: tuple[str, ...]
    journal: str
    year: int
    doi: str
    licence: str
    licence_url: str
    credit: str
    added_by: str
    digest: str
    sections: int
    tables: int
    references: int


@dataclass(frozen=True, slots=True)
class DocumentList:
    documents: tuple[DocumentSummary, ...]
    index: IndexCard


@dataclass(frozen=True, slots=True)
class DocumentDetail:
    """A whole article. Offsets of mentions are in characters of the text they stand in."""

    id: str
    title: str
    authors: tuple[str, ...]
    journal: str
    year: int
    doi: str
    licence: str
    licence_url: str
    credit: str
    added_by: str
    digest: str
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    references: tuple[Reference, ...]
    abbreviations: tuple[Abbreviation, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """`api` changes its first number when a field is renamed or removed."""

    name: str
    version: str
    api: str
    index: IndexCard | None


@dataclass(frozen=True, slots=True)
class Health:
    status: str
