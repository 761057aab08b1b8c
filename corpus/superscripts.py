"""Citations by raised numbers: "as shown.¹,³–⁵" beside a numbered reference list.

A raised number may also be an exponent ("m²", "χ²"), a charge ("Ca²⁺"), an isotope ("¹⁸F") or an
affiliation ("¹Department"). Only what stands behind a whole word, a full stop, comma or the like is
taken, and only when every number of it has an entry.
"""

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGITS = str.maketrans(_RAISED, "0123456789")
_LETTER = r"[^\W\d_⁰-₟²³¹]"
_RUN = re.compile(
    rf"(?:(?<!{_LETTER})(?P<word>{_LETTER}{{3,}})|(?P<close>\))|(?<=[^\W\d_][.,;:])|(?<=\)[.,;:])"
    rf"|(?<=[^\W\d_][.,]['\"”’]))(?P<run>[{_RAISED}]{{1,3}}(?:[,⁻–-][{_RAISED}]{{1,3}}){{0,20}})"
    r"(?![\w⁺⁻⁼⁽/·×^*°]|[,–-][⁰¹²³⁴-⁹])"
)
_PART = re.compile(rf"(?P<low>[{_RAISED}]+)(?:[⁻–-](?P<high>[{_RAISED}]+))?")
_BRACKETED_WORDS = re.compile(r"\([^()=+−*/×^<>]*[^\W\d_]{2}[^()=+−*/×^<>]*\)$")
_MAX_BRACKETED_CHARS = 200
_MAX_RANGE = 60
# Words of three letters or more that take an exponent.
_WITH_EXPONENT = frozenset(
    (
        *("chi", "cos", "eta", "exp", "feet", "foot", "inch", "inches", "log", "mile", "miles"),
        *("phi", "pixel", "pixels", "psi", "rho", "sin", "square", "tan", "tau", "voxel", "yard"),
    )
)


def raised_numbers(text: str, known: Collection[str]) -> Iterator[tuple[int, int, range]]:
    """Start, end and numbers of each raised citation in `text` whose numbers are all in `known`."""
    for match in _RUN.finditer(text):
        word = match["word"]
        if word and word.lower() in _WITH_EXPONENT:
            continue
        opening = max(0, match.start("run") - _MAX_BRACKETED_CHARS)
        if match["close"] and not _BRACKETED_WORDS.search(text[opening : match.start("run")]):
            continue
        parts = [
            (part, range(_number(part["low"]), _number(part["high"] or part["low"]) + 1))
            for part in _PART.finditer(match["run"])
        ]
        numbers = [number for _, part in parts for number in part]
        in_order = all(low < high for low, high in pairwise(numbers))
        in_range = all(0 < len(part) <= _MAX_RANGE for _, part in parts)
        if in_order and in_range and all(str(number) in known for number in numbers):
            yield from (
                (match.start("run") + printed.start(), match.start("run") + printed.end(), part)
                for printed, part in parts
            )


def _number(raised: str) -> int:
    return int(raised.translate(_DIGITS))
