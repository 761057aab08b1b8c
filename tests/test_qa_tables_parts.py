"""One table printed in parts with the same heads, and figures in the text of a named column."""

from dataclasses import replace

import pytest

from corpus.types import Row, Table
from qa.tables.answer import TableReader
from qa.types import RowFilter
from tests.generated_tables import document

COLUMNS = ("Study", "Fever prevalence", "Yield (%)", "Place")
FIRST = (
    "Alpha 2001|Ward patients. Mild 40.5 % (81/200). Severe 10.5 %|99.7 %|Oslo",
    "Bravo 2003|Outpatients (3 sites). Mild 21.6 %. Severe 4 %|98.0 %|Rome",
)
SECOND = (
    "Charlie 2010|Mild 46.5 %(107/230), severe 36.1 % (83/230)|97.3 %|Lima",
    "Delta 2012|Not reported|86.5 %|Bern",
)


def part(number: int, cells: tuple[str, ...]) -> Table:
    rows = tuple(
        Row(f"table-{number}-row-{place}", tuple(row.split("|")))
        for place, row in enumerate(cells, start=1)
    )
    return Table(
        f"table-{number}", f"Table {number}", f"Studies, part {number}", COLUMNS, rows, "s1"
    )


@pytest.fixture(scope="module")
def reader() -> TableReader:
    parts = (part(1, FIRST), part(2, SECOND))
    return TableReader([replace(document("parts", parts[0]), tables=parts)])


def test_the_figure_beside_its_word_in_the_named_column(reader: TableReader) -> None:
    found = reader.find("Which studies have a severe prevalence over 20%?")
    assert found is not None
    assert found.rows == ("table-2-row-1",)
    assert found.filters == (RowFilter("Fever prevalence", "severe > 20%", "contains"),)
    assert not found.certain, "it is read from a sentence"


def test_a_number_is_not_held_against_another_column_than_the_one_named(
    reader: TableReader,
) -> None:
    found = reader.find("Which studies have a prevalence over 20%?")
    assert found is None or not found.certain


def test_rows_of_another_part_are_said_to_fit_too(reader: TableReader) -> None:
    found = reader.find("Which studies have a mild prevalence over 20%?")
    assert found is not None
    assert found.rows == ("table-2-row-1",)
    assert "Table 1 fits as well" in found.explanation
