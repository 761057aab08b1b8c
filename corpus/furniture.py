"""Page furniture: running heads and page numbers that text extraction left between paragraphs.

A short line that recurs may as well be a subheading ("Limitations") or a short paragraph, and a
number alone a year. What tells furniture from content is where it stands: a page ends wherever it
is full, so its furniture cuts sentences, and content does not.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.blocks import Block, BlockKind
from corpus.headings import is_label, is_plain_heading, is_reference_list, numbered_headings
from corpus.references import begins_with_authors, is_cut, starts_entry
from corpus.sentences import ends_sentence

_PAGE_NUMBER = re.compile(
    r"^(?P<page>page\s+)?(?P<number>\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?$", re.I
)
_BEGINS_LOWER = re.compile(r"(?:<[a-z]{1,6}>|[*_(\"'“‘])*[^\W\d_A-Z]+(?=[\s,.;:)-]|$)")
_TEXT: frozenset[BlockKind] = frozenset(["text", "item"])
_CONTENT: frozenset[BlockKind] = _TEXT | {"caption", "rows", "figure"}
_MAX_CHARS = 100
_MIN_TIMES = 3


def set_aside(blocks: Sequence[Block]) -> list[Block]:
    """`blocks` in order, with furniture as "boilerplate" and lone lines in a table as "note".

    A line alone is furniture when it interrupts a paragraph and is a page number or recurs; then
    also where the same head stands elsewhere, if it interrupts often, and the next page's number.
    Between a table's rows it has lost its column, and stays with the table.
    """
    return _Pages(blocks).marked()


class _Pages:
    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        lines = [_alone(blocks, position) for position in range(len(blocks))]
        self.headings = numbered_headings(lines)
        times = Counter(filter(None, lines))
        self.heads: dict[int, str] = {}
        self.numbers: dict[int, int] = {}
        for position, line in enumerate(lines):
            if not line or blocks[position].kind != "text" or position in self.headings:
                continue
            if match := _PAGE_NUMBER.match(line):
                self.numbers[position] = int(match["number"])
            elif times[line] >= _MIN_TIMES and len(line) < _MAX_CHARS:
                self.heads[position] = line
        lists = [p for p, line in enumerate(lines) if line and is_reference_list(line)]
        self.list_at = max(lists, default=len(blocks))
        self.before, self.behind = (self._nearest(_CONTENT, step) for step in (1, -1))
        # Tables and figures stand where a page has room: the text goes on behind them.
        self.text_before, self.text_behind = (self._nearest(_TEXT, step) for step in (1, -1))

    def marked(self) -> list[Block]:
        furniture = self._running_heads() | self._page_numbers()
        marked: list[Block] = []
        for position, block in enumerate(self.blocks):
            if position in furniture:
                block = replace(block, kind="boilerplate")
            elif self._is_lone_cell(position):
                block = replace(block, kind="note")
            marked.append(block)
        return marked

    def _running_heads(self) -> set[int]:
        cutting = {position for position in self.heads if self._interrupts(position)}
        often = Counter(self.heads[position] for position in cutting)
        times = Counter(self.heads.values())
        proven = {h for h, n in often.items() if n >= _MIN_TIMES and 4 * n >= times[h]}
        return cutting | {position for position, head in self.heads.items() if head in proven}

    def _page_numbers(self) -> set[int]:
        """Page breaks show themselves; from each, the numbers go on by one."""
        found = {
            position
            for position in self.numbers
            if position in (0, len(self.blocks) - 1)
            or self.blocks[position].lines[0].strip()[0].lower() == "p"
            or self._interrupts(position)
        }
        for order, step in ((sorted(self.numbers), 1), (sorted(self.numbers, reverse=True), -1)):
            last: int | None = None
            for position in order:
                if last is not None and self.numbers[position] == self.numbers[last] + step:
                    found.add(position)
                if position in found:
                    last = position
        return found

    def _interrupts(self, position: int) -> bool:
        if self._is_break(position - 1) or self._is_break(position + 1):
            return True
        beside = [p for p in (self.before[position], self.behind[position]) if p is not None]
        rows = sum(self.blocks[p].kind == "rows" for p in beside)
        if rows == 2 or (rows and position in self.heads):  # it may be a cell of that table
            return False
        if self.list_at < position and self._is_in_list(position):
            return True
        return self._is_cut_before(position) or self._goes_on_behind(position)

    def _is_in_list(self, position: int) -> bool:
        """Before an entry of the reference list, or in the middle of one."""
        before, behind = self.before[position], self.behind[position]
        if behind is not None and _starts_entry(self.blocks[behind]):
            return True
        is_entry = before is not None and _starts_entry(self.blocks[before])
        return before is not None and is_entry and is_cut(self.blocks[before].lines[-1])

    def _nearest(self, kinds: frozenset[BlockKind], step: int) -> list[int | None]:
        """For each block, the next one of `kinds` in one direction, past other furniture."""
        nearest: list[int | None] = [None] * len(self.blocks)
        last: int | None = None
        for position in range(len(self.blocks))[::step]:
            nearest[position] = last
            if self.blocks[position].kind in kinds and not self._looks_set_apart(position):
                last = position
        return nearest

    def _looks_set_apart(self, position: int) -> bool:
        """Whether a line may be furniture by its form too: no sentence, and no part of one."""
        head = self.heads.get(position)
        is_sentence = head and (ends_sentence(head) or _BEGINS_LOWER.match(head))
        return position in self.numbers or (head is not None and not is_sentence)

    def _is_break(self, position: int) -> bool:
        """Whether this is the mark of a table that goes on, on another page."""
        return 0 <= position < len(self.blocks) and self.blocks[position].kind == "boilerplate"

    def _is_cut_before(self, position: int) -> bool:
        before = self.text_before[position]
        if before is None or self.blocks[before].kind != "text" or before in self.headings:
            return False
        block = self.blocks[before]
        line = _alone(self.blocks, before)
        if line and (is_label(line) or is_plain_heading(line)):
            return False
        above = self.blocks[before - 1].kind if before else "text"
        may_be_a_note = above not in ("text", "item") and not _BEGINS_LOWER.match(block.lines[0])
        return not may_be_a_note and not ends_sentence(" ".join(block.lines[-3:]))

    def _goes_on_behind(self, position: int) -> bool:
        after = self.text_behind[position]
        if after is None or self.blocks[after].kind != "text":
            return False
        return bool(_BEGINS_LOWER.match(self.blocks[after].lines[0].strip()))

    def _is_lone_cell(self, position: int) -> bool:
        line = _alone(self.blocks, position)
        if not line or self.blocks[position].kind != "text" or position in self.headings:
            return False
        beside = (self.before[position], self.behind[position])
        return (
            all(p is not None and self.blocks[p].kind == "rows" for p in beside)
            and len(line) < _MAX_CHARS
            and not is_label(line)
            and not ends_sentence(line)
            and not (_BEGINS_LOWER.match(line) and self._is_cut_before(position))
        )


def _starts_entry(block: Block) -> bool:
    is_one = block.kind == "item" or begins_with_authors(block.lines[0].strip())
    return is_one and starts_entry(" ".join(block.lines))


def _alone(blocks: Sequence[Block], position: int) -> str | None:
    """The line of a block that is a single line between blank ones."""
    block = blocks[position]
    if len(block.lines) > 1:
        return None
    touches = (
        position and blocks[position - 1].first + len(blocks[position - 1].lines) == block.first
    )
    touched = position + 1 < len(blocks) and blocks[position + 1].first == block.first + 1
    return None if touches or touched else block.lines[0].strip()
