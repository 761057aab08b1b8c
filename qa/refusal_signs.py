"""Signs for and against an answer: numbers in 0..1 that can be checked by hand.

Which words stand where, by rarity; how near the best hit is; and whether what fits gives the kind
of thing that is asked for. Tried on the same sets without a clear gain, and left out: the nearness
of single words by their vectors, alone or within their text, in the place of equal terms; the
rarity of words in general English or in biomedical abstracts besides that in the article; how far
the best hit leads; how many words the index lacks; trees in the place of a weighted sum.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from math import log

import numpy as np
import numpy.typing as npt

from corpus.sentences import sentence_spans
from index.query import Query
from index.retrieval import Index
from index.tokens import terms
from index.types import Chunk, ChunkKind, Hit
from qa.refusal_kinds import AnswerKind, asked_kinds, asking_words

LOOKED_AT = 10
"""Hits whose text is read; reading 30 sentences and rows or so takes five milliseconds."""

HITS = 30
"""Hits to be asked for when confidences are to be compared: the best cosine is among them."""

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Signs:
    """Cosines and shares of the question's word weight, the weight of a word being its rarity.

    `similarity` is the best cosine; `sentence` is the share of the weight that the best sentence or
    row holds, `known` the share that the index holds at all. `apart` is the share of pairs of known
    words that no piece holds together. `kind` is how much better the best sentence covers the
    question than the best one that gives the kind of thing asked for, times the rarity of that.
    """

    similarity: float
    sentence: float
    known: float
    apart: float
    kind: float

    def vector(self) -> Floats:
        return np.array([getattr(self, name) for name in SIGNS], dtype=np.float64)


SIGNS = tuple(field.name for field in fields(Signs))


@dataclass(frozen=True, slots=True)
class Reading:
    """The signs and what they were read from.

    `lacking` are the words that the best sentence lacks, `strangers` pairs of words that no piece
    holds together, `ungiven` the kinds of thing asked for that no well-fitting sentence gives.
    `rendered` are words, in lower case, that stand for a kind of thing that the index does give,
    in whatever words.
    """

    signs: Signs
    lacking: tuple[str, ...]
    strangers: tuple[tuple[str, str], ...]
    ungiven: tuple[AnswerKind, ...]
    rendered: frozenset[str]


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence of a passage, or a row or an entry whole, and what it stands under."""

    text: str
    heading: str
    kind: ChunkKind


def units(chunk: Chunk) -> list[Unit]:
    """The sentences of a passage under their heading; a row with its headers, an entry whole."""
    if chunk.kind != "passage" or not chunk.embed_text.endswith(chunk.quote):
        return [Unit(chunk.embed_text, "", chunk.kind)]
    heading = chunk.embed_text.removesuffix(chunk.quote)
    spans = sentence_spans(chunk.quote)
    return [Unit(chunk.quote[start:end], heading, chunk.kind) for start, end in spans]


class SignReader:
    """Knows which piece of an index holds which term."""

    def __init__(self, index: Index) -> None:
        self._size = len(index.chunks)
        self._texts = [chunk.quote for chunk in index.chunks if chunk.kind != "reference"]
        self._counts: dict[str, int] = {}
        places: dict[str, list[int]] = defaultdict(list)
        for number, chunk in enumerate(index.chunks):
            for term in set(terms(chunk.embed_text)):
                places[term].append(number)
        self._places = {term: np.array(numbers) for term, numbers in places.items()}

    def read(self, query: Query, hits: Sequence[Hit]) -> Reading:
        """The signs of an analysed question and its hits, best first (at least `LOOKED_AT`)."""
        words = [concept.word for concept in query.concepts]
        holds = self._holds(query)
        kinds = asked_kinds(query.text)
        asking = {kind: asking_words(kind, query.text) for kind in kinds}
        rarity = self._rarity(holds.sum(axis=1))
        share = rarity / max(float(rarity.sum()), _LEAST)
        top = hits[:LOOKED_AT]
        read = [unit for hit in top for unit in units(hit.chunk)]
        sentences = self._covers(query, [f"{unit.heading}\n{unit.text}" for unit in read])
        covered = sentences @ share
        best = sentences[int(np.argmax(covered))] if len(covered) else np.zeros(len(words), bool)
        known: Flags = np.asarray(holds.any(axis=1), dtype=np.bool_)
        kind, ungiven = self._kinds(kinds, read, covered)
        strangers, apart = self._apart(holds, rarity, known)
        signs = Signs(
            similarity=max((0.0, *(hit.similarity for hit in hits))),
            sentence=float(covered.max(initial=0.0)),
            known=float(share @ known),
            apart=apart,
            kind=kind,
        )
        return Reading(
            signs,
            tuple(word for word, lacks in zip(words, ~best & (rarity > 0), strict=True) if lacks),
            tuple((words[one], words[other]) for one, other in strangers),
            ungiven,
            frozenset().union(*(asking[kind] for kind in kinds if self._giving(kind))),
        )

    def _holds(self, query: Query) -> Flags:
        """`(concepts, pieces)`: which piece of the index holds which content word."""
        holds = np.zeros((len(query.concepts), self._size), dtype=np.bool_)
        for row, concept in zip(holds, query.concepts, strict=True):
            for term in concept.terms:
                if (found := self._places.get(term)) is not None:
                    row[found] = True
        return holds

    def _rarity(self, frequency: npt.NDArray[np.int64]) -> Floats:
        """Inverse document frequency (Robertson and Zaragoza, 2009), 1 for a word of no piece."""
        idf = np.log(1 + (self._size - frequency + 0.5) / (frequency + 0.5))
        return np.asarray(idf / log(1 + (self._size + 0.5) / 0.5), dtype=np.float64)

    @staticmethod
    def _covers(query: Query, texts: Sequence[str]) -> Flags:
        """`(texts, concepts)`: which text holds which content word."""
        covers = np.zeros((len(texts), len(query.concepts)), dtype=np.bool_)
        for row, text in zip(covers, texts, strict=True):
            present = frozenset(terms(text))
            row[:] = [not present.isdisjoint(concept.terms) for concept in query.concepts]
        return covers

    def _kinds(
        self, kinds: Sequence[AnswerKind], read: Sequence[Unit], covered: Floats
    ) -> tuple[float, tuple[AnswerKind, ...]]:
        """How much worse the texts that give the kind asked for fit, and the kinds that none gives
        well. Of several kinds the one that is given worst counts.
        """
        worst, ungiven = 0.0, []
        best = float(covered.max(initial=0.0))
        for kind in kinds:
            giving = [
                float(fit)
                for unit, fit in zip(read, covered, strict=True)
                if (unit.kind != "reference" or kind.in_references) and kind.given.search(unit.text)
            ]
            gap = best - max(giving, default=0.0)
            if not giving or gap > _WELL:
                ungiven.append(kind)
            worst = max(worst, gap * self._scarcity(kind))
        return worst, tuple(ungiven)

    def _scarcity(self, kind: AnswerKind) -> float:
        """The rarity of pieces that give the kind: few lack a number, most lack a price."""
        return float(self._rarity(np.array([self._giving(kind)]))[0])

    def _giving(self, kind: AnswerKind) -> int:
        """How many pieces give the kind, counted when it is first asked for."""
        if kind.name not in self._counts:
            self._counts[kind.name] = sum(1 for text in self._texts if kind.given.search(text))
        return self._counts[kind.name]

    @staticmethod
    def _apart(holds: Flags, rarity: Floats, known: Flags) -> tuple[list[tuple[int, int]], float]:
        """Pairs of known words that no piece holds together, rarest first, and their share."""
        numbers = np.flatnonzero(known & (rarity > 0))
        held = holds[numbers].astype(np.float32)
        together = (held @ held.T) > 0
        weight = np.outer(rarity[numbers], rarity[numbers])
        upper = np.triu(np.ones_like(together), 1)
        total = float(weight[upper].sum())
        lonely = np.argwhere(~together & upper)
        pairs = sorted(
            ((int(numbers[one]), int(numbers[other])) for one, other in lonely),
            key=lambda pair: -float(rarity[pair[0]] * rarity[pair[1]]),
        )
        return pairs, float(weight[~together & upper].sum()) / total if total else 0.0


_LEAST = 1e-9

_WELL = 0.15
"""A sentence that gives the kind of thing asked for fits when it covers no less than this below the
best one: one word of the question in seven or so."""
