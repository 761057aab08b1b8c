"""A table of agents in development: heads that name a class, bare numerals, cells without data."""

import pytest

from corpus.types import Row, Table
from qa.tables.answer import TableReader
from tests.generated_tables import document

COLUMNS = (
    "Kinase inhibitors", "Target", "Clinical trial", "Common toxicities", "Annual event rate (%)",
    "Share of positive cells (%)", "Cutoff (stain)", "Comparator",
)  # fmt: skip
CELLS = (
    "Alphanib (AB1)|KIN1/2|III|Rash, diarrhoea|3.2|72|5%|placebo",
    "Betanib|KIN1|II|Rash|0|5|1%|None",
    "Gammanib|KIN1/2|II|Not available|N.R.|40|5%|placebo",
    "Deltanib|RAF/KIN1/2|I/II|Rash, fatigue|1.8|31|ND|usual care",
    "Epsilonib|KIN1|I|Nausea|0|25|25%|placebo",
)


@pytest.fixture(scope="module")
def reader() -> TableReader:
    rows = tuple(Row(f"r{at}", tuple(line.split("|"))) for at, line in enumerate(CELLS, start=1))
    table = Table("t1", "Table 1", "Agents of the series", COLUMNS, rows, "s1")
    return TableReader([document("d", table)])


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("For which compounds does the table have no side effects to report?", (3,)),
        ("Which agents are tabulated as being in phase II (not I/II)?", (2, 3)),
        ("How many of the tabulated drugs hit KIN1 only?", (2, 5)),
        ("How many series recorded an annual event rate of zero, and which are they?", (2, 5)),
        ("How many agents took 5% as the cut-off?", (1, 3)),
        ("Which agents had no comparator arm at all?", (2,)),
        ("Which drugs have rash among their side effects?", (1, 2, 4)),
    ],
)
def test_lists(reader: TableReader, question: str, rows: tuple[int, ...]) -> None:
    found = reader.find(question)
    assert found is not None
    assert found.rows == tuple(f"r{row}" for row in rows)
    assert found.certain, found.explanation
