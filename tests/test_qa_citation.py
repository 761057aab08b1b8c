import re
import time
from dataclasses import replace

import pytest

from corpus.types import Document, Row, Table
from index.chunking import chunk_document
from qa.citation import Evidence, cite, document_card
from qa.types import PassageLocation, ReferenceLocation, RowLocation


def whole(document: Document, anchor: str, kind: str = "passage") -> Evidence:
    text = document.text_of(anchor)
    return Evidence(document.id, anchor, kind, 0, len(text), 0.5)  # type: ignore[arg-type]


def at(document: Document, anchor: str, piece: str) -> Evidence:
    start = document.text_of(anchor).index(piece)
    return Evidence(document.id, anchor, "passage", start, start + len(piece), 0.123456789)


def test_a_passage_is_cited_by_its_place(article: Document) -> None:
    piece = "USO1 exerts its oncogenic effects by inactivating Raf/ERK signaling (Li et al., 2021)."
    evidence = at(article, "s4-1", piece)
    citation = cite(article, evidence, 3)
    assert (citation.number, citation.score, citation.cited_text) == (3, 0.123457, piece)
    assert citation.location == PassageLocation(
        "s4-1",
        ("4 Malignant hematologic diseases", "4.1 Myelodysplastic syndrome"),
        evidence.start,
        evidence.end,
    )
    assert citation.url == (f"/articles/{article.id}?at=s4-1:{evidence.start}-{evidence.end}#quote")
    (source,) = citation.sources
    assert (source.key, source.year, source.match) == ("Li et al., 2021", 2021, "exact")
    assert source.cited_as == "Li et al., 2021"
    assert source.url == f"https://doi.org/{source.doi}"


def test_a_row_is_cited_whole_with_its_columns_and_inherited_cells(article: Document) -> None:
    (table, row) = next(
        (table, row)
        for table in article.tables
        for row in table.rows
        if row.inherited and "danazol" in row.text
    )
    citation = cite(article, whole(article, row.anchor, "row"), 1)
    assert citation.cited_text == " | ".join(row.cells)
    assert citation.location == RowLocation(
        row.anchor, table.label, table.caption, table.columns, row.cells, (0,)
    )
    assert citation.url == f"/articles/{article.id}?at={row.anchor}#quote"
    (source,) = citation.sources
    assert source.cited_as == "Feng et al. (2017b)"
    assert source.authors[0].startswith("Feng, F")
    assert source.doi == "10.1016/S2352-3026(17)30170-9"


def test_a_citation_that_differs_from_its_entry_says_so(article: Document) -> None:
    (row,) = (row for row in article.tables[0].rows if "Kutny et al. (2022)" in row.text)
    (source,) = cite(article, whole(article, row.anchor, "row"), 1).sources
    assert (source.cited_as, source.key) == ("Kutny et al. (2022)", "Kutny et al., 2021")
    assert source.match == "inexact"


def test_a_trial_is_identified(article: Document) -> None:
    row = article.tables[1].rows[0]
    citation = cite(article, whole(article, row.anchor, "row"), 1)
    (identifier,) = citation.identifiers
    assert (identifier.type, identifier.value) == ("nct", "NCT04618328")
    assert identifier.url == "https://clinicaltrials.gov/study/NCT04618328"
    assert citation.sources == ()


def test_a_caption_is_cited_under_its_table(article: Document) -> None:
    citation = cite(article, whole(article, "table-2"), 1)
    assert citation.cited_text.startswith("Ongoing clinical trials of ATRA")
    assert isinstance(citation.location, PassageLocation)
    assert citation.location.section[-1] == "Table 2"
    assert citation.location.anchor == "table-2"


def test_a_reference_is_its_own_source(article: Document) -> None:
    reference = article.references[0]
    citation = cite(article, whole(article, reference.anchor, "reference"), 1)
    assert citation.location == ReferenceLocation(reference.anchor, reference.key)
    (source,) = citation.sources
    assert (source.key, source.title, source.match) == (reference.key, reference.title, "exact")


def test_a_reference_without_doi_is_opened_by_its_pubmed_number(article: Document) -> None:
    reference = replace(article.references[0], doi="", pmid="123")
    document = replace(article, references=(reference, *article.references[1:]))
    (source,) = cite(document, whole(document, reference.anchor, "reference"), 1).sources
    assert source.url == "https://pubmed.ncbi.nlm.nih.gov/123/"
    bare = replace(article, references=(replace(reference, pmid=""), *article.references[1:]))
    (source,) = cite(bare, whole(bare, reference.anchor, "reference"), 1).sources
    assert source.url == ""


def test_an_entry_that_cannot_be_read_is_told_whole(article: Document) -> None:
    entry = replace(article.references[0], authors=(), title="", container="", text="Roe, Iron.")
    document = replace(article, references=(entry, *article.references[1:]))
    place = Evidence(document.id, entry.anchor, "reference", 0, len(entry.text), 0.5)
    (source,) = cite(document, place, 1).sources
    assert source.title == "Roe, Iron."


def test_a_row_is_cited_under_the_row_that_heads_its_group(article: Document) -> None:
    cells = [("Versus kanamycin", "", ""), ("Amikacin", "1", "2"), ("Capreomycin", "3", "4")]
    rows = tuple(Row(f"r{at}", one) for at, one in enumerate(cells))
    table = Table("t", "Table 9", "Drugs", ("Drug", "n", "Odds"), rows, "s1")
    document = replace(article, tables=(table,))
    for row, group in (("r0", ""), ("r1", "Versus kanamycin"), ("r2", "Versus kanamycin")):
        location = cite(document, Evidence(document.id, row, "row", 0, 5, 0.5), 1).location
        assert isinstance(location, RowLocation)
        assert location.group == group


def test_rows_of_a_long_table_are_cited_in_no_time(article: Document) -> None:
    """A second and more for each thousand, when the groups were worked out for every row anew."""
    rows = tuple(
        Row(f"r{at}", ("Group", "", "") if at % 9 == 0 else ("iron", "1", "2"))
        for at in range(4000)
    )
    document = replace(article, tables=(Table("t", "Table 9", "", ("A", "B", "C"), rows, "s1"),))
    started = time.perf_counter()
    for row in rows[:1000]:
        cite(document, Evidence(document.id, row.anchor, "row", 0, 3, 0.5), 1)
    assert time.perf_counter() - started < 1


def test_a_citation_that_fits_several_entries_names_them_all(article: Document) -> None:
    section = article.section_by_anchor["s4-1"]
    (first, *rest) = section.mentions
    several = tuple(reference.anchor for reference in article.references[:2])
    unsure = replace(section, mentions=(replace(first, references=several), *rest))
    document = replace(
        article, sections=tuple(unsure if s is section else s for s in article.sections)
    )
    sources = cite(
        document, Evidence(document.id, "s4-1", "passage", first.start, first.end, 0.5), 1
    ).sources
    named = {source.key: source.match for source in sources}
    assert {article.reference_by_anchor[anchor].key for anchor in several} <= named.keys()
    assert {named[article.reference_by_anchor[anchor].key] for anchor in several} == {"ambiguous"}


def test_a_study_that_is_cited_twice_is_named_once(article: Document) -> None:
    section = article.section_by_anchor["s4-1"]
    start = section.text.index("USO1 exerts")
    end = section.text.index("ATPR also increases")
    sources = cite(article, Evidence(article.id, "s4-1", "passage", start, end, 0.5), 1).sources
    assert [source.key for source in sources] == ["Li et al., 2021"]


def test_the_card_names_the_article_and_its_licence(article: Document) -> None:
    card = document_card(article)
    assert (card.id, card.doi, card.licence, card.added_by) == (
        "chen-2024-atra",
        "10.3389/fphar.2024.1404092",
        "CC BY 4.0",
        "bundled",
    )


def test_every_piece_of_the_article_can_be_cited(article: Document) -> None:
    for number, chunk in enumerate(chunk_document(article), start=1):
        evidence = Evidence(chunk.document, chunk.anchor, chunk.kind, *chunk.span, 0.5)
        citation = cite(article, evidence, number)
        assert citation.cited_text == chunk.quote
        assert citation.location.anchor == chunk.anchor
        assert re.fullmatch(r"/articles/[\w-]+\?at=[\w-]+(:\d+-\d+)?#quote", citation.url)
        assert len({source.key for source in citation.sources}) == len(citation.sources)
        for source in citation.sources:
            assert source.cited_as
            assert source.url.startswith("https://") or not (source.doi or source.url)


@pytest.mark.parametrize("anchor", ["nowhere", ""])
def test_a_place_that_is_not_there_is_an_error(article: Document, anchor: str) -> None:
    with pytest.raises(KeyError):
        cite(article, Evidence(article.id, anchor, "passage", 0, 1, 0.5), 1)
