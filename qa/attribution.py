"""On whose evidence a sentence rests, and whether it reports that evidence or speaks for itself.

Reviews cite a study once for several sentences about it, in one of two ways: the study opens its
stretch ("Wu et al. (2022) randomised …. Of these, …") or closes it ("… . … (Li et al., 2021).").
A sentence without a citation belongs to the study that was opened before it, else to the one that
closes its stretch. Where neither is at hand it goes on with the sentence before if that presents a
study and cites it last ("The third trial has been published [8]. Patients were randomised …").
Else, and where the authors speak for themselves or sum up, it is the review's own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.sentences import sentence_spans
from corpus.types import Mention

_OPENING_SHARE = 0.4
"""A citation before this share of its sentence, with words behind it, opens a stretch."""


_REACH_SENTENCES = 3
"""How far from its citation a sentence may stand: further off, no reader would connect them."""

_PARAGRAPH_BREAK = re.compile(r"\n\s*\n")
_OWN_VOICE = re.compile(
    r"\b(?:[Ww]e(?! and others\b)|[Oo]ur)\b"
    r"|\b(?:[Tt]his|[Tt]he (?:present|current)) (?:review|article|paper|overview|survey|section)\b"
)
_LOOKING_BACK = re.compile(
    r"\b[Aa]s (?:we (?:have )?(?:already )?|)(?:mentioned|described|discussed|noted|stated|shown)\b"
)
"""Words about the text itself in a sentence that goes on with a finding."""

_SUMS_UP = re.compile(
    r"(?:Thus|Therefore|Hence|Altogether|Collectively|Taken together|Overall(?=,)"
    r"|In (?:summary|conclusion|short|sum)|To (?:sum up|conclude)|There is (?:no|little) doubt"
    r"|It is (?:important|noteworthy|worth))\b"
)
_JUDGES = re.compile(
    r"\b(?:no doubt|promising|reasonable|deserves?|worthy?|encouraging|future (?:research|studies)"
    r"|(?:further|more|additional) (?:research|studies|study|trials|investigations?)|should be)\b",
    re.IGNORECASE,
)
"""What is due or to be thought of something the authors say, where nobody is cited for it."""

_PRESENTS = re.compile(
    r"\b(?:study|trial|meta-analysis|analysis|cohort|registry|investigators)\b.*?\b(?:published|evaluat"
    r"|compar|conducted|enrolled|included|investigat|randomi|analy[sz]ed|assess|reported|tested)",
    re.IGNORECASE,
)
"""A sentence whose subject is a study: those behind it may tell more of the same."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Citations printed in a stretch, and those it borrows from its neighbours, in text order."""

    printed: tuple[Mention, ...]
    inferred: tuple[Mention, ...]


def attribute(text: str, mentions: Sequence[Mention], start: int, end: int) -> Attribution:
    """The citations that the sentences touching `text[start:end]` rest on."""
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end = start + len(text[start:end].rstrip())
    printed: dict[tuple[int, int], Mention] = {}
    inferred: dict[tuple[int, int], Mention] = {}
    for opened, closed in _paragraphs(text):
        if closed <= start or end <= opened:
            continue
        for (a, b), found in _stretches(text, mentions, opened, closed):
            if b <= start or end <= a:
                continue
            printed |= {(m.start, m.end): m for m in found.printed}
            inferred |= {(m.start, m.end): m for m in found.inferred}
    return Attribution(
        tuple(printed[key] for key in sorted(printed)),
        tuple(inferred[key] for key in sorted(inferred.keys() - printed.keys())),
    )


def attributions(
    text: str, mentions: Sequence[Mention]
) -> Iterator[tuple[tuple[int, int], Attribution]]:
    """Every sentence of a section, `(start, end)`, with the citations that it rests on."""
    for opened, closed in _paragraphs(text):
        yield from _stretches(text, mentions, opened, closed)


def in_own_voice(sentence: str) -> bool:
    """Whether the authors of the article are the ones who speak: "Here we summarise …".

    What is said of a cited study may be their judgement all the same ("we believe that …"). A
    look back ("as we have mentioned") only repeats the finding that follows it.
    """
    return bool(_OWN_VOICE.search(_LOOKING_BACK.sub("", sentence)))


def is_judgement(sentence: str) -> bool:
    """Whether a sentence that cites nobody says what to think or do, rather than what was found."""
    return bool(_JUDGES.search(sentence) or _SUMS_UP.match(sentence))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    opened = 0
    for gap in _PARAGRAPH_BREAK.finditer(text):
        yield opened, gap.start()
        opened = gap.end()
    yield opened, len(text)


def _stretches(
    text: str, mentions: Sequence[Mention], opened: int, closed: int
) -> Iterator[tuple[tuple[int, int], Attribution]]:
    """The sentences of one paragraph, `text[opened:closed]`, each with what it rests on."""
    spans = [(opened + a, opened + b) for a, b in sentence_spans(text[opened:closed])]
    own = [[m for m in mentions if a <= m.start and m.end <= b] for a, b in spans]
    for position, span in enumerate(spans):
        borrowed = () if own[position] else _borrowed(text, spans, own, position)
        yield span, Attribution(tuple(own[position]), tuple(borrowed))


def _borrowed(
    text: str,
    spans: Sequence[tuple[int, int]],
    own: Sequence[Sequence[Mention]],
    position: int,
) -> Sequence[Mention]:
    start, end = spans[position]
    if _OWN_VOICE.search(text, start, end) or _SUMS_UP.match(text, start, end):
        return ()
    reach = range(position - 1, max(-1, position - 1 - _REACH_SENTENCES), -1)
    before = next((i for i in reach if own[i]), None)
    if before is not None and _opens(text, spans[before], own[before][-1]):
        return own[before][-1:]
    reach = range(position + 1, min(len(spans), position + 1 + _REACH_SENTENCES))
    behind = next((i for i in reach if own[i]), None)
    if behind is not None and not _opens(text, spans[behind], own[behind][0]):
        return own[behind]
    if before is not None and _PRESENTS.search(text, *spans[before]):
        return own[before][-1:]
    return ()


def _opens(text: str, span: tuple[int, int], mention: Mention) -> bool:
    start, end = span
    words_behind = sum(word[0].isalnum() for word in text[mention.end : end].split())
    return mention.start - start < _OPENING_SHARE * (end - start) and words_behind > 2
