import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from qa.assistant import Assistant
from qa.terminal import place, print_answer, print_hits, printable
from qa.types import Answer, PassageLocation, RowLocation

QUESTION = "Which drug is combined with ATRA in immune thrombocytopenia?"


def piped(answer: Answer) -> str:
    out = io.StringIO()
    print_answer(Console(file=out, width=60), answer)
    return out.getvalue()


def on_terminal(answer: Answer, width: int = 60) -> str:
    out = io.StringIO()
    print_answer(
        Console(file=out, width=width, force_terminal=True, color_system="standard"), answer
    )
    return out.getvalue()


@pytest.fixture(scope="module")
def answer(assistant: Assistant) -> Answer:
    found = assistant.answer(QUESTION)
    kinds = {type(citation.location) for citation in found.citations}
    assert {PassageLocation, RowLocation} <= kinds
    return found


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_piped_output_has_no_colours_and_breaks_no_line(answer: Answer) -> None:
    text = piped(answer)
    assert "\x1b" not in text
    lines = text.splitlines()
    for citation in answer.citations:
        assert f"[{citation.number}] {place(citation)}" in lines
        if isinstance(citation.location, RowLocation):
            for column, cell in zip(
                citation.location.columns, citation.location.cells, strict=True
            ):
                shown = " / ".join(cell.splitlines()) or "–"
                assert any(
                    line.strip().startswith(column) and line.endswith(f": {shown}")
                    for line in lines
                )
        else:
            assert f"    “{citation.cited_text}”" in lines
    assert max(map(len, lines)) > 60, "longer than the terminal's width"


def test_inherited_cells_are_marked(assistant: Assistant) -> None:
    text = piped(assistant.answer("danazol"))
    assert "    Diseases (printed once above): Immune thrombocytopenia" in text.splitlines()
    assert "    Combination of drugs: danazol" in text.splitlines()
    assert "(printed once above)" in plain(on_terminal(assistant.answer("danazol"), 120))


def test_sources_stand_beneath_with_their_address(answer: Answer) -> None:
    lines = piped(answer).splitlines()
    sources = [source for citation in answer.citations for source in citation.sources]
    assert sources
    for source in sources:
        (line, *_) = (ln for ln in lines if ln.startswith(f"    ← {source.key}: "))
        assert source.title in line
        assert source.url in line


def test_a_source_that_differs_from_what_is_printed_says_so(assistant: Assistant) -> None:
    text = piped(assistant.answer("event free survival of standard-risk patients with ATO"))
    assert "(cited as “Kutny et al. (2022)”; the reference list differs)" in text


def test_trials_have_their_address(assistant: Assistant) -> None:
    text = piped(assistant.answer("NCT04618328"))
    assert "    ↗ NCT04618328  https://clinicaltrials.gov/study/NCT04618328" in text.splitlines()


def test_a_terminal_gets_the_same_words_within_its_width(answer: Answer) -> None:
    text = on_terminal(answer)
    assert "\x1b[" in text
    lines = plain(text).splitlines()
    assert all(len(line.rstrip()) <= 60 for line in lines if "http" not in line)
    squeezed = re.sub(r"\s+", "", plain(text))
    for citation in answer.citations:
        if isinstance(citation.location, PassageLocation):
            assert re.sub(r"\s+", "", citation.cited_text) in squeezed


def test_the_part_that_answers_is_bold(answer: Answer) -> None:
    text = on_terminal(answer, 10_000)
    (part, *_) = (
        part
        for part in answer.parts
        if part.text != answer.citations[part.citations[0] - 1].cited_text
    )
    assert f"\x1b[1m{part.text}\x1b[0m" in text


def test_words_that_no_article_knows_are_named_above_the_answer(assistant: Assistant) -> None:
    answer = assistant.answer("Does lenalidomide with daratumumab and ATRA work in myeloma?")
    lines = piped(answer).splitlines()
    assert lines[0] == "Never mentioned in the indexed articles: lenalidomide"


def test_studies_of_the_answering_piece_come_first_and_the_others_are_marked(
    assistant: Assistant,
) -> None:
    seen = 0
    for question in ("ATRA and sorafenib apoptosis in AML", "midostaurin dose", "NSD2 in myeloma"):
        answer = assistant.answer(question)
        printed = piped(answer)
        for part in answer.parts:
            citation = answer.citations[part.citations[0] - 1]
            block = printed.split(f"[{citation.number}] ")[1].split("\n\n[")[0]
            studies = [line for line in block.splitlines() if line.startswith("    ← ")]
            marked = [line.endswith("(cited elsewhere in this passage)") for line in studies]
            assert marked == sorted(marked)
            assert marked.count(False) == len(part.sources)
            seen += marked.count(True)
    assert seen


def test_a_refusal_gives_its_reason_and_what_came_nearest(assistant: Assistant) -> None:
    answer = assistant.answer("Which motorway leads from Luzhou to the nearest seaside hotel?")
    assert answer.refusal is not None
    assert answer.refusal.nearest
    lines = piped(answer).splitlines()
    assert lines[:2] == ["No answer.", answer.refusal.reason]
    assert "What came nearest (it does not answer the question):" in lines
    assert lines.count(f"    “{answer.refusal.nearest[0].cited_text}”") <= 1


def test_a_follow_up_shows_what_was_searched(assistant: Assistant) -> None:
    answer = assistant.answer("Who sponsors it?", ["Which trial gives eltrombopag?"])
    first = piped(answer).splitlines()[0]
    assert first == "Searched: Which trial gives eltrombopag? Who sponsors it?"


def test_of_several_articles_each_is_named(answer: Answer) -> None:
    one, *rest = answer.citations
    other = replace(one, document=replace(one.document, id="other", title="Iron and sleep"))
    lines = piped(replace(answer, citations=(other, *rest))).splitlines()
    assert f"[1] Iron and sleep · {place(one)}" in lines
    assert one.document.title not in piped(answer)


def test_hits_are_printed_and_none_is_said(assistant: Assistant) -> None:
    out = io.StringIO()
    result = assistant.search("danazol", k=3)
    print_hits(Console(file=out, width=60), result)
    assert [line[:3] for line in out.getvalue().splitlines() if line.startswith("[")] == [
        "[1]",
        "[2]",
        "[3]",
    ]
    out = io.StringIO()
    print_hits(Console(file=out, width=60), replace(result, hits=()))
    assert out.getvalue() == "Nothing shares anything with these words.\n"


HOSTILE = "\x1b[31mred\x1b]0;title\x07 [bold]x[/bold] \u202eabc \x9b2J {{7*7}} :smile:"


def test_nothing_in_an_article_steers_the_terminal_or_is_taken_for_markup(answer: Answer) -> None:
    told = answer.citations[0]
    location = next(c.location for c in answer.citations if isinstance(c.location, RowLocation))
    row = replace(location, cells=(HOSTILE,) * len(location.cells), table=HOSTILE, caption=HOSTILE)
    passage = PassageLocation("s1", (HOSTILE,), 0, 1)
    card = replace(told.document, title=HOSTILE)
    source = replace(
        next(s for c in answer.citations for s in c.sources),
        title=HOSTILE,
        authors=(HOSTILE,),
        key=HOSTILE,
    )
    citations = (
        replace(told, location=row, sources=(source,), cited_text=HOSTILE),
        replace(told, location=passage, cited_text=HOSTILE, document=card, number=2),
    )
    hostile = replace(
        answer, citations=citations, parts=(), standalone_question=HOSTILE, question="x"
    )
    for text in (piped(hostile), plain(on_terminal(hostile, 10_000))):
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(text)
        assert text.count("[bold]x[/bold]") == text.count(":smile:") >= 8


@given(st.text())
def test_what_is_printed_is_printable(text: str) -> None:
    shown = printable(text)
    assert all(character in "\n\t" or character.isprintable() for character in shown)
    assert printable(shown) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("5\u2009mg", "5 mg"),
        ("a\u00a0b", "a b"),
        ("IFN-γ ↑ é 中", "IFN-γ ↑ é 中"),
        ("a\u00adb", "ab"),
    ],
)
def test_letters_and_the_spaces_between_words_are_kept(text: str, shown: str) -> None:
    assert printable(text) == shown
