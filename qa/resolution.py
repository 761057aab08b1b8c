"""How much of a document's citations resolves to its reference list, and what does not."""

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.types import Document, Mention


@dataclass(frozen=True, slots=True)
class Resolution:
    """Counts of printed citations. `remarks` has a line for each that is not plainly resolved."""

    total: int
    inexact: int
    ambiguous: int
    unresolved: int
    remarks: tuple[str, ...]

    @property
    def share(self) -> float:
        """Share (0..1) that resolves to what it means; 1 when nothing is cited."""
        resolved = self.total - self.ambiguous - self.unresolved
        return resolved / self.total if self.total else 1.0


def resolution(document: Document) -> Resolution:
    places = list(_mentions(document))
    remarks = []
    for where, mention in places:
        keys = [document.reference_by_anchor[anchor].key for anchor in mention.references]
        if not keys:
            remarks.append(f"{where}: “{mention.text}” is not in the reference list")
        elif mention.is_ambiguous:
            remarks.append(f"{where}: “{mention.text}” may be {' or '.join(keys)}")
        elif not mention.exact and len(keys) > 1:
            remarks.append(f"{where}: of “{mention.text}” the reference list has {', '.join(keys)}")
        elif not mention.exact:
            remarks.append(f"{where}: “{mention.text}” is listed as {keys[0]}")
    mentions = [mention for _, mention in places]
    return Resolution(
        total=len(mentions),
        inexact=sum(1 for m in mentions if m.references and not (m.exact or m.is_ambiguous)),
        ambiguous=sum(1 for m in mentions if m.is_ambiguous),
        unresolved=sum(1 for m in mentions if not m.references),
        remarks=tuple(remarks),
    )


def _mentions(document: Document) -> Iterator[tuple[str, Mention]]:
    for section in document.sections:
        for mention in section.mentions:
            yield (section.path or (section.anchor,))[-1], mention
    for table in document.tables:
        for number, row in enumerate(table.rows, start=1):
            for mention in row.mentions:
                yield f"{table.label}, row {number}", mention
