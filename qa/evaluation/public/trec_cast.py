"""TREC CAsT: follow-up questions with human rewrites that stand alone.

Dalton et al., "TREC CAsT 2019: The Conversational Assistance Track Overview" (TREC 2019), and the
tracks of 2020 and 2021. Two things can be measured without the tracks' passage collections: the
rewriting itself, against the human's (see `rewriting.py`), and retrieval where the shown passages
are given (2021): the passage of a turn among those of all turns, asked for with the raw turn, the
conversation, and the human rewrite (`load…`).
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from corpus.types import Section
from qa.evaluation.errors import Problem, QuestionSetError
from qa.evaluation.public.benchmark import Benchmark
from qa.evaluation.public.files import read_records
from qa.evaluation.question_set import QuestionSet
from qa.evaluation.sets.plain import plain_document
from qa.evaluation.types import Place, Question, Task

FETCH = (
    "Needed: the folder 'trec_cast' with turns.jsonl (year, qid, history of user turns, raw, "
    "rewrite, passage), made from github.com/daltonj/treccastweb."
)
ANCHOR = "text"

Wording = Literal["conversation", "raw", "human"]

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
            evidence=((turn.passage,),),
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
