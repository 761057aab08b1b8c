from collections.abc import Callable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import sentence_spans
from index.chunking import passage_spans
from index.retrieval import Index
from index.tokens import terms
from index.types import Chunk, ChunkKind, Hit
from qa.citation import Evidence
from qa.evidence import BUDGET_CHARS, MERGED_CHARS, NEAR_DUPLICATE, place_of, select_evidence

WORDS = ["iron", "copper", "zinc", "serum", "ferritin", "sleep", "marrow", "spleen", "dose"]


def hit(text: str, start: int, end: int, score: float, anchor: str = "s1") -> Evidence:
    kind: ChunkKind = "row" if anchor.startswith("row") else "passage"
    chunk = Chunk(f"{anchor}-{start}", "d", anchor, kind, (start, end), text[start:end], "")
    return place_of(Hit(chunk, score, 0.5, 0.5))


def texts(**known: str) -> Callable[[str, str], str]:
    return lambda _document, anchor: known[anchor]


def sentences(*lengths: int) -> tuple[str, list[tuple[int, int]]]:
    """A text of sentences of about so many characters, no two alike, and their spans."""
    written = []
    for number, length in enumerate(lengths):
        words = [f"Word{number}x0"]
        while len(" ".join(words)) < length:
            words.append(f"word{number}x{len(words)}")
        written.append(" ".join(words) + ".")
    text = " ".join(written)
    return text, sentence_spans(text)


def spans(chosen: Sequence[Evidence]) -> list[tuple[int, int]]:
    return [(place.start, place.end) for place in chosen]


def test_a_neighbour_is_merged_into_the_better_one() -> None:
    text, at = sentences(100, 100, 100)
    hits = [hit(text, at[0][0], at[1][1], 0.9), hit(text, at[1][0], at[2][1], 0.8)]
    (one,) = select_evidence(hits, 5, texts(s1=text))
    assert (one.start, one.end, one.score) == (0, len(text), 0.9)


def test_a_passage_between_two_chosen_ones_joins_all_three() -> None:
    text, at = sentences(100, 100, 100, 100, 100)
    hits = [
        hit(text, at[0][0], at[1][1], 0.9),
        hit(text, at[3][0], at[4][1], 0.8),
        hit(text, at[1][0], at[3][1], 0.7),
    ]
    (one,) = select_evidence(hits, 5, texts(s1=text))
    assert (one.start, one.end, one.score) == (0, len(text), 0.9)


def test_a_passage_within_a_chosen_one_changes_nothing() -> None:
    text, at = sentences(100, 100, 100)
    hits = [hit(text, at[0][0], at[2][1], 0.9), hit(text, *at[1], 0.8)]
    assert spans(select_evidence(hits, 5, texts(s1=text))) == [(0, len(text))]


def test_of_a_neighbour_that_is_too_long_to_merge_only_what_is_new_is_shown() -> None:
    text, at = sentences(450, 100, 450)
    hits = [hit(text, at[0][0], at[1][1], 0.9), hit(text, at[1][0], at[2][1], 0.8)]
    assert at[2][1] > MERGED_CHARS
    assert spans(select_evidence(hits, 5, texts(s1=text))) == [(0, at[1][1]), at[2]]
    assert spans(select_evidence(hits[::-1], 5, texts(s1=text))) == [
        (at[1][0], at[2][1]),
        at[0],
    ]


def test_the_same_words_elsewhere_are_shown_once() -> None:
    text, _ = sentences(200)
    hits = [hit(text, 0, len(text), 0.9), hit(text, 0, len(text), 0.8, "s2")]
    assert [p.anchor for p in select_evidence(hits, 5, texts(s1=text, s2=text))] == ["s1"]


def test_two_rows_with_the_same_words_are_two_facts() -> None:
    text = "Iron | 20 mg"
    hits = [hit(text, 0, len(text), 0.9, "row-1"), hit(text, 0, len(text), 0.8, "row-2")]
    known = {"row-1": text, "row-2": text}
    chosen = select_evidence(hits, 5, lambda _, anchor: known[anchor])
    assert [place.anchor for place in chosen] == ["row-1", "row-2"]


def test_the_budget_holds_for_all_together_but_never_empties_an_answer() -> None:
    text, _ = sentences(300)
    other, _ = sentences(40, 40)
    hits = [hit(text, 0, len(text), 0.9), hit(other, 0, len(other), 0.8, "s2")]
    known = texts(s1=text, s2=other)
    assert len(select_evidence(hits, 5, known, budget_chars=len(text) + len(other))) == 2
    assert len(select_evidence(hits, 5, known, budget_chars=len(text) + 10)) == 1
    assert len(select_evidence(hits, 5, known, budget_chars=10)) == 1


def test_a_small_piece_is_taken_where_a_large_one_does_not_fit() -> None:
    first, _ = sentences(100)
    large, _ = sentences(20, 300)
    small, _ = sentences(20, 20, 20)
    hits = [
        hit(first, 0, len(first), 0.9),
        hit(large, 0, len(large), 0.8, "s2"),
        hit(small, 0, len(small), 0.7, "s3"),
    ]
    known = texts(s1=first, s2=large, s3=small)
    chosen = select_evidence(hits, 5, known, budget_chars=len(first) + len(small))
    assert [place.anchor for place in chosen] == ["s1", "s3"]


def test_nothing_is_chosen_from_nothing() -> None:
    assert select_evidence([], 5, texts()) == []


@st.composite
def ranked_hits(draw: st.DrawFn) -> tuple[dict[str, str], list[Evidence]]:
    """The passages of generated sections, as they are cut for an index, in some order."""
    sentence = st.lists(st.sampled_from(WORDS), min_size=3, max_size=60).map(
        lambda words: " ".join(words).capitalize() + "."
    )
    section = st.lists(sentence, min_size=1, max_size=12).map(" ".join)
    known = {f"s{n}": text for n, text in enumerate(draw(st.lists(section, max_size=3)))}
    places = [(anchor, span) for anchor, text in known.items() for span in passage_spans(text)]
    ranked = draw(st.permutations(places))
    hits = [hit(known[a], *span, 1 - n / 100, a) for n, (a, span) in enumerate(ranked)]
    return known, hits


@given(ranked_hits(), st.integers(1, 6), st.integers(200, 3000))
def test_what_is_shown_is_few_short_distinct_and_best_first(
    case: tuple[dict[str, str], list[Evidence]], limit: int, budget: int
) -> None:
    known, hits = case
    chosen = select_evidence(hits, limit, texts(**known), budget_chars=budget)
    assert len(chosen) <= limit
    assert bool(chosen) == bool(hits)
    assert [place.score for place in chosen] == sorted((p.score for p in chosen), reverse=True)
    if len(chosen) > 1:
        assert sum(place.end - place.start for place in chosen) <= budget
    for position, place in enumerate(chosen):
        text = known[place.anchor]
        whole = [span for span in sentence_spans(text) if place.start <= span[0] < place.end]
        assert (whole[0][0], whole[-1][1]) == (place.start, place.end), "whole sentences"
        for other in chosen[:position]:
            apart = place.end <= other.start or other.end <= place.start
            assert place.anchor != other.anchor or apart


def test_on_the_article_no_two_pieces_say_the_same_in_the_same_words(index: Index) -> None:
    (document,) = index.documents
    for question in ("immune thrombocytopenia", "phase 2 APL trial", "CD38", "survival of mice"):
        hits = map(place_of, index.search(question, 60))
        chosen = select_evidence(hits, 20, lambda _, anchor: document.text_of(anchor))
        assert 1 < sum(place.end - place.start for place in chosen) <= BUDGET_CHARS
        words = [
            set(terms(document.text_of(place.anchor)[place.start : place.end]))
            for place in chosen
            if place.kind != "row"
        ]
        for position, mine in enumerate(words):
            for theirs in words[:position]:
                assert len(mine & theirs) / len(mine | theirs) < NEAR_DUPLICATE
