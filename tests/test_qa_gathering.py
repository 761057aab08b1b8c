"""What is shown for a question, and in which order."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from corpus.types import Document
from index.retrieval import RERANKED, Index
from qa.assistant import Assistant
from qa.citation import Evidence
from qa.clauses import clauses
from qa.gathering import BESIDE_A_LIST, NAMED_PLACES, Gatherer, Lead
from qa.literature import Literature
from qa.types import Answer, ReferenceLocation

COMPARISONS = [
    ("danazol versus eltrombopag in ITP", ("danazol", "eltrombopag")),
    (
        "What do MSCs do in ITP, and what happens to the blood vessels of a glioma?",
        ("mscs", "glioma"),
    ),
    ("decitabine compared with venetoclax", ("decitabine", "venetoclax")),
]


@pytest.fixture(scope="module")
def literature(article: Document) -> Literature:
    return Literature([article])


@pytest.fixture(scope="module")
def gatherer(index: Index, literature: Literature) -> Gatherer:
    return Gatherer(index, literature)


def gathered(gatherer: Gatherer, index: Index, question: str, limit: int = 5) -> list[Evidence]:
    asked = index.prepare(question)
    questions = gatherer.questions(asked)
    found = [index.search(one, RERANKED) for one in questions]
    return gatherer.gather(questions, found, gatherer.lead(asked, ()), limit)


def text(article: Document, place: Evidence) -> str:
    return article.text_of(place.anchor)[place.start : place.end]


@pytest.mark.parametrize(
    "question",
    [
        "NCT04793919",
        "Which phase is nct04793919 in?",
        "what is nct 04793919",
        "NCT04793919 or sirolimus",
    ],
)
def test_a_registration_that_is_printed_is_all_that_is_shown(
    article: Document, gatherer: Gatherer, index: Index, question: str
) -> None:
    shown = [text(article, place) for place in gathered(gatherer, index, question)]
    assert shown
    assert all("NCT04793919" in one for one in shown)


def test_a_registration_that_no_piece_prints_leaves_out_nothing(
    gatherer: Gatherer, index: Index
) -> None:
    with_one = gathered(gatherer, index, "sirolimus NCT00000000")
    assert with_one[0] == replace(
        gathered(gatherer, index, "sirolimus")[0], score=with_one[0].score
    )


# Clauses


@pytest.mark.parametrize(("question", "arms"), COMPARISONS)
def test_both_arms_of_a_comparison_are_shown(
    article: Document, gatherer: Gatherer, index: Index, question: str, arms: Sequence[str]
) -> None:
    shown = [text(article, place) for place in gathered(gatherer, index, question)]
    for arm in arms:
        assert any(arm in one.casefold() for one in shown), arm


def test_an_arm_is_shown_though_one_piece_lies_far_ahead_of_all_others(
    article: Document, gatherer: Gatherer, index: Index
) -> None:
    question, arms = COMPARISONS[1]
    asked = index.prepare(question)
    first, *others = index.search(asked, RERANKED)
    hits = [replace(first, score=1.0), *(replace(hit, score=0.1) for hit in others)]
    questions = gatherer.questions(asked)
    within = [index.search(one, 1) for one in questions[1:]]
    places = gatherer.gather(questions, [hits, *within], Lead(), 5)
    shown = [text(article, place).casefold() for place in places]
    for arm in arms:
        assert any(arm in one for one in shown), arm


@pytest.mark.parametrize(("question", "arms"), COMPARISONS)
def test_the_best_piece_of_each_clause_is_shown(
    gatherer: Gatherer, index: Index, question: str, arms: Sequence[str]
) -> None:
    shown = gathered(gatherer, index, question)
    for clause in clauses(question):
        (best,) = index.search(clause, 1)
        start, end = best.chunk.span
        assert any(
            place.anchor == best.chunk.anchor and place.start < end and start < place.end
            for place in shown
        ), (clause, arms)


def test_without_clauses_the_order_of_the_search_is_kept(
    index: Index, literature: Literature
) -> None:
    plain = Gatherer(index, literature, clauses=False)
    asked = index.prepare(COMPARISONS[1][0])
    hits = index.search(asked, RERANKED)
    (first, *_) = plain.gather((asked,), [hits], Lead(), 5)
    assert first.anchor == hits[0].chunk.anchor
    scores = [place.score for place in plain.gather((asked,), [hits], Lead(), 5)]
    assert set(scores) <= {hit.score for hit in hits}


def test_the_clauses_of_a_question_taken_as_typed_are_searched_for_as_typed(
    gatherer: Gatherer, index: Index
) -> None:
    clause = "what came of danzol and eltrombopg"
    question = f"How do leaky vessels form in a glioma, and {clause}"
    (as_typed,) = index.search(index.prepare(clause, as_typed=True), 1)
    (reworded,) = index.search(clause, 1)
    assert as_typed.chunk.id != reworded.chunk.id
    asked = index.prepare(question, as_typed=True)
    questions = gatherer.questions(asked)
    found = [index.search(one, RERANKED) for one in questions]
    shown = gatherer.gather(questions, found, Lead(), 3)
    assert any(
        place.anchor == as_typed.chunk.anchor and place.start <= as_typed.chunk.span[0] < place.end
        for place in shown
    )


# Studies


@pytest.mark.parametrize(
    ("question", "key", "entry_first"),
    [
        ("What did Lo-Coco report in 2013?", "Lo-Coco et al., 2013", False),
        ("DOI of Lo-Coco 2013", "Lo-Coco et al., 2013", True),
        ("full reference for Coleman et al., 2018", "Coleman et al., 2018", True),
    ],
)
def test_a_study_that_is_named_comes_with_its_entry_and_what_cites_it(
    article: Document,
    gatherer: Gatherer,
    index: Index,
    literature: Literature,
    question: str,
    key: str,
    entry_first: bool,
) -> None:
    (anchor,) = [one.anchor for one in article.references if one.key == key]
    lead = gatherer.lead(index.prepare(question), ())
    assert lead.certain
    kinds = [place.kind for place in lead.places]
    assert kinds.count("reference") == 1
    assert (kinds[0] == "reference") == entry_first
    assert {p.anchor for p in lead.places if p.kind == "reference"} == {anchor}
    citing = [place for place in lead.places if place.kind != "reference"]
    assert 1 <= len(citing) <= NAMED_PLACES
    known = {(p.anchor, p.start, p.end) for p in literature.reported(article.id, anchor)}
    assert {(p.anchor, p.start, p.end) for p in citing} <= known
    shown = gathered(gatherer, index, question)
    assert anchor in {place.anchor for place in shown}
    assert {place.anchor for place in citing} <= {place.anchor for place in shown}
    assert shown[0].anchor == lead.places[0].anchor


def test_a_study_of_another_article_does_not_lead(article: Document, index: Index) -> None:
    other = replace(
        article, id="another", sections=(), tables=(), references=article.references[:3]
    )
    gatherer = Gatherer(index, Literature([article, other]))
    asked = index.prepare("What did Lo-Coco report in 2013?")
    assert gatherer.lead(asked, [article.id]).places
    assert gatherer.lead(asked, ["another"]).places == ()


def test_without_the_literature_nothing_leads(index: Index) -> None:
    plain = Gatherer(index, None)
    for question in ("What did Lo-Coco report in 2013?", "Who showed that ATRA acts on MSCs?"):
        assert plain.lead(index.prepare(question), ()) == Lead()


def test_who_found_something_gets_the_entry_behind_the_best_piece(
    article: Document, gatherer: Gatherer, index: Index, literature: Literature
) -> None:
    question = "Which paper reported that MSCs become senescent in ITP?"
    asked = index.prepare(question)
    lead = gatherer.lead(asked, ())
    if not lead.certain:
        assert lead.wants_entry
    first, second, *_ = gathered(gatherer, index, question)
    entries = [place for place in (first, second) if place.kind == "reference"]
    assert entries
    other = second if first.kind == "reference" else first
    behind = {entry.anchor for entry in literature.entries_behind(article.id, other)}
    assert {entry.anchor for entry in entries} <= behind


def test_the_entry_behind_the_best_piece_comes_after_it(
    article: Document, gatherer: Gatherer, index: Index, literature: Literature
) -> None:
    asked = index.prepare("MSCs become senescent and apoptotic in ITP")
    hits = index.search(asked, RERANKED)
    questions = gatherer.questions(asked)
    first, second, *_ = gatherer.gather(questions, [hits], Lead(wants_entry=True), 5)
    assert (first.kind, second.kind) == ("passage", "reference")
    assert second.anchor == literature.entries_behind(article.id, first)[0].anchor


def test_the_entry_given_is_what_the_answering_sentence_rests_on(assistant: Assistant) -> None:
    answer = assistant.answer("Who showed that ATRA induces autophagy via mTOR?")
    first, entry = answer.parts[0], answer.citations[1].location
    around = [source.key for source in answer.citations[0].sources]
    assert not set(around) <= set(first.sources), "around it, others are named"
    assert isinstance(entry, ReferenceLocation)
    assert entry.key in first.sources


# Limits


@pytest.mark.parametrize("limit", [1, 2, 3, 10])
@pytest.mark.parametrize("question", [COMPARISONS[0][0], "What did Lo-Coco report in 2013?"])
def test_no_more_places_than_asked_for(
    gatherer: Gatherer, index: Index, question: str, limit: int
) -> None:
    shown = gathered(gatherer, index, question, limit)
    assert 1 <= len(shown) <= limit
    scores = [place.score for place in shown]
    assert scores == sorted(scores, reverse=True)


# Lists


def listed(answer: Answer) -> list[int]:
    assert answer.rows is not None
    return [row.citation for row in answer.rows.rows]


@pytest.mark.parametrize("limit", [1, 5, 8])
def test_the_rows_of_a_sure_list_come_first_and_all_are_cited(
    assistant: Assistant, limit: int
) -> None:
    answer = assistant.answer("Which ongoing trials are in phase 3?", limit=limit)
    assert answer.rows is not None
    assert answer.rows.certain
    assert listed(answer) == [*range(1, answer.rows.total + 1)]
    beside = len(answer.citations) - answer.rows.total
    assert 1 <= beside <= max(limit - answer.rows.total, min(limit, BESIDE_A_LIST))


def test_the_rows_of_an_unsure_list_change_nothing_ahead_of_them(
    assistant: Assistant, index: Index
) -> None:
    question = "How many trials are from China, and which?"
    answer = assistant.answer(question)
    assert answer.rows is not None
    assert not answer.rows.certain
    searched = Assistant(index, lists=False).answer(question).citations
    assert [c.cited_text for c in answer.citations[: len(searched)]] == [
        c.cited_text for c in searched
    ]
    behind = {citation.number for citation in answer.citations[len(searched) :]}
    assert behind <= set(listed(answer))


@pytest.mark.parametrize(
    ("question", "is_other"),
    [
        ("Who were the authors of AML17 and where did it appear?", True),
        ("Who is the first author of the daratumumab trial in myeloma?", True),
        ("Which Cochrane review is among the references, and who wrote it?", True),
        ("Who are the authors?", False),
        ("Who are the authors of the article?", False),
    ],
)
def test_authors_of_another_study_are_not_those_of_the_article(
    assistant: Assistant, article: Document, question: str, is_other: bool
) -> None:
    answer = assistant.answer(question)
    assert answer.refusal is None
    authors = article.authors[0]
    assert any(authors in part.text for part in answer.parts) is not is_other


def test_what_the_text_reports_of_a_study_stands_before_its_entry(
    assistant: Assistant, article: Document
) -> None:
    titles = {one.anchor: (one.key, one.title) for one in article.references[::6] if one.title}
    led = 0
    for anchor, (key, title) in titles.items():
        citations = assistant.answer(title.rstrip(".")).citations
        places = [one.location.anchor for one in citations]
        if anchor in places[:2]:
            before = citations[: places.index(anchor)]
            assert any(key in [source.key for source in one.sources] for one in before), title
            led += 1
    assert led > 10
