"""How a page, and what is taken along, shows a list of rows, without a script."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from qa.types import (
    Answer,
    Identifier,
    RowFilter,
    RowList,
    RowLocation,
)
from tests.fake_assistant import FakeAssistant
from tests.web_client import Page, client, page, said
from web.listing import count, unsaid
from web.marking import Piece, linked
from web.settings import WebSettings

LIST = "Which entries of Table 1 are Phase 3?"


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


def test_a_list_is_a_table_with_caption_chips_and_its_studies(http: TestClient) -> None:
    shown = page(http, q=LIST)
    assert len(shown.all("caption")) == 1
    assert len(shown.all("span", class_="chip")) == 1
    assert "1 primary study of these rows" in said(shown)
    assert not shown.all("li", class_="source"), "a row's citation leads to the article"
    assert not shown.all("dl", class_="cells"), "a listed row is not said again"


class Counted(FakeAssistant):
    summary = "1 value of Phase: Phase 3 (4)"
    certain = True

    def answer(self, question: str, *_: object, **__: object) -> Answer:
        found = super().answer(question)
        assert found.rows is not None
        told = f"{found.rows.explanation.removesuffix('.')}; {self.summary}."
        rows = replace(found.rows, summary=self.summary, explanation=told, certain=self.certain)
        return replace(found, rows=rows)


class CountedUnsurely(Counted):
    certain = False


@pytest.mark.parametrize("assistant", [Counted, CountedUnsurely])
@pytest.mark.parametrize("path", ["/", "/export/conversation.html", "/export/answer.md"])
def test_what_rows_come_to_is_said_once_and_above_them_where_it_is_sure(
    assistant: type[Counted], path: str
) -> None:
    with client(assistant, WebSettings(examples=("x",))) as http:
        response = http.get(path, params={"q": LIST})
    assert response.status_code == 200
    is_page = not path.endswith(".md")
    text = said(Page(response.text)) if is_page else response.text.replace("\\", "")
    assert text.count(assistant.summary) == 1
    is_above = text.index(assistant.summary) < text.index("Ferric sucrose")
    assert is_above == (assistant.certain or path != "/")
    assert ("How these rows were chosen" in text) != assistant.certain


class Grouped(FakeAssistant):
    def answer(self, question: str, *_: object, **__: object) -> Answer:
        found = super().answer(question)
        assert found.rows is not None
        rows = tuple(replace(row, group="Given by mouth") for row in found.rows.rows)
        location = found.citations[0].location
        assert isinstance(location, RowLocation)
        first = replace(found.citations[0], location=replace(location, group="Given by mouth"))
        citations = (first, *found.citations[1:])
        return replace(found, rows=replace(found.rows, rows=rows), citations=citations)


def test_the_row_that_heads_the_group_of_a_row_is_told_with_it() -> None:
    with client(Grouped, WebSettings(examples=("x",))) as http:
        shown = page(http, q=LIST)
        table = http.get("/export/rows.csv", params={"q": LIST}).text
    assert len(shown.all("small", class_="group")) == 4
    assert said(shown).count("Given by mouth") == 4
    assert re.search(r"Table 1, row \d, under “Given by mouth”", table)


class Either(FakeAssistant):
    def answer(self, question: str, *_: object, **__: object) -> Answer:
        found = super().answer(question)
        assert found.rows is not None
        joined = RowFilter("Phase", "2", "=", (RowFilter("Participants", "50", ">"),))
        explanation = f"1 of 2 rows of Table 1 where {joined}."
        return replace(found, rows=replace(found.rows, filters=(joined,), explanation=explanation))


def test_filters_of_which_one_is_to_be_met_are_one_chip() -> None:
    with client(Either, WebSettings(examples=("x",))) as http:
        shown = page(http, q=LIST)
    assert len(shown.all("span", class_="chip")) == 1
    assert "Phase = 2 or Participants > 50" in said(shown)
    assert "How these rows" not in said(shown)


def test_only_an_unsure_list_is_explained(http: TestClient) -> None:
    unsure = said(page(http, q="Which entries are Phase 3?"))
    how = "How these rows were chosen: No table was named; Table 1 has a column Phase."
    assert how in unsure
    assert "How these rows" not in said(page(http, q=LIST))


class Unsure(FakeAssistant):
    """Answers a list with a passage beside it: after its rows, or before those of an unsure one."""

    def answer(self, question: str, *_: object, **__: object) -> Answer:
        found = super().answer(question)
        assert found.rows is not None
        other = super().answer("What regulates iron export?", limit=1)
        before = 0 if found.rows.certain else 1
        place = 1 if before else len(found.citations) + 1
        passage = replace(other.citations[0], number=place)
        listed = [replace(one, number=one.number + before) for one in found.citations]
        rows = tuple(replace(one, citation=one.citation + before) for one in found.rows.rows)
        return replace(
            found,
            rows=replace(found.rows, rows=rows),
            parts=(replace(other.parts[0], citations=(place,)),),
            citations=tuple(sorted((passage, *listed), key=lambda one: one.number)),
        )


@pytest.mark.parametrize(
    ("question", "first"), [(LIST, "list"), ("Which entries are Phase 3?", "part")]
)
def test_a_sure_list_comes_before_what_else_was_found(question: str, first: str) -> None:
    with client(Unsure, WebSettings(examples=("x",))) as http:
        text = said(page(http, q=question))
    listed, part = text.index("4 of 6 rows"), text.index("Iron supports oxygen")
    assert (listed < part) == (first == "list")


@pytest.mark.parametrize(
    ("total", "of", "shown", "told"),
    [
        (7, 18, 7, "7 of 18 rows of Table 2"),
        (1, 1, 1, "1 of 1 row of Table 2"),
        (30, 40, 20, "30 of 40 rows of Table 2, the first 20 shown"),
        (7, 0, 7, "7 rows of Table 2"),
        (1, 0, 1, "1 row of Table 2"),
    ],
)
def test_the_count_says_of_how_many(total: int, of: int, shown: int, told: str) -> None:
    answer = FakeAssistant().answer(LIST)
    assert answer.rows is not None
    rows = tuple(answer.rows.rows[0] for _ in range(shown))
    listed: RowList = replace(answer.rows, table="Table 2", total=total, of=of, rows=rows)
    assert count(listed) == told


@pytest.mark.parametrize(
    ("explanation", "told"),
    [
        ("4 of 6 rows of Table 1 where Phase = Phase 3.", ""),
        (
            "4 of 6 rows of Table 1 where Phase = Phase 3; not certain: two columns fit.",
            "Not certain: two columns fit.",
        ),
        ("4 of 6 rows of Table 1 with the most Phase.", "With the most Phase."),
        ("All 6 rows of Table 1; two columns fit.", "Two columns fit."),
        ("No table was named.", "No table was named."),
        ("", ""),
    ],
)
def test_the_explanation_says_what_count_and_filters_do_not(explanation: str, told: str) -> None:
    answer = FakeAssistant().answer(LIST)
    assert answer.rows is not None
    assert unsaid(replace(answer.rows, explanation=explanation)) == told


def test_registrations_in_a_list_and_in_a_part_are_links(http: TestClient) -> None:
    for question in (LIST, "NCT01234567"):
        shown = page(http, q=question)
        assert "https://clinicaltrials.gov/study/NCT01234567" in shown.links()
        assert "NCT01234567" in said(shown)


def test_only_what_an_article_registers_is_linked() -> None:
    one = Identifier("nct", "NCT01234567", "https://clinicaltrials.gov/study/NCT01234567")
    pieces = linked([Piece("NCT01234567, NCT0123, NCT01234567")], [one])
    assert "".join(piece.text for piece in pieces) == "NCT01234567, NCT0123, NCT01234567"
    assert [piece.text for piece in pieces if piece.url] == ["NCT01234567"]
    assert [piece.text for piece in linked([Piece("none")], [one])] == ["none"]
