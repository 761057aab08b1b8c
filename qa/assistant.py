"""The assistant: a question in, verbatim and cited answer parts out, or an explained refusal."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.types import Document
from index.query import Query
from index.retrieval import RERANKED, Index, PreparedQuery
from index.tokens import terms
from index.types import Hit
from qa.citation import Evidence, cite
from qa.disagreement import Disagreements, FoundDisagreement
from qa.evidence import place_of
from qa.followup import Standalone, resolve
from qa.gathering import BESIDE_A_LIST, Gatherer, Lead
from qa.literature import Literature
from qa.question import MAX_HISTORY, check_question
from qa.quoting import Quoter
from qa.refusal import ANSWERED_FROM, Assessment, Assessor, explain
from qa.tables.answer import TableReader
from qa.tables.types import Alternatives, FoundRows
from qa.types import (
    Answer,
    Citation,
    Disagreement,
    IndexCard,
    ListedRow,
    Part,
    Refusal,
    Rewording,
    RowList,
    SearchResult,
    Side,
    UnknownDocumentError,
)

DEFAULT_LIMIT = 5
NEAREST = 3

NEAR_BEST = 0.85
"""Share of the best score from which a quotation's figures are held against others: of 26 notes on
282 answers, 9 remain, those on what was asked."""


_MEANS_ONE_THING = re.compile(r"\b(?:it|its|itself)\b", re.IGNORECASE)
"""What such a word means is not several rows listed before, so it must be said in its place."""

_MEANS_A_ROW = re.compile(
    r"\b(?:it|its|(?:that|this|the same) (?:trial|study|protocol|one|row))\b", re.IGNORECASE
)


class Assistant:
    """Answers from one opened index. Immutable, so threads may share it."""

    def __init__(
        self,
        index: Index,
        *,
        threshold: float = ANSWERED_FROM,
        lists: bool = True,
        studies: bool = True,
        clauses: bool = True,
    ) -> None:
        """Answers with less confidence than `threshold` are refusals. What a part adds is measured
        without it: `lists` of rows, `studies` that a question names, its `clauses`.
        """
        self._index = index
        self._threshold = threshold
        self._assessor = Assessor(index)
        self._tables = TableReader(index.documents if lists else ())
        self._disagreements = Disagreements(index.documents)
        literature = Literature(index.documents) if studies else None
        self._gatherer = Gatherer(index, literature, clauses=clauses)
        self._quoter = Quoter(index)

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
        as_typed: bool = False,
    ) -> Answer:
        """The best verbatim parts, each with citations, or a refusal with reasons.

        `history` holds the earlier questions, oldest first; `documents` restricts the search;
        `limit` (at least 1) bounds the citations, but for the rows of a list, which are all cited,
        and for what a shown figure disagrees with. `as_typed` corrects and adds nothing, neither
        synonyms nor what was asked before. Raises `QuestionError`, `UnknownDocumentError` and,
        for a smaller limit, ValueError.
        """
        if limit < 1:
            raise ValueError(f"cannot answer with {limit} citations")
        asked = check_question(question)
        earlier = [] if as_typed else [check_question(text) for text in history[-MAX_HISTORY:]]
        self._check_documents(documents)
        resolved = resolve(asked, earlier) if earlier else Standalone(asked, ())
        prepared = self._index.prepare(resolved.text, as_typed=as_typed)
        questions = self._gatherer.questions(prepared)
        # Questions within the question are not read again: that put no question of our two sets
        # right first, cost two of 62 on rows of trials a row within five, and as much time again.
        hits = [
            self._index.search(one, RERANKED, documents, read_again=one is prepared)
            for one in questions
        ]
        assessed, *within = [
            self._assessor.assess(one, ranked, documents)
            for one, ranked in zip(questions, hits, strict=True)
        ]
        likely = max(assessed.confidence, _of_each(within))
        mended = prepared.query.mended
        if earlier and not _MEANS_ONE_THING.search(asked):
            mended = self._index.analyse(asked).mended  # of what rows, `earlier` says
        found = no_row = None
        if earlier and _MEANS_A_ROW.search(asked):
            own = self._index.analyse(asked)
            found = self._tables.same_row(own.mended, documents, earlier, _alternatives(own))
        if found is None:
            others = _alternatives(prepared.query)
            found, no_row = self._tables.find_or_lack(mended, documents, earlier, others)
        lead = self._gatherer.lead(prepared, documents)
        parts: tuple[Part, ...] = ()
        rows = refusal = None
        citations: tuple[Citation, ...] = ()
        disagreements: tuple[Disagreement, ...] = ()
        is_sure = lead.certain or (found is not None and found.understood)
        lacking = "" if found else self._absent(lead, documents) or no_row or ""
        if lacking or (likely < self._threshold and not is_sure):
            refusal = self._refusal(prepared, hits[0], documents, assessed, lacking)
        else:
            shown = self._shown(questions, hits, lead, limit, found)
            quoted = [
                self._quoter.quote(questions, place, number)
                for number, place in enumerate(shown, start=1)
            ]
            asks_for = None if lead.places else prepared.query  # of a study, all is asked
            conflicts = self._conflicts([one.place for one in quoted], asks_for)
            shown += _unshown(conflicts, shown)
            parts = tuple(quotation.part for quotation in quoted)
            citations = self._cite(shown)
            disagreements = tuple(_disagreement(conflict, shown) for conflict in conflicts)
            rows = self._row_list(found, citations) if found else None
        return Answer(
            question=asked,
            standalone_question=resolved.text,
            status="refused" if refusal else "answered",
            parts=parts,
            rows=rows,
            citations=citations,
            refusal=refusal,
            confidence=0.0 if lacking else 1.0 if is_sure else likely,
            missing_terms=assessed.missing_terms,
            index=IndexCard(self.generation),
            rewordings=tuple(
                Rewording(word.asked, word.searched, word.kind)
                for word in prepared.query.rewordings
            ),
            carried=resolved.carried,
            disagreements=disagreements,
        )

    def search(self, query: str, *, k: int = 10, documents: Sequence[str] = ()) -> SearchResult:
        """Retrieval alone: the `k` best pieces as they were indexed. Errors as for `answer`."""
        asked = check_question(query)
        self._check_documents(documents)
        hits = self._index.search(asked, k, documents)
        return SearchResult(
            asked, self._cite([place_of(hit) for hit in hits]), IndexCard(self.generation)
        )

    def _shown(
        self,
        questions: Sequence[PreparedQuery],
        hits: Sequence[Sequence[Hit]],
        lead: Lead,
        limit: int,
        found: FoundRows | None,
    ) -> list[Evidence]:
        """The places to cite, best first. The rows of a list that is understood come first, those
        of one that is not behind what search found.
        """
        rows = _row_evidence(self._index, found) if found else []
        if found and found.understood:
            # A row that the list left out does not answer what was listed, nor does an address, an
            # entry of the reference list, or what does not name what is listed.
            document = self._index.document_by_id[found.document]
            left_out = [row.anchor for row in document.table_by_anchor[found.table].rows]
            left_out += [s.anchor for s in document.sections if s.kind in ("front", "back")]
            unlisted = {(found.document, anchor) for anchor in left_out}
            named = _named_in(found, questions[0].query)
            others = [
                hit
                for hit in hits[0]
                if (hit.chunk.document, hit.chunk.anchor) not in unlisted
                and (hit.chunk.kind != "reference" or lead.wants_entry)
                and (not named or not named.isdisjoint(terms(hit.chunk.embed_text)))
            ]
            limit = max(limit - len(rows), min(limit, BESIDE_A_LIST))
            beside = self._gatherer.gather(questions, [others, *hits[1:]], lead, limit)
            return [*rows, *(p for p in beside if (p.document, p.anchor) not in unlisted)]
        places = self._gatherer.gather(questions, hits, lead, limit)
        known = {(place.document, place.anchor) for place in places}
        least = min((place.score for place in places), default=1.0)
        behind = [row for row in rows if (row.document, row.anchor) not in known]
        return [*places, *(replace(row, score=least) for row in behind)]

    def _cite(self, places: Sequence[Evidence]) -> tuple[Citation, ...]:
        known = self._index.document_by_id
        return tuple(
            cite(known[place.document], place, number)
            for number, place in enumerate(places, start=1)
        )

    def _refusal(
        self,
        asked: PreparedQuery,
        hits: Sequence[Hit],
        documents: Sequence[str],
        assessed: Assessment,
        lacking: str,
    ) -> Refusal:
        searched_articles = len(set(documents)) or len(self.documents)
        near = self._gatherer.select([place_of(hit) for hit in hits if hit.coverage > 0], NEAREST)
        reason = lacking or explain(asked.query, hits, searched_articles, assessed)
        return Refusal(reason, assessed.missing_terms, self._cite(near))

    def _absent(self, lead: Lead, documents: Sequence[str]) -> str:
        """One sentence on the studies that are asked for and no reference list has; "" for none."""
        if not lead.absent:
            return ""
        named = ", ".join(f"“{name}”" for name in lead.absent)
        lists = "lists have" if len(documents or self.documents) > 1 else "list has"
        return f"The reference {lists} no {named}."

    def _conflicts(
        self, quoted: Sequence[Evidence], asked: Query | None
    ) -> list[FoundDisagreement]:
        """What the best quotations disagree with; those further down only touch the subject."""
        best = max(place.score for place in quoted) if quoted else 0.0
        telling = [place for place in quoted if place.score >= NEAR_BEST * best]
        return [
            found
            for document in dict.fromkeys(place.document for place in telling)
            for found in self._disagreements.among(document, telling, asked)
        ]

    def _row_list(self, found: FoundRows, citations: Sequence[Citation]) -> RowList:
        document = self._index.document_by_id[found.document]
        table = document.table_by_anchor[found.table]
        number = {
            citation.location.anchor: citation.number
            for citation in citations
            if citation.document.id == document.id and citation.location.type == "table_row"
        }
        group_of = document.group_by_anchor
        rows = tuple(
            ListedRow(document.row_by_anchor[anchor][1].cells, number[anchor], group_of[anchor])
            for anchor in found.rows
        )
        return RowList(
            table=table.label,
            columns=table.columns,
            total=len(rows),
            filters=found.filters,
            rows=rows,
            document=document.id,
            anchor=table.anchor,
            of=found.of,
            operation=found.operation,
            certain=found.certain,
            explanation=found.explanation,
            summary=found.summary,
            groups=found.groups,
        )

    def _check_documents(self, documents: Sequence[str]) -> None:
        for name in documents:
            if name not in self._index.document_by_id:
                known = ", ".join(sorted(self._index.document_by_id))
                raise UnknownDocumentError(f"there is no document “{name}”; there are: {known}")


def _of_each(within: Sequence[Assessment]) -> float:
    """How likely each of several questions within one is answered: as the least likely; 0 where
    there are not two. What one asks for need not stand beside the words of another: of 18
    answerable questions that were refused on eleven articles, four have several in them and are
    answered by this, and no unanswerable one is.
    """
    return min(one.confidence for one in within) if len(within) > 1 else 0.0


def _named_in(found: FoundRows, query: Query) -> frozenset[str]:
    """The terms of the question that say what a list is filtered by, in all their wordings."""
    each = (one for joined in found.filters for one in joined.each)
    values = {term for one in each for term in terms(str(one.value))}
    return frozenset(
        term
        for concept in query.concepts
        if not values.isdisjoint(concept.terms)
        for term in concept.terms
    )


def _alternatives(query: Query) -> Alternatives:
    mended = {word.asked: word.searched for word in query.rewordings}
    return Alternatives({**mended, **query.wordings}, query.classes)


def _row_evidence(index: Index, found: FoundRows) -> list[Evidence]:
    document = index.document_by_id[found.document]
    return [
        Evidence(document.id, anchor, "row", 0, len(document.text_of(anchor)), 1.0)
        for anchor in found.rows
    ]


def _unshown(conflicts: Sequence[FoundDisagreement], shown: Sequence[Evidence]) -> list[Evidence]:
    added: list[Evidence] = []
    for conflict in conflicts:
        for _, place in conflict.sides:
            if _number_of(place, [*shown, *added]) is None:
                added.append(place)
    return added


def _disagreement(conflict: FoundDisagreement, shown: Sequence[Evidence]) -> Disagreement:
    sides = []
    for value, place in conflict.sides:
        number = _number_of(place, shown)
        if number is None:
            raise AssertionError("a side without a citation")
        sides.append(Side(value, number))
    return Disagreement(conflict.about, tuple(sides))


def _number_of(place: Evidence, shown: Sequence[Evidence]) -> int | None:
    """The number (from 1) of the citation that shows a place whole."""
    for number, other in enumerate(shown, start=1):
        same = (other.document, other.anchor) == (place.document, place.anchor)
        if same and other.start <= place.start and place.end <= other.end:
            return number
    return None
