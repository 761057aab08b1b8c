"""Abbreviations that a text defines, by case and against the Ab3P set."""

import json
import os
import re
from pathlib import Path

import pytest

from corpus.abbreviations import find_abbreviations


def _found(text: str) -> list[tuple[str, str]]:
    return [(abbreviation.short, abbreviation.long) for abbreviation in find_abbreviations(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("in immune thrombocytopenia (ITP) and", [("ITP", "immune thrombocytopenia")]),
        ("by MRI (magnetic resonance imaging) in", [("MRI", "magnetic resonance imaging")]),
        ("mesenchymal stem cells (MSCs) were", [("MSCs", "mesenchymal stem cells")]),
        ("the Index of Erectile Function (IEF)", [("IEF", "Index of Erectile Function")]),
        ("hypoxia-inducible factor-1α (HIF-1α)", [("HIF-1α", "hypoxia-inducible factor-1α")]),
        ("interleukin 10 [IL-10] rose", [("IL-10", "interleukin 10")]),
        ("tumor necrosis factor (TNF; a cytokine)", [("TNF", "tumor necrosis factor")]),
        ("T helper (Th) 1 cells", [("Th", "T helper")]),
        ("with SP+amodiaquine (AQ) and", [("AQ", "amodiaquine")]),
        ("quinolones (adjusted odds ratio [aOR]: 2.5)", [("aOR", "adjusted odds ratio")]),
        ("in years (Person Years at Risk, PYAR)", [("PYAR", "Person Years at Risk")]),
        (
            "nuclear factor of activated T cells (NFAT)",
            [("NFAT", "nuclear factor of activated T cells")],
        ),
    ],
)
def test_definitions(text: str, found: list[tuple[str, str]]) -> None:
    assert _found(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "It fell (P < 0.05) in all.",
        "It fell (Table 1) in all.",
        "It fell (n = 12) and rose (95%).",
        "It fell (2020).",
        "It fell. (ITP) It rose.",
        "(ITP)",
        "Thirty patients (XQZ) came.",
        "no intervention (No) or",
        "in Rome (Anna Berg, AB) and",
        "in years (of risk, XQZ)",
        "",
    ],
)
def test_no_definitions(text: str) -> None:
    assert _found(text) == []


def test_two_meanings_are_both_kept_and_one_is_kept_once() -> None:
    text = "refractory anemia (RA), rosmarinic acid (RA) and refractory anemia (RA)"
    assert _found(text) == [("RA", "refractory anemia"), ("RA", "rosmarinic acid")]


def test_a_definition_never_runs_over_a_paragraph() -> None:
    assert _found("Immune\n\nthrombocytopenia (ITP)") == []


@pytest.mark.slow
@pytest.mark.skipif("QA_EVAL_DATA" not in os.environ, reason="QA_EVAL_DATA names no folder")
def test_ab3p_set() -> None:
    """1,221 pairs in 1,250 abstracts; published for Schwartz-Hearst: 0.96 and 0.83."""
    path = Path(os.environ["QA_EVAL_DATA"]) / "ab3p_med1250" / "med1250.jsonl"
    right = found = wanted = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        gold = {_pair(short, long) for short, long in record["pairs"]}
        pairs = {_pair(*pair) for pair in _found(f"{record['title']}\n\n{record['text']}")}
        right, found, wanted = right + len(gold & pairs), found + len(pairs), wanted + len(gold)
    print(f"precision {right / found:.4f}, recall {right / wanted:.4f}")
    assert right / found >= 0.95
    assert right / wanted >= 0.81


def _pair(short: str, long: str) -> tuple[str, str]:
    return re.sub(r"\s+", " ", short), re.sub(r"\s+", " ", long).lower()


@pytest.mark.parametrize(
    "text",
    [
        "AF indicates atrial fibrillation; MI, myocardial infarction; DM, diabetes mellitus.",
        "Abbreviations: AF: atrial fibrillation; MI: myocardial infarction; DM: diabetes mellitus",
        "AF = atrial fibrillation\nMI = myocardial infarction\nDM = diabetes mellitus",
        "AF, atrial fibrillation; N, number; MI, myocardial infarction; DM, diabetes mellitus",
        "Note. AF: atrial fibrillation, MI: myocardial infarction, DM: diabetes mellitus.",
    ],
)
def test_a_list_defines_each_of_its_items(text: str) -> None:
    found = {one.short: one.long for one in find_abbreviations(text)}
    assert found == {
        "AF": "atrial fibrillation",
        "MI": "myocardial infarction",
        "DM": "diabetes mellitus",
    }


def test_in_a_list_letters_may_stand_anywhere_behind_the_first() -> None:
    text = "MI, myocardial infarction; PROGRESS, Perindopril Protection Against Recurrent Stroke"
    (one, other) = find_abbreviations(f"{text} Study; AF, a heart rhythm")
    assert (one.short, other.long.split()[0]) == ("MI", "Perindopril")


@pytest.mark.parametrize(
    "text",
    [
        "AF, atrial fibrillation",
        "The authors are AB, anna berg.\nIt was in RO, rome.",
        "AF, a heart rhythm; MI, a blocked vessel",
        "CQ: chloroquine, AQ, amodiaquine; SP: salt, PQ, primaquine",
    ],
)
def test_what_is_no_list_of_short_forms_defines_nothing(text: str) -> None:
    assert find_abbreviations(text) == []
