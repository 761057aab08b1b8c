"""TREC CAsT: follow-up questions with human rewrites that stand alone.

Dalton et al., "TREC CAsT 2019: The Conversational Assistance Track Overview" (TREC 2019), and the
tracks of 2020 and 2021. Two things can be measured without the tracks' passage collections:

- the rewriting itself, against the human's (`rewriting`);
- retrieval where the shown passages are given (2021): the passage of a turn among those of all
  turns, asked for with the raw turn, the conversation, and the human rewrite (`load…`).
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from corpus.types import Section
from index.tokens import terms
from qa.evaluation.errors import Problem, QuestionSetError
from qa.evaluation.public.benchmark import Benchmark, plain_document
from qa.evaluation.public.files import read_records
from qa.evaluation.question_set import QuestionSet
from qa.evaluation.types import Place, Question, Task

FETCH = (
    "Needed: the folder 'trec_cast' with turns.jsonl (year, qid, history of user turns, raw, "
    "rewrite, passage), made from github.com/daltonj/treccastweb."
)
ANCHOR = "text"

Wording = Literal["conversation", "raw", "human"]
Rewriter = Callable[[str, Sequence[str]], str]

_STRICT = ConfigDict(strict=True, extra="ignore")


class _Exchange(BaseModel):
    model_config = _STRICT
    user: str


class _Entry(BaseModel):
    model_config = _STRICT
    year: int
    qid: str
    history: list[_Exchange]
    raw: str
    rewrite: str
    passage: str | None


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of a conversation: the user's earlier questions (oldest first), this one, and what a
    human made of it. `passage` is what was shown in reply, empty where the set has none.
    """

    id: str
    history: tuple[str, ...]
    raw: str
    human: str
    passage: str


def read_turns(folder: Path) -> tuple[Turn, ...]:
    """Every turn of `folder/trec_cast`, in file order."""
    return tuple(
        Turn(
            id=f"{entry.year}-{entry.qid}",
            history=tuple(exchange.user for exchange in entry.history),
            raw=entry.raw,
            human=entry.rewrite,
            passage=entry.passage or "",
        )
        for _, entry in read_records(_path(folder), _Entry, FETCH)
    )


def load(folder: Path) -> Benchmark:
    """The passage shown at a turn, asked for as the user did: the turn and what came before."""
    return _benchmark(folder, "trec-cast", "conversation")


def load_raw(folder: Path) -> Benchmark:
    """The same, asked for with the turn alone: the floor."""
    return _benchmark(folder, "trec-cast-raw", "raw")


def load_human(folder: Path) -> Benchmark:
    """The same, asked for with the human rewrite: the ceiling."""
    return _benchmark(folder, "trec-cast-human", "human")


def _benchmark(folder: Path, name: str, wording: Wording) -> Benchmark:
    turns = [turn for turn in read_turns(folder) if turn.passage]
    if not turns:
        raise QuestionSetError([Problem(_path(folder), 0, f"no turn has its passage. {FETCH}")])
    documents = {
        turn.passage: plain_document(
            f"passage-{hashlib.sha256(turn.passage.encode()).hexdigest()[:12]}",
            "",
            [Section(ANCHOR, (), "body", turn.passage)],
        )
        for turn in turns
    }
    tasks = []
    for turn in turns:
        question = Question(
            id=turn.id,
            type="followup" if turn.history else "passage",
            question=turn.human if wording == "human" else turn.raw,
            history=turn.history if wording == "conversation" else (),
        )
        gold = Place(documents[turn.passage].id, ANCHOR, 0, len(turn.passage))
        tasks.append(Task(question, ((gold,),)))
    questions = QuestionSet(
        name, tuple(tasks), tuple(documents.values()), brings_documents=True, rule="overlaps"
    )
    return Benchmark(
        about=f"turns with a shown passage, {wording}; any part of that passage",
        questions=questions,
        measures=("success@1", "success@5", "success@10", "mrr@10", "characters_shown"),
    )


def _path(folder: Path) -> Path:
    return folder / "trec_cast" / "turns.jsonl"


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


_ARTICLES = frozenset({"a", "an", "the"})
