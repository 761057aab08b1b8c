"""Where sentences begin and end in scientific English.

General splitters stumble over "et al.", "Fig. 2", initials and sentences that begin with a gene
or drug name in lower case; this one is made for such text and returns places, not copies.
"""

import re
from functools import lru_cache
from itertools import accumulate

_ABBREVIATIONS = frozenset(
    [
        "al",
        "approx",
        "ca",
        "cf",
        "dr",
        "e.g",
        "eq",
        "eqs",
        "fig",
        "figs",
        "i.e",
        "inc",
        "jr",
        "ltd",
        "no",
        "nos",
        "prof",
        "ref",
        "refs",
        "resp",
        "sect",
        "sp",
        "spp",
        "sr",
        "ssp",
        "st",
        "suppl",
        "tab",
        "u.s",
        "viz",
        "vol",
        "vs",
    ]
)
_BOUNDARY = re.compile(r"[.!?][\"'”’)\]]*(\s+)(?=\S)")
_TERMINAL = re.compile(r"[.!?:][\"'”’)\]]*$")
_WORD_BEFORE = re.compile(r"(\S+)$")
_BRACKET = re.compile(r"[()\[\]]")
_MAX_BRACKETED_CHARS = 600
_LOOK_BACK_CHARS = 120
_INITIAL = re.compile(r"(?:^|[\s(\[])[A-Z]\.$")  # of a genus: "S. aureus"


def ends_sentence(text: str) -> bool:
    """Whether a stretch of text is complete, rather than cut by a page, a column or a table."""
    text = text[-_LOOK_BACK_CHARS:].rstrip()
    if not _TERMINAL.search(text):
        return False
    return text.endswith(":") or not _is_abbreviation(text.rstrip("\"'”’)]"))


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """`(start, end)` of each sentence, in order, without the white space between them.

    No sentence crosses a paragraph break (a blank line), and every character that is not white
    space lies in exactly one sentence.
    """
    return list(_found(text))


@lru_cache(maxsize=4_096)
def _found(text: str) -> tuple[tuple[int, int], ...]:
    """Kept, for answer after answer is made of the same passages."""
    spans: list[tuple[int, int]] = []
    start = 0
    for paragraph in re.split(r"(\n\s*\n)", text):
        if paragraph.strip():
            spans += [(start + a, start + b) for a, b in _split(paragraph)]
        start += len(paragraph)
    return tuple(spans)


def _split(paragraph: str) -> list[tuple[int, int]]:
    depth = _bracket_depth(paragraph)
    spans = []
    start = len(paragraph) - len(paragraph.lstrip())
    for match in _BOUNDARY.finditer(paragraph):
        end = match.start(1)
        if depth[match.start()] > 0 and depth[end - 1] > 0:
            continue
        if depth[match.start()] > 0 and paragraph[match.end()].islower():
            continue  # "(e.g. this, that, etc.) and so on"
        before = paragraph[max(0, match.start() - _LOOK_BACK_CHARS) : match.start() + 1]
        names_species = _INITIAL.search(before) and paragraph[match.end()].islower()
        if names_species or _is_abbreviation(before):
            continue
        spans.append((start, end))
        start = match.end()
    end = len(paragraph.rstrip())
    if start < end:
        spans.append((start, end))
    return spans


def _is_abbreviation(before: str) -> bool:
    """Whether the full stop that ends `before` belongs to the word, not to the sentence."""
    match = _WORD_BEFORE.search(before.removesuffix("."))
    if not match or not before.endswith("."):
        return False
    word = match[1].lstrip("([\"'“‘")
    if word.lower() in _ABBREVIATIONS:
        return True
    if not re.fullmatch(r"(?:[A-Z]\.)*[A-Z]", word):
        return False
    # "J. M. Smith" is a name, "vitamin A. The" is an end: a name has capitals before or nothing.
    previous = before[: match.start(1)].split()
    return not previous or previous[-1][:1].isupper() or "." in word


def _bracket_depth(text: str) -> list[int]:
    """Nesting depth after each character; brackets that stay open too long do not count."""
    change = [0] * len(text)
    opened: list[int] = []
    for bracket in _BRACKET.finditer(text):
        position = bracket.start()
        if bracket[0] in "([":
            opened.append(position)
        elif opened:
            begin = opened.pop()
            if position - begin <= _MAX_BRACKETED_CHARS:
                change[begin] += 1
                change[position] -= 1
    return list(accumulate(change))
