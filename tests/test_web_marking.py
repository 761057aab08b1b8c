"""Cutting a text never changes it."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Mention, Row
from web.marking import cell_pieces, cut, find_all, paragraphs, surroundings

offsets = st.integers(-3, 40)
spans = st.tuples(offsets, offsets)


@given(st.text(max_size=30), st.lists(spans, max_size=4), st.lists(spans, max_size=4))
def test_pieces_joined_are_the_text(
    text: str, marks: list[tuple[int, int]], cited: list[tuple[int, int]]
) -> None:
    mentions = [Mention(start, end, "", ("r",)) for start, end in cited]
    pieces = cut(text, marks, mentions)
    assert "".join(piece.text for piece in pieces) == text
    assert sum(piece.first for piece in pieces) == any(piece.marked for piece in pieces)


@given(
    st.lists(st.text("ab .", min_size=1, max_size=8), min_size=1, max_size=4),
    st.integers(0, 30),
    st.integers(1, 30),
)
def test_the_marked_pieces_are_the_span(texts: list[str], start: int, length: int) -> None:
    text = "\n\n".join(texts)
    span = (start, min(start + length, len(text)))
    shown = paragraphs(text, span if span[0] < span[1] else None)
    assert [paragraph for paragraph in text.split("\n\n") if paragraph] == [
        "".join(piece.text for piece in pieces) for pieces in shown
    ]
    marked = "".join(piece.text for pieces in shown for piece in pieces if piece.marked)
    breaks = {
        at + step for at in range(len(text)) if text.startswith("\n\n", at) for step in (0, 1)
    }
    assert marked == "".join(text[at] for at in range(*span) if at not in breaks)
    assert sum(piece.first for pieces in shown for piece in pieces) == bool(marked)


def test_a_mention_is_linked_even_within_a_mark() -> None:
    text = "Iron helps (Adams, 2019) a lot."
    pieces = cut(text, [(5, 24)], [Mention(12, 23, "Adams, 2019", ("ref-1", "ref-2"), False)])
    linked = [piece for piece in pieces if piece.references]
    assert [(piece.text, piece.marked, piece.exact) for piece in linked] == [
        ("Adams, 2019", True, False)
    ]
    assert linked[0].references == ("ref-1", "ref-2")


def test_mentions_of_a_row_move_to_their_cell() -> None:
    row = Row("r", ("Iron", "Wu (2020)"), mentions=(Mention(7, 16, "Wu (2020)", ("ref-9",)),))
    assert row.text[7:16] == "Wu (2020)"
    assert [piece.references for piece in cell_pieces(row, 0, marked=False)] == [()]
    (cell,) = cell_pieces(row, 1, marked=True)
    assert (cell.text, cell.references, cell.marked) == ("Wu (2020)", ("ref-9",), True)


def test_quotes_are_found_where_they_stand() -> None:
    assert find_all("one two three", ["two", "one two three", "four", ""]) == [(4, 7), (0, 13)]


@given(st.text("ab. \n", max_size=60), spans, st.integers(0, 20))
def test_surroundings_hold_the_span_and_stay_in_its_paragraph(
    text: str, span: tuple[int, int], margin: int
) -> None:
    start, end = sorted(min(max(at, 0), len(text)) for at in span)
    left, right = surroundings(text, (start, end), margin)
    assert start - margin <= left <= start <= end <= right <= end + margin
    assert "\n\n" not in text[left:start]
    assert "\n\n" not in text[end:right]


def test_surroundings_are_whole_words() -> None:
    text = "alpha beta gamma delta epsilon"
    left, right = surroundings(text, (11, 16), 8)
    assert text[left:right] == "beta gamma delta"
