"""Conditions on columns that say yes or no, and on columns that say something or nothing.

"Which patients were feed-tolerant?" asks for the rows with "Yes" under "Feed-tolerant"; "studies
that report a relapse rate" for those that have anything under "Relapse rate".
"""

import re

from index.tokens import terms
from qa.tables.column import UNIT, Column, is_empty, parts
from qa.tables.mention import ASKS_TOO
from qa.tables.request import CLASSIFIERS
from qa.tables.view import Condition, Reading
from qa.tables.words import Word

_YES = frozenset(("yes", "y", "true", "✓", "✔", "√", "+", "●", "•"))
_NO = frozenset(("no", "n", "false", "✗", "✘", "×", "○"))
_DASH = frozenset(("-", "–", "—", ""))
"""No, where nothing else in the column is a no; else nothing is known."""

_SIGNS = _YES | _NO | _DASH
_MOST = 0.8
"""Share of the cells that must be a sign: some columns add "partly" or a footnote's letter."""

_GIVING = frozenset(terms("provide report give state list specify include describe supply"))
_HAVING = frozenset(("have", "has", "had"))
_MIN_WITH = 2
"""Words of a head after "with", which is said of much else ("with a 5 mg group")."""

_DENIES = re.compile(r"\W*(?:no|not|without|free of|absence of|lack of)\b", re.IGNORECASE)
"""A head that says no itself: "no" before its words in a question only repeats it."""

_WHETHER = re.compile(r"\bwhether\b[^,;:?]*$", re.IGNORECASE)


def take_marks(reading: Reading) -> None:
    """Adds a condition for every column of yes and no whose head the question says."""
    request, view = reading.request, reading.view
    for column in view.columns:
        yes = _yes(column, view.all_rows)
        run = _saying(reading, view.own_heads[column.place]) if yes else []
        if not run or _is_asked_for(reading, run):
            continue
        start, end = run[0].start, run[-1].end
        negation = request.negation_of(start, end, (), reading.spent)
        denies = _DENIES.match(view.own_heads[column.place]) is not None
        is_yes = (negation is None) != denies
        sign, rows = ("yes", yes) if is_yes else ("no", _no(column, view.all_rows))
        if negation is not None:
            reading.negated.add(negation)
            reading.spent.add(negation)
        cells = {column.cells[row].strip() for row in rows}
        reading.used.update(word.start for word in request.words if start <= word.start < end)
        shown = cells.pop() if len(cells) == 1 else sign
        reading.add(Condition(column.place, "=", shown, rows, span=(start, end)), len(run))


def take_given(reading: Reading) -> None:
    """Adds a condition for a column that is to say anything, where some rows say nothing."""
    request, view = reading.request, reading.view
    for place, word in enumerate(request.words):
        said = word.text.lower()
        gives = word.term in _GIVING or said in _HAVING or said == "with"
        if not gives or request.negation_of(word.start, word.end, (), ()) is not None:
            continue
        after = [one for one in request.words[place + 1 :] if one.forms]
        columns = _named(reading, after)
        if len(columns) != 1:
            continue
        column, run = columns[0]
        if said == "with" and len(run) < _MIN_WITH:
            continue
        rows = frozenset(row for row in view.all_rows if not is_empty(column.cells[row]))
        if rows and rows != view.all_rows and not _is_asked_for(reading, run):
            reading.used.update((word.start, *(one.start for one in run)))
            span = (word.start, run[-1].end)
            reading.add(Condition(column.place, "≠", "not given", rows, span=span))


def _yes(column: Column, rows: frozenset[int]) -> frozenset[int]:
    """The rows with a yes in a column of yes and no; none for another column."""
    if sum(column.signs[row] in _SIGNS for row in rows) < _MOST * len(rows):
        return frozenset()
    return frozenset(row for row in rows if column.signs[row] in _YES)


def _no(column: Column, rows: frozenset[int]) -> frozenset[int]:
    meant = _DASH if _NO.isdisjoint(column.signs[row] for row in rows) else _NO
    return frozenset(row for row in rows if column.signs[row] in meant)


def _saying(reading: Reading, head: str) -> list[Word]:
    """The words of the question, side by side, that say the whole head of a column."""
    wanted = frozenset(terms(UNIT.sub(" ", head)))
    spelt_out = reading.view.long_forms.get(" ".join(parts(head)), frozenset())
    found: list[Word] = []
    for word in reading.request.words:
        said = {term for form in word.forms for term in form}
        if (
            word.term in spelt_out
            and word.term not in CLASSIFIERS
            and word.start not in reading.used
        ):
            return [word]
        if word.forms and said & wanted and word.start not in reading.used:
            found.append(word)
            if wanted and wanted <= {term for one in found for form in one.forms for term in form}:
                return found
        elif word.forms:
            found = []
    return []


def _named(reading: Reading, words: list[Word]) -> list[tuple[Column, list[Word]]]:
    """The columns whose heads say the first of `words`, and as many of the next as any does."""
    found: list[tuple[Column, list[Word]]] = []
    for size in range(1, len(words) + 1):
        run = words[:size]
        if any(word.start in reading.used for word in run):
            break
        holding = [
            (column, run)
            for column in reading.view.columns
            if all(any(column.head_terms.issuperset(form) for form in w.forms) for w in run)
        ]
        if not holding:
            break
        found = holding
    return found


def _is_asked_for(reading: Reading, run: list[Word]) -> bool:
    """Whether the question wants to know what the column says, beside which rows."""
    before = reading.request.text[: run[0].start]
    return bool(ASKS_TOO.search(before) or _WHETHER.search(before))
