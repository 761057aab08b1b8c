"""Text as it is compared: white space and the remains of typesetting do not count."""

import re
import unicodedata
from dataclasses import dataclass

_MARKUP = re.compile(r"</?(?:i|b|em|strong|sub|sup)>|[\s*_$^{}\\\u00ad\u200b-\u200d\u2060\ufeff]+")

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4\u0060", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
    }
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and, per folded character, where it stands in the original.

    `starts[i]` and `ends[i]` bound, in characters of the original, what became `text[i]`.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def find_all(self, piece: str) -> list[tuple[int, int]]:
        """Every place of an already folded, non-empty `piece`, as spans of the original."""
        spans: list[tuple[int, int]] = []
        at = self.text.find(piece)
        while at >= 0:
            spans.append((self.starts[at], self.ends[at + len(piece) - 1]))
            at = self.text.find(piece, at + 1)
        return spans


def fold_with_offsets(text: str) -> Folded:
    """Drop white space and markup (`*_$^{}\\`, `<i>`, soft hyphens), unify dashes and quotes, NFKD.

    Case and Greek letters are kept: "p53" is not "P53", and IFN-α is not IFN-a.
    """
    kept: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    dropped = [*_MARKUP.finditer(text), None]
    for match in dropped:
        stop = match.start() if match else len(text)
        for index in range(at, stop):
            # One character at a time, hence decomposed: only then "é" and "e" + accent fold alike.
            plain = unicodedata.normalize("NFKD", text[index].translate(_ALIKE))
            for char in plain.translate(_ALIKE):
                if not char.isspace():
                    kept.append(char)
                    starts.append(index)
                    ends.append(index + 1)
        at = match.end() if match else stop
    return Folded("".join(kept), tuple(starts), tuple(ends))


def folded(text: str) -> str:
    """The folded text alone."""
    return fold_with_offsets(text).text
