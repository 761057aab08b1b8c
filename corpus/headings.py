"""Which lines of a plain-text article are headings.

Numbered headings ("2.1 Title") count only in sequence, so that a stray "2024 Guidelines" does not
open a section. Labels are headings in capitals ("KEYWORDS"). Plain headings are short lines
without a full stop that stand alone between a finished paragraph and a new one.
"""

import re
from collections.abc import Sequence

_NUMBERED = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2})*)\.?\s+(?P<title>[^\W\d_].*)$")
_MAX_HEADING_CHARS = 120
_MAX_PLAIN_WORDS = 9
_OPEN_END = re.compile(
    r"\b(?:a|an|and|are|as|at|be|by|but|can|for|from|has|have|in|is|its|may|of|on|or|than|that|the"
    r"|their|these|this|to|was|were|which|with)$",
    re.IGNORECASE,
)
_REFERENCE_LISTS = frozenset(
    ["references", "referencelist", "bibliography", "literaturecited", "workscited"]
)
_BACK_MATTER = (
    *("acknowledg", "funding", "financialsupport", "authorcontribution", "authorscontribution"),
    *("conflictofinterest", "conflictsofinterest", "competinginterest", "declarationof"),
    *("disclosure", "dataavailability", "availabilityofdata", "ethic", "consent", "publishersnote"),
    *("supplementary", "supportinginformation", "abbreviations", "orcid"),
)


def heading_key(text: str) -> str:
    """Letters and digits only, lower case: what makes two headings the same."""
    return "".join(character for character in text.lower() if character.isalnum())


def is_reference_list(heading: str) -> bool:
    return heading_key(heading) in _REFERENCE_LISTS


def is_back_matter(heading: str) -> bool:
    """Whether what stands under a heading is about the article rather than of it."""
    return heading_key(heading).startswith(_BACK_MATTER)


def numbered_headings(lines: Sequence[str | None]) -> dict[int, tuple[int, ...]]:
    """Position of each numbered heading among `lines` (None: not a line on its own) → its number.

    The sequence starts at 1; each number continues it: a sibling, a first child or the next
    sibling of an ancestor.
    """
    found: dict[int, tuple[int, ...]] = {}
    last: tuple[int, ...] = ()
    for position, line in enumerate(lines):
        match = _NUMBERED.match(line) if line and len(line) <= _MAX_HEADING_CHARS else None
        if not match or match["title"].rstrip()[-1] in ".,;:":
            continue
        number = tuple(int(part) for part in match["number"].split("."))
        if number == (*last, 1) or any(
            number == (*last[:depth], last[depth] + 1) for depth in range(len(last))
        ):
            found[position] = last = number
    return found


def is_label(line: str) -> bool:
    """ "KEYWORDS", "*CORRESPONDENCE", "EDITED BY": capitals only, at least four letters."""
    letters = [character for character in line if character.isalpha()]
    return (
        len(letters) >= 4
        and len(line) <= 40
        and all(character.isupper() for character in letters)
        and bool(re.fullmatch(r"[*\s]*[^\W\d_][^\W\d_\s'’&/-]*(?:[ '’&/-]+[^\W\d_]+)*[:*]?", line))
    )


def label_heading(line: str) -> str:
    """ "*CORRESPONDENCE" to "Correspondence"."""
    return line.strip("*: ").capitalize()


def is_plain_heading(line: str) -> bool:
    """Short, starts with a capital, does not end like a sentence or a cut one."""
    words = line.split()
    return (
        0 < len(words) <= _MAX_PLAIN_WORDS
        and len(line) <= 80
        and line[0].isupper()
        and not _OPEN_END.search(line)
        and line.rstrip()[-1] not in ".,;:!?)]-–"
        and not re.search(r"\d{3}|https?:|@|\bet al\b", line)
    )
