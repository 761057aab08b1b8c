"""What "or" and "and" join when it is more than two values of one cell.

All conditions of a question are to be met together, but for those that "or" joins: of "phase 1 or
more than 150 participants" a row is to meet one. "Phase 1 trials and phase 3 trials" asks for the
rows of either too, for none is both. "Which test X, and which test Y?" are no conditions of one
list, and none is made of them.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.tokens import terms
from qa.tables.heads import is_row_noun
from qa.tables.view import Condition, Reading
from qa.types import Relation

_JOINS = re.compile(r"\b(?:or|and)\b", re.IGNORECASE)
_ANOTHER = re.compile(
    r"\s+(?:also\s+|all\s+|the\s+)*(?:(?:which|what|how many|those|ones)\b|(?P<noun>[^\W\d_]+))",
    re.IGNORECASE,
)
"""What begins another question, where conditions follow."""


def join_values(reading: Reading) -> None:
    """Makes one condition of those on a column that the question joins and no row meets at once."""
    conditions = reading.conditions
    for place in {condition.column for condition in conditions}:
        alike = [
            one
            for one in conditions
            if one.column == place and one.relation in ("=", "contains") and one.is_firm
        ]
        if len(alike) < 2 or frozenset.intersection(*(one.rows for one in alike)):
            continue
        alike.sort(key=lambda one: one.span)
        between = [
            reading.request.text[one.span[1] : other.span[0]] for one, other in pairwise(alike)
        ]
        if all(map(_JOINS.search, between)):
            at = conditions.index(alike[0])
            conditions[:] = [one for one in conditions if one not in alike]
            conditions.insert(at, _either(alike))


def _either(alike: Sequence[Condition]) -> Condition:
    relations: set[Relation] = {one.relation for one in alike}
    return Condition(
        alike[0].column,
        relations.pop() if len(relations) == 1 else "contains",
        " or ".join(one.value for one in alike),
        frozenset[int]().union(*(one.rows for one in alike)),
        span=(alike[0].span[0], alike[-1].span[1]),
    )


def join_columns(reading: Reading) -> None:
    """Makes one condition of those on several columns that "or" joins.

    What another condition beside them belongs to, the question does not say: "phase 1, placebo or
    more than 150 participants in X". Then the list is unsure.
    """
    firm = [one for one in reading.conditions if one.is_firm and one.span != (0, 0)]
    firm.sort(key=lambda one: one.span)
    between = [reading.request.text[one.span[1] : other.span[0]] for one, other in pairwise(firm)]
    joined = [place for place in range(len(between)) if _is_or(between[place:])]
    if not joined or joined != [*range(joined[0], joined[-1] + 1)]:
        return
    alike = firm[joined[0] : joined[-1] + 2]
    if any(one.relation == "≠" for one in alike):
        return
    rows = frozenset[int]().union(*(one.rows for one in alike))
    span = (alike[0].span[0], alike[-1].span[1])
    first, *others = alike
    at = min(map(reading.conditions.index, alike))
    reading.conditions[:] = [one for one in reading.conditions if one not in alike]
    whole = replace(first, rows=rows, span=span, alternatives=tuple(others))
    reading.conditions.insert(at, whole)
    if len(reading.conditions) > 1:
        reading.doubts.append("which conditions “or” joins is not certain")


def _is_or(between: Sequence[str]) -> bool:
    """Whether the first of these joins by "or": it says so, or is a comma before one that does."""
    if not between:
        return False
    found = [match[0].lower() for match in _JOINS.finditer(between[0])]
    return found == ["or"] or (not found and "," in between[0] and _is_or(between[1:]))


def has_alternatives(reading: Reading) -> bool:
    """Whether the question joins conditions otherwise than that all are to be met."""
    spans = [condition.span for condition in reading.conditions if condition.span != (0, 0)]
    for match in _JOINS.finditer(reading.request.text):
        if any(start < match.end() and match.start() < end for start, end in spans):
            continue
        is_between = any(end <= match.start() for _, end in spans) and any(
            match.end() <= start for start, _ in spans
        )
        if is_between and (match[0].lower() == "or" or _begins_another(reading, match.end())):
            return True
    return False


def _begins_another(reading: Reading, place: int) -> bool:
    found = _ANOTHER.match(reading.request.text, place)
    if found is None:
        return False
    return not found["noun"] or any(map(is_row_noun, terms(found["noun"])))
