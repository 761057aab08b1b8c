"""Where the evidence stands: strings of a question set become places of the documents, once.

A piece must be found in exactly one place, else the set is wrong: a piece that is nowhere tests
nothing, and one that is in two places leaves open which of them answers the question. A line may
say `"anywhere": true`; then every place of its pieces is acceptable.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.types import Document
from index.types import ChunkKind
from qa.evaluation.fold import Folded, fold_with_offsets, folded
from qa.evaluation.types import Place, Question, Task

_PLACES_LISTED = 4


@dataclass(frozen=True)
class Unit:
    """A citable text of a document: a section, a table's caption, a row or a reference."""

    document: str
    anchor: str
    kind: ChunkKind
    text: str

    @cached_property
    def folded(self) -> Folded:
        return fold_with_offsets(self.text)

    def places(self, piece: str) -> list[Place]:
        """Where a folded piece stands here. A row or a reference is cited whole, so it is one."""
        if self.kind == "passage":
            spans = self.folded.find_all(piece)
        else:
            spans = [(0, len(self.text))] if piece in self.folded.text else []
        return [Place(self.document, self.anchor, start, end) for start, end in spans]


def units(documents: Iterable[Document]) -> Iterator[Unit]:
    """Every citable text of the documents: sections, tables with their rows, references."""
    for document in documents:
        for section in document.sections:
            yield Unit(document.id, section.anchor, "passage", section.text)
        for table in document.tables:
            yield Unit(document.id, table.anchor, "passage", table.caption)
            for row in table.rows:
                yield Unit(document.id, row.anchor, "row", row.text)
        for reference in document.references:
            yield Unit(document.id, reference.anchor, "reference", reference.text)


class Locator:
    """Finds evidence strings in a fixed collection of documents; folds each text once."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._units: Mapping[str, tuple[Unit, ...]] = {
            document.id: tuple(units([document])) for document in documents
        }

    @property
    def documents(self) -> tuple[str, ...]:
        return tuple(self._units)

    def find(self, piece: str, documents: Sequence[str] = ()) -> tuple[Place, ...]:
        """Every place of `piece` in the named documents (none named: in all of them)."""
        wanted = folded(piece)
        if not wanted:
            return ()
        return tuple(
            place
            for document in documents or self._units
            for unit in self._units[document]
            for place in unit.places(wanted)
        )

    def task(self, question: Question, *, anywhere: bool = False) -> tuple[Task, list[str]]:
        """The question with its places, and what is wrong with its evidence (nothing: [])."""
        unknown = [name for name in question.documents if name not in self._units]
        if unknown:
            known = ", ".join(self._units) or "none"
            return Task(question, ()), [f"unknown document {unknown[0]!r}; known: {known}"]
        gold: list[tuple[Place, ...]] = []
        problems: list[str] = []
        for piece in question.evidence:
            found: list[Place] = []
            for alternative in piece:
                places = self.find(alternative, question.documents)
                if not places:
                    problems.append(f"evidence is not in the documents: {alternative!r}")
                elif len(places) > 1 and not anywhere:
                    problems.append(_ambiguous(alternative, places))
                found += [place for place in places if place not in found]
            gold.append(tuple(found))
        return Task(question, tuple(gold)), problems


def _ambiguous(piece: str, places: Sequence[Place]) -> str:
    listed = ", ".join(
        f"{place.document}#{place.anchor} {place.start}-{place.end}"
        for place in places[:_PLACES_LISTED]
    )
    more = ", ..." if len(places) > _PLACES_LISTED else ""
    return (
        f"evidence is in {len(places)} places ({listed}{more}): {piece!r}; "
        'give a longer piece, or say "anywhere": true if each of them answers'
    )
