from functools import partial

import pytest

from index.query import Query
from index.retrieval import Index
from index.tokens import terms
from qa.parts import MAX_SENTENCES, answering_span


def answering(question: str, text: str) -> str:
    """The answering span, with plain word overlap as coverage."""
    asked = set(terms(question))

    def coverage(stretch: str) -> float:
        return len(asked & set(terms(stretch))) / len(asked)

    start, end = answering_span(question, text, lambda a, b: coverage(text[a:b]))
    return text[start:end]


def test_the_sentence_that_covers_most_answers() -> None:
    text = "Iron is old. Zinc lowers fever in adults. Tin is cheap."
    assert answering("Does zinc lower fever?", text) == "Zinc lowers fever in adults."


@pytest.mark.parametrize(
    "opening", ["But it", "However, this", "These", "It", "Both", "Thus, zinc"]
)
def test_a_sentence_that_points_back_brings_the_one_before(opening: str) -> None:
    text = f"Zinc was given to forty adults. {opening} lowers fever in winter. Tin is cheap."
    shown = answering("What lowers fever in winter?", text)
    assert shown == f"Zinc was given to forty adults. {opening} lowers fever in winter."


def test_neighbours_that_fit_nearly_as_well_are_quoted_too_but_no_more_than_three() -> None:
    fits = "Zinc lowers fever in adults."
    other = "Tin is cheap."
    assert answering("Does zinc lower fever?", f"{other} {fits} {fits} {other}") == f"{fits} {fits}"
    many = " ".join([other, *[fits] * 5, other])
    assert answering("Does zinc lower fever?", many) == " ".join([fits] * MAX_SENTENCES)
    half = "Zinc is a metal."
    assert answering("Does zinc lower fever?", f"{half} {fits} {half}") == fits


def test_the_first_sentence_has_nothing_before_it() -> None:
    assert answering("What is cheap?", "This is cheap. Zinc is not.") == "This is cheap."


@pytest.mark.parametrize(
    "opening",
    ["Li J et al. (Li et al., 2021) treated", "Li treated", "The study by Li JJ treated"],
)
def test_a_sentence_that_opens_a_report_brings_the_finding(opening: str) -> None:
    report = (
        f"{opening} forty adults with zinc for fever. A total of 30 recovered. "
        "The others were given iron (Li et al., 2021)."
    )
    text = f"Tin is cheap (Ma et al., 2019). {report} Copper is red."
    assert answering("What did Li treat with zinc for fever?", text) == report


@pytest.mark.parametrize(
    "behind",
    [
        "Li treated adults with zinc for fever (Li et al., 2021).",
        "Li treated adults with zinc for fever [12, 14].",
        "Zinc was given to adults with fever.",
    ],
)
def test_a_report_ends_with_its_citation(behind: str) -> None:
    text = f"{behind} Copper is red."
    assert answering("Who was given or treated with zinc for fever?", text) == behind


def test_a_report_ends_where_another_begins() -> None:
    text = "Li treated adults with zinc for fever. Ma treated children with iron."
    shown = answering("Whom did Li treat with zinc for fever?", text)
    assert shown == "Li treated adults with zinc for fever."


def test_a_question_for_a_number_prefers_the_sentence_that_has_one() -> None:
    text = (
        "Adults with fever responded to zinc (Li et al., 2021). "
        "Of the adults, 12 (60%) responded to zinc."
    )
    assert answering("How many adults responded to zinc?", text).startswith("Of the adults, 12")
    assert answering("Do adults respond to zinc?", text).startswith("Adults with fever")


def test_text_about_the_text_is_no_answer() -> None:
    text = (
        "The previous paragraph describes the effect of zinc on fever in adults. "
        "The effect of zinc on fever was small."
    )
    shown = answering("What is the effect of zinc on fever in adults?", text)
    assert shown == "The effect of zinc on fever was small."


def stretch_coverage(index: Index, query: Query, text: str, start: int, end: int) -> float:
    return index.coverage(query, text[start:end])


def test_a_part_is_whole_sentences_of_its_text(index: Index) -> None:
    query = index.analyse("How many patients responded to treatment?")
    for chunk in index.chunks:
        if chunk.kind == "passage":
            fit = partial(stretch_coverage, index, query, chunk.quote)
            start, end = answering_span(query.text, chunk.quote, fit)
            assert 0 <= start < end <= len(chunk.quote)
            assert chunk.quote[start:end] == chunk.quote[start:end].strip()
