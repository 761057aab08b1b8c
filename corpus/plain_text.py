"""Reader for articles as plain text: one block a paragraph, tables tab-separated.

The layout is what text extraction from a journal's PDF gives: front-matter labels, a title, an
abstract without heading, numbered sections, tables wherever the page put them (in mid-sentence
too), back matter and a reference list with one item an entry.
"""

import re
from dataclasses import dataclass, field

from corpus.blocks import Block, read_blocks, without_bullet
from corpus.draft import Draft, DraftSection, PrintedTable
from corpus.headings import (
    fold,
    is_label,
    is_plain_heading,
    is_reference_list,
    label_heading,
    numbered_headings,
)
from corpus.references import starts_entry
from corpus.sentences import ends_sentence
from corpus.tables import parse_caption, split_cells
from corpus.types import SectionKind
from corpus.typesetting import clean

TITLE_HEADING = "Title, authors and affiliations"
_ABSTRACT_MIN_CHARS = 400
_NOTE = re.compile(r"^(?:abbreviations?\b|notes?\b|[*†‡§])", re.IGNORECASE)
_LABELLED = re.compile(r"^([A-Z]{4,}(?: [A-Z]{2,})*):?\s+(\d.*|[A-Z][a-z].*)$")
_SUSPENDED = frozenset({"and", "or", "to"})


def read_plain_text(text: str, title: str) -> Draft:
    """The parts of an article in source order; `title` is the one the metadata gives."""
    reader = _Reader(title=fold(title), words=frozenset(re.findall(r"[\w-]+", text.lower())))
    blocks = read_blocks(text)
    alone = [b.lines[0].strip() if len(b.lines) == 1 else None for b in blocks]
    reader.numbers = numbered_headings(alone)
    for position, block in enumerate(blocks):
        following = blocks[position + 1] if position + 1 < len(blocks) else None
        reader.take(position, block, following)
    return reader.finish()


@dataclass(slots=True)
class _Reader:
    title: str
    words: frozenset[str]
    numbers: dict[int, tuple[int, ...]] = field(default_factory=dict)
    sections: list[DraftSection] = field(default_factory=list)
    tables: list[PrintedTable] = field(default_factory=list)
    entries: list[tuple[str, str]] = field(default_factory=list)
    boilerplate: list[str] = field(default_factory=list)
    open_table: PrintedTable | None = None
    last_row_line: int = -1
    headings: list[str] = field(default_factory=list)
    in_references: bool = False

    def take(self, position: int, block: Block, following: Block | None) -> None:
        if position in self.numbers:
            self._open_numbered(self.numbers[position], clean(block.lines[0]))
        elif block.kind == "boilerplate":
            self.boilerplate += [clean(line) for line in block.lines]
        elif block.kind == "caption":
            self._take_caption(block)
        elif block.kind == "rows":
            self._take_rows(block)
        elif block.kind == "figure":
            self._take_figure(block)
        elif self.in_references and not self._is_heading(block, following):
            self._take_entry(block)
        else:
            self._take_text(position, block, following)

    def finish(self) -> Draft:
        return Draft(self.sections, self.tables, self.entries, self.boilerplate)

    # headings

    def _open(self, path: tuple[str, ...], kind: SectionKind, anchor: str = "") -> None:
        self.sections.append(DraftSection(path, kind, anchor))
        self.open_table = None

    def _open_numbered(self, number: tuple[int, ...], heading: str) -> None:
        self.headings = [*self.headings[: len(number) - 1], heading]
        self.in_references = False
        self._open(tuple(self.headings), "body", "s" + "-".join(map(str, number)))

    def _is_heading(self, block: Block, following: Block | None) -> bool:
        if block.kind != "text" or len(block.lines) != 1 or following is None:
            return False
        line = block.lines[0].strip()
        is_complete = not self._paragraphs() or ends_sentence(self._paragraphs()[-1])
        if self.in_references:
            is_complete = True
        begins = following.lines[0].lstrip("*_ ")[:1]
        return is_complete and is_plain_heading(line) and not begins.islower()

    def _section(self) -> DraftSection:
        if not self.sections:
            self._open(("Front matter",), "front")
        return self.sections[-1]

    def _paragraphs(self) -> list[str]:
        return self.sections[-1].paragraphs if self.sections else []

    # text

    def _take_text(self, position: int, block: Block, following: Block | None) -> None:
        line = block.lines[0].strip()
        alone = len(block.lines) == 1
        kind = self.sections[-1].kind if self.sections else "front"
        if block.kind == "text" and fold(" ".join(block.lines)) == self.title:
            self._open((TITLE_HEADING,), "front")
            self._append(block)
        elif alone and is_label(line):
            self._take_label(line, following)
        elif alone and kind == "front" and (labelled := _LABELLED.match(line)):
            self._open((label_heading(labelled[1]),), "front")
            self.sections[-1].paragraphs.append(labelled[2])
        elif self._starts_abstract(block):
            self._open(("Abstract",), "abstract")
            self._append(block)
        elif alone and kind in ("abstract", "body", "back") and self._is_heading(block, following):
            self._open_plain(position, clean(line))
        elif self._is_note(block):
            self.tables[-1].notes.append(self._joined(block))
        else:
            self._append(block)

    def _take_label(self, line: str, following: Block | None) -> None:
        if following is not None and len(following.lines) == 1:
            next_line = following.lines[0].strip()
            if is_label(next_line):
                self.boilerplate.append(clean(line))
                return
        heading = label_heading(line)
        if is_reference_list(heading):
            self._open_references(heading)
        else:
            self._open((heading,), "abstract" if fold(heading) == "abstract" else "front")

    def _open_plain(self, position: int, heading: str) -> None:
        if is_reference_list(heading):
            self._open_references(heading)
        elif fold(heading) == "abstract":
            self._open((heading,), "abstract")
        elif any(later > position for later in self.numbers) and self.headings:
            self._open((*self.headings, heading), "body")
        else:
            self._open((heading,), "back" if self.numbers else "body")

    def _open_references(self, heading: str) -> None:
        self.in_references = True
        self._open((heading,), "back")

    def _starts_abstract(self, block: Block) -> bool:
        text = self._joined(block)
        return (
            bool(self.sections)
            and self.sections[-1].path == (TITLE_HEADING,)
            and len(text) >= _ABSTRACT_MIN_CHARS
            and ends_sentence(text)
        )

    def _is_note(self, block: Block) -> bool:
        if self.open_table is None or not self.tables[-1].lines:
            return False
        touches = block.first == self.last_row_line + 1
        return touches or bool(_NOTE.match(block.lines[0].strip()))

    def _append(self, block: Block) -> None:
        """A new paragraph, or the rest of one that a page, figure or table has cut."""
        section = self._section()
        text = self._joined(block)
        is_rest = section.paragraphs and section.kind in ("abstract", "body", "back")
        if is_rest and block.kind == "text":
            previous = section.paragraphs[-1]
            is_cut = not ends_sentence(previous) or text[:1].islower() or text[:1] in ",.;)]"
            if is_cut and not previous.endswith(":"):
                section.paragraphs[-1] = self._join(previous, text)
                self.open_table = None
                return
        section.paragraphs.append(text)
        self.open_table = None

    def _joined(self, block: Block) -> str:
        text = block.lines[0].strip()
        for line in block.lines[1:]:
            text = self._join(text, line.strip())
        return text

    def _join(self, before: str, after: str) -> str:
        """Two pieces of one text; a hyphen between them stays unless the word occurs without."""
        if not re.search(r"\w-$", before):
            return f"{before} {after}"
        head = re.search(r"[\w-]+-$", before)
        tail = re.match(r"[\w-]+", after)
        if not head or not tail or tail[0].lower() in _SUSPENDED:
            return f"{before} {after}"
        plain, hyphenated = (head[0][:-1] + tail[0]).lower(), (head[0] + tail[0]).lower()
        if plain in self.words and hyphenated not in self.words:
            return before[:-1] + after
        return before + after

    # tables and figures

    def _take_caption(self, block: Block) -> None:
        label, caption, continued = parse_caption(self._joined(block))
        same = next((t for t in reversed(self.tables) if t.label == label), None)
        if same is not None and (continued or fold(same.caption) == fold(caption)):
            same.boilerplate.append(clean(self._joined(block)))
            self.open_table = same
            return
        self._open_table(label, caption)

    def _open_table(self, label: str, caption: str) -> None:
        self.open_table = PrintedTable(label, caption, self._section())
        self.tables.append(self.open_table)

    def _take_rows(self, block: Block) -> None:
        if self.open_table is None:
            self._open_table("", "")
        table = self.open_table
        assert table is not None  # noqa: S101 - narrowed by _open_table
        for line in block.lines:
            cells = split_cells(line) if "\t" in line else [clean(line)]
            is_header_again = bool(table.lines) and cells == table.lines[0]
            if is_header_again:
                table.boilerplate += cells
            else:
                table.lines.append(cells)
        self.last_row_line = block.first + len(block.lines) - 1

    def _take_figure(self, block: Block) -> None:
        caption = self._joined(block)
        label = re.match(r"(?i)fig(?:ure|\.)?\s+(\d+)", caption)
        name = f"Figure {label[1]}" if label else "Figure"
        section = self._section()
        section.figures.append(DraftSection((*section.path, name), "figure", fold(name), [caption]))

    # references

    def _take_entry(self, block: Block) -> None:
        mark, rest = without_bullet(block.lines[0])
        number = re.sub(r"\D", "", mark)
        text = rest.strip()
        for line in block.lines[1:]:
            text = self._join(text, line.strip())
        if self.entries and (not number if self.entries[0][0] else not starts_entry(text, False)):
            self.entries[-1] = (self.entries[-1][0], self._join(self.entries[-1][1], text))
        else:
            self.entries.append((number, text))
