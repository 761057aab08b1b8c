"""Laws of a `Document`, over the bundled article and over generated ones."""

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from corpus.library import read_article
from corpus.sentences import sentence_spans
from corpus.types import Document, Mention
from tests.articles import FRONT, bundled, bundled_folder, read

FEW = settings(max_examples=40, deadline=None, derandomize=True, database=None)

# An independent, simple fold: what is left of a text when typesetting and layout are taken away.
_MARKUP = re.compile(r"</?(?:i|b|sup|sub)>|\\(?=[()])|[\s*$_^{}]|[\[\]](?=\()|^\[|(?<=[\s(])\[")


def fold(text: str) -> str:
    return re.sub(r"[\s\W_]", "", unicodedata.normalize("NFKC", _MARKUP.sub("", text)))


def parts(document: Document) -> list[str]:
    """Every place that may hold text of the source, each once."""
    headings = [s.path[-1] if s.kind != "figure" else "" for s in document.sections]
    held = [f"{h} {s.text}" for h, s in zip(headings, document.sections, strict=True)]
    for table in document.tables:
        held += [f"{table.label} {table.caption}", *table.columns, *table.notes]
        for row in table.rows:
            held += [cell for i, cell in enumerate(row.cells) if i not in row.inherited]
    held += [reference.text for reference in document.references]
    return [*held, *document.boilerplate]


def check_offsets(document: Document) -> None:
    texts: list[tuple[str, Sequence[Mention]]] = []
    texts += [(section.text, section.mentions) for section in document.sections]
    for table in document.tables:
        for row in table.rows:
            texts.append((row.text, row.mentions))
            for column, cell in enumerate(row.cells):
                start, end = row.cell_span(column)
                assert row.text[start:end] == cell
            assert len(row.cells) == len(table.columns)
    anchors = {reference.anchor for reference in document.references}
    for text, mentions in texts:
        assert list(mentions) == sorted(mentions, key=lambda mention: mention.start)
        for mention in mentions:
            assert text[mention.start : mention.end] == mention.text
            assert anchors.issuperset(mention.references)
        check_partition(text)
    every = [s.anchor for s in document.sections] + [t.anchor for t in document.tables]
    every += [row.anchor for table in document.tables for row in table.rows] + sorted(anchors)
    assert len(set(every)) == len(every)
    assert {t.section for t in document.tables} <= {s.anchor for s in document.sections}


def check_partition(text: str) -> None:
    """Sentence spans are in order, trimmed, and leave nothing but white space between them."""
    end = 0
    for start, stop in sentence_spans(text):
        assert end <= start < stop
        assert not text[end:start].strip()
        assert text[start:stop] == text[start:stop].strip()
        assert not re.search(r"\n\s*\n", text[start:stop])
        end = stop
    assert not text[end:].strip()


def test_offsets_of_the_bundled_article_slice_back() -> None:
    check_offsets(bundled())


def test_no_text_of_the_bundled_article_is_lost() -> None:
    """Line by line and cell by cell, in a fold that knows nothing of the reader; then by letter."""
    source = (bundled_folder() / "article.txt").read_text(encoding="utf-8")
    held = [fold(part) for part in parts(bundled())]
    joined = "\n".join(held)
    pieces = [piece for line in source.splitlines() for piece in line.split("\t")]
    lost = [piece for piece in pieces if fold(piece).casefold() not in joined.casefold()]
    assert lost == []
    # The reader adds nothing but headings for what has none: "Front matter" parts and the abstract.
    added = "Title, authors and affiliations" + "Abstract"
    everything = Counter(fold(source + added).casefold())
    assert Counter("".join(held).casefold()) == everything


def test_reading_twice_gives_equal_documents() -> None:
    assert read_article(bundled_folder()) == read_article(bundled_folder())


def test_a_document_survives_json() -> None:
    adapter = TypeAdapter(Document)
    assert adapter.validate_json(adapter.dump_json(bundled())) == bundled()


@given(st.text(max_size=300))
@FEW
def test_any_text_is_partitioned_into_sentences(text: str) -> None:
    check_partition(text)


@given(st.text(alphabet="ab.?!:()[] \n\"'AB1α", max_size=200))
@FEW
def test_any_punctuation_is_partitioned_into_sentences(text: str) -> None:
    check_partition(text)


# generated tables

_word = st.text(alphabet=string.ascii_lowercase, min_size=3, max_size=8)
_cell = st.lists(_word, min_size=1, max_size=3).map(" ".join)


@dataclass(frozen=True)
class Printed:
    rows: tuple[tuple[str, ...], ...]
    inherited: tuple[tuple[int, ...], ...]
    lines: tuple[str, ...]


@st.composite
def printed_tables(draw: st.DrawFn) -> Printed:
    """A logical table of five columns and the lines a press would make of it."""
    header = ["Group", "Item", "Effect", "Cause", "Source"]
    rows: list[tuple[str, ...]] = []
    spans: list[tuple[int, ...]] = []
    lines = ["TABLE 1 Things and their effects.", "", "\t".join(header)]
    for position in range(draw(st.integers(1, 8))):
        spanned = draw(st.integers(0, 2)) if rows else 0
        own = [draw(_cell) for _ in header]
        if spanned < 2:  # else fewer than half of the cells are filled: an overflow line
            own[3] = draw(st.sampled_from([own[3], ""]))
        overflow = draw(st.sampled_from([None, None, 2, 4]))
        cells = [*rows[-1][:spanned], *own[spanned:]] if rows else own
        printed = ["" if column < spanned else cell for column, cell in enumerate(own)]
        if draw(st.booleans()):  # ragged: a press drops the empty cells at the end of a line
            while printed and not printed[-1]:
                printed.pop()
        lines.append("\t".join(printed))
        if overflow:
            more = draw(_cell)
            cells[overflow] = f"{cells[overflow]}\n{more}"
            lines.append("\t".join(more if c == overflow else "" for c in range(len(header))))
        rows.append(tuple(cells))
        spans.append(tuple(range(spanned)))
        if draw(st.integers(0, 3)) == 0 and position:
            lines += ["", "(Continued on following page)", ""]
            lines += ["TABLE 1 (Continued) Things and their effects."]
            lines += draw(st.sampled_from([[], ["", "\t".join(header)]]))
            lines += [""] * draw(st.integers(0, 1))
    if lines[-1].startswith("TABLE 1 (Cont") or lines[-1] in ("", "\t".join(header)):
        lines += ["", "last\titem\teffect\tcause\tsource"]
        rows.append(("last", "item", "effect", "cause", "source"))
        spans.append(())
    return Printed(tuple(rows), tuple(spans), tuple(lines))


@given(printed_tables())
@FEW
def test_the_logical_table_comes_back(printed: Printed) -> None:
    cut = ["The level of iron was lower", "", *printed.lines, "", "in all groups."]
    document = read(FRONT + "1 Introduction\n\n" + "\n".join(cut))
    (table,) = document.tables
    assert table.columns == ("Group", "Item", "Effect", "Cause", "Source")
    assert tuple(row.cells for row in table.rows) == printed.rows
    assert tuple(row.inherited for row in table.rows) == printed.inherited
    assert document.section_by_anchor["s1"].text == "The level of iron was lower in all groups."
    check_offsets(document)


# generated articles

_sentence = st.lists(_word, min_size=5, max_size=9, unique=True).map(
    lambda words: " ".join([words[0].capitalize(), *words[1:]])
)
_paragraph = st.lists(_sentence, min_size=1, max_size=4).map(
    lambda sentences: " ".join(f"{sentence}." for sentence in sentences)
)
_INTERRUPTIONS = (
    "",
    "\n",
    "\nFIGURE {0} What iron does.\n",
    "\nFig. {0} | What sleep does.\n",
    "\nTABLE {0} Doses.\n\nDrug\tDose\nIron\t1 mg\n",
    "\nTABLE {0} Doses.\nDrug\tDose\nIron\t1 mg\n\n12\n",
    "\n\u200b\n12\n",
)


@st.composite
def articles(draw: st.DrawFn) -> tuple[list[list[str]], str]:
    """Sections of paragraphs, and the article that a press makes of them."""
    names = iter(string.ascii_lowercase)
    sections = [
        # No two paragraphs begin or end alike, so that each is in one place only.
        [f"Par{next(names)} {draw(_paragraph)[:-1]} end{next(names)}." for _ in range(size)]
        for size in draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    ]
    printed = FRONT
    for number, paragraphs in enumerate(sections, start=1):
        printed += f"{number} Heading of it\n\n"
        for paragraph in paragraphs:
            spaces = [m.start() for m in re.finditer(" ", paragraph)]
            # A short line with a capital on the next one is a heading, as far as anyone can see.
            inside = [
                at
                for at in spaces
                if paragraph[at + 1].islower() or (at > 80 and paragraph[at - 1] != ".")
            ]
            at = draw(st.sampled_from(inside))
            interruption = draw(st.sampled_from(_INTERRUPTIONS)).format(printed.count("\n"))
            printed += f"{paragraph[:at]}\n{interruption}\n{paragraph[at + 1 :]}\n\n"
    return sections, printed


@given(articles())
@FEW
def test_paragraphs_cut_by_pages_figures_and_tables_come_back(
    article: tuple[list[list[str]], str],
) -> None:
    sections, printed = article
    document = read(printed)
    body = [section.text.split("\n\n") for section in document.sections if section.kind == "body"]
    assert body == sections
    check_offsets(document)


@given(articles())
@FEW
def test_no_text_of_a_generated_article_is_lost(article: tuple[list[list[str]], str]) -> None:
    _, printed = article
    held = Counter(fold("".join(parts(read(printed)))).casefold())
    # The title is a section of the front matter and its heading is the reader's own.
    added = Counter(fold("Title, authors and affiliations").casefold())
    assert held - added == Counter(fold(printed).casefold())


# generated pages

_HEADS = ("Author et al. Iron and sleep", "Iron in sleep", "JOURNAL OF IRON", "Safety first")
_SUBHEADINGS = ("Clinical evidence", "Safety", "Limitations")
_SHORT = ("None was reported.", "No change.", "It fell.")


@dataclass(frozen=True)
class Paged:
    """Paths and paragraphs of the body, the article as printed, and what its pages add to it."""

    body: list[tuple[tuple[str, ...], list[str]]]
    printed: str
    furniture: list[str]


@st.composite
def paged_articles(draw: st.DrawFn) -> Paged:
    """The same subheadings and short paragraphs in every section, cut by page breaks anywhere."""
    head, page = draw(st.sampled_from(_HEADS)), draw(st.integers(1, 900))
    names = iter(string.ascii_lowercase)
    body: list[tuple[tuple[str, ...], list[str]]] = []
    furniture: list[str] = []
    printed = FRONT
    for number in range(1, 4):
        section = f"{number} Heading of it"
        printed += f"{section}\n\n"
        body.append(((section,), []))
        for subheading in _SUBHEADINGS:
            printed += f"{subheading}\n\n"
            short = draw(st.sampled_from(_SHORT))
            # Each head stands three times in mid-sentence: fewer are no evidence of pages.
            cut = number == 1 or draw(st.booleans())
            name = next(names)
            paragraph = f"Par{name} {draw(_paragraph)[:-1]} end{name}."
            if cut:
                lower = [m.start() for m in re.finditer(r" (?=[a-z])", paragraph)]
                at = draw(st.sampled_from(lower))
                added = draw(st.permutations([head, str(page)]))
                page += 1
                furniture += added
                middle = "\n\n".join(added)
                printed += f"{paragraph[:at]}\n\n{middle}\n\n{paragraph[at + 1 :]}\n\n"
            else:
                printed += f"{paragraph}\n\n"
            printed += f"{short}\n\n"
            body.append(((section, subheading), [paragraph, short]))
            if draw(st.booleans()):  # a page that ends with its paragraph
                added = [head, str(page)] if len(furniture) >= 6 else []
                page += bool(added)
                furniture += added
                printed += "".join(f"{line}\n\n" for line in added)
    return Paged(body, printed, furniture)


@given(paged_articles())
@FEW
def test_pages_leave_no_trace_and_what_recurs_in_the_text_stays(paged: Paged) -> None:
    document = read(paged.printed)
    body = [(s.path, s.text.split("\n\n")) for s in document.sections if s.kind == "body"]
    assert body == [(path, paragraphs or [""]) for path, paragraphs in paged.body]
    assert list(document.boilerplate) == paged.furniture
    check_offsets(document)


@given(st.lists(st.sampled_from(["Yes", "No", "2021", "12"]), min_size=1, max_size=6))
@FEW
def test_no_lone_line_in_a_table_is_furniture(lines: list[str]) -> None:
    rows = "".join(f"drug\t{n} mg\tyes\n\n{line}\n\n" for n, line in enumerate(lines))
    document = read(
        f"{FRONT}1 Iron\n\nIt fell after the\n\nTABLE 1 Doses.\n\nDrug\tDose\tUsed\n{rows}"
        "last\t9 mg\tno\n\ndose was cut.\n"
    )
    (table,) = document.tables
    assert (len(table.rows), list(table.notes)) == (len(lines) + 1, lines)
    assert document.section_by_anchor["s1"].text == "It fell after the dose was cut."
    assert document.boilerplate == ()


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_make_no_difference(ends: str) -> None:
    source = (bundled_folder() / "article.txt").read_text(encoding="utf-8")
    assert read(source.replace("\n", ends)) == read(source)


@pytest.mark.parametrize("seed", range(12))
def test_no_text_of_a_mangled_article_is_lost(seed: int) -> None:
    """Lines of the bundled article dropped, doubled, swapped, cut and run together."""
    lines = (bundled_folder() / "article.txt").read_text(encoding="utf-8").split("\n")
    random = Random(seed)  # noqa: S311
    for _ in range(random.randint(1, 40)):
        one, other = random.randrange(len(lines)), random.randrange(len(lines))
        cut = random.randint(0, len(lines[one]))
        lines[one : one + 1] = random.choice(
            [
                [],
                [lines[one]] * 2,
                [lines[other]],
                [lines[one], "", ""],
                [lines[one][:cut], lines[one][cut:]],
                [lines[one][:cut], "", lines[one][cut:]],
                [lines[one][:cut] + "\t" + lines[one][cut:]],
            ]
        )
    document = read("\n".join(lines))
    check_offsets(document)
    held = Counter(fold("".join(parts(document))).casefold())
    assert Counter(letters("\n".join(lines))) - held == Counter()


def letters(text: str) -> str:
    """As `fold`, without digits: a cut may fall into a formula and make two of it."""
    return re.sub(r"\d", "", fold(text)).casefold()
