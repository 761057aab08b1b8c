"""A table of characteristics of studies, as systematic reviews print it: doses with units, ranges,
percentages, several columns of numbers, cells that say nothing.
"""

import pytest

from corpus.types import Row, Table
from qa.tables.answer import TableReader
from qa.types import RowFilter
from tests.generated_tables import document

COLUMNS = (
    "Study", "Country", "Design", "No. randomised", "Mean age (years)", "Intervention",
    "Comparator", "Daily dose", "Follow-up (weeks)", "Responders (%)", "Adverse events",
)  # fmt: skip
CELLS = (
    "Alpha 2001|Kenya|RCT|120|34|zinc|placebo|20 mg|12|45%|nausea",
    "Bravo 2003|Germany|Cohort|48|51.5|zinc + iron|usual care|20–40 mg|24|60%|nausea, headache",
    "Charlie 2010|China|RCT|1,204|29|iron|placebo|60 mg|52|38%|constipation",
    "Delta 2010|Germany|RCT|75|62|selenium|placebo|0.2 mg|8|12%|none",
    "Echo 2015|UK|Cross-over|30|45|zinc|no treatment|10 mg|4|55%|headache",
    "Foxtrot 2019|Mali|RCT|310|8|vitamin A|placebo|60 mg|26|NR|vomiting",
    "Golf 2021|Spain|Cohort|48|70|iron; vitamin A|usual care|100 mg|52|71%|constipation; nausea",
)

LISTS: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("Which studies used placebo?", (1, 3, 4, 6)),
    ("Studies that did not use placebo", (2, 5, 7)),
    ("List the randomised trials with placebo control", (1, 3, 4, 6)),
    ("Which interventions were compared with usual care?", (2, 7)),
    ("How many recruited fewer than 50?", (2, 5, 7)),
    ("Which studies randomised over 100 people?", (1, 3, 6)),
    ("largest trial?", (3,)),
    ("Which study was the smallest?", (5,)),
    ("lowest dose, and who used it?", (4,)),
    ("Which study used the highest dose of iron?", (7,)),
    ("Studies of 60 mg", (3, 6)),
    ("What are the two studies with the largest number randomised?", (3, 6)),
    ("Doses above 30 mg?", (3, 6, 7)),
    ("How many were done in Germany?", (2, 4)),
    ("Studies from the UK or Spain", (5, 7)),
    ("Which countries had cohort studies?", (2, 7)),
    ("Studies with a response of at least 50%", (2, 5, 7)),
    ("Which studies had the highest response rate?", (7,)),
    ("Which studies followed patients for more than 24 weeks?", (3, 6, 7)),
    ("Which studies lasted 52 weeks?", (3, 7)),
    ("longest follow-up", (3, 7)),
    ("Studies with a mean age over 60", (4, 7)),
    ("Which studies had the youngest patients?", (6,)),
    ("Which RCTs tested zinc?", (1,)),
    ("Which cross-over studies are there?", (5,)),
    ("Any studies of iron alone?", (3,)),
    ("Which studies gave iron?", (2, 3, 7)),
    ("Which supplements were tested in Germany?", (2, 4)),
    ("Which studies reported headache?", (2, 5)),
    ("How many studies had nausea as an adverse event?", (1, 2, 7)),
    ("studies with no adverse events", (4,)),
    ("Which studies do not report the responders?", (6,)),
    ("Which studies were published in 2010?", (3, 4)),
    ("Which trials were published before 2005?", (1, 2)),
    ("Studies larger than 1000", (3,)),
    ("Studies larger than 1996", ()),
    ("Which study is the most recent?", (7,)),
    ("How many studies are included?", (1, 2, 3, 4, 5, 6, 7)),
)

NO_LISTS = (
    "What dose did Echo use?",
    "Does zinc help?",
    "Which studies used copper?",
    "Trials in France",
    "How many patients did Charlie randomise?",
    "Why was iron given?",
    "Which studies were excluded?",
)


@pytest.fixture(scope="module")
def reader() -> TableReader:
    rows = tuple(Row(f"row-{place}", tuple(row.split("|"))) for place, row in enumerate(CELLS, 1))
    caption = "Characteristics of the included studies of supplements for anaemia"
    return TableReader([document("studies", Table("t", "Table 3", caption, COLUMNS, rows, "s1"))])


@pytest.mark.parametrize(("question", "rows"), LISTS)
def test_lists(reader: TableReader, question: str, rows: tuple[int, ...]) -> None:
    found = reader.find(question)
    assert (found.rows if found else ()) == tuple(f"row-{row}" for row in rows)
    assert found is None or found.certain, found


@pytest.mark.parametrize("question", NO_LISTS)
def test_no_lists(reader: TableReader, question: str) -> None:
    assert reader.find(question) is None


def test_a_condition_shows_its_unit(reader: TableReader) -> None:
    dose = reader.find("Doses above 30 mg?")
    share = reader.find("Studies with a response of at least 50%")
    assert dose is not None
    assert dose.filters == (RowFilter("Daily dose", "30 mg", ">"),)
    assert share is not None
    assert share.filters == (RowFilter("Responders (%)", "50%", "≥"),)


def test_a_number_that_no_column_is_about_is_not_guessed(reader: TableReader) -> None:
    assert reader.find("Studies with more than 3 authors") is None
    found = reader.find("Studies over 40")
    assert found is None or not found.certain
