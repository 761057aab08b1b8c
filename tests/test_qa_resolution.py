from dataclasses import replace

from corpus.types import Document, Mention, Row, Section, Table
from qa.resolution import Resolution, resolution


def test_the_bundled_article_resolves(article: Document) -> None:
    found = resolution(article)
    assert found.total == sum(len(s.mentions) for s in article.sections) + sum(
        len(row.mentions) for table in article.tables for row in table.rows
    )
    assert found.share > 0.97
    assert len(found.remarks) == found.inexact + found.ambiguous + found.unresolved


def test_a_remark_says_where_and_what(article: Document) -> None:
    remark = "Table 1, row 8: “Kutny et al. (2022)” is listed as Kutny et al., 2021"
    assert remark in resolution(article).remarks


def with_mentions(article: Document, *mentions: Mention) -> Document:
    section = Section("s1", ("Results", "Iron"), "body", "x" * 50, mentions[:-1])
    row = Row("table-1-row-1", ("x" * 50,), (), mentions[-1:])
    table = Table("table-1", "Table 1", "", ("Drug",), (row,), "s1")
    return replace(article, sections=(section,), tables=(table,))


def test_each_kind_is_counted_once(article: Document) -> None:
    one, other, *_ = (reference.anchor for reference in article.references)
    keys = [reference.key for reference in article.references]
    document = with_mentions(
        article,
        Mention(0, 3, "Wu", (one,)),
        Mention(4, 7, "Li", (one,), exact=False),
        Mention(8, 11, "Xu", (one, other)),
        Mention(12, 15, "3-4", (one, other)),
        Mention(16, 19, "3-5", (one, other), exact=False),
        Mention(0, 3, "Yi", ()),
    )
    assert resolution(document) == Resolution(
        total=6,
        inexact=2,
        ambiguous=1,
        unresolved=1,
        remarks=(
            f"Iron: “Li” is listed as {keys[0]}",
            f"Iron: “Xu” may be {keys[0]} or {keys[1]}",
            f"Iron: of “3-5” the reference list has {keys[0]}, {keys[1]}",
            "Table 1, row 1: “Yi” is not in the reference list",
        ),
    )
    assert resolution(document).share == 4 / 6


def test_an_article_that_cites_nobody_has_nothing_unresolved(article: Document) -> None:
    assert resolution(replace(article, sections=(), tables=())).share == 1
