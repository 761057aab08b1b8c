"""Conditions on numbers, years and steps of a scale, and extremes among the rows that are left."""

import re

from index.tokens import terms
from qa.tables.column import Column
from qa.tables.comparison import Comparison, Step, Superlative, meets
from qa.tables.heads import PEOPLE, is_row_noun, roles
from qa.tables.measures import take_measure
from qa.tables.values import Quantity
from qa.tables.view import REGISTRY_IDENTIFIER, Condition, Reading
from qa.tables.words import Word
from qa.types import Relation

_YEARS = range(1900, 2100)
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

_UNIT = re.compile(r"%|[a-zµμ]+(?:/[a-zµμ]+)*")


def compare(reading: Reading) -> None:
    """Adds a condition for every comparison with a number that a column can be found for."""
    request = reading.request
    plain = [one for one in request.bare if _is_equality(reading, one)]
    for comparison in (*request.comparisons, *plain):
        if _counts_rows(reading, comparison):
            _take_groups(reading, comparison)
            continue
        column, sure = _number_column(reading, comparison)
        unit = _unit(reading, comparison)
        is_odd = unit == "%" and not (column and _has_unit(column, unit))
        if is_odd and take_measure(reading, comparison):
            continue
        if column is None:
            if comparison not in plain:
                reading.left_over.append(request.text[comparison.start : comparison.end])
            continue
        for word in request.words:
            if comparison.start <= word.start < comparison.end:
                reading.used.add(word.start)
        shown = comparison.shown
        if unit and _has_unit(column, unit):
            shown += unit if unit == "%" else f" {unit}"
            beside = reading.following(comparison.end)
            reading.used.update(word.start for word in beside if word.text.lower() in unit)
        for word in (*reading.following(comparison.end), *reading.preceding(comparison.start)):
            if column in reading.view.heads(word):
                reading.used.add(word.start)
        reading.used.update(word.start for word in request.words if word.term in _OF_AMOUNT)
        by_year = _is_year_column(column)
        rows = frozenset(
            row
            for row in reading.view.all_rows
            if (found := _year(column, row) if by_year else column.quantities[row])
            and meets(found, comparison)
        )
        reading.add(Condition(column.place, comparison.relation, shown, rows))
        if not sure or is_odd:
            reading.doubts.append(f"{shown} is taken to be about {column.head}")


def _counts_rows(reading: Reading, comparison: Comparison) -> bool:
    """Whether rows are counted, not what a column says: "more than one trial"."""
    after = reading.following(comparison.end)
    return (
        bool(after)
        and is_row_noun(after[0].term)
        and reading.request.text[comparison.end : after[0].start].isspace()
    )


def _take_groups(reading: Reading, comparison: Comparison) -> None:
    """Adds a condition on how many rows have the same cell: "sponsors of at least two trials"."""
    request = reading.request
    column = _named_before(reading, comparison.start)
    if column is None:
        reading.left_over.append(request.text[comparison.start : comparison.end])
        return
    groups = _groups(column, reading.view.all_rows)
    rows = frozenset[int]().union(
        *(
            found
            for found in groups.values()
            if meets(Quantity(len(found), len(found), ""), comparison)
        )
    )
    shown = f"{comparison.shown} rows with the same cell"
    reading.add(Condition(column.place, comparison.relation, shown, rows))


def _named_before(reading: Reading, place: int) -> Column | None:
    """The column of names or steps that the question names first, before a place."""
    for word in reading.request.words:
        if word.start >= place:
            break
        for column in reading.view.heads(word):
            if column.kind in ("name", "ordinal") and not is_row_noun(word.term):
                reading.used.add(word.start)
                return column
    return None


def _groups(column: Column, rows: frozenset[int]) -> dict[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for row in rows:
        groups.setdefault(" ".join(column.cells[row].split()), set()).add(row)
    return {cell: frozenset(found) for cell, found in groups.items()}


def _is_equality(reading: Reading, one: Comparison) -> bool:
    """Whether a number without a comparing word is a condition: a year, "80 participants"."""
    if one.number in _YEARS and any(map(_is_year_column, reading.view.columns)):
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


def _is_year_column(column: Column) -> bool:
    return column.has_years and "size" not in column.roles


def _year(column: Column, row: int) -> Quantity | None:
    year = column.years[row]
    return None if year is None else Quantity(year, year, "")


def _number_column(reading: Reading, comparison: Comparison) -> tuple[Column | None, bool]:
    """The column that a comparison is about, and whether the question leaves no doubt of it.

    A head beside it tells; else the unit; else that it is a year, which no other column has; else
    people are counted in the column of sizes; else there is one column of numbers only.
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
    for word in (*after[:1], *before, *after[1:]):
        for column in view.heads(word):
            if column.is_number:
                return column, True
    numbers = [column for column in view.columns if column.is_number]
    unit = _unit(reading, comparison)
    measured = [column for column in numbers if unit and _has_unit(column, unit)]
    if measured:
        return measured[0], len(measured) == 1
    years = [column for column in view.columns if _is_year_column(column)]
    wording = reading.request.text[comparison.start : comparison.end]
    if comparison.number in _YEARS and years and not _OF_SIZE.match(wording):
        return years[0], len(years) == 1
    if comparison.number in _YEARS and _OF_TIME.search(wording):
        return None, False
    sizes = [column for column in numbers if "size" in column.roles]
    if after and after[0].term in PEOPLE:
        return (sizes[0], True) if sizes else (None, False)
    if after and after[0].start - comparison.end <= 1 and _is_another_thing(after[0]):
        return None, False
    numbers = [column for column in numbers if column not in years]
    if sizes:
        of_rows = bool(before) and is_row_noun(before[0].term) and bool(_OF_SIZE.match(wording))
        return sizes[0], of_rows or len(numbers) == 1
    return (numbers[0], False) if len(numbers) == 1 else (None, False)


def _is_another_thing(word: Word) -> bool:
    return bool(roles(word.term)) and not is_row_noun(word.term)


def _unit(reading: Reading, comparison: Comparison) -> str:
    """The word or sign after a number, which may be its unit."""
    match = _UNIT.match(reading.request.text[comparison.end :].lstrip().lower())
    return match[0] if match else ""


def _has_unit(column: Column, unit: str) -> bool:
    if not column.is_number:
        return False
    in_cells = any(found and found.unit == unit for found in column.quantities)
    return in_cells or unit in re.split(r"[\s()\[\],]+", column.head.lower())


def take_steps(reading: Reading) -> None:
    """Adds a condition for every step of a scale: "phase II", "purely grade 3", "not I/II"."""
    view, request = reading.view, reading.request
    for step in request.steps:
        column = next((one for one in view.columns if _has_scale(one, step.label)), None)
        if column is None:
            reading.left_over.append(step.shown)
            continue
        only = reading.is_only(step.start, step.end)
        rows = frozenset(
            row for row, found in enumerate(column.ordinals) if _meets_step(found, step, only)
        )
        relation: Relation = "=" if only else "contains"
        negation = request.negation_of(step.start, step.end, _choosing(reading), reading.spent)
        if negation is not None:
            reading.negated.add(negation)
            rows, relation = view.all_rows - rows, "≠"
        reading.add(Condition(column.place, relation, step.shown, rows))
    for step in request.excluded:
        for column in view.columns:
            if column.kind == "ordinal":
                found = column.ordinals
                rows = frozenset(row for row in view.all_rows if not step.steps <= found[row])
                reading.add(Condition(column.place, "≠", step.shown, rows))
                break


def _choosing(reading: Reading) -> list[Word]:
    return [word for word in reading.request.words if not reading.view.heads(word)]


def _has_scale(column: Column, label: str) -> bool:
    """Whether a column holds steps of the scale with this label.

    Where head and cells lack it, bare numerals of trials are their phases.
    """
    if column.kind != "ordinal":
        return False
    if label in column.head.lower() or any(label in cell.lower() for cell in column.cells):
        return True
    return label == "phase" and "study" in column.roles


def _meets_step(found: frozenset[str], step: Step, only: bool) -> bool:
    if only:
        return bool(found) and (
            found == step.steps if step.together or len(step.steps) == 1 else found <= step.steps
        )
    return step.steps <= found if step.together else bool(step.steps & found)


def take_extreme(
    reading: Reading, superlative: Superlative, rows: frozenset[int]
) -> frozenset[int]:
    """The rows that hold the extreme (ties included), or the so many most extreme ones."""
    column, sure = _extreme_column(reading, superlative)
    if column is None:
        reading.left_over.append(superlative.word)
        return frozenset()
    by_time = not column.is_number or (_is_of_time(superlative) and "age" not in column.roles)
    found: dict[int, float] = {}
    for row in rows:
        if by_time and column.has_years:
            amount = _year(column, row)
        elif by_time:
            digits = re.search(r"\d+", column.cells[row])
            amount = Quantity(float(digits[0]), float(digits[0]), "") if digits else None
        else:
            amount = column.quantities[row]
        if amount:
            found[row] = amount.low if superlative.operation == "minimum" else amount.high
    if not sure:
        reading.doubts.append(f"“{superlative.word}” is taken to be about {column.head}")
    _set_extreme(reading, superlative.operation, superlative.word, column)
    ranked = sorted(found.values(), reverse=superlative.operation == "maximum")
    kept = set(ranked[: superlative.how_many])
    return frozenset(row for row, amount in found.items() if amount in kept)


def _set_extreme(reading: Reading, operation: str, word: str, column: Column) -> None:
    reading.explained += 1
    reading.chosen += 1
    reading.operation = "minimum" if operation == "minimum" else "maximum"
    reading.extreme, reading.extreme_column = word, column.place
    reading.is_over_rows = True


def _extreme_column(reading: Reading, superlative: Superlative) -> tuple[Column | None, bool]:
    view = reading.view
    after = reading.following(superlative.end)
    if superlative.about == "age":
        ages = [one for one in view.columns if one.is_number and "age" in one.roles]
        if ages:
            return ages[0], True
    if _is_of_time(superlative):
        years = [column for column in view.columns if column.has_years]
        registered = [column for column in view.columns if _is_register(column)]
        return next(
            ((one, True) for one in years),
            next(((one, False) for one in registered), (None, False)),
        )
    for word in (*after, *reading.preceding(superlative.start)):
        for column in view.heads(word):
            if column.is_number and not (_is_year_column(column) and is_row_noun(word.term)):
                reading.used.add(word.start)
                return column, True
    wanted = superlative.about or "size"
    meant = [
        column
        for column in view.columns
        if column.is_number and not column.has_years and wanted in column.roles
    ]
    says_no_other = not after or any(is_row_noun(one.term) for one in after) or superlative.about
    return (meant[0], True) if meant and says_no_other else (None, False)


def _is_of_time(superlative: Superlative) -> bool:
    return superlative.about in ("time", "age")


def _is_register(column: Column) -> bool:
    return column.kind == "identifier" and all(map(REGISTRY_IDENTIFIER.match, column.cells))


def grouped_column(reading: Reading) -> Column | None:
    """The column whose values are to be counted: "which sponsor runs the most trials?"."""
    for superlative in reading.request.superlatives:
        after = reading.following(superlative.end)
        if superlative.word == "most" and after and is_row_noun(after[0].term):
            return _named_before(reading, superlative.start)
    return None


def take_largest_group(reading: Reading, column: Column, rows: frozenset[int]) -> frozenset[int]:
    """The rows with the cell that most of `rows` have; all such cells' when several do."""
    groups = _groups(column, rows)
    most = max(map(len, groups.values()), default=0)
    _set_extreme(reading, "maximum", "most frequent", column)
    return frozenset(row for found in groups.values() if len(found) == most for row in found)
