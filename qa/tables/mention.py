"""Words that name a column on which the question puts no condition, or name nothing that is asked.

"All trials in Table 2" asks for every row. "Which trials report an overall response rate?" does
not, though "response" may be the usual name of a column: the rows are looked for whose cells
speak of it. Where there are none, the words are left over, so that not every row is listed for
certain.
"""

import re

from index.tokens import terms
from qa.tables.heads import PEOPLE, is_row_noun
from qa.tables.request import CLASSIFIERS, FRAME
from qa.tables.view import Condition, Reading
from qa.tables.words import Word, stand_in

_LISTING = frozenset(
    terms(
        "list show name give find display enumerate print tell want see know look need like read"
        " ask include included mention mentioned report reported describe described appear stand"
        " standing present presented cover covered covering summarise tabulated listed contain"
        " contained cite cited feature featured exist existing available following done"
        " investigate investigated investigating study studied test tested testing run running"
        " evaluated examined conducted involve involved take taken took"
        " number count total many much various several different complete full entire whole overall"
        " current currently altogether there here still account table row entry record column cell"
        " item information detail please thanks according one kind type thing"
    )
)
"""Words that say that rows are listed: a question of such words asks for every row."""

_CONTENTS = frozenset(terms("data result"))
"""What a caption says of where the table comes from, and a question of what its rows hold."""

_NOT_LISTING = frozenset(("completed", "needed"))
ASKS_TOO = re.compile(
    r"\b(?:and|with|,)\s+(?:(?:in|of|from|by|at|on|for|under|to) )?(?:the |all )?"
    r"(?:what|which|whom?|whose|how|where|when|their|its|each)\b[^,;?]*$"
    r"|\b(?:their|its|each one's) (?:[^\s,;?]+ )?$",
    re.IGNORECASE,
)
"""Before a word that a further clause asks for: "... and which phases?", "with their sponsors"."""

_JOINED = re.compile(r"\s*(?:,|and|or|,\s*(?:and|or)|/|-)\s*", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:overall|complete|current)\s*$", re.IGNORECASE)


def take_mentions(reading: Reading) -> None:
    """Adds the rows that speak of what no other condition is about, or leaves its words over.

    Beside other conditions such words only make the answer unsure: they may have been said of
    the rows that are asked for.
    """
    for run in _runs(reading):
        start, end = run[0].start, run[-1].end
        if before := _BEFORE.search(reading.request.text[:start]):
            start = before.start()
        shown = reading.request.text[start:end]
        reading.used.update(word.start for word in run)
        column, rows = _rows(
            reading, [word for word in reading.request.words if start <= word.start < end]
        )
        if rows:
            condition = Condition(column, "contains", shown, rows, False, (start, end))
            reading.conditions.append(condition)
            reading.doubts.append(f"“{shown}” is taken to be what {reading.view.head(column)} says")
        elif _is_bare(reading):
            reading.left_over.append(shown)
        else:
            reading.doubts.append(f"“{shown}” chooses no rows")


def _is_bare(reading: Reading) -> bool:
    """Whether nothing else in the question says which rows."""
    return not reading.request.superlatives and not any(one.is_firm for one in reading.conditions)


def _runs(reading: Reading) -> list[list[Word]]:
    """The words in question, neighbours together."""
    runs: list[list[Word]] = []
    named = _asked_for(reading)
    is_bare, before = _is_bare(reading), -1
    for place, word in enumerate(reading.request.words):
        if not word.forms or word in named or not _is_open(reading, word, is_bare):
            continue
        if runs and before == place - 1:
            runs[-1].append(word)
        else:
            runs.append([word])
        before = place
    return runs


def _asked_for(reading: Reading) -> list[Word]:
    """The head noun of the question with what stands before it or is joined to it."""
    found: list[Word] = []
    is_whole = False
    for word in reading.request.subject:
        if is_whole and not _JOINED.fullmatch(reading.request.text[found[-1].end : word.start]):
            break
        found.append(word)
        is_whole = is_whole or word.is_plural or is_row_noun(word.term)
    return found


def _is_open(reading: Reading, word: Word, is_bare: bool) -> bool:
    """Whether it is not yet known what a word says of the rows."""
    view, request = reading.view, reading.request
    if word.start in reading.used or is_row_noun(word.term):
        return False
    if word.term in view.context and not (is_bare and word.term in _CONTENTS):
        return False
    is_listing = word.term in _LISTING and word.text.lower() not in _NOT_LISTING
    if word.term in PEOPLE or is_listing or ASKS_TOO.search(request.text[: word.start]):
        return False
    if word.term in CLASSIFIERS and _says_a_kind(reading, word):
        return False
    columns = {column.place for column in view.heads(word)}
    if not columns or word.term in FRAME | CLASSIFIERS:
        return is_bare and word.term in FRAME | CLASSIFIERS
    if columns & {condition.column for condition in reading.conditions}:
        return False
    return not request.superlatives


def _says_a_kind(reading: Reading, word: Word) -> bool:
    """Whether a word only says what kind of thing the name before it is ("gout disease")."""
    words = reading.request.words
    place = words.index(word)
    before = words[place - 1] if place else None
    if before is None or not before.forms or reading.view.heads(before):
        return False
    return before.term not in FRAME or before.term in CLASSIFIERS


def _rows(reading: Reading, words: list[Word]) -> tuple[int, frozenset[int]]:
    """The column in which most rows have the words one after the other, and those rows."""
    best: tuple[int, frozenset[int]] = (-1, frozenset())
    for column in reading.view.columns:
        with_all = reading.view.all_rows
        for word in words:
            if word.forms:
                with_all &= frozenset[int]().union(*map(column.rows_of, word.forms))
        rows = frozenset(row for row in with_all if stand_in(words, column.texts[row].split()))
        if len(rows) > len(best[1]):
            best = (column.place, rows)
    return best
