"""On whose evidence a sentence rests, when it does not cite anyone itself.

Reviews cite a study once for several sentences about it, in one of two ways: the study opens its
stretch ("Wu et al. (2022) randomised …. Of these, …") or closes it ("… . … (Li et al., 2021).").
A sentence without a citation belongs to the study that was opened before it, else to the one that
closes its stretch, else to none: then it is the review's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.sentences import sentence_spans
from corpus.types import Mention

_OPENING_SHARE = 0.4
"""A citation before this share of its sentence, with words behind it, opens a stretch."""


_REACH_SENTENCES = 3
"""How far from its citation a sentence may stand: further off, no reader would connect them."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Citations printed in a stretch, and those it borrows from its neighbours, in text order."""

    printed: tuple[Mention, ...]
    inferred: tuple[Mention, ...]


def attribute(text: str, mentions: Sequence[Mention], start: int, end: int) -> Attribution:
    """The citations that the sentences touching `text[start:end]` rest on."""
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end = start + len(text[start:end].rstrip())
    opened = text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0
    closed = text.find("\n\n", end)
    closed = len(text) if closed < 0 else closed
    spans = [(opened + a, opened + b) for a, b in sentence_spans(text[opened:closed])]
    own = [[m for m in mentions if a <= m.start and m.end <= b] for a, b in spans]
    printed: dict[tuple[int, int], Mention] = {}
    inferred: dict[tuple[int, int], Mention] = {}
    for position, (a, b) in enumerate(spans):
        if a < end and start < b:
            printed |= {(m.start, m.end): m for m in own[position]}
            if not own[position]:
                borrowed = _borrowed(text, spans, own, position)
                inferred |= {(m.start, m.end): m for m in borrowed}
    return Attribution(
        tuple(printed[key] for key in sorted(printed)),
        tuple(inferred[key] for key in sorted(inferred.keys() - printed.keys())),
    )


def _borrowed(
    text: str,
    spans: Sequence[tuple[int, int]],
    own: Sequence[Sequence[Mention]],
    position: int,
) -> Sequence[Mention]:
    reach = range(position - 1, max(-1, position - 1 - _REACH_SENTENCES), -1)
    before = next((i for i in reach if own[i]), None)
    if before is not None and _opens(text, spans[before], own[before][-1]):
        return own[before][-1:]
    reach = range(position + 1, min(len(spans), position + 1 + _REACH_SENTENCES))
    behind = next((i for i in reach if own[i]), None)
    if behind is None or _opens(text, spans[behind], own[behind][0]):
        return ()
    return own[behind]


def _opens(text: str, span: tuple[int, int], mention: Mention) -> bool:
    start, end = span
    words_behind = sum(word[0].isalnum() for word in text[mention.end : end].split())
    return mention.start - start < _OPENING_SHARE * (end - start) and words_behind > 2
