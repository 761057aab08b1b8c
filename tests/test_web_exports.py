"""Files to take along: complete, readable by the programs they are for, inert."""

import csv
import io
import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from qa.types import Answer
from tests.fake_article import article
from tests.fake_assistant import FakeAssistant
from tests.web_client import Page, client
from web.tabular import csv_text, guarded, markdown, markdown_table

LIST = "Which entries of Table 1 are Phase 3?"
HISTORY = ["What regulates iron export?", "Do zebras prefer ferritin or giraffes?"]


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient]:
    with client() as made:
        yield made


def export(http: TestClient, name: str, question: str = LIST, history: list[str] = HISTORY) -> str:
    response = http.get(f"/export/{name}", params={"q": question, "h": history})
    assert response.status_code == 200
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert response.headers["cache-control"] == "no-store"
    return response.content.decode()


def test_a_conversation_as_markdown_holds_every_turn_and_its_references(http: TestClient) -> None:
    text = export(http, "conversation.md")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == [*HISTORY, LIST]
    answer = FakeAssistant().answer(HISTORY[0])
    for part in answer.parts:
        assert all(line in text for line in part.text.split("\n") if "|" not in line)
    for citation in answer.citations:
        assert re.search(rf"^{citation.number}\. ", text, re.MULTILINE)
    assert (
        "Adams, A. B., Evans, C. (2018). Oxygen & iron. J. Iron. https://doi.org/10.1000/one"
        in text
    )
    assert "**No answer found.** Too few of the question's words occur together." in text
    assert "**4 of 6 rows of Table 1**: Phase = Phase 3" in text
    assert "| Malaria | Placebo | None | Phase 3 |  | Table 1, row 5 |" in text
    assert text.rstrip().endswith("https://doi.org/10.1000/example (CC BY 4.0)")


def test_an_answer_alone_is_one_turn(http: TestClient) -> None:
    text = export(http, "answer.md", "What share did ferric sucrose help?")
    assert text.count("\n## ") == 0
    assert text.startswith("## What share did ferric sucrose help?\n")
    assert "**Different figures for Ferric sucrose:** " in text
    assert "58% [" in text
    assert "### References" in text


def test_a_conversation_as_a_page_stands_on_its_own(http: TestClient) -> None:
    text = export(http, "conversation.html")
    shown = Page(text)
    for question in (*HISTORY, LIST):
        assert question in shown.text
    assert "Table 1, row 5" in shown.text
    assert "Example" in shown.text
    assert not shown.all("script")
    assert not shown.all("link")
    for link in shown.links():
        assert link.startswith("https://")


def test_a_conversation_as_json_is_the_answers(http: TestClient) -> None:
    answers = TypeAdapter(list[Answer]).validate_json(export(http, "conversation.json"))
    assert [answer.question for answer in answers] == [*HISTORY, LIST]
    assert answers[1].refusal is not None


def test_a_list_as_csv_is_its_rows_and_their_places(http: TestClient) -> None:
    header, *rows = csv.reader(io.StringIO(export(http, "rows.csv"), newline=""))
    table = article().tables[0]
    assert header == [*table.columns, "Place"]
    assert rows == [
        [*row.cells, f"Table 1, row {number}"]
        for number, row in enumerate(table.rows, start=1)
        if "Phase 3" in row.cells[3]
    ]


def test_a_list_as_markdown_has_as_many_columns_everywhere(http: TestClient) -> None:
    lines = export(http, "rows.md").splitlines()
    assert len(lines) == 6
    assert {line.count(" | ") for line in lines} == {5}
    assert "Phase 2<br>Phase 3" in lines[2]


def test_an_answer_that_is_no_list_has_no_rows(http: TestClient) -> None:
    response = http.get("/export/rows.csv", params={"q": HISTORY[0]})
    assert response.status_code == 404


@pytest.mark.parametrize("form", ["ris", "bib", "json"])
def test_the_primary_studies_of_a_conversation_are_exported_once(
    http: TestClient, form: str
) -> None:
    text = export(http, f"studies.{form}", "What supports oxygen transport?", [LIST, HISTORY[1]])
    assert text.count("Infusion") == 1
    assert text.count("10.1000/one") == 1
    assert "Hepcidin" not in text, "cited in the passage, not by what the answer quotes"
    if form == "json":
        assert [item["id"] for item in json.loads(text)] == [
            "Clark and Dale, 2021",
            "Adams et al., 2018",
        ]


@pytest.mark.parametrize("name", ["conversation.md", "answer.md", "studies.ris", "rows.csv"])
def test_what_cannot_be_asked_cannot_be_exported(http: TestClient, name: str) -> None:
    assert http.get(f"/export/{name}", params={"q": ""}).status_code == 422
    unknown = http.get(f"/export/{name}", params={"q": LIST, "documents": "none"})
    assert unknown.status_code == 404
    assert http.get(f"/export/{name}x", params={"q": LIST}).status_code in (404, 422)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("-", "-"),
        ("-5.3%", "-5.3%"),
        ("+ iron", "'+ iron"),
        ("5%", "5%"),
    ],
)
def test_a_spreadsheet_runs_no_cell(cell: str, shown: str) -> None:
    assert guarded(cell) == shown


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), min_size=1, max_size=3))
def test_csv_can_be_read_back(lines: list[list[str]]) -> None:
    lines = [[cell.replace("\0", "") for cell in line] for line in lines]
    back = list(csv.reader(io.StringIO(csv_text(lines), newline="")))
    assert back == [[guarded(cell) for cell in line] for line in lines]


@given(st.text())
def test_markdown_never_makes_markup_of_text(text: str) -> None:
    shown = markdown(text)
    assert re.sub(r"\\([\\`*_\[\]<|])", r"\1", shown) == text
    assert not re.search(r"(?<!\\)(\\\\)*[`*_\[\]<|]", shown)


def test_a_pipe_in_a_cell_makes_no_column() -> None:
    assert markdown_table([["a|b", "c"], ["d", "e\nf"]]).splitlines() == [
        r"| a\|b | c |",
        "| --- | --- |",
        "| d | e<br>f |",
    ]
