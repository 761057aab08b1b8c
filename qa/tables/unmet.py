"""Conditions that no row of a table meets together, nor anything else that the article says.

"Are there any phase 3 trials in lymphoma?" has an answer where a table lists the trials and no row
is both: none. A sentence, or a row of another table, that says both may still answer.
"""

import re
from collections.abc import Iterator

from corpus.sentences import sentence_spans
from index.tokens import terms
from qa.tables.comparison import Comparison, meets, steps
from qa.tables.heads import PEOPLE
from qa.tables.values import YEARS, Quantity, number
from qa.tables.view import Condition, Reading, TableView

_NUMBER = re.compile(r"(?<![\w.:-])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\w:]|\.\d)")
_NAMED = frozenset(("disease", "drug", "sponsor", "country", "gene"))
"""What is called by the same name in every row. Other words that some cells happen to say ("films"
under "Notes") are no conditions to be sure of: with them, eight of 500 questions on general tables
(FeTaQA) were refused.
"""

_NEAR = 30
"""Characters on either side of a number in which a text says what it is a number of."""

_COUNTED = re.compile(r"(?:\s+[^\W\d_][\w-]*){1,3}")
"""The words behind a number that may say what it counts."""


def is_unmet(view: TableView, reading: Reading) -> bool:
    """Whether neither a row of the table nor a sentence or other row of its article meets every
    condition, figures among them, of a list or a count that the reading understands whole.
    """
    if reading.rows or not reading.conditions:
        return False
    if reading.request.opening not in ("list", "count"):
        return False
    if any(one.alternatives for one in reading.conditions):
        return False
    figures = [one for one in reading.conditions if _is_figure(one, view)]
    if not figures or not all(
        one in figures or view.columns[one.column].roles & _NAMED for one in reading.conditions
    ):
        return False
    return not any(
        all(_meets(text, condition, view) for condition in reading.conditions)
        for text in _told(view)
    )


def _is_figure(condition: Condition, view: TableView) -> bool:
    """Whether a condition is on a number, a date or a step of a scale. What is said in words only,
    another row may say in others: of 533 answerable questions two were refused for "blood" where
    the row says serum, and for a design that a few rows print.
    """
    is_compared = condition.relation in ("<", "≤", ">", "≥")
    return is_compared or view.columns[condition.column].kind in ("number", "ordinal")


def _told(view: TableView) -> Iterator[str]:
    """Every sentence of the text, and every row of the other tables."""
    for section in view.document.sections:
        if section.kind not in ("front", "back"):
            for start, end in sentence_spans(section.text):
                yield section.text[start:end]
    for table in view.document.tables:
        if table.anchor != view.table.anchor:
            yield from (row.text for row in table.rows)


def _meets(text: str, condition: Condition, view: TableView) -> bool:
    """Whether a text may meet a condition; of what it is to leave out, it always may."""
    if condition.relation == "≠":
        return True
    column = view.columns[condition.column]
    if column.kind == "ordinal":
        return _has_step(text, condition.value, exact=condition.relation in ("=", "contains"))
    if asked := _NUMBER.search(condition.value) if condition.relation != "contains" else None:
        compared = Comparison(condition.relation, number(asked[0]), asked[0], 0, 0)
        if "size" in column.roles:
            return _counts(text, compared)
        return _gives(text, compared, column.head_terms)
    return _says(text, condition.value, view)


def _says(text: str, value: str, view: TableView) -> bool:
    """Whether a text has every word of a value, or of its long or short form."""
    said, asked = frozenset(terms(text)), frozenset(terms(value))
    wordings = [asked]
    for short, long in view.long_forms.items():
        if asked == {short}:
            wordings.append(long)
        elif asked == long:
            wordings.append(frozenset((short,)))
    return any(wording <= said for wording in wordings)


def _gives(text: str, asked: Comparison, things: frozenset[str]) -> bool:
    """Whether a text has a number that meets a comparison, of one of the `things`; a year meets
    one with a year, and needs none.
    """
    wants_year = asked.number in YEARS
    for match in _NUMBER.finditer(text):
        found = number(match[0])
        if (found in YEARS) != wants_year or not meets(Quantity(found, found, ""), asked):
            continue
        beside = text[max(match.start() - _NEAR, 0) : match.end() + _NEAR]
        if wants_year or not things.isdisjoint(terms(beside)):
            return True
    return False


def _counts(text: str, asked: Comparison) -> bool:
    """Whether the most people that a text counts meet a comparison ("31 patients")."""
    people = [
        number(match[0])
        for match in _NUMBER.finditer(text)
        if (counted := _COUNTED.match(text, match.end()))
        and not PEOPLE.isdisjoint(terms(counted[0]))
    ]
    return bool(people) and meets(Quantity(max(people), max(people), ""), asked)


def _has_step(text: str, value: str, *, exact: bool) -> bool:
    """Whether a text tells these steps of a scale, or any of it."""
    asked = list(steps(value))
    told = list(steps(text)) if asked else []
    return all(
        any(one.label == step.label and (one.steps & step.steps or not exact) for one in told)
        for step in asked
    )
