"""A table with its columns understood, and what a request is found to mean in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile
from typing import Literal

from corpus.groups import group_heads, groups
from corpus.types import Document, Table
from index.tokens import terms
from qa.tables.column import Column, parts
from qa.tables.heads import REGISTRY_WORDS, head_roles, roles
from qa.tables.request import CLASSIFIERS, FRAME, Request
from qa.tables.words import Word
from qa.types import Operation, Relation

REGISTRY_IDENTIFIER = re.compile(
    r"^(?:NCT\d{8}|ISRCTN\d+|EUCTR[\d-]+|ChiCTR\S+|ACTRN\d+|DRKS\d+|\d{4}-\d{6}-\d\d)"
)
"""ClinicalTrials.gov, ISRCTN, EU, Chinese, Australian and German registers. Most number studies
in the order in which they were registered."""

_NEAR = 3
"""Content words between a number and the head it goes with ("enrolment of more than 100")."""


_FEMALE = frozenset(terms("female females woman women girl"))
_MALE = frozenset(terms("male males man men boy"))

_BY = re.compile(r"\b(?:by|from|at)(?: an?)?\s+$", re.IGNORECASE)

_COMMON = 0.5
"""What a word is worth that every row meets, beside 1 for one that leaves out half of them."""


@dataclass(frozen=True)
class TableView:
    """A table of a document; everything else is worked out from it once.

    If it is `turned` (`qa.tables.turning`), it is the printed one with a row for each column, and
    `printed` are the places of the printed rows that its columns are, of all but the first.
    """

    document: Document
    table: Table
    turned: bool = False
    printed: tuple[int, ...] = ()

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The table's columns and, after them, the groups of its rows, where rows head groups."""
        heads, long_forms = self._group_heads, self.long_forms

        def cells(place: int) -> tuple[str, ...]:
            return tuple(
                "" if at in heads else row.cells[place] for at, row in enumerate(self.table.rows)
            )

        found = [
            Column(place, head, cells(place), {**long_forms, **_sexes(head)})
            for place, head in enumerate(self.table.columns)
        ]
        if heads:
            found.append(Column(len(found), self.head(len(found)), self._groups, long_forms))
        return tuple(found)

    def head(self, place: int) -> str:
        """The head of a column; the groups of rows stand in the first one."""
        return self.table.columns[place if place < len(self.table.columns) else 0]

    @cached_property
    def own_heads(self) -> tuple[str, ...]:
        """The heads without what stands above several columns: the words that one begins with as
        its neighbour does ("Risk factors Smoker", "Risk factors Diabetes").
        """
        heads = [column.head.split() for column in self.columns]
        found = []
        for place, head in enumerate(heads):
            beside = [heads[at] for at in (place - 1, place + 1) if 0 <= at < len(heads)]
            shared = max((_same_beginning(head, other) for other in beside), default=0)
            found.append(" ".join(head[shared:]) if shared < len(head) else " ".join(head))
        return tuple(found)

    @cached_property
    def own_head_terms(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(terms(head)) for head in self.own_heads)

    @cached_property
    def _group_heads(self) -> frozenset[int]:
        return group_heads(self.table)

    @cached_property
    def _groups(self) -> tuple[str, ...]:
        """Per row, the cell that heads its group."""
        return groups(self.table)

    @cached_property
    def long_forms(self) -> dict[str, frozenset[str]]:
        """Short forms that stand for one thing only in the article."""
        found: dict[str, set[str]] = {}
        for one in self.document.abbreviations:
            found.setdefault(" ".join(parts(one.short)), set()).add(" ".join(parts(one.long)))
        return {
            short: frozenset(next(iter(long)).split())
            for short, long in found.items()
            if short and len(long) == 1
        }

    @cached_property
    def caption(self) -> frozenset[str]:
        return frozenset(terms(self.table.caption))

    @cached_property
    def context(self) -> frozenset[str]:
        """Words of label and caption and, where rows are registered studies, their usual names."""
        found = self.caption.union(terms(self.table.label))
        if any(
            REGISTRY_IDENTIFIER.match(cell) for column in self.columns for cell in column.cells[:3]
        ):
            found |= REGISTRY_WORDS
        return found

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every term of the table: of its context, its heads and its cells."""
        found = set(self.context)
        for column in self.columns:
            found |= column.head_terms | column.rows_of_term.keys()
        return frozenset(found)

    @cached_property
    def title(self) -> frozenset[str]:
        return frozenset(terms(self.document.title))

    @cached_property
    def all_rows(self) -> frozenset[int]:
        """Places of the rows that hold data: those that head a group do not."""
        return frozenset(range(len(self.table.rows))) - self._group_heads

    def heads(self, word: Word) -> list[Column]:
        """The columns that a word names: those whose head says it, else those that mean it."""
        term = word.term
        said = {form[0] for form in word.forms if len(form) == 1}
        own = [column for column in self.columns if said & column.head_terms]
        if own or not term:
            return own
        meant = roles(term)
        return [column for column in self.columns if meant & column.roles]

    def is_named(self, number: str) -> bool:
        """Whether a table number in a question is this table's."""
        return number in re.findall(r"s?\d+|\b[ivx]+\b", self.table.label.lower())


def _sexes(head: str) -> dict[str, frozenset[str]]:
    """What the letters in a column of sexes stand for."""
    if not any("sex" in head_roles(term) for term in terms(head)):
        return {}
    return {"f": _FEMALE, "m": _MALE}


def _same_beginning(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two heads begin with alike."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter on `column` (its place in the table) and the rows that meet it.

    `is_firm` is false for words that were only found in a column of running text; `span` is where
    the question states it. `rows` meet it or one of its `alternatives`.
    """

    column: int
    relation: Relation
    value: str
    rows: frozenset[int]
    is_firm: bool = True
    span: tuple[int, int] = field(default=(0, 0), compare=False)
    alternatives: "tuple[Condition, ...]" = ()


@dataclass(slots=True)
class Reading:
    """How one table understands one request; filled step by step, then only read.

    `used` are the starts of words that a condition already accounts for, `spent` of negations
    that apply to nothing more, `negated` of those that a condition took up, `limits` of "only" and
    the like that a condition took up.
    `reservations` say why rows that the question is understood to mean may not be all or just
    those; `doubts` why it may mean others.
    `summary` says what a column adds up to or is summed up as, where that is asked, `groups` in how
    many rows each of its cells stands; `is_summary` if that may be all that is asked, of
    `summed_column`.
    `explained` grows with every word that means something in this table, `chosen` with those
    that choose rows, the more the fewer rows they leave.
    """

    view: TableView
    request: Request
    conditions: list[Condition] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    spent: set[int] = field(default_factory=set)
    negated: set[int] = field(default_factory=set)
    limits: set[int] = field(default_factory=set)
    explained: float = 0.0
    chosen: float = 0.0
    left_over: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    reservations: list[str] = field(default_factory=list)
    operation: Operation = "list"
    is_over_rows: bool = False
    extreme: str = ""
    extreme_column: int = -1
    summary: str = ""
    groups: tuple[tuple[str, int], ...] = ()
    is_summary: bool = False
    summed_column: int = -1
    rows: tuple[int, ...] = ()

    @property
    def unclear_negations(self) -> list[str]:
        """Those that no condition took up, which may turn the meaning of the question round."""
        denied = (
            self.request.text[begin:end]
            for begin, end in self.request.negations
            if begin not in self.negated
        )
        return [word for word in denied if word.lower() != "nor"]

    def following(self, place: int) -> Sequence[Word]:
        """The next few content words after a place in the question."""
        return [w for w in self.request.words if w.forms and w.start >= place][:_NEAR]

    def preceding(self, place: int) -> Sequence[Word]:
        """The last few content words before a place in the question, nearest first."""
        return [w for w in reversed(self.request.words) if w.forms and w.end <= place][:_NEAR]

    def is_doer(self, word: Word) -> bool:
        """Whether a word says by whom or where: what follows is no name of a column then, but what
        its cells are to say ("run by hospitals").
        """
        before = self.request.text[: word.start]
        return word not in self.request.subject and bool(_BY.search(before))

    def is_only(self, start: int, end: int) -> bool:
        """Whether what stands there is to be all that a cell says ("X only", "X monotherapy").

        Words that a cell says mean that cell ("Monotherapy" in a column of designs).
        """
        limit = self.request.limit_of(start, end)
        if limit is None:
            return False
        within = [word for word in self.request.words if limit[0] <= word.start < limit[1]]
        if any(
            column.rows_of(form)
            for word in within
            if word.term not in FRAME | CLASSIFIERS
            for form in word.forms
            for column in self.view.columns
        ):
            return False
        self.used.update(word.start for word in within)
        self.limits.add(limit[0])
        return True

    def add(self, condition: Condition, words: int = 1) -> None:
        """A condition that `words` words of the question state.

        Words that nearly every row meets tell tables apart less than rare ones do.
        """
        self.conditions.append(condition)
        left_out = 1 - len(condition.rows) / len(self.view.all_rows)
        self.explained += words * min(1.0, _COMMON + left_out)
        self.chosen += words * left_out

    def reserve_class(self, wording: str) -> None:
        """The known members of a class chose rows; there may be others."""
        self.reservations.append(f"the list of what counts as “{wording}” may not be complete")

    def set_extreme(
        self, operation: Literal["minimum", "maximum"], word: str, column: Column
    ) -> None:
        """An extreme of `column` is asked for, by `word`."""
        self.explained += 1
        self.chosen += 1
        self.operation = operation
        self.extreme, self.extreme_column = word, column.place
        self.is_over_rows = True
