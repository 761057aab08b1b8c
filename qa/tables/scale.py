"""Conditions on steps of a scale: "phase II", "grade 3 or higher", "purely grade 3", "not I/II"."""

from collections.abc import Mapping

from qa.tables.column import Column
from qa.tables.comparison import Step
from qa.tables.view import Condition, Reading
from qa.tables.words import Word
from qa.types import Relation

_INVERSE: Mapping[Relation, Relation] = {"<": "≥", "≤": ">", ">": "≤", "≥": "<"}


def take_steps(reading: Reading) -> None:
    """Adds a condition for every step of a scale that the question names."""
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
        relation: Relation = "=" if only and step.relation == "contains" else step.relation
        negation = request.negation_of(step.start, step.end, _choosing(reading), reading.spent)
        if negation is not None:
            reading.negated.add(negation)
            rows, relation = view.all_rows - rows, _INVERSE.get(relation, "≠")
            if relation != "≠":
                rows = frozenset(row for row in rows if column.ordinals[row])
        span = (step.start, step.end)
        reading.add(Condition(column.place, relation, step.shown, rows, span=span))
    for step in request.excluded:
        for column in view.columns:
            if column.kind == "ordinal":
                found = column.ordinals
                rows = frozenset(row for row in view.all_rows if not step.steps <= found[row])
                span = (step.start, step.end)
                reading.add(Condition(column.place, "≠", step.shown, rows, span=span))
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
    if step.relation in ("<", "≤"):
        return bool(found) and found <= step.steps
    if only:
        return bool(found) and (
            found == step.steps if step.together or len(step.steps) == 1 else found <= step.steps
        )
    return step.steps <= found if step.together else bool(step.steps & found)
