"""The words that are quoted from each citation, and who speaks in them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.retrieval import Index, PreparedQuery
from qa.citation import Evidence, sources, statement
from qa.parts import answering_span
from qa.types import Part


@dataclass(frozen=True, slots=True)
class Quotation:
    """A part of the answer and the place it is quoted from."""

    part: Part
    place: Evidence


class Quoter:
    """Quotes from the documents of one index. Immutable, so threads may share it."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def quote(self, asked: Sequence[PreparedQuery], cited: Evidence, number: int) -> Quotation:
        """What of a cited place answers: a few sentences of a passage, a row or an entry whole.

        `asked` holds the question and the questions within it: a place answers one of them.
        """
        document = self._index.document_by_id[cited.document]
        place = cited if cited.kind != "passage" else self.answering(asked, cited)
        text = document.text_of(place.anchor)[place.start : place.end]
        keys = tuple(source.key for source in sources(document, place))
        return Quotation(Part(text, (number,), keys, statement(document, place)), place)

    def answering(self, asked: Sequence[PreparedQuery], cited: Evidence) -> Evidence:
        """The sentences of a passage that answer best."""
        text = self._index.document_by_id[cited.document].text_of(cited.anchor)
        start, end = answering_span(
            asked[0].query.mended,
            text[cited.start : cited.end],
            lambda a, b: self.fit(asked, _within(cited, a, b)),
        )
        return _within(cited, start, end)

    def fit(self, asked: Sequence[PreparedQuery], place: Evidence) -> float:
        """How well a place fits one of the questions: the words it holds, and how near others
        come.
        """
        document = self._index.document_by_id[place.document]
        span = (place.start, place.end)
        text = document.text_of(place.anchor)[place.start : place.end]
        return max(
            self._index.coverage(question.query, text)
            + self._index.nearness(question, document.id, place.anchor, span)
            for question in asked
        )


def _within(place: Evidence, start: int, end: int) -> Evidence:
    return replace(place, start=place.start + start, end=place.start + end)
