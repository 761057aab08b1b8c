"""How well a follow-up question is made to stand alone: rewrites beside the human's."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from index.tokens import terms
from qa.evaluation.public.trec_cast import Turn

Rewriter: TypeAlias = Callable[[str, Sequence[str]], str]
"""From a turn and the user's earlier ones (oldest first) to a question that stands alone."""

_ARTICLES = frozenset({"a", "an", "the"})


@dataclass(frozen=True, slots=True)
class Rewriting:
    """How near rewrites come to the human's, as means over turns (each 0..1).

    `exact` and `token_f1` are SQuAD's measures on words (Rajpurkar et al., EMNLP 2016).
    `recovered` is the share of the content words that the human added to the raw turn, over the
    turns where any were added; `noise` the share of a rewrite's added content words that the human
    did not write, over the turns where the rewrite added any (0 when it never did).
    """

    exact: float
    token_f1: float
    recovered: float
    noise: float


FLOORS: Mapping[str, Rewriter] = {
    "raw turn": lambda question, _: question,
    "previous + turn": lambda question, history: " ".join((*history[-1:], question)),
    "all turns": lambda question, history: " ".join((*history, question)),
}
"""What to compare a rewriter with: no rewriting, and the two usual concatenations."""


def rewriting(turns: Sequence[Turn], rewriter: Rewriter) -> Rewriting:
    """`rewriter` on every turn that has a history. Raises ValueError when none has."""
    turns = [turn for turn in turns if turn.history]
    if not turns:
        raise ValueError("no turn has a history")
    exact: list[float] = []
    f1: list[float] = []
    recovered: list[float] = []
    noise: list[float] = []
    for turn in turns:
        written = rewriter(turn.raw, turn.history)
        exact.append(float(_words(written) == _words(turn.human)))
        f1.append(token_f1(_words(written), _words(turn.human)))
        raw, human, ours = (_content(text) for text in (turn.raw, turn.human, written))
        if human - raw:
            recovered.append(len((human - raw) & ours) / len(human - raw))
        if ours - raw:
            noise.append(len(ours - raw - human) / len(ours - raw))
    return Rewriting(_mean(exact), _mean(f1), _mean(recovered), _mean(noise))


def token_f1(found: Sequence[str], expected: Sequence[str]) -> float:
    """Harmonic mean of the precision and recall of two bags of words."""
    both = (Counter(found) & Counter(expected)).total()
    return 2 * both / (len(found) + len(expected)) if found or expected else 1.0


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.casefold()) if word not in _ARTICLES]


def _content(text: str) -> frozenset[str]:
    """What a question is about: its index terms, which leave out function words."""
    return frozenset(terms(text))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
