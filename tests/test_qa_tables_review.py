"""The two tables of the bundled review: lists checked by hand against the printed page."""

import re
from dataclasses import replace

import pytest

from corpus.types import Abbreviation, Document
from qa.tables.answer import TableReader
from qa.tables.types import Alternatives
from qa.types import RowFilter

COMBINATIONS = "table-1"
TRIALS = "table-2"

LISTS: tuple[tuple[str, str, tuple[int, ...]], ...] = (
    ("Which studies plan to enrol fewer than 30 people?", TRIALS, (4, 9, 16)),
    (
        "How many trials will recruit between 50 and 100 participants?",
        TRIALS,
        (1, 3, 5, 6, 7, 11, 13, 14, 18),
    ),
    ("List the trials sponsored by Xi'an Jiaotong hospital", TRIALS, (8, 10)),
    ("Which trials involve arsenic trioxide?", TRIALS, (4, 6, 7, 8, 10, 12)),
    ("Trials with gemtuzumab ozogamicin or hydroxyurea", TRIALS, (10, 12)),
    ("Which ongoing trials give ATRA on its own, though all are combinations?", TRIALS, (1,)),
    ("How many ongoing trials of ATRA in APL are there?", TRIALS, (4, 6, 10, 11, 12, 15, 17)),
    ("ATRA trials in APL", TRIALS, (4, 6, 10, 11, 12, 15, 17)),
    ("Which APL trials include ATRA?", TRIALS, (4, 6, 10, 11, 12, 17)),
    ("Trials of ATRA alone", TRIALS, (1,)),
    ("Which ongoing trials do not include ATRA?", TRIALS, (15,)),
    ("Show all phase 2/3 trials", TRIALS, (2, 13)),
    ("Which trials are in multiple myeloma?", TRIALS, (9,)),
    ("Which trials combine ATO and cytarabine?", TRIALS, (7,)),
    ("How many phase 3 trials are there?", TRIALS, (2, 3, 10, 13, 17)),
    ("What are the phase 1 only trials?", TRIALS, (8, 14)),
    ("Any studies that are phase I alone, not I/II?", TRIALS, (8, 14)),
    ("Trials not in AML or APL", TRIALS, (1, 3, 9, 13, 16)),
    ("Which trials are run by Peking University People's Hospital in APL?", TRIALS, (11, 17)),
    ("trials of the Peking Union Medical College Hospital", TRIALS, (13, 16)),
    ("Are there any studies in MDS still running? Which ones?", TRIALS, (2, 16, 18)),
    ("Which studies in MDS are still running?", TRIALS, (2, 16, 18)),
    ("Of the ongoing trials, how many are in MDS?", TRIALS, (2, 16, 18)),
    ("MDS: all trials", TRIALS, (2, 16, 18)),
    (
        "What has been combined with ATRA in MM according to the table of combinations?",
        COMBINATIONS,
        (24, 25, 26, 27),
    ),
    ("List all myeloma pairings summarised in the efficacy table", COMBINATIONS, (24, 25, 26, 27)),
    ("A full list of things combined with ATRA in MM, please", COMBINATIONS, (24, 25, 26, 27)),
    ("All trials in the table of trials with more than 100 patients", TRIALS, (2, 10, 12, 17)),
    ("Which drug pairings with decitabine are tabulated?", COMBINATIONS, (3, 7)),
    ("Trial with the fewest participants among those in AML", TRIALS, (8,)),
    ("Which trials are from xian jiaotong university?", TRIALS, (8, 10)),
    ("Everything in Table 2 about MDS", TRIALS, (2, 16, 18)),
    ("Which trials enrol exactly 80 patients?", TRIALS, (1, 7, 14)),
    ("Studies of low-risk APL", TRIALS, (11,)),
    ("trials excluding phase 1 in MDS", TRIALS, (2, 18)),
    ("ITP trials", TRIALS, (1, 3)),
    ("Any study in ITP going on right now?", TRIALS, (1, 3)),
    ("Does any trial test chidamide?", TRIALS, (15,)),
    ("Trials in MDS, counting the mixed ones", TRIALS, (2, 16, 18)),
    ("Is anybody giving gemtuzumab ozogamicin in a current trial? List them.", TRIALS, (12,)),
    ("Who is testing hydroxyurea?", TRIALS, (10,)),
    ("APL trials where ATO is not among the compounds", TRIALS, (11, 15, 17)),
    ("Which trials have a phase 3 label, phase 2/3 included?", TRIALS, (2, 3, 10, 13, 17)),
    (
        "Non APL AML: which drugs have induction of differentiation as their efficacy?",
        COMBINATIONS,
        (13, 16, 19),
    ),
    ("small ongoing studies, planning on no more than 30 people?", TRIALS, (4, 8, 9, 15, 16)),
    ("What are the four trials with the lowest enrollment?", TRIALS, (4, 8, 9, 15, 16)),
    ("How many of the trials are only at clinical phase 1, and which ones?", TRIALS, (8, 14)),
    ("Combinations whose mechanisms of action mention acetylation", COMBINATIONS, (5, 13)),
    ("MDS but not phase 1: which trials?", TRIALS, (2, 18)),
    ("list all clinical trials in the review", TRIALS, tuple(range(1, 19))),
    ("Which are the three biggest studies?", TRIALS, (2, 10, 12)),
    ("What is the smallest trial in AML?", TRIALS, (8,)),
    ("the biggest APL trial", TRIALS, (12,)),
    ("Trials in myeloma", TRIALS, (9,)),
    ("Are there any trials with no phase given?", TRIALS, (11,)),
    ("In Table 1, list everything tested in MDS", COMBINATIONS, (3, 4, 5, 6)),
    ("Which rows of Table 1 have no mechanism given?", COMBINATIONS, (4,)),
    ("How many partner drugs are given for non-APL AML?", COMBINATIONS, tuple(range(13, 21))),
    ("Which sponsor runs the most trials?", TRIALS, (1, 3, 11, 17)),
    ("Name the drugs combined with ATRA in multiple myeloma", COMBINATIONS, (24, 25, 26, 27)),
    ("Which combinations were tested in immune thrombocytopenia?", COMBINATIONS, (1, 2)),
    ("Which drugs were combined with ATRA in non-APL AML?", COMBINATIONS, tuple(range(13, 21))),
    ("How many combinations are listed for APL?", COMBINATIONS, (8, 9, 10, 11, 12)),
    ("Which diseases were treated with CD38-CAR T cells?", COMBINATIONS, (20, 22, 24)),
    ("In Table 1, which rows concern daratumumab?", COMBINATIONS, (21, 23, 27)),
    ("Which studies in Table 1 were published in 2022?", COMBINATIONS, (1, 8, 14, 18, 22, 23, 26)),
    ("Which references in Table 1 are from before 2010?", COMBINATIONS, (4, 5, 6)),
    (
        "Which combinations were reported since 2020?",
        COMBINATIONS,
        (1, 3, 8, 9, 10, 12, 14, 17, 18, 19, 21, 22, 23, 24, 25, 26, 27),
    ),
)

NO_LISTS = (
    "Who runs the study adding hydroxyurea to RIF, ATRA and ATO?",
    "Mechanism given for sorafenib in the combination table?",
    "In the myeloid neoplasm row, whose demethylation was strengthened?",
    "The Italian paediatric trial: which drugs, which phase, how many?",
    "Which trials in sickle cell disease are ongoing?",
    "Which trials are sponsored by companies?",
    "Which adverse reactions does the pooled analysis name?",
    "How many patients did Stasi treat with EPO and ATRA?",
    "How many people are enrolled in the ITP trials?",
    "Why do MDS cells stop responding to decitabine?",
    "What is the mechanism of ATRA in APL?",
    "Lasting responses in ITP: ATRA with danazol or danazol by itself?",
    "Which trials use ATO without ATRA?",
    "Any data on ATRA in hairy cell leukaemia?",
    "What were the T-cell responses?",
    "Do any patients relapse?",
    "Did any patients relapse after ATO?",
    "ITP: what is the response to danazol?",
    "Can you recommend a laptop under 500 euros?",
)


@pytest.fixture(scope="module")
def reader(article: Document) -> TableReader:
    return TableReader([article])


@pytest.mark.parametrize(("question", "table", "rows"), LISTS)
def test_lists(reader: TableReader, question: str, table: str, rows: tuple[int, ...]) -> None:
    found = reader.find(question)
    assert found is not None
    assert (found.table, found.rows) == (table, tuple(f"{table}-row-{row}" for row in rows))
    assert found.certain, found.explanation


KINDS = (
    ("Which trials are run by hospitals?", (1, 2, 3, 4, 7, 8, 9, 10, 11, 13, 16, 17, 18)),
    ("Trials not run by hospitals", (5, 6, 12, 14, 15)),
    ("Is there a trial sponsored by a university?", (1, 2, 3, 8, 9, 10, 11, 15, 17)),
)


@pytest.mark.parametrize(("question", "rows"), KINDS)
def test_a_kind_of_sponsor(reader: TableReader, question: str, rows: tuple[int, ...]) -> None:
    found = reader.find(question)
    assert found is not None
    assert found.rows == tuple(f"{TRIALS}-row-{row}" for row in rows)
    assert found.understood
    assert not found.certain, "others may be of this kind and not say so"


@pytest.mark.parametrize("question", NO_LISTS)
def test_questions_that_ask_for_no_rows(reader: TableReader, question: str) -> None:
    assert reader.find(question) is None


def test_the_filter_is_shown_in_the_words_of_the_table(reader: TableReader) -> None:
    found = reader.find("How many ITP trials plan 80 or more participants?")
    assert found is not None
    assert found.operation == "count"
    assert found.filters == (
        RowFilter("Enrollment", "80", "≥"),
        RowFilter("Diseases", "ITP", "contains"),
    )
    assert found.explanation == (
        "2 of 18 rows of Table 2 where Enrollment ≥ 80 and Diseases contains ITP."
    )
    whole = reader.find("Trials of the Peking Union Medical College Hospital")
    assert whole is not None
    assert whole.filters == (RowFilter("Sponsor", "Peking Union Medical College Hospital", "="),)


def test_an_extreme_names_its_value(reader: TableReader) -> None:
    found = reader.find("Smallest planned enrolment of all ongoing studies?")
    assert found is not None
    assert (found.operation, found.rows) == ("minimum", ("table-2-row-4",))
    assert found.filters == (RowFilter("Enrollment", "15", "="),)


@pytest.mark.parametrize(
    ("question", "doubt"),
    [
        ("How many trials are from China, and which?", "only some rows print a country"),
        ("Which trials have the same sponsor as NCT04618328?", "“the same”"),
        ("Which trials in APL give it on its own?", "stand “on its own”"),
        ("newest trial in APL", "taken to be about Identifier"),
        ("Which phase 3 APL trials do the authors count?", "“authors”"),
    ],
)
def test_an_unsure_list_says_why(reader: TableReader, question: str, doubt: str) -> None:
    found = reader.find(question)
    assert found is not None
    assert not found.certain
    assert doubt in found.explanation


def test_a_conversation_narrows_and_moves_on(reader: TableReader) -> None:
    def rows(*asked: str) -> tuple[str, ...]:
        found = reader.find(asked[-1], history=asked[:-1])
        return tuple(row.rpartition("-")[2] for row in found.rows) if found else ()

    assert rows("List the ongoing studies that are phase 3 only", "only those in APL") == (
        "10",
        "17",
    )
    first = "Which trials are in APL?"
    assert rows(first, "which of them is the largest?") == ("12",)
    assert rows(first, "and in ITP?") == ("1", "3")
    counted = reader.find("and of those how many are phase 3?", history=[first])
    assert counted is not None
    assert (counted.operation, len(counted.rows)) == ("count", 2)
    narrowed = (first, "only phase 3", "how many of those have more than 109 participants?")
    assert rows(*narrowed) == ("10",)
    assert rows(first, "Which drugs were combined with ATRA in MM?") == ("24", "25", "26", "27")
    assert rows(first, "how many patients do they recruit?") == ()


def test_a_remark_behind_the_question_leaves_the_list_unsure(reader: TableReader) -> None:
    plain = reader.find("How many ongoing trials are in AML other than APL?")
    more = reader.find("How many ongoing trials are in AML other than APL? Mixed ones count.")
    assert plain is not None
    assert more is not None
    assert (more.rows, plain.certain, more.certain) == (plain.rows, True, False)
    assert "“Mixed ones count.” is not taken into account" in more.explanation


def test_another_word_for_a_word_as_typed(reader: TableReader) -> None:
    assert reader.find("Which trials use cytarabin-x?") is None
    found = reader.find(
        "Which trials use citarabine?", alternatives=Alternatives({"citarabine": ("cytarabine",)})
    )
    assert found is not None
    assert found.rows == ("table-2-row-5", "table-2-row-7", "table-2-row-18")


RENAMED = {
    "APL": "QZL",
    "AML": "VKW",
    "MDS": "JQX",
    "ITP": "WQZ",
    "acute promyelocytic": "quzic zolocytic",
    "immune thrombocytopenia": "wuzzic quolemia",
    "myelodysplastic syndrome": "juxic xerosis",
    "acute myeloid": "vukkic wolloid",
}


def renamed(text: str) -> str:
    for old, new in RENAMED.items():
        flags = 0 if old.isupper() else re.IGNORECASE
        text = re.sub(rf"\b{old}(?=s?\b)", new, text, flags=flags)
    return text


def test_diseases_by_other_names_change_nothing(article: Document, reader: TableReader) -> None:
    other = replace(
        article,
        title=renamed(article.title),
        abbreviations=tuple(
            Abbreviation(renamed(one.short), renamed(one.long)) for one in article.abbreviations
        ),
        tables=tuple(
            replace(
                table,
                caption=renamed(table.caption),
                rows=tuple(
                    replace(row, cells=tuple(map(renamed, row.cells))) for row in table.rows
                ),
            )
            for table in article.tables
        ),
    )
    strange = TableReader([other])
    for question in (*(asked for asked, _, _ in LISTS), *NO_LISTS):
        plain, found = reader.find(question), strange.find(renamed(question))
        assert (plain and (plain.table, plain.rows)) == (found and (found.table, found.rows)), (
            question
        )
