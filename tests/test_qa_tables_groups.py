"""Rows under a row that names their group: the group is a value that they inherit."""

import pytest

from corpus.types import Row, Table
from qa.tables.answer import TableReader
from tests.generated_tables import document

COLUMNS = ("Outcome", "Treatment", "Patients", "Change")
ROWS = (
    ("Quality of life", "", "", ""),
    ("UC", "zinc", "40", "2.8"),
    ("CD", "iron", "60", "1.1"),
    ("Pain", "", "", ""),
    ("UC", "iron", "35", "0.4"),
    ("CD", "zinc", "90", "3.3"),
    ("UC", "iron", "52", "2.0"),
)


def reader(
    columns: tuple[str, ...] = COLUMNS, rows: tuple[tuple[str, ...], ...] = ROWS
) -> TableReader:
    made = tuple(Row(f"r{place}", cells) for place, cells in enumerate(rows))
    table = Table("t1", "Table 1", "Outcomes of the treatments", columns, made, "s1")
    return TableReader([document("d", table)])


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Which treatments were tested for quality of life?", (1, 2)),
        ("Which treatments were tested for pain in UC?", (4, 6)),
        ("How many rows of Table 1 are about pain?", (4, 5, 6)),
        ("Which rows are not about pain?", (1, 2)),
        ("All rows of Table 1", (1, 2, 4, 5, 6)),
        ("Which treatments have fewer than 50 patients?", (1, 4)),
        ("Largest number of patients for quality of life?", (2,)),
        ("Which rows are not iron?", (1, 5)),
    ],
)
def test_a_group_chooses_its_rows_and_its_head_is_none_of_them(
    question: str, rows: tuple[int, ...]
) -> None:
    found = reader().find(question)
    assert found is not None
    assert found.rows == tuple(f"r{place}" for place in rows)
    assert found.of == 5


def test_the_filter_names_the_column_in_which_the_group_stands() -> None:
    found = reader().find("Which treatments were tested for quality of life?")
    assert found is not None
    assert found.explanation == "2 of 5 rows of Table 1 where Outcome = Quality of life."


def test_in_two_columns_a_row_with_one_cell_lacks_the_other() -> None:
    two = reader(("Outcome", "Treatment"), (("Pain", "zinc"), ("Sleep", ""), ("Weight", "iron")))
    found = two.find("All rows of Table 1")
    assert found is not None
    assert found.rows == ("r0", "r1", "r2")
