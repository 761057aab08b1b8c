"""The assistant: a question in, verbatim and cited answer parts out, or an explained refusal."""

from collections.abc import Sequence

from corpus.types import Document
from index.query import Query
from index.retrieval import Index
from index.types import Hit
from qa.citation import Evidence, cite, sources
from qa.evidence import select_evidence
from qa.followup import standalone
from qa.parts import answering_span
from qa.question import MAX_HISTORY, check_question
from qa.refusal import THRESHOLD, confidence, explain, missing_terms
from qa.types import (
    Answer,
    Citation,
    IndexCard,
    Part,
    PassageLocation,
    Refusal,
    SearchResult,
    UnknownDocumentError,
)

DEFAULT_LIMIT = 5
NEAREST = 3
_CANDIDATES = 6
"""Hits looked at per citation asked for: overlapping ones are merged."""


class Assistant:
    """Answers from one opened index. Immutable, so threads may share it."""

    def __init__(self, index: Index, *, threshold: float = THRESHOLD) -> None:
        self._index = index
        self._threshold = threshold

    @property
    def documents(self) -> tuple[Document, ...]:
        return self._index.documents

    @property
    def generation(self) -> str:
        return self._index.generation

    def answer(
        self,
        question: str,
        history: Sequence[str] = (),
        *,
        documents: Sequence[str] = (),
        limit: int = DEFAULT_LIMIT,
    ) -> Answer:
        """The best verbatim parts, each with citations, or a refusal with reasons.

        `history` holds the earlier questions, oldest first; `documents` restricts the search;
        `limit` (at least 1) bounds the citations. Raises `QuestionError`, `UnknownDocumentError`
        and, for a smaller limit, ValueError.
        """
        if limit < 1:
            raise ValueError(f"cannot answer with {limit} citations")
        asked = check_question(question)
        earlier = [check_question(text) for text in history[-MAX_HISTORY:]]
        self._check_documents(documents)
        searched = standalone(asked, earlier)
        hits = self._index.search(searched, _CANDIDATES * limit, documents)
        query = self._index.analyse(searched)
        missing = missing_terms(query)
        sureness = confidence(hits, self._index.unfamiliarity(query))
        parts: tuple[Part, ...] = ()
        citations: tuple[Citation, ...] = ()
        refusal = None
        if sureness < self._threshold:
            searched_articles = len(set(documents)) or len(self.documents)
            nearest = self._cite([hit for hit in hits if hit.coverage > 0], NEAREST)
            refusal = Refusal(explain(query, hits, searched_articles), missing, nearest)
        else:
            citations = self._cite(hits, limit)
            parts = tuple(self._part(query, citation) for citation in citations)
        return Answer(
            question=asked,
            standalone_question=searched,
            status="refused" if refusal else "answered",
            parts=parts,
            rows=None,
            citations=citations,
            refusal=refusal,
            confidence=sureness,
            missing_terms=missing,
            index=IndexCard(self.generation),
        )

    def search(self, query: str, *, k: int = 10, documents: Sequence[str] = ()) -> SearchResult:
        """Retrieval alone: the `k` best pieces as they were indexed. Errors as for `answer`."""
        asked = check_question(query)
        self._check_documents(documents)
        places = [
            Evidence(
                hit.chunk.document, hit.chunk.anchor, hit.chunk.kind, *hit.chunk.span, hit.score
            )
            for hit in self._index.search(asked, k, documents)
        ]
        hits = tuple(
            cite(self._index.document_by_id[place.document], place, number)
            for number, place in enumerate(places, start=1)
        )
        return SearchResult(asked, hits, IndexCard(self.generation))

    def _cite(self, hits: Sequence[Hit], limit: int) -> tuple[Citation, ...]:
        known = self._index.document_by_id
        places = select_evidence(hits, limit, lambda name, anchor: known[name].text_of(anchor))
        return tuple(
            cite(known[place.document], place, number)
            for number, place in enumerate(places, start=1)
        )

    def _part(self, query: Query, citation: Citation) -> Part:
        text, location = citation.cited_text, citation.location
        if not isinstance(location, PassageLocation):
            keys = tuple(source.key for source in citation.sources)
            return Part(text, (citation.number,), keys)
        start, end = answering_span(
            query.text, text, lambda stretch: self._index.coverage(query, stretch)
        )
        document = self._index.document_by_id[citation.document.id]
        place = Evidence(
            document.id,
            location.anchor,
            "passage",
            location.start + start,
            location.start + end,
            citation.score,
        )
        rests_on = tuple(source.key for source in sources(document, place))
        return Part(text[start:end], (citation.number,), rests_on)

    def _check_documents(self, documents: Sequence[str]) -> None:
        for name in documents:
            if name not in self._index.document_by_id:
                known = ", ".join(sorted(self._index.document_by_id))
                raise UnknownDocumentError(f"there is no document “{name}”; there are: {known}")
