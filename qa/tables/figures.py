"""Conditions on numbers: amounts, percentages, dates and years."""

import re
from collections.abc import Sequence

from index.tokens import terms
from qa.tables.arms import all_arms, an_arm, arms_of
from qa.tables.column import Column
from qa.tables.comparison import Comparison, meets
from qa.tables.counting import counts_rows, take_groups
from qa.tables.heads import PEOPLE, is_row_noun, roles
from qa.tables.measures import take_measure
from qa.tables.several import take_count
from qa.tables.values import YEARS, Quantity
from qa.tables.view import Condition, Reading
from qa.tables.words import Word

_OLDEST = 120
"""Years of age at most: "patients over 65" says how old they are where a column does."""

_OF_SIZE = re.compile(
    r"(?:no(?:t)? )?(?:larger|bigger|smaller|fewer|greater|higher|lower|less)\b", re.I
)
"""Words that compare amounts, and no dates."""

_OF_TIME = re.compile(
    r"\b(?:since|before|after|prior to|later|earlier|newer|onwards?)\b", re.IGNORECASE
)
"""Words that compare dates where a year stands beside them."""

_OF_AMOUNT = frozenset(terms("small large big tiny huge"))
"""What a comparison with a number says more exactly: "small trials of at most 30 people"."""

_CONDUCTED = frozenset(
    terms(
        "start started begin began begun launch launched initiate initiated open opened register"
        " registered end ended complete completed finish finished close closed stop stopped recruit"
        " recruited enrol enrolled enroll conduct conducted run ran approve approved"
    )
)
_DATED = frozenset(terms("year date"))

_NEXT_CONDITION = re.compile(r"[,;]|\b(?:and|but|or|with|while)\b", re.IGNORECASE)
_PER_CENT = re.compile(r"^per ?cent\b")
_UNIT = re.compile(r"%|[a-zµμ]+(?:/[a-zµμ]+)*")
_UNIT_WITHIN = re.compile(rf"\d\s?(?P<unit>{_UNIT.pattern})\s+or\b")


def compare(reading: Reading) -> None:
    """Adds a condition for every comparison with a number that a column can be found for."""
    request = reading.request
    plain = [one for one in request.bare if _is_equality(reading, one)]
    groups = all_arms(reading) if request.comparisons or plain else ""
    for comparison in (*request.comparisons, *plain):
        if counts_rows(reading, comparison):
            take_groups(reading, comparison)
            continue
        if take_count(reading, comparison):
            continue
        column, sure = _number_column(reading, comparison)
        if column is None and groups:
            column = an_arm(reading)
        unit = _unit(reading, comparison)
        is_odd = unit == "%" and not (column and _has_unit(column, unit))
        if is_odd and take_measure(reading, comparison):
            continue
        if column is None:
            if comparison not in plain:
                reading.left_over.append(request.text[comparison.start : comparison.end])
            continue
        columns = arms_of(reading, column) if groups else [column]
        _spend(reading, comparison, columns)
        shown = comparison.shown
        if unit and _has_unit(column, unit):
            shown += unit if unit == "%" else f" {unit}"
            beside = reading.following(comparison.end)
            reading.used.update(word.start for word in beside if word.text.lower() in unit)
        for one in columns:
            rows = _meeting(reading, comparison, one, unit)
            span = (comparison.start, comparison.end)
            reading.add(Condition(one.place, comparison.relation, shown, rows, span=span))
        if groups and len(columns) == 1:
            reading.doubts.append(f"it is not clear which columns “{groups}” are")
        elif is_odd or not (sure or groups):
            reading.doubts.append(f"{shown} is taken to be about {column.head}")


def _spend(reading: Reading, comparison: Comparison, columns: Sequence[Column]) -> None:
    """The words of a comparison, and those beside it that name its columns, say no more."""
    request = reading.request
    for word in request.words:
        if comparison.start <= word.start < comparison.end or word.term in _OF_AMOUNT:
            reading.used.add(word.start)
    for word in (*reading.following(comparison.end), *reading.preceding(comparison.start)):
        if any(column in reading.view.heads(word) for column in columns):
            reading.used.add(word.start)


def _meeting(reading: Reading, comparison: Comparison, column: Column, unit: str) -> frozenset[int]:
    """The rows whose cell meets it: by its year, its percentage or its amount."""
    amounts: Sequence[Quantity | None] = column.quantities
    if column.tells_years:
        amounts = [column.year_of(row) for row in range(len(column.cells))]
    elif unit == "%" and any(column.shares):
        amounts = column.shares
    return frozenset(
        row for row in reading.view.all_rows if (found := amounts[row]) and meets(found, comparison)
    )


def _is_equality(reading: Reading, one: Comparison) -> bool:
    """Whether a number without a comparing word is a condition: a year, "80 participants"."""
    if one.number in YEARS and any(column.tells_years for column in reading.view.columns):
        return True
    if _stands_in_a_head(reading, one):
        return False
    unit = _unit(reading, one)
    if unit and any(_has_unit(column, unit) for column in reading.view.columns):
        return True
    beside = (*reading.following(one.end)[:1], *reading.preceding(one.start)[:2])
    return any(column.is_number for word in beside for column in reading.view.heads(word))


def _stands_in_a_head(reading: Reading, one: Comparison) -> bool:
    """Whether a number names a column ("2 mg/kg" in the head of its arm)."""
    said = re.escape(reading.request.text[one.start : one.end])
    whole = re.compile(rf"(?<![\d.]){said}(?![\d.])")
    return any(whole.search(column.head) for column in reading.view.columns)


def _number_column(reading: Reading, comparison: Comparison) -> tuple[Column | None, bool]:
    """The column that a comparison is about, and whether the question leaves no doubt of it.

    A word of time says that a year is a date. Otherwise a head beside it tells, and where that is
    of a text no other column does; else the unit; else that it is a year, which no other column
    has; else people are counted in the column of sizes; else there is one column of numbers only.
    """
    view = reading.view
    after = reading.following(comparison.end)
    before = reading.preceding(comparison.start)
    ages = [column for column in view.columns if column.is_number and "age" in column.roles]
    if (
        ages
        and before
        and before[0].term in PEOPLE
        and comparison.number <= _OLDEST
        and not (after and view.heads(after[0]))
    ):
        return ages[0], len(ages) == 1
    years = [column for column in view.columns if column.tells_years]
    wording = reading.request.text[comparison.start : comparison.end]
    is_date = comparison.number in YEARS and bool(_OF_TIME.search(wording))
    if is_date and years:
        return years[0], len(years) == 1 and not _is_of_conduct(before, years[0])
    beside = [word for word in _beside(reading, comparison) if word.start not in reading.used]
    for word in beside:
        if named := [column for column in view.heads(word) if column.is_number]:
            return _most_named(reading, named, beside)
    if _is_about_text(reading, before):
        return None, False
    numbers = [column for column in view.columns if column.is_number]
    unit = _unit(reading, comparison)
    measured = [column for column in numbers if unit and _has_unit(column, unit)]
    if measured:
        return measured[0], len(measured) == 1
    if comparison.number in YEARS and years and not _OF_SIZE.match(wording):
        return years[0], len(years) == 1
    if is_date:
        return None, False
    sizes = [column for column in numbers if "size" in column.roles]
    if after and after[0].term in PEOPLE:
        return (sizes[0], len(arms_of(reading, sizes[0])) == 1) if sizes else (None, False)
    if after and after[0].start - comparison.end <= 1 and _is_another_thing(after[0]):
        return None, False
    numbers = [column for column in numbers if column not in years]
    if sizes:
        of_rows = bool(before) and is_row_noun(before[0].term) and bool(_OF_SIZE.match(wording))
        return sizes[0], of_rows or len(numbers) == 1
    return (numbers[0], False) if len(numbers) == 1 else (None, False)


def _is_of_conduct(before: Sequence[Word], column: Column) -> bool:
    """Whether a date is of what was done, and the column of publications ("started after 2020")."""
    is_cited = "study" in column.roles and column.head_terms.isdisjoint(_DATED)
    return is_cited and bool(before) and before[0].term in _CONDUCTED


def _beside(reading: Reading, comparison: Comparison) -> list[Word]:
    """The words around a comparison, those that tell its column first: what it counts, what was
    said before it since another figure, and only then what follows behind "and" or a comma.
    """
    after, before = reading.following(comparison.end), reading.preceding(comparison.start)
    joined = _NEXT_CONDITION.search(reading.request.text, comparison.end)
    limit = joined.start() if joined else len(reading.request.text)
    others = reading.request.comparisons
    begin = max((one.end for one in others if one.end <= comparison.start), default=0)
    own = [word for word in after if word.start < limit]
    told = [word for word in before if word.start >= begin]
    rest = [word for word in (*before, *after) if word not in own and word not in told]
    return [*own[:1], *told, *own[1:], *rest]


def _is_about_text(reading: Reading, before: Sequence[Word]) -> bool:
    """Whether the word next before a comparison is of the head of a column of text: what stands in
    a column of numbers is not what it is about.
    """
    word = next((one for one in before if one.start not in reading.used), None)
    if word is None or word in reading.request.subject or is_row_noun(word.term):
        return False
    if any(step.start <= word.start < step.end for step in reading.request.steps):
        return False
    return any(word.term in column.head_terms for column in reading.view.columns)


def _most_named(
    reading: Reading, columns: Sequence[Column], words: Sequence[Word]
) -> tuple[Column, bool]:
    """The first of the columns that most of the words name, and whether it is no arm of several."""
    named = [sum(column in reading.view.heads(word) for word in words) for column in columns]
    best = [one for one, count in zip(columns, named, strict=True) if count == max(named)]
    others = [one for one in best[1:] if one in arms_of(reading, best[0])]
    return best[0], not others


def _is_another_thing(word: Word) -> bool:
    return bool(roles(word.term)) and not is_row_noun(word.term)


def _unit(reading: Reading, comparison: Comparison) -> str:
    """The word or sign behind a number, which may be its unit."""
    text = reading.request.text.lower()
    if within := _UNIT_WITHIN.search(text, comparison.start, comparison.end):
        return within["unit"]
    match = _UNIT.match(_PER_CENT.sub("%", text[comparison.end :].lstrip()))
    return match[0] if match else ""


def _has_unit(column: Column, unit: str) -> bool:
    if not column.is_number:
        return False
    if unit == "%" and any(column.shares):
        return True
    in_cells = any(found and found.unit == unit for found in column.quantities)
    return in_cells or unit in re.split(r"[\s()\[\],]+", column.head.lower())
