"""A small, honest assistant: it answers from its documents by counting shared words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property
from itertools import combinations
from typing import Any

from corpus.types import Document, Mention, Reference, Row, Table
from qa.question import check_question
from qa.types import (
    Answer,
    Citation,
    Disagreement,
    DocumentCard,
    Identifier,
    IndexCard,
    ListedRow,
    Location,
    Part,
    PassageLocation,
    ReferenceLocation,
    Refusal,
    Rewording,
    RowFilter,
    RowList,
    RowLocation,
    SearchResult,
    Side,
    Source,
    UnknownDocumentError,
)
from tests.fake_article import article

WORD = re.compile(r"\w{3,}")
COMMON = frozenset(
    {"the", "and", "for", "with", "what", "which", "does", "are", "was", "from", "how"}
)
NCT = re.compile(r"NCT\d{8}")
SHARE = re.compile(r"\d+%")
SYNONYMS = {"tablets": ("oral",)}


class FakeAssistant:
    """Scores sections, rows and references by the share of the question's words they hold. A word
    that no article holds is taken for a misspelt one that they do, an abbreviation and a synonym
    count as held where what they stand for is.
    """

    generation = "fake-1"

    def __init__(self, *documents: Document) -> None:
        self.documents = documents or (article(),)

    def answer(
        self,
        question: str,
        history: Sequence[str] = (),
        *,
        documents: Sequence[str] = (),
        limit: int = 5,
        as_typed: bool = False,
    ) -> Answer:
        question = check_question(question)
        history = [check_question(earlier) for earlier in history]
        standalone = question
        carried: tuple[str, ...] = ()
        if history and not as_typed and re.search(r"\b(it|that|they|these)\b", question):
            standalone = f"{history[-1]} {question}"
            carried = tuple(word for word in words(history[-1]) if word not in words(question))
        rewordings = () if as_typed else tuple(self.rewordings(standalone))
        for slip in rewordings:
            if slip.kind == "spelling":
                standalone = re.sub(slip.asked, slip.searched[0], standalone, flags=re.IGNORECASE)
        ranked = self.ranked(standalone, documents, rewordings)
        best = ranked[0][0] if ranked else 0.0
        found = tuple(self.numbered(ranked, limit))
        index = IndexCard(self.generation)
        missing = self.missing_terms(standalone, rewordings)
        rows, listed = self.matching_rows(question, documents, found)
        answer = Answer(
            question,
            standalone,
            "answered",
            tuple(part(citation) for citation in listed[:2]),
            rows,
            listed,
            None,
            best,
            missing,
            index,
            rewordings,
            carried,
            tuple(disagreements(listed)),
        )
        if best >= 0.5 or rows is not None:
            return answer
        refusal = Refusal("Too few of the question's words occur together.", missing, found)
        nothing = replace(answer, parts=(), citations=(), disagreements=())
        return replace(nothing, status="refused", refusal=refusal)

    def search(self, query: str, *, k: int = 10, documents: Sequence[str] = ()) -> SearchResult:
        query = check_question(query)
        hits = tuple(self.numbered(self.ranked(query, documents), k))
        return SearchResult(query, hits, IndexCard(self.generation))

    @cached_property
    def text(self) -> str:
        """All that can be searched, in lower case."""
        places = (place for document in self.documents for place in citations(document))
        return "\n".join(searched(place) for place in places)

    def missing_terms(self, query: str, rewordings: Sequence[Rewording] = ()) -> tuple[str, ...]:
        """The words that no article holds anywhere."""
        text = self.text
        return tuple(word for word in words(query) if not held(word, text, rewordings))

    def rewordings(self, query: str) -> Iterator[Rewording]:
        text = self.text
        entries = [entry for document in self.documents for entry in document.abbreviations]
        long = {entry.short.lower(): (entry.long,) for entry in entries}
        for word in words(query):
            if word in long:
                yield Rewording(word, long[word], "abbreviation")
            elif word in SYNONYMS:
                yield Rewording(word, SYNONYMS[word], "synonym")
            elif word not in text and (close := get_close_matches(word, words(text), 1, 0.9)):
                yield Rewording(word, (close[0],), "spelling")

    def matching_rows(
        self, question: str, documents: Sequence[str], found: tuple[Citation, ...]
    ) -> tuple[RowList | None, tuple[Citation, ...]]:
        """Every row of the first table that has the phase named in a question for a list."""
        match = re.search(r"(which|how many) (?:entries|trials).*(phase \d)", question.lower())
        if not match:
            return None, found
        document = self.chosen(documents)[0]
        table = document.tables[0]
        value = match[2].capitalize()
        matching = [row for row in table.rows if value in row.cells[3].split("\n")]
        citations = tuple(
            row_citation(document, table, row, number, 1.0)
            for number, row in enumerate(matching, start=1)
        )
        listed = tuple(
            ListedRow(c.location.cells, c.number)
            for c in citations
            if isinstance(c.location, RowLocation)
        )
        named = table.label.lower() in question.lower()
        return RowList(
            table.label,
            table.columns,
            len(listed),
            (RowFilter("Phase", value),),
            listed,
            document.id,
            table.anchor,
            len(table.rows),
            "list" if match[1] == "which" else "count",
            named,
            "" if named else f"No table was named; {table.label} has a column Phase.",
        ), citations

    def chosen(self, ids: Sequence[str]) -> list[Document]:
        known = {document.id: document for document in self.documents}
        for name in ids:
            if name not in known:
                raise UnknownDocumentError(f"No document {name!r}; known: {', '.join(known)}")
        return [known[name] for name in ids] or list(self.documents)

    def ranked(
        self, query: str, ids: Sequence[str], rewordings: Sequence[Rewording] = ()
    ) -> list[tuple[float, Citation]]:
        wanted = words(query)
        scored = []
        for document in self.chosen(ids):
            for citation in citations(document):
                text = searched(citation)
                count = sum(held(word, text, rewordings) for word in wanted)
                share = count / max(len(wanted), 1)
                scored.append((share, citation))
        scored = [pair for pair in scored if pair[0] > 0]
        return sorted(scored, key=lambda pair: (-pair[0], pair[1].location.anchor))

    def numbered(self, ranked: list[tuple[float, Citation]], limit: int) -> Iterator[Citation]:
        for number, (score, citation) in enumerate(ranked[:limit], start=1):
            yield replace(citation, number=number, score=score)


class Counting(FakeAssistant):
    """Remembers what it was asked."""

    def __init__(self, *documents: Document) -> None:
        super().__init__(*documents)
        self.asked: list[str] = []

    def answer(self, question: str, *args: Any, **options: Any) -> Answer:
        self.asked.append(question)
        return super().answer(question, *args, **options)


def held(word: str, text: str, rewordings: Sequence[Rewording]) -> bool:
    """Whether the text holds the word or what was searched besides it."""
    others = (other for r in rewordings if r.asked == word for other in r.searched)
    return word in text or any(other in text for other in others)


def disagreements(found: Sequence[Citation]) -> Iterator[Disagreement]:
    """Rows and passages that give different shares for the treatment of the row."""
    for one, other in combinations(found, 2):
        row, passage = (one, other) if isinstance(one.location, RowLocation) else (other, one)
        if isinstance(row.location, RowLocation) and isinstance(passage.location, PassageLocation):
            treatment = row.location.cells[1]
            shares = [SHARE.search(row.cited_text), SHARE.search(passage.cited_text)]
            same = treatment.lower() in passage.cited_text.lower()
            if same and shares[0] and shares[1] and shares[0][0] != shares[1][0]:
                sides = (Side(shares[0][0], row.number), Side(shares[1][0], passage.number))
                yield Disagreement(treatment, sides)


def words(text: str) -> list[str]:
    return [word for word in WORD.findall(text.lower()) if word not in COMMON]


def searched(citation: Citation) -> str:
    """What a word is looked for in, in lower case."""
    headers = citation.location.columns if isinstance(citation.location, RowLocation) else ()
    return " ".join([citation.cited_text, *headers]).lower()


def part(citation: Citation) -> Part:
    """A row or an entry whole, the first paragraph of a passage; with the studies it prints."""
    text = citation.cited_text
    if isinstance(citation.location, PassageLocation):
        text = text.split("\n\n")[0]
    keys = tuple(source.key for source in citation.sources if source.cited_as in text)
    reported = bool(keys or citation.identifiers)
    return Part(text, (citation.number,), keys, "study" if reported else "review")


def citations(document: Document) -> Iterator[Citation]:
    for section in document.sections:
        yield make(
            document,
            PassageLocation(section.anchor, section.path, 0, len(section.text)),
            section.text,
            f"{section.anchor}:0-{len(section.text)}",
            section.mentions,
        )
    for table in document.tables:
        for row in table.rows:
            yield row_citation(document, table, row, 0, 0.0)
    for entry in document.references:
        itself = Mention(0, len(entry.text), entry.key, (entry.anchor,))
        location = ReferenceLocation(entry.anchor, entry.key)
        yield make(document, location, entry.text, entry.anchor, (itself,))


def row_citation(document: Document, table: Table, row: Row, number: int, score: float) -> Citation:
    location = RowLocation(
        row.anchor, table.label, table.caption, table.columns, row.cells, row.inherited
    )
    citation = make(document, location, row.text, row.anchor, row.mentions)
    return replace(citation, number=number, score=score)


def make(
    document: Document,
    location: Location,
    text: str,
    at: str,
    mentions: Sequence[Mention] = (),
) -> Citation:
    sources = tuple(
        source(document.reference_by_anchor[anchor], mention)
        for mention in mentions
        for anchor in mention.references
    )
    trials = tuple(
        Identifier("nct", found, f"https://clinicaltrials.gov/study/{found}")
        for found in NCT.findall(text)
    )
    card = DocumentCard(
        document.id,
        document.title,
        document.authors,
        document.year,
        document.doi,
        document.licence,
        document.added_by,
    )
    url = f"/articles/{document.id}?at={at}#quote"
    return Citation(0, 0.0, text, card, location, url, sources, trials)


def source(entry: Reference, mention: Mention) -> Source:
    match = "exact" if mention.exact else "inexact"
    return Source(
        entry.key,
        entry.authors,
        entry.year,
        entry.title,
        entry.container,
        entry.doi,
        f"https://doi.org/{entry.doi}" if entry.doi else "",
        mention.text,
        "ambiguous" if mention.is_ambiguous else match,  # type: ignore[arg-type]
        inferred=False,
    )
