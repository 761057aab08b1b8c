"""Tables with a study in each column, turned so that each is a row.

"Characteristic | HOT | ADVANCE" above rows like "Participants" is how reviews print trials that
have much in common. A question about trials is held against the table turned; what is cited are the
printed rows that tell them apart.
"""

import re
from dataclasses import replace

from corpus.groups import group_heads
from corpus.types import Row, Table
from index.tokens import terms

_ITEMS = frozenset(terms("characteristic variable parameter item feature attribute"))
_NAME = re.compile(r"[A-Z]{2}|\b(?:19|20)\d\d\b|\bet al\b")
"""What the name of a study has in it: an acronym, a year or "et al."."""

_MOST = 0.75
"""Share of the columns that must be headed by such names: a total may stand beside them."""

_MIN_STUDIES = 3


def lists_items(table: Table) -> bool:
    """Whether rows are what is said of something, and not things by themselves."""
    return bool(table.columns) and not _ITEMS.isdisjoint(terms(table.columns[0]))


def turned(table: Table) -> tuple[Table, tuple[int, ...]] | None:
    """The table with a row for each column that is a study, and the places of the printed rows that
    its columns behind the first one are; None where columns are no studies.
    """
    names = [" ".join(head.split()) for head in table.columns[1:]]
    named = sum(bool(_NAME.search(name)) for name in names)
    is_of_studies = len(names) >= _MIN_STUDIES and named >= _MOST * len(names)
    is_of_items = lists_items(table) or not table.columns[0].strip()
    if not is_of_studies or not is_of_items or len(set(names)) < len(names):
        return None
    heads = group_heads(table)
    places = tuple(place for place in range(len(table.rows)) if place not in heads)
    printed = [table.rows[place] for place in places]
    labels = (" ".join(row.cells[0].split()) for row in printed)
    rows = tuple(
        Row(f"{table.anchor}-column-{number}", (name, *(row.cells[number] for row in printed)))
        for number, name in enumerate(names, start=1)
    )
    return replace(table, columns=("Study", *labels), rows=rows), places
