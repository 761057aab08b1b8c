from dataclasses import replace

import pytest

from corpus.types import Document, Section
from index.chunking import chunk_document
from index.frontmatter import readers_words
from index.retrieval import Index


@pytest.mark.parametrize(
    ("question", "anchor"),
    [
        ("Who wrote this review?", "title-authors-and-affiliations"),
        ("Where do the authors work?", "title-authors-and-affiliations"),
        ("Who funded this work?", "funding"),
        ("Which grants paid for the article?", "funding"),
        ("Who were the referees?", "reviewed-by"),
        ("Who was the handling editor?", "edited-by"),
        ("Who is the corresponding author?", "correspondence"),
        ("When was the manuscript accepted?", "accepted"),
        ("When was it received?", "received"),
        ("What is the DOI of this review?", "citation"),
        ("Are there competing interests?", "conflict-of-interest"),
        ("Under which licence is the article?", "copyright"),
    ],
)
def test_facts_around_the_article_are_found_by_readers_words(
    index: Index, question: str, anchor: str
) -> None:
    assert anchor in [hit.chunk.anchor for hit in index.search(question, 3)]


def test_readers_words_are_searched_and_never_shown(index: Index, article: Document) -> None:
    words = readers_words("Funding")
    chunks = [chunk for chunk in index.chunks if chunk.anchor == "funding"]
    assert chunks
    for chunk in chunks:
        assert words in chunk.embed_text
        assert chunk.quote == article.text_of("funding")[slice(*chunk.span)]
        assert words not in chunk.quote


def test_matter_without_a_heading_is_indexed_too(article: Document) -> None:
    bare = Section("front", (), "front", "Printed in Bern.")
    chunks = chunk_document(replace(article, sections=(bare,), tables=(), references=()))
    assert [chunk.quote for chunk in chunks] == ["Printed in Bern."]


@pytest.mark.parametrize("heading", ["2.3 Angiogenesis", "Results", "", "References"])
def test_other_headings_have_none(heading: str) -> None:
    assert readers_words(heading) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Conflict of interest", "Competing interests"),
        ("Acknowledgments", "Acknowledgements"),
        ("Publisher's note", "PUBLISHER’S NOTE"),
    ],
)
def test_headings_of_one_kind_share_their_words(one: str, other: str) -> None:
    assert readers_words(one) == readers_words(other) != ""


def test_front_matter_that_shares_no_word_stays_behind(index: Index) -> None:
    frame = {"received", "accepted", "published", "correspondence", "edited-by"}
    for question in ("NCT02717884", "define regDCs", "danazol"):
        assert not frame & {hit.chunk.anchor for hit in index.search(question, 3)}
