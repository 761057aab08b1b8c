"""Small articles, question sets and honest systems for the tests of the evaluation."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.types import Document, Mention, Reference, Row, Section, Table
from qa.evaluation.question_set import QuestionSet
from qa.evaluation.run import Provenance, Run
from qa.evaluation.runner import evaluate
from qa.evaluation.types import Place, Question, Response, System, Task

ORIGIN = Provenance(version="1", commit="abc", code="def")

INTRODUCTION = (
    "Iron matters for sleep. Low ferritin goes with restless legs (Smith et al., 2019).\n\n"
    "IFN-γ falls at 10⁻³ mol after treatment (Jones, 2020)."
)
RESULTS = "Sleep improved in 42% of adults. Iron matters for sleep."


def mention(text: str, printed: str, reference: str) -> Mention:
    start = text.index(printed)
    return Mention(start, start + len(printed), printed, (reference,))


def reference(number: int, author: str, year: int, title: str) -> Reference:
    text = f"{author} ({year}). {title}. J. Examples {number}."
    return Reference(f"r{number}", f"{author}, {year}", (author,), year, title, "J. Examples", text)


def article(name: str = "iron") -> Document:
    """Two sections, a table of four trials (one cell inherited), two references."""
    rows = (
        Row("t1-r1", ("Adults", "NCT00000001", "Phase 1")),
        Row("t1-r2", ("Adults", "NCT00000002", "Phase 2"), inherited=(0,)),
        Row("t1-r3", ("Children", "NCT00000003", "Phase 1")),
        Row("t1-r4", ("Children", "NCT00000004", "Phase 3"), inherited=(0,)),
    )
    return Document(
        id=name,
        title="Iron and sleep",
        authors=("A. Author",),
        journal="J. Examples",
        year=2024,
        doi="",
        licence="CC BY 4.0",
        licence_url="",
        credit="",
        sections=(
            Section(
                "s1",
                ("1 Introduction",),
                "body",
                INTRODUCTION,
                (
                    mention(INTRODUCTION, "Smith et al., 2019", "r1"),
                    mention(INTRODUCTION, "Jones, 2020", "r2"),
                ),
            ),
            Section("s2", ("2 Results",), "body", RESULTS),
        ),
        tables=(
            Table("t1", "Table 1", "Ongoing trials of iron", ("Group", "Id", "Phase"), rows, "s2"),
        ),
        references=(
            reference(1, "Smith", 2019, "Ferritin and legs"),
            reference(2, "Jones", 2020, "Interferon after iron"),
        ),
        abbreviations=(),
        boilerplate=(),
        digest=f"digest of {name}",
    )


def section_place(document: Document, anchor: str, piece: str) -> Place:
    start = document.section_by_anchor[anchor].text.index(piece)
    return Place(document.id, anchor, start, start + len(piece))


def row_place(document: Document, anchor: str) -> Place:
    return Place(document.id, anchor, 0, len(document.row_by_anchor[anchor][1].text))


def text_at(document: Document, place: Place) -> str:
    """What stands at a place."""
    return document.text_of(place.anchor)[place.start : place.end]


def response(document: Document, *places: Place, **changes: Any) -> Response:
    """An answer that quotes the places, best first."""
    given: dict[str, Any] = {
        "places": places,
        "texts": tuple(text_at(document, place) for place in places),
        "refused": False,
        "confidence": 0.5,
        "elapsed_ms": 1.0,
    }
    return Response(**{**given, **changes})


REFUSAL = Response((), (), refused=True, confidence=0.1, elapsed_ms=1.0)


class LookUp:
    """A system that knows a response to some questions; to any other it refuses."""

    def __init__(self, known: Mapping[str, Response], name: str = "look-up") -> None:
        self.known = known
        self._name = name
        self.asked: list[str] = []

    @property
    def name(self) -> str:
        return self._name

    def respond(self, question: Question, limit: int) -> Response:
        self.asked.append(question.id)
        known = self.known.get(question.id, REFUSAL)
        return replace(
            known,
            places=known.places[:limit],
            texts=known.texts[:limit],
            sources=known.sources[:limit],
        )


def oracle(document: Document, tasks: Sequence[Task], name: str = "oracle") -> LookUp:
    """The system that always cites the first alternative of every required piece."""
    return LookUp(
        {
            task.question.id: response(document, *(piece[0] for piece in task.gold))
            for task in tasks
            if task.answerable
        },
        name,
    )


LINES: tuple[dict[str, Any], ...] = (
    {
        "id": "q1",
        "type": "passage",
        "question": "What goes with restless legs?",
        "evidence": [["Low ferritin goes with restless legs"]],
        "answers": [["ferritin"]],
        "sources": ["Smith et al., 2019"],
        "split": "dev",
    },
    {
        "id": "q2",
        "type": "list",
        "question": "Which trials are in adults?",
        "evidence": [["NCT00000001"], ["NCT00000002"]],
        "answers": [["NCT00000001"], ["NCT00000002"]],
        "split": "dev",
    },
    {
        "id": "q3",
        "type": "followup",
        "question": "And how many improved?",
        "history": [{"question": "Does sleep improve?"}],
        "evidence": [["improved in 42% of adults"]],
        "split": "test",
    },
    {"id": "q4", "type": "unanswerable", "question": "What does iron cost?", "split": "test"},
    {
        "id": "q5",
        "type": "false_premise",
        "question": "Why does IFN-γ rise after treatment?",
        "evidence": [["IFN-γ falls"]],
        "split": "test",
    },
)


def write_lines(path: Path, lines: Sequence[Mapping[str, Any]] = LINES) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def run(system: System, questions: QuestionSet, **options: object) -> Run:
    return evaluate(
        system,
        questions.tasks,
        documents=questions.documents,
        set_name=questions.name,
        origin=ORIGIN,
        **options,  # type: ignore[arg-type]
    )


def scores_of(found: Run, name: str) -> dict[str, float]:
    (result,) = (r for r in found.results if r.task.question.id == name)
    return dict(result.scores)
