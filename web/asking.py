"""What a page was asked: a question, those before it, and how to search; its address says it all,
so the server keeps no session.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

REMEMBERED = 10
"""Earlier questions that an address carries: more would outgrow what some programs let a link be,
and a follow-up that reaches back further has not been seen."""

LATEST = "latest"
"""The id of the newest question of a page, to which the address of a follow-up scrolls."""


USUAL, TYPED = "h", "h_typed"
"""The parameters of an earlier question: searched as usual, or exactly as typed."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A question asked before."""

    question: str
    as_typed: bool = False

    @property
    def field(self) -> tuple[str, str]:
        """Its parameter in an address, and the value."""
        return (TYPED if self.as_typed else USUAL), self.question


@dataclass(frozen=True, slots=True)
class Asked:
    """`history` holds the questions before, oldest first; `documents` restricts the search."""

    question: str
    history: tuple[Earlier, ...] = ()
    documents: tuple[str, ...] = ()
    as_typed: bool = False

    @staticmethod
    def of(
        question: str, history: Sequence[Earlier], documents: Sequence[str], *, as_typed: bool
    ) -> "Asked":
        """With as much of the history as an address carries."""
        return Asked(question, tuple(history[-REMEMBERED:]), tuple(documents), as_typed)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The parameters of the address, in a fixed order."""
        fields = [earlier.field for earlier in self.history]
        fields += [("documents", name) for name in self.documents]
        fields += [("as_typed", "1")] if self.as_typed else []
        return [*fields, ("q", self.question)]

    @property
    def url(self) -> str:
        """The address of the question: the same index gives the same page."""
        return self.at("/") + (f"#{LATEST}" if self.history else "")

    def at(self, path: str) -> str:
        """The same question at another address of this server, such as a file to download."""
        return f"{path}?{urlencode(self.fields)}"

    def other_way(self) -> "Asked":
        """The same, exactly as typed if it was not, and as usual if it was."""
        return replace(self, as_typed=not self.as_typed)

    @property
    def past(self) -> tuple[Earlier, ...]:
        """The history of the next question."""
        return (*self.history, Earlier(self.question, self.as_typed))[-REMEMBERED:]

    def turns(self) -> list["Asked"]:
        """The conversation up to here: each question with those before it."""
        earlier = [
            Asked(one.question, self.history[:number], self.documents, one.as_typed)
            for number, one in enumerate(self.history)
        ]
        return [*earlier, self]
