"""What can go wrong before an evaluation starts: all of it is the user's to mend."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_LISTED = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a question set. `line` counts from 1; 0 when there is no line."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{place}: {self.message}"


class QuestionSetError(Exception):
    """A question set that cannot be used. Every problem found is in `problems`, by file and line.

    A set is read whole or not at all, so a mended file is what the next attempt reads.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        lines = [str(problem) for problem in self.problems[:_LISTED]]
        if len(self.problems) > _LISTED:
            lines.append(f"and {len(self.problems) - _LISTED} more")
        super().__init__("\n".join(lines))


class RunError(Exception):
    """A saved run that cannot be read or compared; the message names the file and the reason."""
