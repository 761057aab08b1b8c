import random
from collections.abc import Callable

import pytest

from corpus.types import Document
from index.correction import Corrector, Slip, sound
from index.english import is_english
from index.retrieval import Index
from index.vocabulary import Vocabulary

TEXTS = (
    "Immune thrombocytopenia improves with danazol in half of the patients; platelets rise.",
    "Gemtuzumab ozogamicin does not prevent relapse, and hypothyroidism follows pneumonia.",
    "Acute lymphoblastic leukemia expresses CD38 after treatment with sirolimus.",
    "Cells in the bone marrow are counted; a cell of the marrow is large. A dose pathway.",
    "Szymański described the vitamin D receptor, which is tall. Vitamind is no word.",
)


@pytest.fixture(scope="module")
def corrector() -> Corrector:
    return Corrector(Vocabulary(TEXTS), is_english)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("danzol", "danazol"),  # lost
        ("danazlo", "danazol"),  # swapped
        ("sirolimuss", "sirolimus"),  # added
        ("trombocytopenia", "thrombocytopenia"),
        ("gemtuzumad", "gemtuzumab"),  # changed
        ("leukemai", "leukemia"),
        ("pathwy", "pathway"),
        ("marrov", "marrow"),
        ("Szymanksi", "szymanski"),
        ("tromboctopenia", "thrombocytopenia"),  # two slips in a long word
        ("neumonia", "pneumonia"),  # by ear
        ("lewkemia", "leukemia"),
        ("dsoe", "dose"),
        ("adnazol", "danazol"),  # the first two swapped
        ("wich", "which"),
        ("hwo", "how"),
        ("teh", "the"),
        ("treatement", "treatment"),
        ("bonemarrow", "bone marrow"),
    ],
)
def test_a_slip_is_mended_with_what_is_nearest(
    corrector: Corrector, typed: str, meant: str
) -> None:
    assert corrector.mend(f"x {typed}?")[0] == f"x {meant}?"


@pytest.mark.parametrize(
    "word",
    [
        "danazol",
        "cell",
        "cells",
        "headache",  # English, and the index lacks it
        "hairy",
        "price",
        "narrow",
        "tell",
        "tall",
        "metformin",  # no slip of anything
        "hyperthyroidism",
        "goo",
        "pre-dose",
        "CD39",
        "DOES",
        "xsirolim",
        "dosemarrow",  # two words that never stand together
        "doesn't",
        "vitamin D",
        "vitamin d",
    ],
)
def test_a_real_word_is_left_alone(corrector: Corrector, word: str) -> None:
    assert corrector.mend(f"Is it {word}?") == (f"Is it {word}?", [])


def test_the_opposite_of_a_word_is_not_that_word_misspelt() -> None:
    no_english = Corrector(Vocabulary(TEXTS), lambda _: False)
    assert no_english.correct("hipothyroidism") == ("hypothyroidism",)
    assert no_english.correct("hyperthyroidism") == ()


def test_a_short_form_is_no_slip_and_a_name_only_a_small_one(corrector: Corrector) -> None:
    assert corrector.mend("in MAROW of Danazil and Sirolymis") == (
        "in MAROW of danazol and Sirolymis",
        [Slip("Danazil", "danazol")],
    )
    assert corrector.mend("sirolymis")[0] == "sirolimus"


def test_a_question_in_capitals_is_mended_too(corrector: Corrector) -> None:
    assert corrector.mend("WICH DANZOL?")[0] == "which danazol?"


def test_a_space_in_a_word_is_a_slip(corrector: Corrector) -> None:
    assert corrector.mend("platelet s in leuk emia") == (
        "platelets in leukemia",
        [Slip("platelet s", "platelets"), Slip("leuk emia", "leukemia")],
    )


def test_every_slip_of_a_question_is_told_in_order(corrector: Corrector) -> None:
    text, slips = corrector.mend("Wich danzol pathwy, and hwo?")
    assert text == "which danazol pathway, and how?"
    assert slips == [Slip("danzol", "danazol"), Slip("pathwy", "pathway")]


def test_of_equally_near_words_the_frequent_one_is_meant() -> None:
    often = Corrector(Vocabulary(("karbon", "karpon karpon")), lambda _: False)
    assert often.correct("karlon") == ("karpon",)


@pytest.mark.parametrize(
    ("one", "other"),
    [("pneumonia", "neumonia"), ("psychosis", "sicosis"), ("diarrhea", "diarea")],
)
def test_words_that_sound_alike_have_one_sound(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_words_that_sound_otherwise_have_another_sound() -> None:
    assert sound("danazol") != sound("damazol")


def swap(word: str, at: int) -> str:
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def lose(word: str, at: int) -> str:
    return word[:at] + word[at + 1 :]


def double(word: str, at: int) -> str:
    return word[:at] + word[at] + word[at:]


@pytest.mark.parametrize(("slip", "share"), [(swap, 0.97), (lose, 0.92), (double, 0.95)])
def test_nearly_every_slip_in_a_word_of_an_article_is_mended(
    article: Document, slip: Callable[[str, int], str], share: float
) -> None:
    vocabulary = Vocabulary(section.text for section in article.sections)
    corrector = Corrector(vocabulary, is_english)
    draw = random.Random(1)  # noqa: S311 - no secret
    words = [word for word in vocabulary.counts if len(word) >= 7 and word.isascii()]
    typed = [slip(word, draw.randrange(1, len(word) - 1)) for word in words]
    slips = [pair for pair in zip(typed, words, strict=True) if pair[0] not in vocabulary.counts]
    assert len(slips) > 500
    mended = sum(corrector.mend(typed)[0] == word for typed, word in slips)
    assert mended / len(slips) >= share


def test_letters_that_changed_places_in_a_common_word_hide_no_other(index: Index) -> None:
    assert index.analyse("Is there anythign on BCMA?").mended == "Is there anything on BCMA?"
    assert index.analyse("danaozl in ITP").mended == "danazol in ITP"
