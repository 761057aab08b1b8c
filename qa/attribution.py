"""On whose evidence a sentence rests, when it does not cite anyone itself.

Reviews cite a study once for several sentences about it, in one of two ways: the study opens its
stretch ("Wu et al. (2022) randomised …. Of these, …") or closes it ("… . … (Li et al., 2021).").
A sentence without a citation belongs to the study that was opened before it, else to the one that
closes its stretch, else to none: then it is the review's own.
"""

from collections.abc import Sequence

from corpus.sentences import sentence_spans
from corpus.types import Mention

_OPENING_SHARE = 0.4
"""A citation before this share of its sentence, with words behind it, opens a stretch."""


def attributed_mentions(
    text: str, mentions: Sequence[Mention], start: int, end: int
) -> list[Mention]:
    """The citations that the sentences touching `text[start:end]` rest on, in printed order."""
    opened = text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0
    closed = text.find("\n\n", end)
    closed = len(text) if closed < 0 else closed
    spans = [(opened + a, opened + b) for a, b in sentence_spans(text[opened:closed])]
    own = [[m for m in mentions if a <= m.start and m.end <= b] for a, b in spans]
    found: dict[tuple[int, int], Mention] = {}
    for position, (a, b) in enumerate(spans):
        if a < end and start < b:
            for mention in own[position] or _borrowed(text, spans, own, position):
                found[mention.start, mention.end] = mention
    return [found[key] for key in sorted(found)]


def _borrowed(
    text: str,
    spans: Sequence[tuple[int, int]],
    own: Sequence[Sequence[Mention]],
    position: int,
) -> Sequence[Mention]:
    before = next((i for i in range(position - 1, -1, -1) if own[i]), None)
    if before is not None and _opens(text, spans[before], own[before][-1]):
        return own[before][-1:]
    behind = next((i for i in range(position + 1, len(spans)) if own[i]), None)
    if behind is None or _opens(text, spans[behind], own[behind][0]):
        return ()
    return own[behind]


def _opens(text: str, span: tuple[int, int], mention: Mention) -> bool:
    start, end = span
    words_behind = sum(word[0].isalnum() for word in text[mention.end : end].split())
    return mention.start - start < _OPENING_SHARE * (end - start) and words_behind > 2
