"""The people of several rows are added up where that is asked, and only from plain numbers."""

from dataclasses import replace

import pytest

from corpus.types import Document, Row, Table
from qa.tables.answer import TableReader
from tests.articles import FRONT, read
from tests.generated_tables import case


def add_up(reader: TableReader, question: str) -> tuple[str, str, bool]:
    found = reader.find(question)
    assert found is not None, question
    return found.operation, found.explanation, found.certain


@pytest.mark.parametrize("seed", range(12))
def test_the_sum_is_of_all_rows_found(seed: int) -> None:
    made = case(seed)
    reader = TableReader([made.document])
    for disease in sorted({fact.disease for fact in made.facts}):
        facts = [fact for fact in made.facts if fact.disease == disease]
        question = f"How many patients do the trials in {disease} enrol altogether?"
        operation, explanation, certain = add_up(reader, question)
        if all(fact.low == fact.high for fact in facts):
            total = sum(fact.low for fact in facts)
            assert (operation, certain) == ("sum", True)
            assert f"adds up to {total:,}." in explanation
        else:
            assert (operation, certain) == ("count", False)
            assert "adds up" not in explanation


@pytest.mark.parametrize(
    ("question", "total"),
    [
        ("How many patients will the MDS trials enrol altogether?", 255),
        ("What is the total number of patients in the ITP trials?", 176),
        ("How many participants in all do the phase 3 trials recruit?", 545),
    ],
)
def test_the_bundled_review(article: Document, question: str, total: int) -> None:
    operation, explanation, certain = add_up(TableReader([article]), question)
    assert (operation, certain) == ("sum", True)
    assert explanation.endswith(f"Enrollment adds up to {total}.")


def test_without_one_column_of_sizes_nothing_is_added_up() -> None:
    heads = ("Study", "Patients randomised", "Patients analysed")
    rows = tuple(Row(f"r{n}", (f"Lee 200{n}", str(40 + n), str(30 + n))) for n in range(6))
    table = Table("t1", "Table 1", "Studies of iron", heads, rows, "s1")
    document = read(FRONT + "1 Results\n\nSee the table.\n")
    reader = TableReader([replace(document, tables=(table,))])
    found = reader.find("How many patients in total do the studies since 2003 have?")
    assert found is not None
    assert not found.certain
    assert "not clear" in found.explanation
