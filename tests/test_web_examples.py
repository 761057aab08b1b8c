"""Example questions come from the article, and are answered from where they were made."""

import re
from dataclasses import replace

import pytest

from qa.assistant import Assistant
from qa.types import Answer
from tests.fake_article import article
from tests.fake_assistant import FakeAssistant
from web.examples import candidates, is_good, lookup, lookups, lower_first, sizes, suggest

PHASE_3 = {f"table-1-row-{number}" for number in (1, 2, 3, 5)}


def test_candidates_come_from_tables_headings_abbreviations_and_back_matter() -> None:
    assert [(made.question, set(made.anchors)) for made in candidates(article())] == [
        ("How effective is ferric sucrose in renal anaemia?", {"table-1-row-1"}),
        ("Which trials in Table 1 are Phase 3?", PHASE_3),
        ("What does the review say about infusion and tablets?", {"infusion"}),
        ("What does TSAT stand for?", set()),
        ("Who funded this work?", {"funding"}),
    ]


def test_questions_that_are_answered_from_their_place_are_suggested() -> None:
    assistant = FakeAssistant()
    suggested = suggest(assistant)
    assert suggested
    assert len(suggested) < len(list(candidates(article())))
    for made in candidates(article()):
        if made.question in suggested:
            first = assistant.answer(made.question).citations[0]
            assert first.location.anchor in made.anchors
    assert suggest(assistant, limit=1) == suggested[:1]


class Hasty(FakeAssistant):
    """Lists all but the last row."""

    def answer(self, question: str, *_: object, **__: object) -> Answer:
        found = super().answer(question)
        rows = replace(found.rows, rows=found.rows.rows[:-1]) if found.rows else None
        return replace(found, rows=rows)


def test_a_list_is_suggested_only_if_it_is_whole() -> None:
    (made,) = (one for one in candidates(article()) if one.listed)
    assert is_good(made, FakeAssistant())
    assert not is_good(made, Hasty())


class Backwards(FakeAssistant):
    """Finds the same places, the best last."""

    def answer(self, question: str, *_: object, **__: object) -> Answer:
        found = super().answer(question)
        return replace(found, citations=found.citations[::-1])


def test_an_answer_that_begins_with_another_place_does_not_do() -> None:
    made = next(candidates(article()))
    assert is_good(made, FakeAssistant())
    assert not is_good(made, Backwards())
    assert made.question not in suggest(Backwards())


def test_another_articles_place_of_the_same_name_does_not_do() -> None:
    made = next(candidates(article()))
    assert not is_good(made, FakeAssistant(article("second")))


@pytest.mark.parametrize(
    ("columns", "item", "question"),
    [
        (("Drug", "Efficacy"), "iron", "How effective is iron in x?"),
        (("Drugs given", "Clinical outcome"), "iron salts", "How effective are iron salts in x?"),
        (("Agent", "Response"), "sirolimus", "How effective is sirolimus in x?"),
        (("Species", "Response"), "rice", "What is reported on the response of rice in x?"),
        (("Drug", "Dose"), "iron", "What is reported on the dose of iron in x?"),
    ],
)
def test_the_wording_follows_the_columns(
    columns: tuple[str, str], item: str, question: str
) -> None:
    table = replace(article().tables[0], columns=("Disease", *columns))
    assert lookup(table, "x", item) == question


def test_a_name_that_needs_an_article_is_left_to_another_row() -> None:
    table = article().tables[0]
    first, second, *others = table.rows
    needy = replace(first, cells=(first.cells[0], "Hepcidin inhibitor", *first.cells[2:]))
    made = [question for question, _ in lookups(replace(table, rows=(needy, second, *others)))]
    assert made == ["How effective is oral sulfate in renal anaemia?"]


def test_no_question_reads_like_a_template() -> None:
    for made in candidates(article()):
        assert re.fullmatch(r"[A-Z][^{}\n]+\?", made.question)


def test_a_list_by_size_has_a_round_limit_that_no_row_is_on() -> None:
    table = article().tables[0]
    row = table.rows[0]
    rows = tuple(
        replace(row, anchor=f"row-{size}", cells=(*row.cells[:-1], f"{size:,}"))
        for size in (12, 40, 80, 150, 300, 350, 420, 900, 1200, 2500)
    )
    sized = replace(table, columns=(*table.columns[:-1], "Enrollment"), rows=rows)
    assert list(sizes(sized)) == []
    made = list(sizes(replace(sized, rows=(*rows, replace(rows[0], cells=rows[-1].cells)))))
    assert made == [
        ("Which trials have enrollment above 1000?", frozenset({"row-1200", "row-2500", "row-12"}))
    ]
    assert list(sizes(table)) == [], "words have no size"
    taken = [
        replace(one, cells=(*one.cells[:-1], size))
        for one, size in zip(rows[-5:], "12345", strict=True)
    ]
    assert list(sizes(replace(sized, rows=(*taken, *taken)))) == []


def test_no_more_than_two_suggestions_are_alike(assistant: Assistant) -> None:
    suggested = suggest(assistant, limit=9)
    beginnings = [" ".join(question.split()[:2]) for question in suggested]
    assert len(set(beginnings)) >= 3
    assert max(beginnings.count(one) for one in beginnings) == 2


def test_acronyms_keep_their_capitals_within_a_sentence() -> None:
    assert lower_first("Immune response") == "immune response"
    assert lower_first("HDAC3 inhibitor") == "HDAC3 inhibitor"
    assert lower_first("A trial") == "a trial"
    assert lower_first("") == ""
