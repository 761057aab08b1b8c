"""A request held against one table: which columns and cells its words mean, and which rows meet it.

Every content word of the question is accounted for: as the value of a cell, as a column's head,
as the row itself ("trials"), as a word of the caption, or as left over. The table that accounts
for most is the one asked about; what is left over makes the answer unsure, or none at all.
"""

import re
from itertools import chain

from index.tokens import terms
from qa.tables.adding import add_up, asks_for_sum
from qa.tables.contrast import take_contrast
from qa.tables.counting import grouped_column, take_largest_group
from qa.tables.extremes import take_extremes
from qa.tables.figures import compare
from qa.tables.heads import COUNTRIES, PEOPLE, is_row_noun
from qa.tables.joins import join_columns, join_values
from qa.tables.marks import take_given, take_marks
from qa.tables.mention import take_mentions
from qa.tables.missing import take_missing
from qa.tables.naming import names_value, take_values
from qa.tables.request import CLASSIFIERS, FRAME, NARROW, Request
from qa.tables.scale import take_steps
from qa.tables.several import take_several
from qa.tables.summary import sum_up, take_summary
from qa.tables.turning import lists_items
from qa.tables.view import Reading, TableView
from qa.tables.words import Word

_CAPTION, _HEAD, _ROLE, _ROW, _TITLE = 0.6, 0.7, 0.5, 0.2, 0.2
"""What a word is worth that names the table, a column, a column's usual name, the row or the
article, beside 1 for a value: enough to tell tables apart that hold the same values."""

_LIKENED = re.compile(r"\b(?:the same|similar to|(?<!-)like|different from)\b", re.IGNORECASE)
_ALONE = re.compile(r"\b(?:alone|own|itself|themselves)\b", re.IGNORECASE)
_BY = frozenset(("by", "from", "a", "an"))


def read(view: TableView, request: Request, among: frozenset[int] | None = None) -> Reading:
    """What the request means in a table; `among` restricts the rows beforehand."""
    reading = Reading(view, request)
    reading.operation = "count" if request.opening == "count" else "list"
    reading.is_over_rows = _is_over_rows(view, request)
    summary = take_summary(reading)
    take_contrast(reading)
    compare(reading)
    take_several(reading)
    take_steps(reading)
    take_marks(reading)
    take_missing(reading)
    take_given(reading)
    grouped = grouped_column(reading)
    take_values(reading)
    if not grouped:
        take_mentions(reading)
    join_values(reading)
    if not grouped:
        join_columns(reading)
    _account(reading)
    _doubt_countries(reading)
    _doubt_wording(reading)
    _doubt_subject(reading)
    rows = _select(reading, view.all_rows if among is None else among)
    if grouped:
        rows = take_largest_group(reading, grouped, rows)
    elif request.superlatives:
        rows = take_extremes(reading, request.superlatives, rows)
    elif asks_for_sum(request):
        add_up(reading, rows)
    elif request.opening == "count":
        _doubt_shared(reading, rows)
    if summary:
        reading.is_summary = summary.is_whole
        sum_up(reading, summary, rows)
    reading.rows = tuple(sorted(rows))
    return reading


def asks_for_columns(view: TableView, request: Request) -> bool:
    """Whether a question names columns of a table, and nothing else that is said of its rows."""
    words = [word for word in request.words if word.forms and not is_row_noun(word.term)]
    named = [word for word in words if view.heads(word)]
    others = (word for word in words if word not in named)
    says_more = request.comparisons or request.superlatives or request.steps
    return bool(named) and not says_more and all(word.term in FRAME | PEOPLE for word in others)


def _is_over_rows(view: TableView, request: Request) -> bool:
    """Whether several rows of this table are asked for; an extreme is noticed later."""
    nouns = [
        word
        for word in request.subject
        if is_row_noun(word.term)
        or view.heads(word)
        or word.term in view.context
        or any(names_value(word, column) for column in view.columns)
    ]
    if request.about_one_row and not request.takes_singular:
        return False
    is_anything = all(word.term in FRAME for word in request.subject)
    plural = any(word.is_plural for word in nouns) or (
        bool(nouns) and request.subject[-1].is_plural and request.subject[-1].term in FRAME
    )
    if asks_for_sum(request):
        return True
    if request.opening == "count":
        people = any(word.term in PEOPLE for word in request.subject)
        return not people and (plural or is_anything)
    if request.opening not in ("list", "phrase"):
        return False
    if plural or (request.takes_singular and bool(nouns or is_anything)):
        return True
    return request.opening == "list" and bool(nouns and (request.comparisons or request.negations))


def _select(reading: Reading, rows: frozenset[int]) -> frozenset[int]:
    """The rows that meet every condition; words found in running text alone may not empty them."""
    for condition in reading.conditions:
        if condition.is_firm:
            rows &= condition.rows
    for condition in [one for one in reading.conditions if not one.is_firm]:
        if rows & condition.rows:
            rows &= condition.rows
        else:
            reading.conditions.remove(condition)
            reading.left_over.append(condition.value)
    return rows


def _is_another(reading: Reading, word: Word) -> bool:
    """Whether a column's usual name says what kind its values are to be ("run by companies")."""
    before = reading.request.text[: word.start].split()
    return word not in reading.request.subject and bool(before) and before[-1].lower() in _BY


def _doubt_shared(reading: Reading, rows: frozenset[int]) -> None:
    """Rows that go on with the study of the one above are not as many studies."""
    for column in reading.view.columns[:1]:
        table = reading.view.table
        if "study" in column.roles and any(column.place in table.rows[at].inherited for at in rows):
            reading.doubts.append(f"several rows are of one {' '.join(column.head.split())}")


def _doubt_countries(reading: Reading) -> None:
    """A country that some cells happen to print does not tell where the other rows are from."""
    for condition in chain.from_iterable((one, *one.alternatives) for one in reading.conditions):
        column = reading.view.columns[condition.column]
        if "country" not in column.roles and not COUNTRIES.isdisjoint(terms(condition.value)):
            reading.doubts.append(f"only some rows print a country in {column.head}")


def _doubt_subject(reading: Reading) -> None:
    """The things asked for stand in some column, or the rows found are no such things: "success"
    among the characteristics of patients is no drug.
    """
    view, request = reading.view, reading.request
    if lists_items(view.table) and any(is_row_noun(word.term) for word in request.subject):
        reading.doubts.append(f"the rows of {view.table.label} are no studies")
    if request.opening != "list" or request.superlatives:
        return
    asked = next((word for word in request.subject if word.is_plural), None)
    if asked is None or asked.term in FRAME | PEOPLE or is_row_noun(asked.term):
        return
    is_there = asked.term in view.context or view.heads(asked)
    if not is_there and asked.start not in reading.used:
        reading.doubts.append(f"no column is known to hold “{asked.text}”")


def _doubt_wording(reading: Reading) -> None:
    """A negation that no condition took up may turn the meaning of the question round, and rows
    that are the same as, or like, another's are not those that the question names.
    """
    if likened := _LIKENED.search(reading.request.text):
        reading.doubts.append(f"“{likened[0]}” is not understood")
    if reading.request.remark:
        reading.doubts.append(f"“{reading.request.remark}” is not taken into account")
    reading.doubts.extend(
        f"it is not clear what “{denied}” denies" for denied in reading.unclear_negations
    )
    for begin, end in reading.request.only:
        alone = reading.request.text[begin:end]
        if begin not in reading.limits and _ALONE.search(alone):
            reading.doubts.append(f"it is not clear what is meant to stand “{alone}”")


def _is_of_a_unit(reading: Reading, word: Word) -> bool:
    """Whether a single letter is the second part of a unit ("mg/d")."""
    return len(word.text) == 1 and reading.request.text[: word.start].endswith("/")


def _account(reading: Reading) -> None:
    """Looks at every content word that chose no rows: what it names, or that it names nothing."""
    view = reading.view
    heads = frozenset(term for column in view.columns for term in column.head_terms)
    for word in reading.request.words:
        if not word.forms or word.start in reading.used or _is_of_a_unit(reading, word):
            continue
        if word.term in view.context:
            reading.explained += _CAPTION
        elif word.term in heads:
            reading.explained += _HEAD
        elif is_row_noun(word.term):
            reading.explained += _ROW
        elif view.heads(word) and not _is_another(reading, word):
            reading.explained += _ROLE
        elif word.term in view.title:
            reading.explained += _TITLE
        elif word.term not in FRAME | CLASSIFIERS | PEOPLE:
            reading.left_over.append(word.text)
        elif _is_by_itself(reading, word):
            reading.doubts.append(f"the table does not tell “{word.text}” apart")


def _is_by_itself(reading: Reading, word: Word) -> bool:
    """Whether a word that leaves rows out stands beside none that it says something of."""
    if word.term not in NARROW or word in reading.request.subject:
        return False
    text = reading.request.text
    return not any(
        bool(other.forms)
        and other.term not in FRAME | CLASSIFIERS | PEOPLE
        and not text[min(word.end, other.end) : max(word.start, other.start)].strip(" -")
        for other in reading.request.words
    )
