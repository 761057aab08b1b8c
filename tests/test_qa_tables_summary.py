"""How many rows have each cell of a column, and how its figures lie, over just the rows found."""

from collections import Counter
from collections.abc import Callable
from statistics import mean, median

import pytest

from corpus.types import Document, Row, Table
from qa.tables.answer import TableReader
from qa.tables.types import FoundRows
from tests.generated_tables import HEADS, PHASES, Fact, case, document

SEEDS = range(12)


def found(reader: TableReader, question: str) -> FoundRows:
    rows = reader.find(question)
    assert rows is not None, question
    return rows


def groups(rows: FoundRows) -> dict[str, int]:
    return {group.value.casefold(): group.total for group in rows.groups}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("How many studies are there per disease?", lambda f: f.disease),
        ("How many trials does each sponsor run?", lambda f: f.sponsor),
        ("Number of trials by sponsor", lambda f: f.sponsor),
        ("How many different sponsors are there?", lambda f: f.sponsor),
        ("Which sponsors run these trials?", lambda f: f.sponsor),
        ("List all {}s", lambda f: f.sponsor),
        ("How many trials were there in each year?", lambda f: str(f.year)),
    ],
)
def test_every_row_counts_once_in_the_group_of_its_cell(
    seed: int, question: str, value: Callable[[Fact], str]
) -> None:
    made = case(seed)
    heads = [head for head in made.document.tables[0].columns if head in HEADS["sponsor"]]
    rows = found(TableReader([made.document]), question.format(*heads))
    assert rows.certain
    assert len(rows.rows) == len(made.facts)
    expected = Counter(value(fact).casefold() for fact in made.facts)
    if question.startswith(("Which", "List")) and len(expected) == len(made.facts):
        assert rows.groups == ()
    else:
        assert sum(groups(rows).values()) == len(made.facts)
        assert sorted(groups(rows).values()) == sorted(expected.values())
        if "disease" not in question:  # which may be written short
            assert groups(rows) == expected
        totals = [group.total for group in rows.groups]
        assert totals == sorted(totals, reverse=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_groups_are_of_the_rows_that_meet_the_conditions(seed: int) -> None:
    made = case(seed)
    drug = made.facts[0].drugs[0]
    with_drug = [fact for fact in made.facts if drug in fact.drugs]
    rows = found(TableReader([made.document]), f"How many trials of {drug} are there per phase?")
    assert len(rows.rows) == len(with_drug)
    expected = Counter(frozenset(fact.phases) for fact in with_drug)
    assert sorted(groups(rows).values()) == sorted(expected.values())
    for written in (0, 1):
        cells = {
            " / ".join(f"phase {PHASES[one][written].lower()}" for one in sorted(phases)): count
            for phases, count in expected.items()
        }
        if groups(rows) == cells:
            break
    else:
        pytest.fail(f"{groups(rows)} are not {expected}")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("asked", "operation"),
    [
        ("What is the average number of patients in trials of {}?", "mean"),
        ("Median number of patients in the {} trials", "median"),
        ("What is the range of patients in studies of {}?", "range"),
    ],
)
def test_figures_are_summed_up_over_rows_that_give_one_number(
    seed: int, asked: str, operation: str
) -> None:
    made = case(seed)
    drug = made.facts[0].drugs[0]
    facts = [fact for fact in made.facts if drug in fact.drugs]
    plain = [fact.low for fact in facts if fact.low == fact.high]
    rows = found(TableReader([made.document]), asked.format(drug))
    assert len(rows.rows) == len(facts)
    assert rows.certain == (len(plain) == len(facts))
    if len(plain) > 1:
        assert rows.operation == operation
        assert f"mean {mean(plain):,.4g}, median {median(plain):,g}, from" in rows.summary
        assert rows.summary.endswith(f"from {min(plain):,g} to {max(plain):,g}")
    else:
        assert rows.summary == ""


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "question",
    ["Which sponsor is most common among the studies?", "The most frequent sponsor of the studies"],
)
def test_the_most_common_cell_is_that_of_most_rows(seed: int, question: str) -> None:
    made = case(seed)
    counts = Counter(fact.sponsor for fact in made.facts)
    most = max(counts.values())
    rows = found(TableReader([made.document]), question)
    assert rows.rows == tuple(
        f"t1-r{place + 1}" for place, fact in enumerate(made.facts) if counts[fact.sponsor] == most
    )


def table(heads: tuple[str, ...], *rows: tuple[str, ...]) -> TableReader:
    made = tuple(Row(f"r{place}", cells) for place, cells in enumerate(rows))
    return TableReader(
        [document("d", Table("t1", "Table 1", "Studies of iron", heads, made, "s1"))]
    )


STUDIES = table(
    ("Study", "Country", "Patients", "Median follow-up", "Event", "Funder"),
    ("Lee 2001", "Peru", "40", "12", "rash", "Lima University"),
    ("Kim 2002", "peru", "60", "18", "rash", "Lima University"),
    ("Roe 2003", "Mali", "20", "6", "fever", "Ségou Hospital"),
    ("Doe 2004", "–", "100", "8", "cough", "–"),
)


def test_a_row_without_a_cell_is_told_and_case_does_not_matter() -> None:
    rows = found(STUDIES, "How many studies are there per country?")
    assert rows.summary == "2 different values of Country: Peru (2); Mali (1); 1 row gives none"


def test_a_list_of_cells_says_how_often_one_repeats() -> None:
    repeated = found(STUDIES, "Which countries were the studies of more than 30 patients in?")
    assert repeated.summary == "1 value of Country: Peru (2); 1 row gives none"
    assert found(STUDIES, "Which countries were the studies of fewer than 50 in?").summary == ""


def test_a_column_of_medians_is_not_summed_up() -> None:
    rows = STUDIES.find("What was the median follow-up of the studies?")
    assert rows is None or rows.summary == ""


@pytest.mark.parametrize(
    "question",
    [
        "How many patients were in the studies per country?",
        "What was the average age of the patients?",
        "How often is iron given per day?",
        "How many mg per country?",
        "How many trials were run by university?",
        "How many countries are there in each country?",
    ],
)
def test_what_rows_do_not_tell_is_not_summed_up(question: str) -> None:
    rows = STUDIES.find(question)
    assert rows is None or (rows.summary == "" and rows.groups == ())


def test_how_common_a_cell_is_may_stand_beside_it() -> None:
    events = table(("Event", "%"), ("rash", "5"), ("fever", "30"), ("rash", "4"))
    rows = events.find("Which event is most common?")
    assert rows is None or rows.rows != ("r0", "r2")


@pytest.mark.parametrize(
    ("question", "summary"),
    [
        (
            "How many trials are there per phase?",
            "6 different values of Phase: Phase 2 (6); Phase 1 / Phase 2 (4); Phase 3 (3); Phase 2"
            " / Phase 3 (2); Phase 1 (2); Not Applicable (1)",
        ),
        (
            "What is the average enrollment of the MDS trials?",
            "Enrollment: mean 85, median 50, from 25 to 180",
        ),
        (
            "How many combinations were tested per disease?",
            "9 different values of Diseases: Non APL AML (8); Acute promyelocytic leukemia (5);"
            " Myelodysplastic syndrome (4); Multiple myeloma (4); Immune thrombocytopenia (2);"
            " Myeloid neoplasms (1); Primary effusion lymphoma (1); Lymphoid malignancies (1);"
            " T-acute lymphoblastic leukemia (1)",
        ),
    ],
)
def test_the_bundled_review(article: Document, question: str, summary: str) -> None:
    rows = found(TableReader([article]), question)
    assert rows.summary == summary
    assert rows.certain
