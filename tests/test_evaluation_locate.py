"""Evidence strings become places: regardless of typesetting, and only where they are certain."""

import random
import unicodedata

import pytest

from qa.evaluation.fold import fold_with_offsets, folded
from qa.evaluation.locate import Locator
from qa.evaluation.types import Place, Question
from tests.evaluation_samples import INTRODUCTION, article, row_place, section_place, text_at

ALPHABET = "ab Zγβ0³_^{}*$\\-–— \n\t\u00ad\u200bﬁé()%.,'’“µ"


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("GSK3 β", "GSK3β"),
        ("10^{-3} mol", "10⁻³ mol"),
        ("C/EBP$_{\\beta}$", "C/EBP beta"),
        ("<i>in vitro</i>", "in vitro"),
        ("*in vivo* work", "in vivo work"),
        ("re\u00adsponse", "response"),
        ("Lo–Coco’s", "Lo-Coco's"),
        ("5 µmol", "5 μmol"),
        ("e\u0301tude", "étude"),
        ("eﬃcacy", "efficacy"),
    ],
)
def test_typesetting_does_not_count(printed: str, typed: str) -> None:
    assert folded(printed) == folded(typed)


@pytest.mark.parametrize(
    ("one", "other"), [("p53", "P53"), ("IFN-α", "IFN-a"), ("IFN-α", "IFN-γ"), ("1.5", "15")]
)
def test_letters_case_and_figures_count(one: str, other: str) -> None:
    assert folded(one) != folded(other)


def test_every_folded_piece_leads_back_to_text_that_folds_to_it() -> None:
    randomly = random.Random(5)  # noqa: S311
    for _ in range(300):
        text = "".join(randomly.choices(ALPHABET, k=30))
        whole = fold_with_offsets(text)
        assert len(whole.starts) == len(whole.ends) == len(whole.text)
        start = randomly.randrange(len(whole.text)) if whole.text else 0
        piece = whole.text[start : start + randomly.randint(1, 6)]
        if not piece or len({unicodedata.combining(c) for c in piece}) > 1:
            continue
        for begin, end in whole.find_all(piece):
            assert piece in folded(text[begin:end])


def question(*evidence: tuple[str, ...], documents: tuple[str, ...] = ()) -> Question:
    return Question("q", "passage", "?", evidence=evidence, documents=documents)


def test_a_piece_of_running_text_is_exactly_its_characters() -> None:
    document = article()
    task, problems = Locator([document]).task(question(("IFN - γ  falls at 10^{-3} mol",)))
    assert problems == []
    assert task.gold == ((section_place(document, "s1", "IFN-γ falls at 10⁻³ mol"),),)


def test_a_piece_of_a_row_is_the_whole_row() -> None:
    document = article()
    task, problems = Locator([document]).task(question(("NCT00000002",)))
    assert problems == []
    assert task.gold == ((row_place(document, "t1-r2"),),)


def test_a_piece_of_a_caption_stands_at_its_table() -> None:
    document = article()
    task, problems = Locator([document]).task(question(("trials of iron",)))
    assert problems == []
    (place,) = task.gold[0]
    assert place.anchor == "t1"
    assert text_at(document, place) == "trials of iron"


def test_a_piece_of_the_reference_list_is_the_whole_entry() -> None:
    document = article()
    task, problems = Locator([document]).task(question(("Ferritin and legs",)))
    assert problems == []
    (place,) = task.gold[0]
    assert (place.anchor, place.start) == ("r1", 0)
    assert text_at(document, place) == document.references[0].text


def test_every_alternative_is_located() -> None:
    document = article()
    task, problems = Locator([document]).task(question(("Low ferritin", "42% of adults")))
    assert problems == []
    assert [place.anchor for place in task.gold[0]] == ["s1", "s2"]


def test_a_missing_alternative_is_an_error_even_beside_one_that_is_found() -> None:
    _, problems = Locator([article()]).task(question(("Low ferritin", "High ferritin")))
    assert len(problems) == 1
    assert "'High ferritin'" in problems[0]


def test_a_piece_in_two_places_is_an_error_that_lists_them() -> None:
    _, problems = Locator([article()]).task(question(("Iron matters for sleep",)))
    assert len(problems) == 1
    assert "2 places" in problems[0]
    assert "iron#s1 0-22" in problems[0]
    assert "iron#s2" in problems[0]


def test_a_cell_that_two_rows_share_is_in_two_places() -> None:
    _, problems = Locator([article()]).task(question(("Children",)))
    assert "2 places" in problems[0]


def test_anywhere_accepts_every_place() -> None:
    task, problems = Locator([article()]).task(question(("Iron matters for sleep",)), anywhere=True)
    assert problems == []
    assert [place.anchor for place in task.gold[0]] == ["s1", "s2"]


def test_only_the_named_documents_are_searched() -> None:
    locator = Locator([article("one"), article("two")])
    assert "2 places" in locator.task(question(("Low ferritin",)))[1][0]
    task, problems = locator.task(question(("Low ferritin",), documents=("two",)))
    assert problems == []
    assert [place.document for place in task.gold[0]] == ["two"]


def test_an_unknown_document_is_an_error_that_names_the_known_ones() -> None:
    _, problems = Locator([article()]).task(question(("Low ferritin",), documents=("zinc",)))
    assert problems == ["unknown document 'zinc'; known: iron"]


def test_overlapping_occurrences_are_all_found() -> None:
    assert fold_with_offsets("a a a").find_all("aa") == [(0, 3), (2, 5)]


def test_a_place_covers_what_lies_inside_it_only() -> None:
    whole = Place("iron", "s1", 0, len(INTRODUCTION))
    inner = Place("iron", "s1", 5, 12)
    assert whole.covers(inner)
    assert not inner.covers(whole)
    assert not Place("iron", "s2", 0, 99).covers(inner)
