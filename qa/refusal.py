"""When not to answer, and how to say why.

An `Assessor` reads signs for and against an answer from the question and what was found for it
(`qa/refusal_signs.py`) and turns them into the probability that the articles answer, by a logistic
regression whose weights were learned from questions on twelve reviews (`qa/refusal_weights.py`,
made by `qa/training/refusal.py`). A false premise is no reason to refuse: what contradicts it has
its words and is found by them.

What to expect on an article that nothing was fitted to: of a question that it answers and one that
it does not, the more probable is the right one in 0.91 of the pairs, from 0.83 to 0.98 by article
set; two in three of the unanswerable questions are refused, one in four of the set whose questions
come nearest to what is there, and one answerable in a hundred (one in forty of one set). All
figures leave one article out, as `qa.training.refusal` prints them. They may still flatter: kinds
of answer were added with these questions in view. Known weakness: the right finding of the wrong
study; and a detail that is not given of a study whose others are.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import exp

from index.query import Query
from index.retrieval import Index, PreparedQuery
from index.spelling import WORD
from index.types import Hit
from qa.asked_doses import Doses
from qa.drug_names import is_medicine
from qa.refusal_signs import Reading, SignReader
from qa.refusal_weights import ANSWERED_FROM, BY_TOKEN, BY_WORD
from qa.refusal_words import is_everyday, missing_terms
from qa.separation import separated
from qa.time_points import ungiven_at

__all__ = [
    "ANSWERED_FROM",
    "Assessment",
    "Assessor",
    "explain",
    "missing_terms",
    "probability",
]

SURELY_NOT = 0.5
"""The share of the threshold that is left where a rule, not the signs, says that nothing answers.
One is a medicine that no article names, told by its stem or listed in `index/medicines.tsv`: of 533
answerable questions on twelve articles none names one, of 138 others nine do. One is a disease that
none mentions (`qa.conditions`), one a group of people or a medicine that none mentions with it
(`qa.separation`), one a medicine of which none gives a dose (`qa.asked_doses`), one an outcome at a
time of which none tells (`qa.time_points`), the last is `ANOTHER_FIELD`."""

ANOTHER_FIELD = 0.25
"""A question of whose word weight the articles hold less than this share, and whose best cosine is
lower, is about something else: of 475 answerable questions on nine articles it is true of none, of
126 others of 15, all from other fields."""

_NAMED_WORDS = 4
"""More missing words than this are not read."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """How likely the indexed articles answer, and what speaks against it.

    `confidence` is a probability (0..1), to be compared with `ANSWERED_FROM`. `missing_terms` are
    subject words and names of things that the index lacks in any form, `lacking` words that it has
    but not in the sentence or row that fits best. `apart` are the two rarest known words that no
    piece holds together (none or two), `ungiven` names the kinds of thing asked for ("a price or
    cost") that no well-fitting sentence or row gives, `unmentioned` diseases that no piece
    mentions. `reading` holds the signs themselves.
    """

    confidence: float
    missing_terms: tuple[str, ...]
    lacking: tuple[str, ...]
    apart: tuple[str, ...]
    ungiven: tuple[str, ...]
    unmentioned: tuple[str, ...]
    reading: Reading


class Assessor:
    """Judges what was found in one index. Immutable, so threads may share it."""

    def __init__(self, index: Index) -> None:
        self._reader = SignReader(index)
        self._mentions = self._reader.mentions
        self._doses = Doses(index.chunks)
        self._chunks = index.chunks

    def assess(
        self, asked: PreparedQuery, hits: Sequence[Hit], documents: Collection[str] = ()
    ) -> Assessment:
        """`hits` are those of the question made ready, best first; 30 of them are enough. Only
        `documents` are judged if any are named.
        """
        reading = self._reader.read(asked, hits, documents)
        missing = self._missing(asked.query, reading, documents)
        unknown = {concept.word for concept in asked.query.concepts if not concept.known}
        likely = probability(reading)
        signs = reading.signs
        elsewhere = signs.known < ANOTHER_FIELD and signs.similarity < ANOTHER_FIELD
        unmentioned = self._mentions.lacking(asked.query, documents)
        of_others = separated(asked.query, self._mentions, documents)
        undosed = self._doses.undosed(asked.query, documents)
        untimed = ungiven_at(asked.query.mended, self._texts(documents))
        is_missing = undosed or untimed or any(map(is_medicine, unknown))
        if elsewhere or unmentioned or of_others or is_missing:
            likely = min(likely, SURELY_NOT * ANSWERED_FROM)
        ungiven = tuple(kind.name for kind in reading.ungiven)
        named = [one for one in (undosed and f"a dose of “{undosed}”", untimed) if one]
        return Assessment(
            confidence=likely,
            missing_terms=missing,
            lacking=tuple(
                word for word in reading.lacking if word not in unknown and not is_everyday(word)
            ),
            apart=of_others
            or next((pair for pair in reading.strangers if not any(map(is_everyday, pair))), ()),
            ungiven=() if of_others else tuple(named) or ungiven,
            unmentioned=unmentioned,
            reading=reading,
        )

    def _missing(
        self, query: Query, reading: Reading, documents: Collection[str]
    ) -> tuple[str, ...]:
        """Names of things that are never mentioned, and words that are neither in these nor spoken
        of under another name.
        """
        within = {word.lower() for name in reading.unheard for word in WORD.findall(name)}
        words = (
            word
            for word in missing_terms(query, reading.rendered)
            if within.isdisjoint(WORD.findall(word.lower()))
            and not self._reader.named_things.speaks_of(word, documents)
        )
        return (*reading.unheard, *words)

    def _texts(self, documents: Collection[str]) -> Iterator[str]:
        for chunk in self._chunks:
            if chunk.kind != "reference" and (not documents or chunk.document in documents):
                yield chunk.embed_text


def probability(reading: Reading) -> float:
    """The logistic regression; 0 where nothing was asked, or no word of it found: token by token,
    an article may say all in other words (of eleven such questions on nine articles it answers one,
    the only one with more than 0.3).
    """
    if not (reading.signs.known or reading.by_token):
        return 0.0
    bias, weights = BY_TOKEN if reading.by_token else BY_WORD
    odds = bias + sum(weight * getattr(reading.signs, name) for name, weight in weights.items())
    return round(1 / (1 + exp(-odds)), 6)


def explain(
    query: Query, hits: Sequence[Hit], articles: int, assessment: Assessment | None = None
) -> str:
    """One or two sentences for the reader; `articles` is how many were searched."""
    missing = assessment.missing_terms if assessment else missing_terms(query)
    ungiven = assessment.ungiven if assessment else ()
    where = "the article" if articles == 1 else "the indexed articles"
    mentions = "mentions" if articles == 1 else "mention"
    if not query.concepts:
        return f"The question names nothing that could be looked up in {where}."
    if not hits:
        return "No passage, table row or reference shares anything with the question."
    if not any(concept.known for concept in query.concepts):
        return f"None of the question’s words occurs in {where}."
    no_kind = f"no passage or table row that fits the question gives {' or '.join(ungiven)}"
    if assessment and assessment.unmentioned:
        never = f"{_capital(where)} never {mentions} {_quoted(assessment.unmentioned)}"
        says = "it says" if articles == 1 else "they say"
        return f"{never}, and what {says} of others is no answer."
    if missing:
        never = f"{_capital(where)} never {mentions} {_quoted(missing)}"
        if ungiven:
            return f"{never}, and {no_kind}."
        return (
            f"{never}, and no passage fits the rest of the question well enough to be quoted as an"
            " answer."
        )
    if ungiven:
        return f"{_capital(no_kind)}."
    if assessment and assessment.apart:
        one, other = assessment.apart
        return f"{_capital(where)} {mentions} “{one}” and “{other}”, but never together."
    if assessment and assessment.lacking:
        return f"The passage that comes nearest does not mention {_quoted(assessment.lacking)}."
    return (
        f"No passage or table row of {where} brings enough of the question’s words together to be"
        " quoted as an answer."
    )


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words[:_NAMED_WORDS])


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
