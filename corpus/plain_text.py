"""Reader for articles as plain text: one block a paragraph, tables tab-separated.

The layout is what text extraction from a journal's PDF gives: front-matter labels, a title, an
abstract without heading, numbered sections, tables wherever the page put them (in mid-sentence
too), back matter and a reference list with one item an entry.
"""

import re
from dataclasses import dataclass, field, replace

from corpus.blocks import Block, read_blocks, without_bullet
from corpus.draft import Draft, DraftSection, PrintedTable
from corpus.furniture import set_aside
from corpus.headings import (
    heading_key,
    is_back_matter,
    is_label,
    is_plain_heading,
    is_reference_list,
    label_heading,
    numbered_headings,
)
from corpus.references import begins_with_authors, is_cut, starts_entry
from corpus.sentences import ends_sentence
from corpus.tables import parse_caption, split_cells
from corpus.types import SectionKind
from corpus.typesetting import clean

TITLE_HEADING = "Title, authors and affiliations"
_ABSTRACT_MIN_CHARS = 400
_NOTE = re.compile(r"^(?:(?:abbreviations?|(?:foot)?notes?|sources?)\s*[.:]|[*†‡§¶‖#])", re.I)
_MARK = re.compile(r"^(?:<sup>|\^|[ᵃ-ᶻ¹²³⁴⁵])")
_INLINE = re.compile(r"^(Abstract|Summary|Keywords?|Key words)\s*[:.—–-]\s*(\S.*)$", re.IGNORECASE)
_ABSTRACTS = frozenset({"abstract", "summary"})
_KEYWORDS = frozenset({"keyword", "keywords"})
_OPENINGS = _ABSTRACTS | _KEYWORDS | {"introduction", "background"}
_WORD = re.compile(r"[\w-]+")
_CUT_WORD = re.compile(r"[\w-]*\w-$")
_CUT_ADDRESS = re.compile(r"(?:https?://|\b10\.\d{4,9}/)\S*[/_]$|\b10\.\d{4,9}/$")
_MAX_WORD_CHARS = 120
_LABELLED = re.compile(r"^([A-Z]{4,}(?: [A-Z]{2,})*):?\s+(\d.*|[A-Z][a-z].*)$")
_SUSPENDED = frozenset({"and", "or", "to"})


def read_plain_text(text: str, title: str) -> Draft:
    """The parts of an article in source order; `title` is the one the metadata gives."""
    reader = _Reader(title=heading_key(title), words=frozenset(re.findall(r"[\w-]+", text.lower())))
    reader.blocks = blocks = set_aside(read_blocks(text))
    alone = [b.lines[0].strip() if len(b.lines) == 1 else None for b in blocks]
    behind: Block | None = None
    for block in reversed(blocks):
        reader.resumes.append(behind)
        behind = block if block.kind in ("text", "item") else behind
    reader.resumes.reverse()
    reader.numbers = numbered_headings(alone)
    reader.last_number = max(reader.numbers, default=-1)
    for position in range(len(blocks)):
        reader.take(position)
    return reader.finish()


@dataclass(slots=True)
class _Reader:
    title: str
    words: frozenset[str]
    blocks: list[Block] = field(default_factory=list)
    resumes: list[Block | None] = field(default_factory=list)
    numbers: dict[int, tuple[int, ...]] = field(default_factory=dict)
    sections: list[DraftSection] = field(default_factory=list)
    tables: list[PrintedTable] = field(default_factory=list)
    entries: list[tuple[str, list[str]]] = field(default_factory=list)
    paragraph: list[str] = field(default_factory=list)
    boilerplate: list[str] = field(default_factory=list)
    table_by_label: dict[str, PrintedTable] = field(default_factory=dict)
    open_table: PrintedTable | None = None
    last_row_line: int = -1
    last_number: int = -1
    caption_at: int = -1
    in_item: bool = False
    headings: list[str] = field(default_factory=list)
    subheadings: set[str] = field(default_factory=set)
    in_references: bool = False

    def take(self, position: int) -> None:
        block, following = self.blocks[position], self._following(position)
        if position == self.caption_at:
            self._take_caption_behind_label(block)
        elif position in self.numbers:
            self._open_numbered(self.numbers[position], clean(block.lines[0]))
        elif block.kind == "boilerplate":
            self.boilerplate += [clean(line) for line in block.lines]
        elif block.kind == "note" and self.open_table is not None:
            self.open_table.notes += block.lines
        elif block.kind == "caption":
            self._take_caption(position, block)
        elif block.kind == "rows":
            self._take_rows(block)
        elif block.kind == "figure":
            self._take_figure(position, block)
        elif self.in_references and not self._is_heading(position, block):
            self._take_entry(block)
        else:
            self._take_text(position, block, following)

    def finish(self) -> Draft:
        self._close_paragraph()
        entries = [(number, self._joined(pieces)) for number, pieces in self.entries]
        return Draft(self.sections, self.tables, entries, self.boilerplate)

    def _following(self, position: int, distance: int = 1) -> Block | None:
        """The next block but `distance - 1` that is not boilerplate."""
        for block in self.blocks[position + 1 : position + 8]:
            distance -= block.kind != "boilerplate"
            if not distance:
                return block
        return None

    # headings

    def _open(self, path: tuple[str, ...], kind: SectionKind, anchor: str = "") -> None:
        self._close_paragraph()
        self.sections.append(DraftSection(path, kind, anchor))
        self.open_table = None
        self.in_references = False

    def _open_numbered(self, number: tuple[int, ...], heading: str) -> None:
        self.headings = [*self.headings[: len(number) - 1], heading]
        self._open(tuple(self.headings), "body", "s" + "-".join(map(str, number)))

    def _is_heading(self, position: int, block: Block) -> bool:
        following = self._following(position)
        if block.kind != "text" or len(block.lines) != 1 or following is None:
            return False
        if self.in_references:
            is_complete = following.kind != "item" and not starts_entry(" ".join(following.lines))
        else:
            is_complete = self._kind() == "front" or self.in_item or not self._is_cut()
        # Running text goes on behind a table or a figure: in lower case, this line was cut there.
        begins = (self.resumes[position] or following).lines[0].lstrip("*_ ")[:1]
        return is_complete and is_plain_heading(block.lines[0].strip()) and not begins.islower()

    def _section(self) -> DraftSection:
        if not self.sections:
            self._open(("Front matter",), "front")
        return self.sections[-1]

    def _kind(self) -> SectionKind:
        return self.sections[-1].kind if self.sections else "front"

    def _is_cut(self) -> bool:
        """Whether the paragraph before stops in mid-sentence."""
        text = " ".join(self.paragraph[-3:])
        return any(map(str.isalpha, text)) and not ends_sentence(text)

    def _close_paragraph(self) -> None:
        if self.paragraph:
            self.sections[-1].paragraphs.append(self._joined(self.paragraph))
        self.paragraph = []

    # text

    def _take_text(self, position: int, block: Block, following: Block | None) -> None:
        line = block.lines[0].strip()
        alone = len(block.lines) == 1
        kind = self._kind()
        if (
            block.kind == "text"
            and len(block.lines) < 9
            and heading_key(" ".join(block.lines)) == self.title
        ):
            self._open((TITLE_HEADING,), "front")
            self._append(block)
        elif alone and is_label(line):
            self._take_label(line, following)
        elif alone and kind == "front" and (labelled := _LABELLED.match(line)):
            self._open((label_heading(labelled[1]),), "front")
            self.paragraph = [labelled[2]]
        elif kind in ("front", "abstract") and (labelled := _INLINE.match(line)):
            named = heading_key(labelled[1])
            self._open((labelled[1],), "abstract" if named in _ABSTRACTS else "front")
            self._append(replace(block, lines=(labelled[2], *block.lines[1:])))
        elif kind == "front" and alone and heading_key(line) in _OPENINGS:
            self._open_plain(position, clean(line))
        elif self._starts_abstract(block):
            self._open(("Abstract",), "abstract")
            self._append(block)
        elif alone and self._may_open() and self._is_heading(position, block):
            self._open_plain(position, clean(line))
        elif self.open_table is not None and self._is_note(block, following):
            self.open_table.notes.append(self._joined(_pieces(block)))
        else:
            self._append(block)

    def _may_open(self) -> bool:
        """Plain headings count from the abstract on: what stands before is names and dates."""
        return self._kind() != "front" or any(s.kind == "abstract" for s in self.sections)

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
            self._open((heading,), "abstract" if heading_key(heading) == "abstract" else "front")

    def _open_plain(self, position: int, heading: str) -> None:
        if is_reference_list(heading):
            self._open_references(heading)
        elif heading_key(heading) in _ABSTRACTS:
            self._open((heading,), "abstract")
        elif heading_key(heading) in _KEYWORDS:
            self._open((heading,), "front")
        elif self.headings and self._is_subheading(position, heading):
            self.subheadings.add(heading_key(heading))
            self._open((*self.headings, heading), "body")
        elif position < self.last_number and self._kind() == "abstract":
            self._open((self.sections[-1].path[0], heading), "abstract")
        else:
            is_back = self.numbers or self.entries or is_back_matter(heading)
            self._open((heading,), "back" if is_back else "body")

    def _is_subheading(self, position: int, heading: str) -> bool:
        """Behind the last numbered heading, only what is one elsewhere: the rest is back matter."""
        recurs = self._kind() == "body" and heading_key(heading) in self.subheadings
        return position < self.last_number or recurs

    def _open_references(self, heading: str) -> None:
        self._open((heading,), "back")
        self.in_references = True

    def _starts_abstract(self, block: Block) -> bool:
        if not self.sections or self.sections[-1].path != (TITLE_HEADING,):
            return False
        text = self._joined(_pieces(block))
        return len(text) >= _ABSTRACT_MIN_CHARS and ends_sentence(text)

    def _is_note(self, block: Block, following: Block | None) -> bool:
        """A line under a table: it touches the table, bears a mark, or stands in mid-sentence."""
        line = block.lines[0].strip()
        if block.first == self.last_row_line + 1 or _NOTE.match(clean(line)) or _MARK.match(line):
            return True
        resumes = following is not None and following.kind == "text" and following.lines[0].strip()
        return self._is_cut() and line[:1].isupper() and bool(resumes) and str(resumes)[0].islower()

    def _append(self, block: Block) -> None:
        """A new paragraph, or the rest of one that a page, figure or table has cut."""
        section = self._section()
        pieces = _pieces(block)
        if self.paragraph and section.kind != "front" and block.kind == "text":
            begins, ended = pieces[0][:1], self.paragraph[-1][-1:]
            is_rest = begins.islower() or begins in ",.;)]" or (self._is_cut() and not self.in_item)
            if is_rest and ended != ":":
                self.paragraph += pieces
                self.open_table = None
                return
        self._close_paragraph()
        self.paragraph = pieces
        self.in_item = block.kind == "item"
        self.open_table = None

    def _joined(self, pieces: list[str]) -> str:
        """Pieces of one text; a hyphen between two stays unless the word occurs without it."""
        whole = [pieces[0]]
        for piece in pieces[1:]:
            end = whole[-1][-_MAX_WORD_CHARS:]
            head, tail = _CUT_WORD.search(end), _WORD.match(piece)
            if not head or not tail or tail[0].lower() in _SUSPENDED:
                whole.append("" if _CUT_ADDRESS.search(end) else " ")
            else:
                plain, printed = (head[0][:-1] + tail[0]).lower(), (head[0] + tail[0]).lower()
                if plain in self.words and printed not in self.words:
                    whole[-1] = whole[-1][:-1]
            whole.append(piece)
        return "".join(whole)

    # tables and figures

    def _take_caption(self, position: int, block: Block) -> None:
        printed = self._joined(_pieces(block))
        label, caption, continued = parse_caption(printed)
        following = self._following(position)
        same = self.table_by_label.get(label)
        has_rows = following is not None and following.kind == "rows"
        if has_rows and same and (continued or heading_key(same.caption) == heading_key(caption)):
            same.boilerplate.append(clean(printed))
            self.open_table = same
        elif has_rows:
            self._open_table(label, caption)
            self.boilerplate += ["(Continued)"] * continued  # the half before it is missing
        elif not caption and following is not None and following.kind == "text":
            behind = self._following(position, 2)
            if behind is not None and behind.kind == "rows":
                self._open_table(label, "")
                self.caption_at = self.blocks.index(following, position)
            else:
                self._add_figure(label, printed)
        else:
            self._add_figure(label, printed)

    def _take_caption_behind_label(self, block: Block) -> None:
        caption = self._joined(_pieces(block))
        if self.open_table is not None:
            self.open_table.caption = clean(caption)
        else:
            self.sections[-1].figures[-1].paragraphs.append(caption)

    def _open_table(self, label: str, caption: str) -> None:
        self.open_table = PrintedTable(label, caption, self._section())
        self.table_by_label[label] = self.open_table
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

    def _take_figure(self, position: int, block: Block) -> None:
        caption = self._joined(_pieces(block))
        label = re.match(r"(?i)fig(?:ure|\.)?\s+(S?\d+)\W*", caption)
        self._add_figure(f"Figure {label[1]}" if label else "Figure", caption)
        following = self._following(position)
        is_alone = label is not None and label.end() == len(caption)
        if is_alone and following and following.kind == "text" and following.lines[0][:1].isupper():
            self.caption_at = self.blocks.index(following, position)

    def _add_figure(self, name: str, caption: str) -> None:
        section = self._section()
        section.figures.append(
            DraftSection((*section.path, name), "figure", heading_key(name), [caption])
        )
        self.open_table = None

    # references

    def _take_entry(self, block: Block) -> None:
        mark, rest = without_bullet(block.lines[0])
        number = re.sub(r"\D", "", mark)
        lines = [rest.strip(), *_pieces(block)[1:]]
        if self._continues_entry(number, lines):
            self.entries[-1][1].extend(lines)
            return
        self.entries.append((number, lines[:1]))
        for line in lines[1:]:
            if not mark and begins_with_authors(line) and not is_cut(self.entries[-1][1][-1]):
                self.entries.append(("", [line]))
            else:
                self.entries[-1][1].append(line)

    def _continues_entry(self, number: str, lines: list[str]) -> bool:
        if not self.entries:
            return False
        if self.entries[0][0]:
            return not number
        return is_cut(self.entries[-1][1][-1]) and not starts_entry(" ".join(lines))


def _pieces(block: Block) -> list[str]:
    return [line.strip() for line in block.lines]
