"""The plain walk over an article's JATS XML: what it keeps, fills in and refuses."""

from pathlib import Path

import pytest

from qa.evaluation.errors import QuestionSetError
from qa.evaluation.public import PUBLIC
from qa.evaluation.public.jats import read_article
from tests import public_samples


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    public_samples.write_all(tmp_path)
    return tmp_path


def test_jats_walk(folder: Path) -> None:
    article = read_article(folder / "evidence_inference" / "nxml" / "PMC1.nxml", "PMC1")
    assert article.title == "A sleep trial"
    assert [(s.path, s.kind, s.text) for s in article.sections] == [
        (("Abstract", "Results"), "abstract", "Sleep was longer with tea."),
        (
            ("Results",),
            "body",
            "Tea drinkers slept 30 minutes more1. Nobody left the study.",
        ),
        (("Results", "Adverse events"), "body", "There were none."),
        (("Results", "Adverse events", "Figure 1"), "figure", "Flow of participants"),
        (("Thanks",), "back", "To the sleepers."),
    ]
    (table,) = article.tables
    assert (table.label, table.caption, table.notes) == ("Table 1", "Sleep by group", ("h, hours",))
    assert article.section_by_anchor[table.section].path == ("Results",)
    assert table.columns == ("Outcome", "Group Tea", "Group Water")
    assert [(row.anchor, row.cells, row.inherited) for row in table.rows] == [
        ("T1-r2", ("Night", "8 h", "7 h"), ()),
        ("T1-r3", ("Night", "7.5 h", "7 h"), (0,)),
        ("T1-r4", ("All nights", "", ""), ()),
    ]


def test_jats_reads_nothing_but_the_file(folder: Path) -> None:
    article = read_article(folder / "evidence_inference" / "nxml" / "PMC1.nxml", "PMC1")
    text = " ".join(section.text for section in article.sections)
    assert "LEAKED" not in text
    assert "expanded" not in text


def test_jats_rows_begin_with_the_cells_printed_once_above(tmp_path: Path) -> None:
    lines = ("Study|Arm|n", "Lee|zinc|40", "|none|41", "After a year||", "|zinc|30", "Roe|iron|9")
    rows = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in line.split('|'))}</tr>" for line in lines
    )
    article = tmp_path / "a.xml"
    article.write_text(
        f'<article><body><sec><table-wrap id="t"><table>{rows}</table></table-wrap></sec></body>'
        "</article>",
        encoding="utf-8",
    )
    (table,) = read_article(article, "a").tables
    assert [row.cells for row in table.rows] == [
        ("Lee", "zinc", "40"),
        ("Lee", "none", "41"),
        ("After a year", "", ""),
        ("", "zinc", "30"),
        ("Roe", "iron", "9"),
    ]
    assert [row.inherited for row in table.rows] == [(), (0,), (), (), ()]


def test_jats_that_is_not_xml(folder: Path) -> None:
    path = folder / "evidence_inference" / "nxml" / "PMC1.nxml"
    path.write_text("<article>\n<p></article>", encoding="utf-8")
    with pytest.raises(QuestionSetError, match=r"PMC1\.nxml:2: not well-formed XML"):
        PUBLIC["evidence-inference"](folder)


@pytest.mark.parametrize("span", ["1000000000", "-3", "0", "many", ""])
def test_jats_absurd_spans_are_bounded(span: str, folder: Path) -> None:
    path = folder / "evidence_inference" / "nxml" / "PMC1.nxml"
    text = public_samples.NXML.replace('<td colspan="3">', f'<td colspan="{span}">')
    path.write_text(text, encoding="utf-8")
    (table,) = read_article(path, "PMC1").tables
    assert table.rows[-1].cells[0] == "All nights"
    assert {len(row.cells) for row in table.rows} == {len(table.columns)}
