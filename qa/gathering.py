"""What is shown for a question, and in which order.

First what the question names outright: every row of a list, a study and the places that cite it.
Then the best pieces of the search, among them the best of each question within the question, so
that a comparison shows both its arms. Whoever asks who found something is shown the entry of the
reference list behind the sentence that answers in the best piece, too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from corpus.identifiers import asked_identifiers
from index.retrieval import Index, PreparedQuery
from index.types import Hit
from qa.citation import Evidence
from qa.clauses import clauses
from qa.evidence import SHARE_OF_BEST, place_of, select_evidence
from qa.literature import Literature
from qa.quoting import Quoter
from qa.source_wording import names_another

CANDIDATES = 6
"""Hits looked at per citation asked for: overlapping ones are merged."""

FIRST = 2
"""The best pieces for the whole question come before those for its clauses."""

NAMED_PLACES = 2
"""Places that cite a study named in the question, shown ahead of the search."""

BESIDE_A_LIST = 2
"""Pieces of the search shown beside a list that is sure."""


@dataclass(frozen=True, slots=True)
class Lead:
    """What the question names by itself; `certain` when nothing but its entry in the reference
    list is asked for. `wants_entry`: the entry behind the best piece is asked for. `absent` are
    studies that it names and no reference list has.
    """

    places: tuple[Evidence, ...] = ()
    certain: bool = False
    wants_entry: bool = False
    absent: tuple[str, ...] = ()


class Gatherer:
    """Chooses what is shown from one index. Immutable, so threads may share it."""

    def __init__(
        self, index: Index, literature: Literature | None, *, clauses: bool = True
    ) -> None:
        """Without `literature`, no study leads; without `clauses`, a question is searched for
        whole only.
        """
        self._index = index
        self._literature = literature
        self._clauses = clauses
        self._quoter = Quoter(index)

    def questions(self, asked: PreparedQuery) -> tuple[PreparedQuery, ...]:
        """The question itself and, if there are several in it, each of them."""
        within = clauses(asked.query.mended) if self._clauses else ()
        return asked, *(self._index.prepare(text, as_typed=asked.as_typed) for text in within)

    def lead(self, asked: PreparedQuery, documents: Sequence[str]) -> Lead:
        """The studies that a question names, with where the article speaks of them."""
        if self._literature is None:
            return Lead()
        request = self._literature.asked(asked.query.mended, documents)
        sure = [one for one in request.named if one.certain][:FIRST]
        places: list[Evidence] = []
        for one in sure:
            entry = self._literature.entry(one.document, one.reference)
            reported = sorted(
                self._literature.reported(one.document, one.reference),
                key=lambda place: -self._quoter.fit((asked,), place),
            )[:NAMED_PLACES]
            ahead = request.wants_entry and not request.wants_places
            places += [entry, *reported] if ahead else [*reported, entry]
        settled = bool(sure) and request.wants_entry
        wants_entry = request.wants_entry and not sure
        return Lead(tuple(places), settled, wants_entry, () if request.named else request.absent)

    def gather(
        self,
        questions: Sequence[PreparedQuery],
        found: Sequence[Sequence[Hit]],
        lead: Lead,
        limit: int,
    ) -> list[Evidence]:
        """At most `limit` places, best first; `found` are the hits of each of `questions`."""
        hits = _registered(questions[0], _with_clauses(*found))
        if lead.wants_entry and names_another(questions[0].query.mended):
            hits = self._in_text(hits)
        ranked = [place_of(hit) for hit in hits]
        if lead.wants_entry and ranked and self._literature is not None:
            first = ranked[0]
            behind = self._literature.entries_behind
            entries = behind(first.document, self._answering(questions, first)) or behind(
                first.document, first
            )
            ranked[1:1] = [replace(entry, score=first.score) for entry in entries[:1]]
        elif not lead.places and self._literature is not None:
            ranked = list(self._reported_first(questions[0], ranked))
        best = max((place.score for place in ranked), default=1.0)
        leading = [replace(place, score=best) for place in lead.places]
        return self.select([*leading, *ranked[: CANDIDATES * limit]], limit)

    def _reported_first(
        self, asked: PreparedQuery, ranked: Sequence[Evidence]
    ) -> Iterator[Evidence]:
        """The places, before an entry of the reference list what the text reports of it: the title
        of a study says in other words what it found.
        """
        for number, place in enumerate(ranked):
            if place.kind == "reference" and number < FIRST and self._literature is not None:
                reported = self._literature.reported(place.document, place.anchor)
                best = max(reported, key=lambda one: self._quoter.fit((asked,), one), default=None)
                if best:
                    yield replace(best, score=place.score)
            yield place

    def select(self, places: Sequence[Evidence], limit: int) -> list[Evidence]:
        """At most `limit` of the places in their order, none twice (see `qa.evidence`)."""
        known = self._index.document_by_id
        return select_evidence(places, limit, lambda name, anchor: known[name].text_of(anchor))

    def _in_text(self, hits: list[Hit]) -> list[Hit]:
        """The hits without the article's own authors, addresses and statements at its end, which
        say nothing of another study; all of them if there are no others.
        """
        return [hit for hit in hits if self._is_text(hit)] or hits

    def _is_text(self, hit: Hit) -> bool:
        document = self._index.document_by_id[hit.chunk.document]
        section = document.section_by_anchor.get(hit.chunk.anchor)
        return section is None or section.kind not in ("front", "back")

    def _answering(self, questions: Sequence[PreparedQuery], place: Evidence) -> Evidence:
        return self._quoter.answering(questions, place) if place.kind == "passage" else place


def _with_clauses(hits: Sequence[Hit], *within: Sequence[Hit]) -> list[Hit]:
    """The hits of a question, among the first of them the best of each question within it."""
    found = [best for one in within for best in one[:1]]
    if not found or not hits:
        return list(hits)
    ranked: dict[str, Hit] = {}
    score = {hit.chunk.id: hit.score for hit in hits}
    lowest = max(hits[min(FIRST, len(hits)) - 1].score, SHARE_OF_BEST * hits[0].score)
    for hit in chain(hits[:FIRST], found, hits[FIRST:]):
        at_least = lowest if hit in found else 0.0
        scored = max(score.get(hit.chunk.id, 0.0), at_least)
        ranked.setdefault(hit.chunk.id, replace(hit, score=scored))
    return sorted(ranked.values(), key=lambda hit: -hit.score)


def _registered(asked: PreparedQuery, hits: Sequence[Hit]) -> list[Hit]:
    """Of a question that names an identifier (a registration, a DOI), the hits that print it; all
    of them where none does.
    """
    named = [one.value.lower() for one in asked_identifiers(asked.query.text)]
    found = [hit for hit in hits if any(one in hit.chunk.quote.lower() for one in named)]
    return found or list(hits)
