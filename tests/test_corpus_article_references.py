"""The bundled article's reference list and every citation of it, pinned."""

import re

import pytest

from corpus.types import Document, Mention, Reference


def _reference(article: Document, key: str) -> Reference:
    (found,) = [reference for reference in article.references if reference.key == key]
    return found


def _mentions(article: Document) -> list[Mention]:
    of_sections = [m for section in article.sections for m in section.mentions]
    return of_sections + [m for t in article.tables for row in t.rows for m in row.mentions]


# references


def test_first_and_last_reference(article: Document) -> None:
    assert article.references[0] == Reference(
        anchor="ref-1",
        key="Abaza et al., 2017",
        authors=(
            "Abaza, Y.",
            "Kantarjian, H.",
            "Garcia-Manero, G.",
            "Estey, E.",
            "Borthakur, G.",
            "Jabbour, E.",
        ),
        year=2017,
        title="Long-term outcome of acute promyelocytic leukemia treated with "
        "all-trans-retinoic acid, arsenic trioxide, and gemtuzumab",
        container="Blood",
        text="Abaza, Y., Kantarjian, H., Garcia-Manero, G., Estey, E., Borthakur, G., Jabbour, E., "
        "et al. (2017). Long-term outcome of acute promyelocytic leukemia treated with "
        "all-trans-retinoic acid, arsenic trioxide, and gemtuzumab. Blood 129 (10), 1275–1283. "
        "doi:10.1182/blood-2016-09-736686",
        et_al=True,
        volume="129",
        pages="1275–1283",
        doi="10.1182/blood-2016-09-736686",
    )
    last = article.references[115]
    assert (last.anchor, last.key) == ("ref-116", "Zheng et al., 2022")
    assert (last.container, last.volume, last.pages) == ("Front. Immunol.", "13", "829391")


def test_every_reference_states_its_fields(article: Document) -> None:
    keys = [reference.key for reference in article.references]
    assert len(set(keys)) == len(keys)
    for reference in article.references:
        assert reference.authors
        assert all(re.fullmatch(r"[^,]+, (?:\w\. ?-?)+", name) for name in reference.authors)
        assert 1988 <= reference.year <= 2024
        assert reference.title
        assert reference.container
        assert reference.volume
        assert reference.pages
    assert [r.key for r in article.references if not r.doi] == [
        "Nervi et al., 1998",
        "Stauffer et al., 2015",
    ]


def test_reference_cut_by_a_page_is_one_entry(article: Document) -> None:
    reference = _reference(article, "García-Guerrero et al., 2023")
    assert reference.title == (
        "All-trans retinoic acid works synergistically with the y-secretase inhibitor "
        "crenigacestat to augment BCMA on multiple myeloma and the efficacy of BCMA-CAR T cells"
    )
    assert (reference.container, reference.volume) == ("Haematologica", "108")
    assert (reference.pages, reference.doi) == ("568–580", "10.3324/haematol.2022.281339")


@pytest.mark.parametrize(
    ("key", "first", "second", "container", "volume", "pages"),
    [
        ("Feng et al., 2017b", "Feng, F. E.", "Feng, R.", "Lancet Haematol.", "4", "e487–e496"),
        ("El Hajj et al., 2015", "El Hajj, H.", "Dassouki, Z.", "Blood", "125", "3447–3454"),
        ("di Masi et al., 2015", "di Masi, A.", "Leboffe, L.", "Mol. aspects Med.", "41", "1–115"),
        ("Wang and Chen, 2000", "Wang, Z. Y.", "Chen, Z.", "Lancet Oncol.", "1", "101–106"),
        (
            "Lo-Coco et al., 2013",
            "Lo-Coco, F.",
            "Avvisati, G.",
            "N. Engl. J. Med.",
            "369",
            "111–121",
        ),
        (
            "de Almeida et al., 2021",
            "de Almeida, L. Y.",
            "Pereira-Martins, D. A.",
            "Front. Oncol.",
            "11",
            "686445",
        ),
        (
            "Kuendgen et al., 2005",
            "Kuendgen, A.",
            "Knipp, S.",
            "Ann. Hematol.",
            "84",
            "61–66",
        ),
        (
            "Ni et al., 2019",
            "Ni, X.",
            "Hu, G.",
            "Crit. Rev. food Sci. Nutr.",
            "59",
            "S71–S80",
        ),
    ],
)
def test_odd_references(
    article: Document,
    key: str,
    first: str,
    second: str,
    container: str,
    volume: str,
    pages: str,
) -> None:
    reference = _reference(article, key)
    assert reference.authors[:2] == (first, second)
    assert (reference.container, reference.volume, reference.pages) == (container, volume, pages)


def test_reference_with_a_formula_in_its_title(article: Document) -> None:
    title = _reference(article, "Chen et al., 1996").title
    assert "arsenic trioxide (As₂O₃) in the treatment" in title
    assert "leukemia: as₂O₃ induces NB4 cell apoptosis" in title


# citations


def test_every_citation_resolves_and_the_inexact_ones_are_known(article: Document) -> None:
    mentions = _mentions(article)
    assert [m for m in mentions if len(m.references) != 1] == []
    assert sorted(
        (m.text, article.reference_by_anchor[m.references[0]].key) for m in mentions if not m.exact
    ) == [
        ("Frerichs et al. (2021)", "Ferichs et al., 2021"),
        ("Frerichs et al., 2021", "Ferichs et al., 2021"),
        ("Frerichs et al., 2021", "Ferichs et al., 2021"),
        ("Kalisz et al., 2021", "Kalish et al., 2021"),
        ("Kutny et al. (2022)", "Kutny et al., 2021"),
        ("Kutny et al., 2022", "Kutny et al., 2021"),
        ("Kutny et al., 2022", "Kutny et al., 2021"),
    ]


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("Feng FE. et al., 2017", "Feng et al., 2017b"),
        ("Feng Q. et al., 2017", "Feng et al., 2017a"),
        ("Feng et al. (2017b)", "Feng et al., 2017b"),
        ("Wang HY. et al., 2022", "Wang et al., 2022a"),
        ("Wang X. et al., 2022", "Wang et al., 2022c"),
        ("Wang Q. et al., 2022", "Wang et al., 2022d"),
        ("Wang et al. (2022b)", "Wang et al., 2022b"),
        ("Wang et al. (2022c)", "Wang et al., 2022c"),
        ("Wang et al. (2022d)", "Wang et al., 2022d"),
        ("Li X. et al., 2023", "Li et al., 2023a"),
        ("Li J. et al., 2023", "Li et al., 2023b"),
        ("Wang and Chen, 2000", "Wang and Chen, 2000"),
        ("Szymański et al., 2020", "Szymański et al., 2020"),
        ("Moosavi and Djavaheri-Mergny, 2019", "Moosavi and Djavaheri-Mergny, 2019"),
        ("El Hajj et al., 2015", "El Hajj et al., 2015"),
        ("di Masi et al., 2015", "di Masi et al., 2015"),
        ("de Almeida et al. (2021)", "de Almeida et al., 2021"),
        ("Brown, 2023", "Brown, 2023"),
        ("Brown et al., 2015", "Brown et al., 2015"),
        ("Borges et al., 2021", "Borges et al., 2021"),
    ],
)
def test_hard_citations(article: Document, printed: str, key: str) -> None:
    found = [m for m in _mentions(article) if m.text == printed]
    assert found
    assert {m.references for m in found} == {(_reference(article, key).anchor,)}


def test_no_year_in_brackets_was_missed(article: Document) -> None:
    """Years are found here by a rule of its own: any in brackets, whatever stands around it."""
    texts = [(s.text, s.mentions) for s in article.sections if s.kind in ("abstract", "body")]
    texts += [(row.text, row.mentions) for table in article.tables for row in table.rows]
    missed, found = [], 0
    for text, mentions in texts:
        for match in re.finditer(r"(?<=[ (])(?:19|20)\d\d[a-h]?(?=[;,)])", text):
            if any(m.start <= match.start() and match.end() <= m.end for m in mentions):
                found += 1
            else:
                missed.append(text[max(0, match.start() - 40) : match.end()])
    assert (missed, found) == ([], 161)


def test_every_reference_is_cited_somewhere_but_these(article: Document) -> None:
    cited = {anchor for mention in _mentions(article) for anchor in mention.references}
    assert [r.key for r in article.references if r.anchor not in cited] == []
