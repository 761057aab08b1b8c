"""What is asked: a question set's lines, and enough varied questions to measure time with."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.types import Document

SHIPPED_SET = Path(__file__).parents[2] / "qa" / "evaluation" / "questions" / "chen-2024-atra.jsonl"
_TITLE_WORDS = 9


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the earlier ones it may lean on, oldest first.

    `evidence` lists the required pieces, each as alternative verbatim strings; none are required
    of a question without an answer.
    """

    question: str
    history: tuple[str, ...] = ()
    evidence: tuple[tuple[str, ...], ...] = ()

    @property
    def body(self) -> dict[str, Any]:
        """As `POST /api/ask` takes it."""
        return {
            "question": self.question,
            "history": [{"question": earlier} for earlier in self.history],
        }


def read_questions(path: Path, *, split: str = "") -> list[Asked]:
    """The questions of a JSON Lines file, of one split if it is named. Raises OSError, and
    ValueError naming the line that cannot be read.
    """
    asked = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            if split and record.get("split") != split:
                continue
            asked.append(
                Asked(
                    record["question"],
                    tuple(
                        turn if isinstance(turn, str) else turn["question"]
                        for turn in record.get("history", ())
                    ),
                    tuple(tuple(piece) for piece in record.get("evidence", ())),
                )
            )
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{path}, line {number}: {error!r}") from error
    if not asked:
        raise ValueError(f"{path}: holds no question")
    return asked


def varied_questions(own: Sequence[Asked], documents: Sequence[Document]) -> list[Asked]:
    """`own` and questions made from the articles' own words, each once, in a fixed mixed order."""
    made = [Asked(text) for document in documents for text in _made(document)]
    distinct = {(asked.question, asked.history): asked for asked in (*own, *made)}
    return sorted(distinct.values(), key=_mixed)


def _mixed(asked: Asked) -> bytes:
    return hashlib.sha256("\n".join((asked.question, *asked.history)).encode()).digest()


def _made(document: Document) -> Iterator[str]:
    for section in document.sections:
        yield f"What does the review say about {section.path[-1].lower()}?"
    for abbreviation in document.abbreviations:
        yield f"What does {abbreviation.short} stand for?"
        yield abbreviation.long
    for table in document.tables:
        for row in table.rows:
            subject = " ".join(row.cells[0].split())
            yield f"{table.columns[-1]} of {subject}"
    for reference in document.references:
        yield " ".join(reference.title.split()[:_TITLE_WORDS])
