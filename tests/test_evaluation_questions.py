"""The shipped question set against the printed article, read line by line and without the parser.

A line of the article is a paragraph (or what a page break left of one), a table row or an entry of
the reference list, so "once, in one line" is "at one place".
"""

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
QUESTIONS = ROOT / "qa" / "evaluation" / "questions" / "chen-2024-atra.jsonl"
ARTICLE = ROOT / "corpus" / "articles" / "chen-2024-atra" / "article.txt"

FIELDS = ["id", "type", "question", "history", "evidence", "answers", "sources", "note", "split"]
TYPES = (
    *("passage", "table", "list", "multi", "compare", "lay", "typo", "keyword", "source"),
    *("followup", "unanswerable", "false_premise"),
)
FIRST_DEV_QUESTIONS = 60
NO_DISEASE = ("", "Diseases")
MARKUP = re.compile(r"</?i>|[\s*_$^{}]")

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Trial:
    """A row of Table 2; a phase printed over two lines is two phases."""

    compound: str
    sponsor: str
    phases: tuple[str, ...]
    disease: str
    enrolled: int
    identifier: str

    @property
    def in_apl(self) -> bool:
        return "APL" in self.disease and not self.disease.startswith("Non-APL")


@cache
def trials() -> tuple[Trial, ...]:
    read: list[Trial] = []
    for line in article_lines():
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) == 6 and cells[5].startswith("NCT"):
            compound, sponsor, phase, disease, enrolled, identifier = cells
            read.append(Trial(compound, sponsor, (phase,), disease, int(enrolled), identifier))
        elif cells[:2] == ["", ""] and cells[2].startswith("Phase"):
            read[-1] = replace(read[-1], phases=(*read[-1].phases, cells[2]))
    return tuple(read)


def folded(text: str) -> str:
    return MARKUP.sub("", text)


@cache
def article_lines() -> tuple[str, ...]:
    return tuple(ARTICLE.read_text(encoding="utf-8").splitlines())


@cache
def folded_lines() -> tuple[str, ...]:
    return tuple(folded(line) for line in article_lines())


@cache
def question_lines() -> tuple[Line, ...]:
    text = QUESTIONS.read_text(encoding="utf-8")
    return tuple(json.loads(line) for line in text.splitlines())


def of_type(kind: str) -> list[Line]:
    return [line for line in question_lines() if line["type"] == kind]


def places(piece: str) -> list[int]:
    """The numbers of the article's lines that hold the piece, once per occurrence."""
    wanted = folded(piece)
    return [n for n, line in enumerate(folded_lines()) for _ in range(line.count(wanted))]


def evidence_places(line: Line) -> list[set[int]]:
    """Per required piece, the lines of the article that satisfy it."""
    return [{n for text in piece for n in places(text)} for piece in line["evidence"]]


def is_row(number: int) -> bool:
    return "\t" in article_lines()[number]


def surroundings(number: int) -> str:
    """What a reader has before them there: the row with its inherited cell and its second line,
    the entry, or the lines up to the next blank one."""
    lines = article_lines()
    if is_row(number):
        firsts = (lines[n].split("\t")[0] for n in range(number, 0, -1) if is_row(n))
        inherited = next(cell for cell in firsts if cell not in NO_DISEASE)
        second = lines[number + 1] if lines[number + 1].startswith("\t\t") else ""
        return "\t".join([inherited, lines[number], second])
    if lines[number].startswith("- "):
        return lines[number]
    start = next(n for n in range(number, 0, -1) if not lines[n - 1].strip())
    stop = next(n for n in range(number, len(lines)) if not lines[n].strip())
    return " ".join(lines[start:stop])


def within(text: str, container: str) -> bool:
    return folded(text).casefold() in folded(container).casefold()


def printed_citation(citation: str) -> bool:
    """Whether "Wu et al., 2022" is printed so, or as "Wu et al. (2022)"."""
    authors, year = citation.rsplit(", ", 1)
    article = "".join(folded_lines())
    return any(folded(form) in article for form in (citation, f"{authors} ({year})"))


def well_formed(line: Line) -> bool:
    texts = [line[field] for field in ("id", "type", "question", "note", "split")]
    groups = [group for field in ("evidence", "answers") for group in line[field]]
    return (
        list(line) == FIELDS
        and all(isinstance(text, str) and text == text.strip() for text in texts)
        and bool(line["question"])
        and all(list(turn) == ["question"] and turn["question"].strip() for turn in line["history"])
        and all(isinstance(group, list) and group for group in groups)
        and all(isinstance(text, str) and text.strip() for group in groups for text in group)
        and all(isinstance(source, str) and source for source in line["sources"])
    )


def test_every_line_has_exactly_the_documented_fields() -> None:
    assert [line.get("id") for line in question_lines() if not well_formed(line)] == []


def test_ids_are_numbered_within_their_split() -> None:
    assert {line["split"] for line in question_lines()} == {"dev", "test"}
    for split, letter in (("dev", "d"), ("test", "t")):
        ids = sorted(line["id"] for line in question_lines() if line["split"] == split)
        assert ids == [f"{letter}{n:03d}" for n in range(1, len(ids) + 1)]


def test_no_question_is_asked_twice_in_the_same_conversation() -> None:
    asked = Counter(
        tuple(
            folded(text).casefold().rstrip("?.")
            for text in (*(turn["question"] for turn in line["history"]), line["question"])
        )
        for line in question_lines()
    )
    assert [turns for turns, times in asked.items() if times > 1] == []


def test_the_set_is_large_and_of_every_type() -> None:
    assert len(question_lines()) >= 150
    count = Counter(line["type"] for line in question_lines())
    assert set(count) == set(TYPES)
    assert min(count.values()) >= 8
    negative = count["unanswerable"] + count["false_premise"]
    assert 0.15 <= negative / len(question_lines()) <= 0.20


@pytest.mark.parametrize("kind", TYPES)
def test_the_test_split_mirrors_what_was_added_to_the_dev_split(kind: str) -> None:
    added = Counter(
        line["split"]
        for line in of_type(kind)
        if line["split"] == "test" or int(line["id"][1:]) > FIRST_DEV_QUESTIONS
    )
    assert added["test"] >= 3
    assert abs(added["test"] - added["dev"]) <= 1


def test_evidence_stands_at_exactly_one_place() -> None:
    found = {
        (line["id"], text): len(places(text))
        for line in question_lines()
        for piece in line["evidence"]
        for text in piece
    }
    assert {key: times for key, times in found.items() if times != 1} == {}


def test_no_piece_of_evidence_is_required_twice() -> None:
    for line in question_lines():
        texts = [folded(text) for piece in line["evidence"] for text in piece]
        assert len(set(texts)) == len(texts), line["id"]


def test_only_an_unanswerable_question_has_no_evidence() -> None:
    for line in question_lines():
        if line["type"] == "unanswerable":
            assert [line["evidence"], line["answers"], line["sources"]] == [[], [], []]
            assert line["note"], line["id"]
        else:
            assert line["evidence"], line["id"]
            assert line["answers"], line["id"]


def test_answers_are_shown_with_the_evidence() -> None:
    missing = []
    for line in question_lines():
        shown = " ".join(surroundings(n) for piece in evidence_places(line) for n in sorted(piece))
        for group in line["answers"]:
            if not any(within(text, shown) for text in group):
                missing.append((line["id"], group))
    assert missing == []


def test_every_acceptable_answer_is_printed_in_the_article() -> None:
    article = "".join(folded_lines())
    answers = {
        (q["id"], text) for q in question_lines() for group in q["answers"] for text in group
    }
    assert [answer for answer in sorted(answers) if not within(answer[1], article)] == []


def test_sources_are_cited_in_the_article() -> None:
    sources = {(line["id"], source) for line in question_lines() for source in line["sources"]}
    assert [source for source in sorted(sources) if not printed_citation(source[1])] == []


def test_a_list_asks_for_rows_each_of_them_once() -> None:
    for line in of_type("list"):
        rows = evidence_places(line)
        assert all(len(row) == 1 and is_row(*row) for row in rows), line["id"]
        assert len(set.union(*rows)) == len(rows) >= 2, line["id"]


def test_a_table_question_is_answered_by_a_row() -> None:
    for line in of_type("table"):
        assert all(any(map(is_row, piece)) for piece in evidence_places(line)), line["id"]


def test_a_follow_up_has_a_conversation_before_it() -> None:
    assert [line["id"] for line in of_type("followup") if not line["history"]] == []


def test_a_false_premise_is_named_in_the_note() -> None:
    for line in of_type("false_premise"):
        assert line["note"].startswith("premise false"), line["id"]


@pytest.mark.parametrize(
    ("piece", "times"),
    [
        ("NCT04324411", 1),
        ("NCT0000000", 0),
        ("MDS cells in vitro and prolonged the survival time", 1),  # printed with <i> in it
        ("proteolysis of PML/RARα", 1),  # printed "RAR α"
        ("therapy-induced proteolysis", 0),  # a page break stands in between
        ("response pathways", 2),  # in the text and in a row
    ],
)
def test_places_are_counted_line_by_line(piece: str, times: int) -> None:
    assert len(places(piece)) == times


def test_a_row_is_read_with_its_inherited_cell_and_its_second_line() -> None:
    (midostaurin,) = places("Antitumor activity against wild-type FLT3 mutant AML")
    assert surroundings(midostaurin).startswith("Non APL AML\t\tMidostaurin")
    (sirolimus,) = places("NCT04324411")
    assert "Phase 2" in surroundings(sirolimus)
    assert "Phase 3" in surroundings(sirolimus)


TRIAL_LISTS: dict[str, Callable[[Trial], bool]] = {
    "d026": lambda trial: "ITP" in trial.disease,
    "d027": lambda trial: "Peking Union" in trial.sponsor,
    "d028": lambda trial: trial.phases == ("Phase 1",),
    "d029": lambda trial: trial.in_apl,
    "d085": lambda trial: trial.phases == ("Phase 3",),
    "d086": lambda trial: trial.enrolled >= 100,
    "d087": lambda trial: trial.in_apl and "realgar" in trial.compound.lower(),
    "d088": lambda trial: trial.sponsor == "Peking University People's Hospital",
    "d089": lambda trial: "MDS" in trial.disease,
    "d090": lambda trial: trial.in_apl and trial.phases == ("Phase 2",),
    "d094": lambda trial: "Azacitidine" in trial.compound or "Decitabine" in trial.compound,
    "d133": lambda trial: trial.in_apl and trial.phases == ("Phase 3",),
    "t025": lambda trial: trial.phases == ("Phase 1", "Phase 2"),
    "t026": lambda trial: trial.enrolled < 30,
    "t027": lambda trial: "ATO" in trial.compound and "ATRA" in trial.compound,
    "t028": lambda trial: "AML" in trial.disease,
    "t029": lambda trial: "cytarabine" in trial.compound.lower(),
    "t030": lambda trial: "Gemtuzumab" in trial.compound or "Mylotarg" in trial.compound,
    "t033": lambda trial: trial.phases == ("Phase 2",) and trial.enrolled >= 80,
    "t034": lambda trial: "Shanghai" in trial.sponsor,
    "t068": lambda trial: trial.in_apl and trial.sponsor == "Peking University People's Hospital",
}


@pytest.mark.parametrize("name", TRIAL_LISTS)
def test_a_list_of_trials_is_what_the_columns_of_the_table_say(name: str) -> None:
    (line,) = [line for line in question_lines() if line["id"] == name]
    wanted = [trial.identifier for trial in trials() if TRIAL_LISTS[name](trial)]
    assert sorted(text for piece in line["evidence"] for text in piece) == sorted(wanted)


def test_every_list_of_trials_is_among_them() -> None:
    lists = {line["id"] for line in of_type("list") if line["evidence"][0][0].startswith("NCT")}
    assert len(trials()) == 18
    assert lists <= set(TRIAL_LISTS)
