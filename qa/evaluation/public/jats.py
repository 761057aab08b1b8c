"""A plain walk over an article's JATS XML: paragraphs under their headings, and table rows.

No more than the evaluation needs: no references, no formatting. Row anchors count every `<tr>` of
a `<table-wrap>` from 0, header rows included, as the question set does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from corpus.types import Document, Row, Section, SectionKind, Table
from qa.evaluation.errors import Problem, QuestionSetError
from qa.evaluation.sets.plain import plain_document

_PARTS: dict[str, SectionKind] = {"body": "body", "back": "back", "floats-group": "figure"}
_FLOATS = frozenset({"table-wrap", "fig"})
_GROUPS = frozenset({"table-wrap-group", "fig-group", "floats-group"})
_NESTED = frozenset({"sec", "app", "app-group", "boxed-text", "ack", "notes", "trans-abstract"})
_UNREAD = frozenset({"tex-math", "object-id", "graphic", "media", "ref-list"}) | _FLOATS | _GROUPS
_BLOCKS = frozenset({"p", "list", "list-item", "def", "def-item", "disp-formula", "break", "title"})
# No table of a real article is wider or taller; a printed span of a million is a typing error.
_MAX_SPAN = 200


def read_article(path: Path, name: str) -> Document:
    """The article of a JATS file; `QuestionSetError` when it is not well-formed XML."""
    # An article is somebody else's file: no entities, no network, no DTD, no unbounded trees.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.parse(str(path), parser).getroot()
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        raise QuestionSetError([Problem(path, line, f"not well-formed XML: {error.msg}")]) from None
    heading = root.find("./front//article-title")
    walk = _Walk()
    for abstract in root.iterfind("./front//abstract"):
        walk.section(abstract, ("Abstract",), "abstract")
    for tag, kind in _PARTS.items():
        for part in root.iterfind(f"./{tag}"):
            walk.section(part, (), kind)
    title = "" if heading is None else plain_text(heading)
    return plain_document(name, title, walk.sections, walk.tables)


def row_anchor(table_wrap: str, index: int) -> str:
    """The anchor of the `index`-th `<tr>` (from 0) of a table-wrap."""
    return f"{table_wrap}-r{index}"


def plain_text(element: etree._Element) -> str:
    """The element's words without its tables and figures; white space collapsed."""
    return " ".join("".join(_pieces(element)).split())


@dataclass(slots=True)
class _Walk:
    """Sections and tables in reading order."""

    sections: list[Section] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def section(self, element: etree._Element, path: tuple[str, ...], kind: SectionKind) -> None:
        """The element's own blocks as one section, then its nested sections and floats."""
        heading = element.find("./title")
        if heading is not None and plain_text(heading) not in ("", *path[-1:]):
            path = (*path, plain_text(heading))
        own: list[str] = []
        later: list[etree._Element] = []
        for child in _children(element):
            if child.tag in _NESTED | _FLOATS | _GROUPS:
                later.append(child)
            elif child.tag not in {"title", "label", "sec-meta", "ref-list"}:
                own.append(plain_text(child))
                later.extend(child.iter(*_FLOATS))
        anchor = self._next_anchor()
        text = "\n\n".join(block for block in own if block)
        if text or any(child.tag not in _NESTED for child in later):
            self.sections.append(Section(anchor, path, kind, text))
        for child in later:
            if child.tag in _NESTED:
                self.section(child, path, kind)
            else:
                for part in child.iter(*_FLOATS):
                    self._float(part, path, anchor)

    def _next_anchor(self) -> str:
        return f"section-{len(self.sections) + 1}"

    def _float(self, element: etree._Element, path: tuple[str, ...], section: str) -> None:
        if element.tag == "table-wrap":
            self.tables.extend(_tables(element, section))
            return
        label, caption = _named(element, "label"), _named(element, "caption")
        if caption:
            place = (*path, label) if label else path
            self.sections.append(Section(self._next_anchor(), place, "figure", caption))


def _tables(wrap: etree._Element, section: str) -> Iterator[Table]:
    """One table per `<table>` that has rows beneath its header."""
    anchor = wrap.get("id") or f"{section}-table"
    counted = 0
    for number, element in enumerate(wrap.iter("table"), start=1):
        lines = list(element.iter("tr"))
        grid = _grid(lines)
        width = max((len(cells) for cells, _ in grid), default=0)
        heads = sum(1 for _ in element.iterfind("./thead/tr")) or 1
        rows = [
            Row(row_anchor(anchor, counted + index), _padded(cells, width), inherited)
            for index, (cells, inherited) in enumerate(grid)
            if index >= heads and any(cells)
        ]
        counted += len(lines)
        if not rows:
            continue
        rows = list(_inheriting(rows))
        yield Table(
            anchor=anchor if number == 1 else f"{anchor}-{number}",
            label=_named(wrap, "label"),
            caption=_named(wrap, "caption"),
            columns=_columns([_padded(cells, width) for cells, _ in grid[:heads]]),
            rows=tuple(rows),
            section=section,
            notes=tuple(filter(None, map(plain_text, wrap.iterfind("./table-wrap-foot")))),
        )


def _inheriting(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows, the empty cells that one begins with as in the row above: a study of several arms
    is printed once. Below a row of one cell alone, which names what follows, nothing is filled in.
    """
    above: Row | None = None
    for row in rows:
        leading = next(place for place, cell in enumerate(row.cells) if cell)
        if above and leading and sum(map(bool, above.cells)) > 1:
            filled = tuple(place for place in range(leading) if above.cells[place])
            cells = (*above.cells[:leading], *row.cells[leading:])
            row = Row(row.anchor, cells, tuple(sorted({*row.inherited, *filled})))
        yield row
        above = row


def _grid(lines: list[etree._Element]) -> list[tuple[list[str], tuple[int, ...]]]:
    """Per `<tr>` its cells, spans filled in, and the columns inherited from a row above.

    A cell over several columns stands in the first of them in the body, in all of them in the
    header, where every column needs its name.
    """
    hanging: dict[int, tuple[int, str]] = {}  # column: rows still to fill, text
    grid: list[tuple[list[str], tuple[int, ...]]] = []
    for line in lines:
        header = _tag_of_parent(line) == "thead"
        cells: list[str] = []
        inherited: list[int] = []

        def fill_hanging(cells: list[str], inherited: list[int]) -> None:
            while len(cells) in hanging:
                left, text = hanging.pop(len(cells))
                if left > 1:
                    hanging[len(cells)] = (left - 1, text)
                inherited.append(len(cells))
                cells.append(text)

        for cell in line.iterchildren("td", "th"):
            fill_hanging(cells, inherited)
            text = plain_text(cell)
            below = _span(cell, "rowspan") - 1
            for offset in range(_span(cell, "colspan")):
                shown = text if header or offset == 0 else ""
                if below:
                    hanging[len(cells)] = (below, shown)
                cells.append(shown)
        fill_hanging(cells, inherited)
        grid.append((cells, tuple(inherited)))
    return grid


def _columns(heads: list[tuple[str, ...]]) -> tuple[str, ...]:
    """One name per column: the lines of the header, each wording once."""
    return tuple(" ".join(dict.fromkeys(filter(None, names))) for names in zip(*heads, strict=True))


def _padded(cells: list[str], width: int) -> tuple[str, ...]:
    return (*cells, *([""] * (width - len(cells))))


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "1").strip()
    return min(max(int(value), 1), _MAX_SPAN) if value.isdecimal() else 1


def _named(element: etree._Element, tag: str) -> str:
    child = element.find(f"./{tag}")
    return "" if child is None else plain_text(child)


def _tag_of_parent(element: etree._Element) -> str:
    parent = element.getparent()
    return "" if parent is None else str(parent.tag)


def _children(element: etree._Element) -> Iterator[etree._Element]:
    return (child for child in element if isinstance(child.tag, str))  # no comments


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _UNREAD:
            edge = " " if child.tag in _BLOCKS else ""
            yield edge
            yield from _pieces(child)
            yield edge
        yield child.tail or ""
