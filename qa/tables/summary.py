"""What a column says over all rows found: how many rows have each cell, or how its figures lie.

"How many trials are there per phase?", "how many different sponsors?" and "which diseases do the
ongoing trials cover?" ask for the cells of a column and how often each stands there; "the average
enrolment of the trials" asks for the middle of its figures. Cells are counted whole, as printed,
so that every count can be checked by eye. Figures count alike: a mean over trials is no mean over
their patients.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, median
from typing import Literal

from index.tokens import terms
from qa.tables.column import Column
from qa.tables.heads import PEOPLE, is_row_noun, roles
from qa.tables.request import FRAME
from qa.tables.view import Reading
from qa.tables.words import Word

Kind = Literal["groups", "mean", "median", "range"]

_DIFFERENT = re.compile(r"\b(?:different|distinct|unique|separate|individual)\b", re.IGNORECASE)
_EACH = re.compile(
    r"\b(?:per|by|(?:(?:for|in|of|from|by|within|at) )?(?:each|every))(?: type of)?\s+",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:how many|numbers? of|counts? of|count|breakdown|distribution|break down|broken down"
    r"|group(?:ed)?|split)\b",
    re.IGNORECASE,
)
_MIDDLE = re.compile(
    r"\b(?:(?P<median>median)|(?P<range>range of|the range)|(?:the )?(?P<mean>on average|average"
    r"|mean|typical(?:ly)?))\b",
    re.IGNORECASE,
)
_MIDDLES = frozenset(terms("mean median average range"))
"""A column whose head has one of these gives what is asked for in its cells."""

_DASHES = "-–— "
"""A cell of nothing else says nothing; "not applicable" is a value that is printed."""

_SHOWN = 12
"""Groups that are told in words."""


@dataclass(frozen=True, slots=True)
class Summary:
    """`column` is to be summed up, in this way. `is_asked` if that is what is asked for: else its
    cells are, and how often each stands there is told where one does more than once. `is_whole`
    if it may be of all rows.
    """

    column: Column
    kind: Kind
    is_asked: bool = True
    is_whole: bool = True


def take_summary(reading: Reading) -> Summary | None:
    """What the question asks a column of a table to be summed up as; its words count as used."""
    if reading.request.superlatives or reading.request.about_one_row:
        return None
    return _middle(reading) or _groups(reading)


def sum_up(reading: Reading, summary: Summary, rows: frozenset[int]) -> None:
    """Notes the summary over the rows found, or why there is none."""
    head = " ".join(summary.column.head.split())
    reading.summed_column = summary.column.place
    if summary.kind != "groups":
        found = [summary.column.quantities[row] for row in sorted(rows)]
        known = [one.low for one in found if one and one.low == one.high]
        if len(known) < len(rows):
            reading.doubts.append(f"not every row gives one number as {head}")
        if len(known) > 1:
            reading.operation = summary.kind
            reading.summary = (
                f"{head}: mean {mean(known):,.4g}, median {median(known):,g}, from"
                f" {min(known):,g} to {max(known):,g}"
            )
        return
    cells = [_on_one_line(summary.column.cells[row]) for row in sorted(rows)]
    first = {cell.casefold(): cell for cell in reversed(cells)}
    counts = Counter(cell.casefold() for cell in cells if cell.strip(_DASHES))
    if not summary.is_asked and len(counts) >= len(rows):
        return
    reading.groups = tuple((first[cell], count) for cell, count in counts.most_common())
    reading.summary = _in_words(head, reading.groups, len(rows) - counts.total())


def _in_words(head: str, groups: Sequence[tuple[str, int]], silent: int) -> str:
    """The first ones with their number of rows; how many others there are, and rows without any."""
    told = [f"{cell} ({count})" for cell, count in groups[:_SHOWN]]
    if left := len(groups) - len(told):
        told.append(f"{left} more")
    if silent:
        told.append(f"{silent} {'row gives' if silent == 1 else 'rows give'} none")
    different = "1 value" if len(groups) == 1 else f"{len(groups)} different values"
    return f"{different} of {head}: {'; '.join(told)}"


def _on_one_line(cell: str) -> str:
    return " / ".join(" ".join(line.split()) for line in cell.splitlines() if line.strip())


def _middle(reading: Reading) -> Summary | None:
    """ "The average enrolment of the trials", "median number of patients in the MDS trials"."""
    request = reading.request
    match = _MIDDLE.search(request.text)
    if match is None or not _speaks_of_rows(reading):
        return None
    near = [*reading.following(match.end()), *reading.preceding(match.start())]
    named = ((word, column) for word in near for column in reading.view.heads(word))
    word, column = next(((one, column) for one, column in named if column.is_number), (None, None))
    if column is None or column.has_years or not _MIDDLES.isdisjoint(column.head_terms):
        return None
    kind: Kind = "mean"
    if match["median"] or match["range"]:
        kind = "median" if match["median"] else "range"
    _use(reading, match.span(), word)
    reading.is_over_rows = True
    return Summary(column, kind)


def _speaks_of_rows(reading: Reading) -> bool:
    """Whether the question speaks of studies, and rows are such."""
    view = reading.view
    nouns = [word for word in reading.request.words if is_row_noun(word.term) and word.is_plural]
    is_of_studies = any(
        "study" in column.roles or column.kind == "identifier" for column in view.columns
    )
    return any(is_of_studies or word.term in view.context for word in nouns)


def _groups(reading: Reading) -> Summary | None:
    request = reading.request
    if any(word.term in PEOPLE for word in request.subject[:2]):
        return None
    for match in _EACH.finditer(request.text) if _COUNTED.search(request.text) else ():
        word = next(iter(reading.following(match.end())), None)
        column = _of_names(reading, word)
        is_one = word is not None and not word.is_plural and word.start == match.end()
        said_by = word and match[0].lower().startswith("by")
        if said_by and not _is_what_it_is_called(word, column):
            continue
        if word and column and is_one and _counts_rows(reading, word, column):
            _use(reading, match.span(), word)
            reading.is_over_rows = True
            return Summary(column, "groups")
    different = _DIFFERENT.search(request.text)
    nouns = [word for word in request.subject if not _DIFFERENT.fullmatch(word.text)]
    if not nouns or not nouns[0].is_plural or request.opening not in ("count", "list"):
        return None
    column = _of_names(reading, nouns[0])
    if column is None or not (request.opening == "list" or different):
        return None
    if different:
        _use(reading, different.span(), None)
        return Summary(column, "groups")
    is_whole = _is_only_named(reading, nouns[0])
    return Summary(column, "groups", is_asked=False, is_whole=is_whole)


def _of_names(reading: Reading, word: Word | None) -> Column | None:
    """The column of names, steps or years whose head says the word."""
    if word is None or is_row_noun(word.term):
        return None
    columns = [
        column
        for column in reading.view.heads(word)
        if column.kind in ("name", "ordinal") or column.tells_years
    ]
    return columns[0] if len(columns) == 1 else None


def _is_what_it_is_called(word: Word | None, column: Column | None) -> bool:
    """Whether a word is a column's head or its usual name: "by sponsor", not "by university"."""
    if word is None or column is None:
        return False
    return word.term in column.head_terms or word.text.lower() in roles(word.term)


def _counts_rows(reading: Reading, group: Word, column: Column) -> bool:
    """Whether what is counted for each is rows, or names of which each row has one."""
    words = [word for word in reading.request.words if word.forms and word.start < group.start]
    return any(
        is_row_noun(word.term)
        or (
            word.is_plural
            and any(one.kind == "name" and one is not column for one in reading.view.heads(word))
        )
        for word in [*words, *reading.following(group.end)]
    )


def _is_only_named(reading: Reading, noun: Word) -> bool:
    """Whether the rows are spoken of as a whole: "which diseases do the ongoing trials cover?"."""
    others: Sequence[Word] = [
        word for word in reading.request.words if word.forms and word is not noun
    ]
    named = [word for word in others if word.term not in FRAME]
    is_of_table = any(is_row_noun(word.term) for word in named) and all(
        word.term in reading.view.context for word in named
    )
    return noun.term in {term for one in reading.view.columns for term in one.head_terms} and (
        is_of_table or not named
    )


def _use(reading: Reading, span: tuple[int, int], word: Word | None) -> None:
    """The words of a span, and one more, are accounted for."""
    inside = [one for one in reading.request.words if span[0] <= one.start < span[1]]
    reading.used.update(one.start for one in inside)
    if word is not None:
        reading.used.add(word.start)
    reading.explained += 1
