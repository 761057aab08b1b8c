"""Signs for and against an answer: numbers in 0..1 that can be checked by hand.

Which words stand where, by rarity; how near the best hit is, as a whole and token by token (late
interaction, `index.late`); and whether what fits gives the kind of thing that is asked for. Tried
on the questions of `qa.training.reviews`, leaving one article out, without a clear gain, and left
out: how far the best hit leads, late interaction over the whole index, the match of the rarest
token, the worst match of a word in the best sentence or anywhere near, the share of words that the
index lacks by their rarity in general English, how rare the rarest of them is (once what is never
mentioned by any name was a sign), two rare words within one sentence. How many words a question has
tells more than most of these, but of the way in which the questions were written, not of the
article.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from math import log

import numpy as np
import numpy.typing as npt

from index.query import Query
from index.retrieval import Index, PreparedQuery
from index.tokens import terms
from index.types import Chunk, Hit
from index.units import Unit, units
from qa.conditions import Mentions
from qa.named_things import NamedThings
from qa.refusal_kinds import AnswerKind, asked_kinds, asking_words, gives
from qa.refusal_words import is_everyday
from qa.row_units import with_units

LOOKED_AT = 10
"""Hits whose text is read: 30 sentences and rows or so, in one to six milliseconds."""

NEAR = 0.70
"""Late interaction of the best hit below which a question is about something else: so are 1 in 100
answerable questions on eleven articles and 1 in 7 of the others, most of them from other fields.
One weight for `late` cannot say so, for near misses come as near as what is answered."""

HITS = 30
"""Hits to be asked for when confidences are to be compared: the best cosine is among them."""

_ANYONE = frozenset(terms("patients participants subjects individuals people persons volunteers"))
"""What text calls those that a row tells of and does not name: not "children" or "women"."""

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Signs:
    """Cosines and shares of the question's word weight, the weight of a word being its rarity.

    `similarity` is the best cosine; `sentence` is the share of the weight that the best sentence or
    row holds, `known` the share that the index holds at all, everyday words that it lacks apart.
    `apart` is the share of pairs of known words that no piece holds together. `kind` is how much
    better the best sentence covers the question than the best one that gives the kind of thing
    asked for and names the main word, times the rarity of that kind. Token by token, 0 where the
    embedder gives none: `late` is the best hit, `far` how much it lacks to `NEAR`, and `kind_late`
    is as `kind`. `unheard` is 1 where the question names a thing that no piece mentions
    (`qa.named_things`).
    """

    similarity: float
    sentence: float
    known: float
    apart: float
    kind: float
    late: float
    far: float
    kind_late: float
    unheard: float

    def vector(self) -> Floats:
        return np.array([getattr(self, name) for name in SIGNS], dtype=np.float64)


SIGNS = tuple(field.name for field in fields(Signs))


@dataclass(frozen=True, slots=True)
class Reading:
    """The signs and what they were read from.

    `by_token` says whether there was late interaction. `lacking` are the words that the best
    sentence lacks, `strangers` pairs of words that no piece holds together, `ungiven` the kinds of
    thing asked for that no sentence gives which names the main word and covers half as much of the
    question as the best one.
    `rendered` are words, in lower case, that stand for a kind of thing that the index does give,
    in whatever words. `unheard` are the names of things that no piece mentions.
    """

    signs: Signs
    by_token: bool
    lacking: tuple[str, ...]
    strangers: tuple[tuple[str, str], ...]
    ungiven: tuple[AnswerKind, ...]
    rendered: frozenset[str]
    unheard: tuple[str, ...]


class SignReader:
    """Knows which piece of an index holds which term."""

    def __init__(self, index: Index) -> None:
        self.mentions = Mentions(index.chunks)
        self.named_things = NamedThings(index.documents, self.mentions, index.names)
        self._index = index
        self._size = len(index.chunks)
        self._document_of = np.array([chunk.document for chunk in index.chunks])
        self._kinds: dict[str, Flags] = {}
        places: dict[str, list[int]] = defaultdict(list)
        for number, chunk in enumerate(index.chunks):
            for term in set(terms(chunk.embed_text)):
                places[term].append(number)
        self._places = {term: np.array(numbers) for term, numbers in places.items()}

    def read(
        self, asked: PreparedQuery, hits: Sequence[Hit], documents: Collection[str] = ()
    ) -> Reading:
        """The signs of a question made ready and its hits, best first (at least `LOOKED_AT`), of
        `documents` alone if any are named.
        """
        among = np.ones(self._size, dtype=np.bool_)
        if documents:
            among = np.isin(self._document_of, list(documents))
        size = int(among.sum())
        query = asked.query
        words = [concept.word for concept in query.concepts]
        holds = self._holds(query) & among
        kinds = asked_kinds(query.text)
        asking = {kind: asking_words(kind, query.text) for kind in kinds}
        rarity = _rarity(holds.sum(axis=1), size)
        frequency = {kind: int((self._giving(kind) & among).sum()) for kind in kinds}
        scarcity = _rarity(np.array([frequency[kind] for kind in kinds]), size)
        share = rarity / max(float(rarity.sum()), _LEAST)
        placed = [(hit.chunk, unit) for hit in hits[:LOOKED_AT] for unit in units(hit.chunk)]
        read = [unit for _, unit in placed]
        sentences = self._covers(query, [f"{unit.heading}\n{unit.text}" for unit in read])
        covered = sentences @ share
        best = sentences[int(np.argmax(covered))] if len(covered) else np.zeros(len(words), bool)
        known: Flags = np.asarray(holds.any(axis=1), dtype=np.bool_)
        subjects = _subjects(words, known, frozenset().union(*asking.values()))
        names_main = _names_main(sentences, subjects, rarity)
        if any(anyone := [not _ANYONE.isdisjoint(terms(word)) for word in words]):
            others = [position for position in subjects if not anyone[position]]
            of_rows = np.array([unit.kind == "row" for unit in read], dtype=np.bool_)
            names_main |= of_rows & _names_main(sentences, others, rarity)
        printed = [with_units(unit.text) if unit.kind == "row" else unit.text for unit in read]
        gives_any = [self._giving_units(kind, read, printed) for kind in kinds]
        giving = [given & names_main for given in gives_any]
        nearness = self._late(asked, placed)
        late = max((float(nearness.max(initial=0.0)), *(hit.late for hit in hits)))
        strangers, apart = self._apart(holds, rarity, known)
        unheard = self.named_things.lacking(query, documents)
        signs = Signs(
            similarity=max((0.0, *(hit.similarity for hit in hits))),
            sentence=float(covered.max(initial=0.0)),
            known=_known(words, rarity, known),
            apart=apart,
            kind=_gap(scarcity, giving, covered),
            late=late,
            far=max(NEAR - late, 0.0) if asked.late is not None else 0.0,
            kind_late=_gap(scarcity, giving, nearness),
            unheard=float(bool(unheard)),
        )
        half = covered.max(initial=0.0) / 2
        return Reading(
            signs,
            asked.late is not None,
            tuple(word for word, lacks in zip(words, ~best & (rarity > 0), strict=True) if lacks),
            tuple((words[one], words[other]) for one, other in strangers),
            tuple(
                kind
                for kind, given in zip(kinds, gives_any, strict=True)
                if not (given & (covered >= half)).any()
            ),
            frozenset().union(*(asking[kind] for kind in kinds if frequency[kind])),
            unheard,
        )

    def _late(self, asked: PreparedQuery, placed: Sequence[tuple[Chunk, Unit]]) -> Floats:
        """`(units,)`: the late interaction of every unit, 0 where there is none."""
        nearness = np.zeros(len(placed))
        if asked.late is not None:
            for position, (chunk, unit) in enumerate(placed):
                matches = self._index.matches(asked, chunk, unit.span)
                if len(matches):
                    nearness[position] = max(asked.late.score(matches), 0.0)
        return nearness

    def _holds(self, query: Query) -> Flags:
        """`(concepts, pieces)`: which piece of the index holds which content word."""
        holds = np.zeros((len(query.concepts), self._size), dtype=np.bool_)
        for row, concept in zip(holds, query.concepts, strict=True):
            for term in concept.terms:
                if (found := self._places.get(term)) is not None:
                    row[found] = True
        return holds

    @staticmethod
    def _covers(query: Query, texts: Sequence[str]) -> Flags:
        """`(texts, concepts)`: which text holds which content word."""
        covers = np.zeros((len(texts), len(query.concepts)), dtype=np.bool_)
        for row, text in zip(covers, texts, strict=True):
            present = frozenset(terms(text))
            row[:] = [not present.isdisjoint(concept.terms) for concept in query.concepts]
        return covers

    @staticmethod
    def _giving_units(kind: AnswerKind, read: Sequence[Unit], printed: Sequence[str]) -> Flags:
        """Which texts give the kind. An entry of the reference list does where the kind says so."""
        return np.array(
            [
                (unit.kind != "reference" or kind.in_references) and gives(kind, text)
                for unit, text in zip(read, printed, strict=True)
            ],
            dtype=np.bool_,
        )

    def _giving(self, kind: AnswerKind) -> Flags:
        """`(pieces,)`: which give the kind, reference entries apart; read when first asked for."""
        if kind.name not in self._kinds:
            self._kinds[kind.name] = np.array(
                [
                    chunk.kind != "reference"
                    and gives(
                        kind, with_units(chunk.embed_text) if chunk.kind == "row" else chunk.quote
                    )
                    for chunk in self._index.chunks
                ],
                dtype=np.bool_,
            )
        return self._kinds[kind.name]

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


def _rarity(frequency: npt.NDArray[np.int64], size: int) -> Floats:
    """Inverse document frequency (Robertson and Zaragoza, 2009) among `size` pieces, 1 for what is
    in none of them.
    """
    idf = np.log(1 + (size - frequency + 0.5) / (frequency + 0.5))
    return np.asarray(idf / log(1 + (size + 0.5) / 0.5), dtype=np.float64)


def _gap(scarcity: Floats, giving: Sequence[Flags], fit: Floats) -> float:
    """How much worse the texts fit that give the kind asked for, by the scarcity of the kind: few
    pieces lack a number, most lack a price. Of several kinds the one that is given worst counts.
    """
    best = float(fit.max(initial=0.0))
    gaps = [
        (best - float(fit[given].max(initial=0.0))) * float(rare)
        for rare, given in zip(scarcity, giving, strict=True)
    ]
    return max(gaps, default=0.0)


def _known(words: Sequence[str], rarity: Floats, known: Flags) -> float:
    """The share of the weight of words that the index has; that it lacks an everyday one ("what did
    X show?") says nothing.
    """
    counted = known | np.array([not is_everyday(word) for word in words], dtype=np.bool_)
    return float(rarity @ known) / max(float(rarity @ counted), _LEAST)


def _names_main(sentences: Flags, subjects: Sequence[int], rarity: Floats) -> Flags:
    """`(texts,)`: which name the rarest of the subjects; all if there is none."""
    main = max(subjects, key=lambda position: float(rarity[position]), default=None)
    found: Flags = np.ones(len(sentences), np.bool_) if main is None else sentences[:, main].copy()
    return found


def _subjects(words: Sequence[str], known: Flags, asking: frozenset[str]) -> list[int]:
    """Positions of the known words that are a subject, not what is asked about it."""
    return [
        position
        for position, word in enumerate(words)
        if known[position] and word.lower() not in asking and not is_everyday(word)
    ]


_LEAST = 1e-9
