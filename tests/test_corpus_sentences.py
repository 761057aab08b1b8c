"""Sentences of scientific English."""

import pytest

from corpus.sentences import ends_sentence, sentence_spans


def _split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Iron fell.", "Sleep rose."],
        ["Wu et al. (2022) treated 112 patients.", "Most responded."],
        ["As in Fig. 2, it fell.", "See Table 1."],
        ["It rose (p. 4; e.g. in mice).", "p53 fell."],
        ["The dose was 1.5 mg vs. 3.0 mg.", "No effect."],
        ["J. M. Smith found vitamin A.", "The vitamin was pure."],
        ["E. coli grew.", "S. aureus did not."],
        ["It fell (in mice. In men too).", "Then it rose."],
        ["Why?", "Because it fell!", "So it was."],
        ['He said "it fell."', "It rose."],
        ["miR-30a fell.", "α-tocopherol rose."],
        ["Data from the U.S. Census were used.", "They were old."],
    ],
)
def test_sentences(sentences: list[str]) -> None:
    assert _split(" ".join(sentences)) == sentences


def test_a_paragraph_break_ends_a_sentence() -> None:
    assert _split("Iron fell\n\nand rose. It\nstayed.") == ["Iron fell", "and rose.", "It\nstayed."]


def test_a_bracket_that_is_never_closed_does_not_swallow_the_rest() -> None:
    assert _split("It fell (in mice. It rose. It stayed.") == [
        "It fell (in mice.",
        "It rose.",
        "It stayed.",
    ]


def test_no_sentences_in_nothing() -> None:
    assert _split("") == _split(" \n\n ") == []


@pytest.mark.parametrize(
    "text", ["Iron fell.", "It fell (Wu et al., 2022).", "These are:", 'It "fell."', "Did it?  "]
)
def test_complete(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize(
    "text", ["iron fell in", "shown by Wu et al.", "as in Fig.", "the protein,", "", "therapy-"]
)
def test_cut(text: str) -> None:
    assert not ends_sentence(text)


def test_an_abbreviation_that_closes_a_bracket_does_not_end_the_sentence() -> None:
    text = (
        "Drugs (e.g., iron, zinc, etc.) and diet help. They are cheap (or so it is said.) Tin is."
    )
    assert [text[a:b] for a, b in sentence_spans(text)] == [
        "Drugs (e.g., iron, zinc, etc.) and diet help.",
        "They are cheap (or so it is said.)",
        "Tin is.",
    ]
