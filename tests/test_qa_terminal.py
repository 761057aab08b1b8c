import io
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from qa.assistant import Assistant
from qa.terminal import place, print_answer, print_hits, printable
from qa.types import Answer, PassageLocation, RowLocation, Source
from tests.fake_assistant import FakeAssistant

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
    answer = assistant.answer("Does acupuncture with daratumumab and ATRA work in myeloma?")
    lines = piped(answer).splitlines()
    said = lines.index("Never mentioned in the indexed articles: acupuncture")
    assert said < next(at for at, line in enumerate(lines) if re.match(r"\[1\]", line))


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
    answer = assistant.answer("What is the price of a hotel in Luzhou?")
    assert answer.refusal is not None
    assert answer.refusal.nearest
    lines = piped(answer).splitlines()
    assert lines[:2] == ["No answer.", answer.refusal.reason]
    assert "What came nearest (it does not answer the question):" in lines
    assert lines.count(f"    “{answer.refusal.nearest[0].cited_text}”") <= 1


def test_a_follow_up_shows_what_was_searched(assistant: Assistant) -> None:
    answer = assistant.answer("Who sponsors it?", ["Which trial gives eltrombopag?"])
    assert answer.standalone_question != answer.question
    first = piped(replace(answer, carried=(), rewordings=())).splitlines()[0]
    assert first == f"Searched: {answer.standalone_question}"


# What was understood, listed, and found to disagree: over a small made-up review, whose answers
# have all of these.


@pytest.fixture(scope="module")
def small() -> FakeAssistant:
    return FakeAssistant()


def test_what_was_searched_besides_the_words_is_said_with_the_way_to_undo_it(
    small: FakeAssistant,
) -> None:
    asked = "Does it rise, feritin and TSAT, with tablets?", ["What is hepcidin?"]
    lines = piped(small.answer(*asked)).splitlines()
    assert lines[:4] == [
        "Searched for “ferritin” instead of “feritin”",
        "Also searched: “transferrin saturation” for “tsat”; “oral” for “tablets”",
        "Carried over: hepcidin",
        "(--as-typed searches exactly the words as typed)",
    ]
    literal = piped(small.answer(*asked, as_typed=True))
    assert not any(line in literal for line in lines[:4])


def test_a_list_is_a_table_with_count_filter_and_studies(small: FakeAssistant) -> None:
    answer = small.answer("Which entries of Table 1 are Phase 3?")
    lines = [line for line in piped(answer).splitlines() if line]
    assert lines[1:] == [
        "4 of 6 rows of Table 1 where Phase = Phase 3",
        "Disease | Treatment | Outcome | Phase | Reference",
        "[1] | Renal anaemia | Ferric sucrose | Response in 61% of patients | Phase 2 / Phase 3 | "
        "Clark and Dale (2021)",
        "[2] | Renal anaemia | Oral sulfate | Response in 35% of patients | Phase 3 | NCT01234567",
        "[3] | Anaemia of pregnancy | Oral sulfate | - | Phase 3 | NCT07654321",
        "[4] | Malaria | Placebo | None | Phase 3 | –",
        "    ← Clark and Dale, 2021: Clark, A. B. et al. Infusion. J. Iron 2021. "
        "https://doi.org/10.1000/four  [1]",
    ]
    drawn = plain(on_terminal(answer, 120))
    assert re.search(r"Disease +Treatment +Outcome +Phase +Reference", drawn)
    assert re.search(r"\[4\] +Malaria +Placebo +None +Phase 3 +–", drawn)
    assert all(len(line.rstrip()) <= 60 for line in plain(on_terminal(answer)).splitlines())


def test_a_list_that_does_not_lead_stands_behind_what_does(small: FakeAssistant) -> None:
    answer = small.answer("Which entries of Table 1 are Phase 3?")
    assert answer.rows is not None
    rest = replace(answer, rows=replace(answer.rows, rows=answer.rows.rows[1:]))
    lines = piped(rest).splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("[1]"))
    assert first < lines.index("4 of 6 rows of Table 1 where Phase = Phase 3")
    led = [line for line in piped(answer).splitlines() if line]
    assert led[1] == "4 of 6 rows of Table 1 where Phase = Phase 3"


def test_the_row_that_heads_the_group_of_a_row_is_told_with_it(small: FakeAssistant) -> None:
    answer = small.answer("Which entries of Table 1 are Phase 3?")
    first = answer.citations[0]
    assert answer.rows is not None
    assert isinstance(first.location, RowLocation)
    location = replace(first.location, group="By mouth", columns=("", *first.location.columns[1:]))
    alone = replace(answer, rows=None, citations=(replace(first, location=location),))
    lines = piped(alone).splitlines()
    assert any(
        line.startswith("[1] Table 1, row ") and line.endswith("› By mouth") for line in lines
    )
    assert f"    {location.cells[0]}" in lines
    rows = tuple(replace(row, group="By mouth") for row in answer.rows.rows)
    listed = piped(replace(answer, rows=replace(answer.rows, rows=rows)))
    assert listed.count("] | By mouth › ") == 4


def test_what_rows_come_to_stands_above_them(small: FakeAssistant) -> None:
    answer = small.answer("Which entries of Table 1 are Phase 3?")
    assert answer.rows is not None
    told = "4 of 6 rows of Table 1; 2 different values of Phase: Phase 3 (3); Phase 2 (1)"
    rows = replace(answer.rows, summary=told.partition("; ")[2], explanation=f"{told}.")
    assert told in piped(replace(answer, rows=rows)).splitlines()


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"authors": (), "year": 0, "title": "", "container": ""}, "Smith (as printed)"),
        ({"year": 0, "container": ""}, "Smith (as printed): Smith, A. Iron."),
        ({"title": ""}, "Smith (as printed): Smith, A. J. Iron 2019."),
    ],
)
def test_of_a_study_nothing_is_shown_that_its_entry_lacks(
    small: FakeAssistant, changes: dict[str, Any], shown: str
) -> None:
    answer = small.answer("Does iron help?")
    whole = Source(
        "Smith (as printed)",
        ("Smith, A.",),
        2019,
        "Iron",
        "J. Iron",
        "",
        "",
        "Smith",
        "exact",
        False,
    )
    source = replace(whole, **changes)
    citations = tuple(replace(one, sources=(source,)) for one in answer.citations)
    lines = piped(replace(answer, citations=citations)).splitlines()
    told = [line.strip().removeprefix("← ") for line in lines if line.strip().startswith("←")]
    assert told
    assert all(line.partition("  (")[0] == shown for line in told)


def test_only_an_unsure_list_says_how_it_was_made(small: FakeAssistant) -> None:
    unsure = piped(small.answer("Which entries are Phase 3?"))
    how = "How these rows were chosen: No table was named; Table 1 has a column Phase."
    assert how in unsure.splitlines()
    assert "How these" not in piped(small.answer("Which entries of Table 1 are Phase 3?"))


def test_figures_that_do_not_agree_stand_in_one_line(small: FakeAssistant) -> None:
    lines = piped(small.answer("What share did ferric sucrose help?")).splitlines()
    (line,) = (line for line in lines if line.startswith("Different figures"))
    assert line.startswith("Different figures for Ferric sucrose: ")
    assert "58% [" in line
    assert "] 2 Treatment › 2.1 Infusion and tablets" in line
    assert "61% [" in line
    assert "] Table 1, row 1" in line


def test_the_reviews_own_statement_is_said_to_be_one(small: FakeAssistant) -> None:
    own = "    the review’s own statement"
    assert own in piped(small.answer("No funding was received for this work")).splitlines()
    assert own not in piped(small.answer("hookworm placebo", limit=1)).splitlines()
    study = small.answer("oral iron compared with infusion in adults", limit=1)
    assert own not in piped(study).splitlines()


def test_a_refusal_names_the_words_that_are_missing(small: FakeAssistant) -> None:
    lines = piped(small.answer("Do zebras prefer ferritin or giraffes?")).splitlines()
    assert lines[2] == "Not found in the indexed articles: zebras, prefer, giraffes"


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
