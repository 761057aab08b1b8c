"""How well a follow-up question is made to stand alone: rewrites beside the human's.

What a search needs of a rewrite is that it finds what the human's finds. How far a text is from
the human's is therefore measured twice, as the two halves of the search see it: by index terms
(lexical) and by the embedding (dense). `closed_*` is the share of the raw turn's mean distance
that a rewriter takes away: 1 is the human's rewrite, 0 the raw turn, below 0 farther than that.
Turns that the human left as they are count: a word added to them adds distance.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from index.tokens import terms
from index.types import FloatVector
from qa.evaluation.public.trec_cast import Turn

Rewriter: TypeAlias = Callable[[str, Sequence[str]], str]
"""From a turn and the user's earlier ones (oldest first) to a question that stands alone."""

Embed: TypeAlias = Callable[[str], FloatVector]
"""From a question to its unit vector."""

_ARTICLES = frozenset({"a", "an", "the"})
_HELD_OUT = 2  # topic numbers of this remainder by 4 were not looked at when rules were made


@dataclass(frozen=True, slots=True)
class Rewriting:
    """How near rewrites come to the human's, as means over turns (0..1, `closed_*` at most 1).

    `exact` and `token_f1` are SQuAD's measures on words (Rajpurkar et al., EMNLP 2016).
    `recovered` is the share of the content words that the human added to the raw turn, over the
    turns where any were added; `noise` the share of a rewrite's added content words that the human
    did not write, over the turns where the rewrite added any (0 when it never did).
    `closed_terms` is of the distance 1 - F1 of the sets of index terms, `closed_meaning` of the
    distance 1 - cosine.
    """

    exact: float
    token_f1: float
    recovered: float
    noise: float
    closed_terms: float
    closed_meaning: float


FLOORS: Mapping[str, Rewriter] = {
    "raw turn": lambda question, _: question,
    "previous + turn": lambda question, history: " ".join((*history[-1:], question)),
    "all turns": lambda question, history: " ".join((*history, question)),
}
"""What to compare a rewriter with: no rewriting, and the two usual concatenations."""

PARTS: Mapping[str, Callable[[Turn], bool]] = {
    "2019": lambda turn: turn.id.startswith("2019-"),
    "2019, held out": lambda turn: turn.id.startswith("2019-") and is_held_out(turn),
    "2020": lambda turn: turn.id.startswith("2020-"),
    "2020, held out": lambda turn: turn.id.startswith("2020-") and is_held_out(turn),
}
"""In 2019 a turn depends on the user's earlier turns only; from 2020 on also on replies, which are
not given, so that much of what the human wrote cannot be known. The rules of `qa.conversation` were
made with the topics that are not held out in view.
"""


def is_held_out(turn: Turn) -> bool:
    """Whether the turn is of a topic that no rule was made with in view."""
    return int(turn.id.split("-")[1].split("_")[0]) % 4 == _HELD_OUT


def rewriting(turns: Sequence[Turn], rewriter: Rewriter, embed: Embed) -> Rewriting:
    """`rewriter` on every turn that has a history. Raises ValueError when none has."""
    turns = [turn for turn in turns if turn.history]
    if not turns:
        raise ValueError("no turn has a history")
    written = [rewriter(turn.raw, turn.history) for turn in turns]
    recovered: list[float] = []
    noise: list[float] = []
    for turn, ours in zip(turns, written, strict=True):
        raw, human, added = (_content(text) for text in (turn.raw, turn.human, ours))
        if human - raw:
            recovered.append(len((human - raw) & added) / len(human - raw))
        if added - raw:
            noise.append(len(added - raw - human) / len(added - raw))
    humans, raws = [turn.human for turn in turns], [turn.raw for turn in turns]
    words = [(_words(ours), _words(human)) for ours, human in zip(written, humans, strict=True)]
    return Rewriting(
        exact=_mean([float(ours == human) for ours, human in words]),
        token_f1=_mean([token_f1(ours, human) for ours, human in words]),
        recovered=_mean(recovered),
        noise=_mean(noise),
        closed_terms=_closed(raws, written, humans, _term_distance),
        closed_meaning=_closed(raws, written, humans, lambda a, b: 1 - float(embed(a) @ embed(b))),
    )


def token_f1(found: Sequence[str], expected: Sequence[str]) -> float:
    """Harmonic mean of the precision and recall of two bags of words."""
    both = (Counter(found) & Counter(expected)).total()
    return 2 * both / (len(found) + len(expected)) if found or expected else 1.0


def _closed(
    raws: Sequence[str],
    written: Sequence[str],
    humans: Sequence[str],
    distance: Callable[[str, str], float],
) -> float:
    """The share of the raw turns' mean distance that is gone; 0 when there was none."""
    before = _mean([distance(raw, human) for raw, human in zip(raws, humans, strict=True)])
    after = _mean([distance(ours, human) for ours, human in zip(written, humans, strict=True)])
    return 1 - after / before if before > 0 else 0.0


def _term_distance(text: str, other: str) -> float:
    return 1 - token_f1(sorted(_content(text)), sorted(_content(other)))


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.casefold()) if word not in _ARTICLES]


def _content(text: str) -> frozenset[str]:
    """What a question is about: its index terms, which leave out function words."""
    return frozenset(terms(text))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
