"""Numbers in running text: "an overall response rate below 50 %" among cells of findings."""

import re
from collections.abc import Sequence

from qa.tables.column import Column
from qa.tables.comparison import Comparison, meets
from qa.tables.heads import is_row_noun
from qa.tables.values import Quantity, number
from qa.tables.view import Condition, Reading
from qa.tables.words import Word

_MAX_WORDS = 4
_MIN_WORDS = 2
"""Words of a measure: one alone ("rate") is said of several things in one cell, unless the question
names the column."""

_NUMBER = r"(?P<number>\d[\d,]*(?:\.\d+)?)\s?%"
_IS = r"(?:\s+(?:of|was|were|is|reached|to|at)|\s*[:=])?\s*"


def take_measure(reading: Reading, comparison: Comparison) -> bool:
    """Adds the rows whose text gives the measure that stands before a comparison with a share (%)
    and, right beside it, a number that meets it. False where no cell does.

    Read from sentences, it leaves the list unsure.
    """
    words = _measure(reading, comparison)
    columns = [column for column in reading.view.columns if column.kind == "prose"]
    fewest = _MIN_WORDS
    if words and (named := _texts_named(reading, words[-1])):
        words, columns, fewest = words[:-1], named, 1
    for size in range(len(words), fewest - 1, -1):
        run = words[-size:]
        for column in columns:
            given = {row: _share(column, row, run) for row in reading.view.all_rows}
            if not any(given.values()):
                continue
            rows = frozenset(
                row for row, share in given.items() if share and meets(share, comparison)
            )
            shown = reading.request.text[run[0].start : run[-1].end]
            reading.used.update(word.start for word in run)
            value = f"{shown} {comparison.relation} {comparison.shown}%"
            span = (run[0].start, comparison.end)
            reading.add(Condition(column.place, "contains", value, rows, span=span), size)
            reading.doubts.append(f"“{shown}” is read in the sentences of {column.head}")
            return True
    return False


def _texts_named(reading: Reading, word: Word) -> list[Column]:
    """The columns of text whose head has the word ("an X prevalence of more than 20 %")."""
    return [
        column
        for column in reading.view.columns
        if word.term in column.head_terms and not column.is_number
    ]


def _measure(reading: Reading, comparison: Comparison) -> list[Word]:
    """The words side by side that end before a comparison."""
    found: list[Word] = []
    for word in reversed(reading.request.words):
        if word.end > comparison.start:
            continue
        if not word.forms or is_row_noun(word.term) or len(found) == _MAX_WORDS:
            if found or (not word.forms and word.text.lower() not in ("of", "was", "is")):
                break
            continue
        found.append(word)
    return found[::-1]


def _share(column: Column, row: int, run: Sequence[Word]) -> Quantity | None:
    said = r"\s+".join(rf"{re.escape(word.text.removesuffix('s'))}s?" for word in run)
    cell = column.cells[row]
    found = re.search(rf"\b{said}\b{_IS}{_NUMBER}", cell, re.IGNORECASE) or re.search(
        rf"{_NUMBER}\s+{said}\b", cell, re.IGNORECASE
    )
    if not found:
        return None
    share = number(found["number"])
    return Quantity(share, share, "%")
