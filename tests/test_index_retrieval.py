from dataclasses import replace
from itertools import pairwise

import pytest

from corpus.types import Document
from index.build import build_index
from index.retrieval import POINTER_WEIGHT, Index
from qa.assistant import Assistant
from tests.articles import FRONT, read
from tests.embedders import HashingEmbedder

QUESTIONS = (
    "Which drug is combined with ATRA in immune thrombocytopenia?",
    "How did the mice fare?",
    "phase 3 trials in ITP",
    "Who paid for this review?",
    "danazol",
)


def other_articles() -> list[Document]:
    sleep = read(FRONT + "1 Iron\n\nIron deficiency disturbs sleep. Danazol does not.\n")
    copper = read(FRONT + "1 Copper\n\nCopper is needed by mice. It is found in the liver.\n")
    return [replace(sleep, id="sleep"), replace(copper, id="copper")]


@pytest.fixture(scope="module")
def three(article: Document) -> Index:
    return build_index([article, *other_articles()], HashingEmbedder())


@pytest.mark.parametrize("question", QUESTIONS)
def test_hits_are_the_best_first_and_none_twice(index: Index, question: str) -> None:
    hits = index.search(question, 50)
    assert all(one.score >= other.score > 0 for one, other in pairwise(hits))
    assert len({hit.chunk.id for hit in hits}) == len(hits)
    for hit in hits:
        assert 0 < hit.score <= 1 + 1e-6
        assert -1 - 1e-6 <= hit.similarity <= 1 + 1e-6
        assert 0 <= hit.coverage <= 1


@pytest.mark.parametrize("question", QUESTIONS)
def test_fewer_hits_are_the_beginning_of_more(index: Index, question: str) -> None:
    hits = index.search(question, 30)
    for k in (0, 1, 2, 7, 30):
        assert index.search(question, k) == hits[:k]


def test_more_hits_than_pieces_are_all_that_fit(index: Index) -> None:
    hits = index.search("danazol", 10_000)
    assert 1 < len(hits) <= len(index.chunks)


def test_a_negative_number_of_hits_is_an_error(index: Index) -> None:
    with pytest.raises(ValueError, match="-1"):
        index.search("danazol", -1)


def test_the_same_question_has_the_same_hits_also_in_a_new_index(
    article: Document, index: Index
) -> None:
    again = build_index([article], HashingEmbedder())
    for question in QUESTIONS:
        assert index.search(question, 20) == index.search(question, 20)
        assert again.search(question, 20) == index.search(question, 20)


def test_documents_in_another_order_change_no_answer(article: Document, three: Index) -> None:
    turned = build_index([*other_articles()[::-1], article], HashingEmbedder())
    for question in QUESTIONS:
        assert turned.search(question, 20) == three.search(question, 20)
        assert repr(Assistant(turned).answer(question)) == repr(Assistant(three).answer(question))


@pytest.mark.parametrize("wanted", [["sleep"], ["copper", "sleep"], ["chen-2024-atra"]])
def test_only_the_named_documents_are_searched(three: Index, wanted: list[str]) -> None:
    hits = three.search("danazol for mice", 10_000, wanted)
    assert {hit.chunk.document for hit in hits} == set(wanted)
    everywhere = {hit.chunk.id: hit for hit in three.search("danazol for mice", 10_000)}
    assert {hit.chunk.id for hit in hits} == {
        name for name, hit in everywhere.items() if hit.chunk.document in wanted
    }
    for hit in hits:
        assert hit.similarity == everywhere[hit.chunk.id].similarity
        assert hit.coverage == everywhere[hit.chunk.id].coverage


def test_the_best_of_the_named_documents_is_the_measure_of_their_scores(three: Index) -> None:
    everywhere = three.search("danazol in immune thrombocytopenia", 10_000)
    alone = three.search("danazol in immune thrombocytopenia", 10_000, ["copper"])
    assert everywhere[0].chunk.document == "chen-2024-atra"
    best = next(hit for hit in everywhere if hit.chunk.document == "copper")
    assert alone[0].score > best.score


@pytest.mark.parametrize("number", [1, 2])
def test_the_rows_of_a_named_table_come_before_those_of_another(index: Index, number: int) -> None:
    hits = index.search(f"ATRA and venetoclax in AML according to Table {number}", 20)
    first = next(hit.chunk.anchor for hit in hits if hit.chunk.kind == "row")
    assert first.startswith(f"table-{number}-")


def test_a_question_that_speaks_of_a_table_gets_rows_first(index: Index) -> None:
    asked = "daratumumab in myeloma"
    assert index.search(asked, 1)[0].chunk.kind == "passage"
    assert index.search(f"{asked}: what does the table list?", 1)[0].chunk.kind == "row"


def test_captions_point_to_tables_and_do_not_outrank_their_rows(index: Index) -> None:
    caption = next(c for c in index.chunks if c.anchor == "table-2")
    hits = index.search("ongoing clinical trials of ATRA in ITP", 20)
    places = [hit.chunk.id for hit in hits]
    rows = [p for p, hit in enumerate(hits) if hit.chunk.anchor.startswith("table-2-row")]
    assert rows
    assert caption.id not in places or min(rows) < places.index(caption.id)


def test_no_document_named_is_every_document(three: Index) -> None:
    found = {hit.chunk.document for hit in three.search("danazol for mice", 10_000)}
    assert found == {"chen-2024-atra", "copper", "sleep"}


def test_the_words_of_the_question_are_found(index: Index) -> None:
    for word in ("eltrombopag", "NCT04618328", "melatonin"):
        best = index.search(f"What about {word}?", 1)[0]
        assert word.lower() in best.chunk.embed_text.lower()
        assert best.coverage == 1


def test_coverage_weighs_rare_words_more(index: Index) -> None:
    query = index.analyse("melatonin and ATRA")
    rare, common = index.coverage(query, "melatonin"), index.coverage(query, "ATRA")
    assert rare > common > 0
    assert index.coverage(query, "ATRA with melatonin") == 1
    assert index.coverage(query, "all-trans retinoic acid") == common, "its long form covers it"
    assert index.coverage(query, "copper") == 0
    assert index.coverage(index.analyse("is it?"), "is it") == 0


def test_text_comes_before_the_reference_list_unless_it_is_asked_for(index: Index) -> None:
    title = "melatonin and all-trans retinoic acid angiogenesis"
    plain = {hit.chunk.id: hit for hit in index.search(title, 10_000)}
    asked = {hit.chunk.id: hit for hit in index.search(f"{title} reference", 10_000)}
    ratios = [
        (plain[name].score / asked[name].score, plain[name].chunk.kind)
        for name in plain.keys() & asked.keys()
    ]
    assert max(r for r, kind in ratios if kind == "reference") < min(1.0, POINTER_WEIGHT * 1.2)
    assert max(r for r, kind in ratios if kind == "passage") > 1


def test_a_question_in_no_known_word_has_only_neighbours_in_meaning(index: Index) -> None:
    for hit in index.search("qqqq wwww", 50):
        assert hit.coverage == 0
        assert hit.similarity > 0


@pytest.mark.parametrize(
    "question", ["?", "是什么", "\u202eABC", "a" * 2000, "the of and", "{{7*7}}"]
)
def test_odd_text_is_searched_without_an_error(index: Index, question: str) -> None:
    assert len(index.search(question, 5)) <= 5
