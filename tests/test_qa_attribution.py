from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import sentence_spans
from corpus.types import Document, Mention, Section
from qa.attribution import attribute


def rests_on(section: Section, piece: str) -> list[str]:
    """The citations, as printed, that a piece of a section's text is attributed to."""
    start = section.text.index(piece)
    return [mention.text for mention in mentions_of(section, start, start + len(piece))]


def mentions_of(section: Section, start: int, end: int) -> list[Mention]:
    """Printed and inferred citations of `text[start:end]` together, in text order."""
    found = attribute(section.text, section.mentions, start, end)
    return sorted((*found.printed, *found.inferred), key=lambda mention: mention.start)


def made(text: str) -> Section:
    """A section in which every "(Name, year)" or "Name (year)" in braces is a citation."""
    plain, mentions = "", []
    for position, part in enumerate(text.replace("}", "{").split("{")):
        if position % 2:
            at = len(plain)
            mentions.append(Mention(at, at + len(part), part, (f"ref-{part}",)))
        plain += part
    return Section("s1", ("Results",), "body", plain, tuple(mentions))


OPENED = made(
    "{Wu et al. (2022)} gave iron to forty adults for a year. Half of them slept better."
    " None fell ill.\n\nIron is cheap."
)
CLOSED = made(
    "Iron is carried in the blood. It is stored in the liver. Its loss is slow {(Li, 2021)}."
    " Zinc differs {(Xu, 2020)}."
)
MIXED = made(
    "Iron is old. {Wu (2022)} gave iron to forty adults for a year. Half slept better."
    " {Li (2021)} gave zinc to thirty adults. None slept better. Both are cheap {(Xu, 2020)}."
)


@pytest.mark.parametrize(
    ("section", "piece", "studies"),
    [
        (OPENED, "gave iron", ["Wu et al. (2022)"]),
        (OPENED, "Half of them", ["Wu et al. (2022)"]),
        (OPENED, "None fell ill", ["Wu et al. (2022)"]),
        (OPENED, "Iron is cheap", []),
        (CLOSED, "Iron is carried", ["(Li, 2021)"]),
        (CLOSED, "stored in the liver", ["(Li, 2021)"]),
        (CLOSED, "Its loss", ["(Li, 2021)"]),
        (CLOSED, "Zinc", ["(Xu, 2020)"]),
        (CLOSED, "is slow (Li, 2021). Zinc", ["(Li, 2021)", "(Xu, 2020)"]),
        (MIXED, "Iron is old", []),
        (MIXED, "Half slept", ["Wu (2022)"]),
        (MIXED, "None slept", ["Li (2021)"]),
        (MIXED, "Both", ["(Xu, 2020)"]),
    ],
)
def test_a_study_opens_or_closes_its_stretch(
    section: Section, piece: str, studies: list[str]
) -> None:
    assert rests_on(section, piece) == studies


def test_a_text_without_citations_is_the_reviews_own() -> None:
    assert rests_on(made("Iron is cheap. Zinc is not."), "Zinc") == []


def test_nothing_is_borrowed_across_a_paragraph() -> None:
    section = made("Iron is cheap.\n\nZinc is not {(Li, 2021)}.\n\nTin is.")
    assert rests_on(section, "Iron") == []
    assert rests_on(section, "Tin") == []


# The bundled article, read by hand


@pytest.mark.parametrize(
    ("anchor", "piece", "studies"),
    [
        ("s4-1", "USO1 is a vesicular transporter", ["Li et al., 2021"]),
        ("s4-1", "USO1 is aberrantly activated in MDS", ["Li et al., 2021"]),
        ("s4-1", "USO1 exerts its oncogenic effects", ["Li et al., 2021"]),
        ("s4-1", "ATPR also increases apoptosis", ["Du et al., 2018"]),
        ("s3-2", "treated 35 patients with relapsed refractory ITP", ["Dai et al., 2016"]),
        ("s3-2", "Complete and overall responses were observed in 10", ["Dai et al., 2016"]),
        ("s3-2", "randomly assigned ITP patients in a 1:1 ratio", ["Feng FE. et al., 2017"]),
        ("s3-2", "with the main adverse effects being dry skin", ["Yang et al., 2023"]),
        ("s3-2", "ATRA has provided a new boon", []),
        ("s2-2", "Dasatinib in combination with ATRA", ["Ding et al., 2018"]),
        ("s2-4", "up-regulating the increased expression", ["Liu et al., 2016"]),
    ],
)
def test_sentences_of_the_article_rest_on_the_studies_that_a_reader_would_name(
    article: Document, anchor: str, piece: str, studies: list[str]
) -> None:
    assert rests_on(article.section_by_anchor[anchor], piece) == studies


@pytest.mark.parametrize("anchor", ["abstract", "s7", "s6", "s5", "funding"])
def test_what_the_review_says_itself_rests_on_nobody(article: Document, anchor: str) -> None:
    section = article.section_by_anchor[anchor]
    assert section.text
    assert mentions_of(section, 0, len(section.text)) == []


def test_every_citation_of_the_article_stands_in_one_sentence(article: Document) -> None:
    for section in article.sections:
        sentences = sentence_spans(section.text)
        for mention in section.mentions:
            holding = [s for s in sentences if s[0] <= mention.start and mention.end <= s[1]]
            assert len(holding) == 1, mention.text


def test_a_study_is_not_credited_from_afar() -> None:
    section = made("{Wu (2022)} gave iron to forty adults for a year." + " It was cheap." * 4)
    assert rests_on(section, "It was cheap.") == ["Wu (2022)"]
    last = section.text.rindex("It was cheap")
    assert mentions_of(section, last, len(section.text)) == []


def test_what_is_printed_in_a_stretch_is_told_from_what_it_borrows() -> None:
    start = CLOSED.text.index("It is stored")
    found = attribute(CLOSED.text, CLOSED.mentions, start, start + 10)
    assert (found.printed, [m.text for m in found.inferred]) == ((), ["(Li, 2021)"])
    whole = attribute(CLOSED.text, CLOSED.mentions, start, CLOSED.text.index(" Zinc"))
    assert ([m.text for m in whole.printed], whole.inferred) == (["(Li, 2021)"], ())


# Laws


def test_a_sentence_that_cites_rests_on_what_it_cites(article: Document) -> None:
    for section in article.sections:
        for start, end in sentence_spans(section.text):
            own = [m for m in section.mentions if start <= m.start < end]
            if own:
                assert mentions_of(section, start, end) == own


def test_a_longer_piece_rests_on_all_that_its_sentences_rest_on(article: Document) -> None:
    for section in article.sections:
        for one, other in pairwise(sentence_spans(section.text)):
            apart = [mentions_of(section, *at) for at in (one, other)]
            whole = mentions_of(section, one[0], other[1])
            assert whole == sorted({*apart[0], *apart[1]}, key=lambda mention: mention.start)


SENTENCE = st.sampled_from(
    ["Iron helps. ", "It helps {(A, 2020)}. ", "{B (2021)} gave iron to many adults. ", "\n\n"]
)


@given(st.lists(SENTENCE, max_size=12), st.data())
def test_what_a_piece_rests_on_is_cited_in_its_own_paragraph(
    parts: list[str], data: st.DataObject
) -> None:
    section = made("".join(parts))
    start = data.draw(st.integers(0, len(section.text)))
    end = data.draw(st.integers(start, len(section.text)))
    found = mentions_of(section, start, end)
    assert [*found] == sorted(found, key=lambda mention: mention.start)
    for mention in found:
        assert mention in section.mentions
        between = section.text[min(start, mention.start) : max(end, mention.end)]
        assert "\n\n" not in between.strip("\n") or "\n\n" in section.text[start:end]


PRESENTED = made(
    "Iron is old {(Xu, 2020)}. The third trial has been published {(Wu, 2022)}."
    " Forty adults were randomised. Half slept better. Thus, iron helps.\n\n"
    "Iron is stored in the liver {(Xu, 2020)}. It matters for everybody."
)


def test_what_follows_the_presentation_of_a_study_goes_on_with_it() -> None:
    assert rests_on(PRESENTED, "Forty adults") == ["(Wu, 2022)"]
    assert rests_on(PRESENTED, "Half slept") == ["(Wu, 2022)"]
    assert rests_on(PRESENTED, "It matters") == []


def test_what_sums_up_and_what_the_authors_say_of_themselves_rests_on_nobody() -> None:
    assert rests_on(PRESENTED, "Thus, iron") == []
    section = made(
        "{Wu et al. (2022)} gave iron to forty adults. We find that too few. They slept."
    )
    assert rests_on(section, "We find") == []
    assert rests_on(section, "They slept") == ["Wu et al. (2022)"]
