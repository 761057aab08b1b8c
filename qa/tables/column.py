"""A table column as a question sees it: what kind of thing it holds, decided from its cells."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import Literal

from index.tokens import terms, tokens
from qa.tables.heads import head_roles
from qa.tables.values import ORDINAL_LABELS, Quantity, ordinals, quantity, share, values, year

Kind = Literal["identifier", "number", "ordinal", "name", "prose"]

_MOST = 0.6
"""Share of the filled cells that must be of a kind: a few "not reported" or notes are usual."""

_PROSE_WORDS = 8
"""Cells whose median length is above this are sentences: names and lists of names are shorter
(median at most 5 words in trial tables, at least 11 in columns of findings)."""

_MAX_QUANTITY_CHARS = 40
_IDENTIFIER = re.compile(r"^(?=\S*\d)(?=\S*[A-Za-z])[A-Za-z0-9:/._-]{6,}$")
_PART = re.compile(r"\d+(?:\.\d+)+|[^\W_]+")
_MAX_SHORT_CHARS = 4
_REMARK = re.compile(r"\s*[(;,:]")
_NOTED = re.compile(r"\b([^\W\d_]{5,})[1-9]\b|\b([A-Z]{2,})[a-e]\b")
UNIT = re.compile(r"\([^)]*\)|\[[^]]*\]")
"""What a head has in brackets is mostly a unit: "age (years)" names no year."""

_EMPTY = re.compile(
    r"[-–—]?|n\.?[rad]\.?|n/a|none|unknown|nil"
    r"|not (?:given|reported|available|applicable|stated|specified)",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"(?:not (?:assessed|given|reported|available|stated|specified|known|clear)|un(?:known|clear)"
    r"|n\.?r\.?)[.*†‡]?",
    re.IGNORECASE,
)


def parts(text: str) -> list[str]:
    """Index terms without those for compounds in one piece, so that neighbours are neighbours."""
    return [token.term for token in tokens(text) if _PART.fullmatch(token.word)]


def joined(first: str, second: str) -> str:
    """Two neighbouring terms in one piece ("CAR T", "CART"), or "" where nobody writes them so."""
    short = min(len(first), len(second)) <= _MAX_SHORT_CHARS
    return first + second if short and not (first + second).isdigit() else ""


@dataclass(frozen=True)
class Column:
    """`place` is its position in the table; `cells` are of all rows, in order.

    `long_forms` are abbreviations as terms with the terms of what they stand for: a word
    that no cell says may still be a part of what one of them stands for ("myeloma", "MM").
    """

    place: int
    head: str
    cells: tuple[str, ...]
    long_forms: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def kind(self) -> Kind:
        filled = [cell for cell in self.cells if not is_empty(cell)]
        if not filled:
            return "prose"

        def mostly(holds: Iterable[bool]) -> bool:
            return sum(holds) >= _MOST * len(filled)

        if mostly(ordinals(cell) is not None for cell in filled) and (
            self._has_label or not mostly(cell.strip().isdigit() for cell in filled)
        ):
            return "ordinal"
        if mostly(bool(_IDENTIFIER.match(cell.strip())) for cell in filled):
            return "identifier"
        if mostly(
            len(cell) <= _MAX_QUANTITY_CHARS and quantity(cell) is not None for cell in filled
        ):
            return "number"
        if median(len(cell.split()) for cell in filled) > _PROSE_WORDS:
            return "prose"
        return "name"

    @cached_property
    def _has_label(self) -> bool:
        return not self.head_terms.isdisjoint(ORDINAL_LABELS.split())

    @cached_property
    def head_terms(self) -> frozenset[str]:
        """With the words as they are without the sign of a note ("Pathogen1", "NPVa")."""
        return frozenset(terms(self.head)) | frozenset(terms(_NOTED.sub(r"\1\2", self.head)))

    @cached_property
    def roles(self) -> frozenset[str]:
        """What its head names, units apart.

        "Number of patients" names their number, not the patients.
        """
        named = terms(UNIT.sub(" ", self.head)) or self.head_terms
        found = frozenset(role for term in named for role in head_roles(term))
        if "year" in found:
            found -= {"study"}
        elif self.has_years:
            found |= {"year"}
        if "size" in found and "disease" in found:
            found -= {"disease"} if self.is_number else {"size"}
        if self.is_number or self.kind == "identifier":
            return found
        return found - {"size"} if len(found) > 1 else found

    @property
    def is_number(self) -> bool:
        return self.kind == "number"

    @cached_property
    def quantities(self) -> tuple[Quantity | None, ...]:
        return tuple(quantity(cell) for cell in self.cells)

    @cached_property
    def shares(self) -> tuple[Quantity | None, ...]:
        """Per row, the percentage in the cell; none where few cells have one ("n (%)")."""
        found = tuple(share(cell, of_head="%" in self.head) for cell in self.cells)
        filled = sum(not is_empty(cell) for cell in self.cells)
        has_some = 0 < _MOST * filled <= sum(one is not None for one in found)
        return found if has_some and self.is_number else (None,) * len(found)

    @cached_property
    def years(self) -> tuple[int | None, ...]:
        return tuple(year(cell) for cell in self.cells)

    @cached_property
    def has_years(self) -> bool:
        """Whether most cells say a year: a column of dates or of references."""
        if self.kind == "prose":
            return False
        filled = [year for cell, year in zip(self.cells, self.years, strict=True) if cell.strip()]
        return bool(filled) and sum(year is not None for year in filled) >= _MOST * len(filled)

    @property
    def tells_years(self) -> bool:
        """Whether a year in the question may be about it: amounts that look like years are not."""
        return self.has_years and "size" not in self.roles

    def year_of(self, row: int) -> Quantity | None:
        year = self.years[row]
        return None if year is None else Quantity(year, year, "")

    @cached_property
    def signs(self) -> tuple[str, ...]:
        """Per row, what the cell begins with, before a remark: "no" of "No (open label)"."""
        return tuple(_REMARK.split(cell.strip().lower(), maxsplit=1)[0] for cell in self.cells)

    @cached_property
    def ordinals(self) -> tuple[frozenset[str], ...]:
        return tuple(ordinals(cell) or frozenset() for cell in self.cells)

    @cached_property
    def values(self) -> tuple[tuple[str, ...], ...]:
        """Per row, the cell's separate values, each as its terms with spaces between."""
        return tuple(tuple(" ".join(parts(value)) for value in values(cell)) for cell in self.cells)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Per row, the cell's terms with a space around each: a phrase is a substring."""
        return tuple(f" {' '.join(parts(cell))} " for cell in self.cells)

    @cached_property
    def rows_of_term(self) -> Mapping[str, frozenset[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        for row, cell in enumerate(self.cells):
            for term in terms(cell):
                found[term].add(row)
            plain = self.texts[row].split()
            for first, second in pairwise(plain):
                if one := joined(first, second):
                    found[one].add(row)
        return {term: frozenset(rows) for term, rows in found.items()}

    @cached_property
    def rows_of_long_form(self) -> Mapping[str, frozenset[int]]:
        """Per term of a long form, the rows whose cell has the abbreviation."""
        found: dict[str, set[int]] = defaultdict(set)
        for row, text in enumerate(self.texts):
            for short, long in self.long_forms.items():
                if f" {short} " in text:
                    for term in long:
                        found[term].add(row)
        return {term: frozenset(rows) for term, rows in found.items()}

    def rows_of(self, form: Sequence[str]) -> frozenset[int]:
        """Rows whose cell has these terms one after the other."""
        found = frozenset.intersection(*(self.rows_of_term.get(term, frozenset()) for term in form))
        if len(form) == 1 or not found:
            return found
        phrase = f" {' '.join(form)} "
        return frozenset(row for row in found if phrase in self.texts[row])


def is_empty(cell: str) -> bool:
    return bool(_EMPTY.fullmatch(cell.strip()))


def is_unknown(cell: str) -> bool:
    """Whether a cell says that nothing is known: neither that something is so, nor that not."""
    return bool(_UNKNOWN.fullmatch(cell.strip()))
