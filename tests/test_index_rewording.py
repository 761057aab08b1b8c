"""The question in the article's own words."""

import pytest

from corpus.types import Abbreviation
from index.build import build_index
from index.query import QueryAnalyser
from index.rewording import in_words_of, reworded
from tests.articles import FRONT, read
from tests.embedders import HashingTokenEmbedder

TEXTS = (
    "Mesenchymal stem cells (MSCs) age in immune thrombocytopenia (ITP).",
    "Anticoagulants were stopped. Others took iron.",
)


@pytest.fixture(scope="module")
def analyser() -> QueryAnalyser:
    forms = {"MSCs": "mesenchymal stem cells", "ITP": "immune thrombocytopenia"}
    return QueryAnalyser(TEXTS, [Abbreviation(short, long) for short, long in forms.items()])


@pytest.mark.parametrize(
    ("asked", "other"),
    [
        ("Do MSCs age in ITP?", "Do mesenchymal stem cells age in immune thrombocytopenia?"),
        ("do msc age in immune thrombocytopenia", "do mesenchymal stem cells age in ITP"),
        ("Who took a blood thinner?", "Who took a anticoagulant?"),
        ("Who took iron?", "Who took iron?"),
        ("", ""),
    ],
)
def test_each_wording_gives_way_to_the_other(
    analyser: QueryAnalyser, asked: str, other: str
) -> None:
    query = analyser.analyse(asked)
    found = reworded(query)
    assert found.text.lower() == other.lower()
    for (start, end), (a, b) in found.places:
        assert query.mended[start:end] in {one.asked for one in query.rewordings}
        assert found.text[a:b] in {word for one in query.rewordings for word in one.searched}
    outside = query.mended
    for place, _ in reversed(found.places):
        outside = outside[: place[0]] + "|" + outside[place[1] :]
    kept = found.text
    for _, place in reversed(found.places):
        kept = kept[: place[0]] + "|" + kept[place[1] :]
    assert kept == outside


def test_as_typed_nothing_gives_way(analyser: QueryAnalyser) -> None:
    query = analyser.analyse("Do MSCs age in ITP?", as_typed=True)
    assert reworded(query).text == "Do MSCs age in ITP?"
    assert reworded(query).places == ()


def test_a_slip_is_mended_and_no_other_wording(analyser: QueryAnalyser) -> None:
    query = analyser.analyse("Did mesenchymel cells age?")
    assert reworded(query).text == query.mended == "Did mesenchymal cells age?"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("In ITP the MSCs are few.", "Do MSCs age in ITP?"),
        ("Immune thrombocytopenia; MSCs", "Do MSCs age in immune thrombocytopenia?"),
        ("ITP, or immune thrombocytopenia", "Do MSCs age in ITP?"),
        ("Stem cells and immune cells", "Do MSCs age in ITP?"),
    ],
)
def test_a_text_is_read_with_the_wording_that_it_has(
    analyser: QueryAnalyser, text: str, read: str
) -> None:
    assert in_words_of(analyser.analyse("Do MSCs age in ITP?"), text) == read


def test_a_piece_with_the_other_wording_is_as_near() -> None:
    document = read(
        FRONT
        + "1 Cells\n\nMesenchymal stem cells (MSCs) are found in bone.\n\n"
        + "2 Age\n\nIn old mice MSCs do not divide.\n\n3 Iron\n\nIn old mice iron is low.\n"
    )
    index = build_index([document], HashingTokenEmbedder())

    def nearness(asked: str, *, as_typed: bool = False) -> dict[str, float]:
        hits = index.search(index.prepare(asked, as_typed=as_typed), 20)
        return {hit.chunk.quote: hit.late for hit in hits}

    (age,) = (quote for quote in nearness("old mice") if "divide" in quote)
    asked = "Do mesenchymal stem cells divide in old mice?"
    short, long = nearness("Do MSCs divide in old mice?"), nearness(asked)
    typed = nearness(asked, as_typed=True)
    assert long[age] > typed[age]
    assert long[age] == pytest.approx(short[age], abs=0.15)
