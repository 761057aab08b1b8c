"""From a place in a document to a numbered citation: what stands there, and on whose evidence."""

from dataclasses import dataclass

from corpus.identifiers import doi_url, identifiers
from corpus.types import Document, Reference
from index.types import ChunkKind
from qa.attribution import Attribution, attribute, attributions, in_own_voice, is_judgement
from qa.types import (
    Citation,
    DocumentCard,
    Identifier,
    Location,
    Match,
    PassageLocation,
    ReferenceLocation,
    RowLocation,
    Source,
    Statement,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place that was chosen to be shown. `start..end` are characters of the anchor's text."""

    document: str
    anchor: str
    kind: ChunkKind
    start: int
    end: int
    score: float


def cite(document: Document, evidence: Evidence, number: int) -> Citation:
    """The citation of a place; its `cited_text` is exactly what stands there."""
    text = document.text_of(evidence.anchor)[evidence.start : evidence.end]
    span = (evidence.start, evidence.end) if evidence.kind == "passage" else None
    return Citation(
        number=number,
        score=round(evidence.score, 6),
        cited_text=text,
        document=document_card(document),
        location=_location(document, evidence),
        url=place_url(document.id, evidence.anchor, span),
        sources=sources(document, evidence),
        identifiers=tuple(Identifier(*found) for found in identifiers(text)),
    )


def place_url(document: str, anchor: str, span: tuple[int, int] | None = None) -> str:
    """The address at which the reader shows an anchor, or a span of its text (in characters)."""
    at = f"{anchor}:{span[0]}-{span[1]}" if span else anchor
    return f"/articles/{document}?at={at}#quote"


def document_card(document: Document) -> DocumentCard:
    return DocumentCard(
        document.id,
        document.title,
        document.authors,
        document.year,
        document.doi,
        document.licence,
        document.added_by,
    )


def _location(document: Document, evidence: Evidence) -> Location:
    if evidence.kind == "row":
        table, row = document.row_by_anchor[evidence.anchor]
        return RowLocation(
            row.anchor,
            table.label,
            table.caption,
            table.columns,
            row.cells,
            row.inherited,
            group=document.group_by_anchor[row.anchor],
        )
    if evidence.kind == "reference":
        return ReferenceLocation(evidence.anchor, document.reference_by_anchor[evidence.anchor].key)
    if table_ := document.table_by_anchor.get(evidence.anchor):
        path = (*document.section_by_anchor[table_.section].path, table_.label)
    else:
        path = document.section_by_anchor[evidence.anchor].path
    return PassageLocation(evidence.anchor, path, evidence.start, evidence.end)


def sources(document: Document, evidence: Evidence) -> tuple[Source, ...]:
    """The primary studies that the article gives for a place, each once: those printed there in
    printed order, then those it borrows from its neighbours.
    """
    if evidence.kind == "reference":
        reference = document.reference_by_anchor[evidence.anchor]
        return (_source(reference, reference.key, "exact", inferred=False),)
    found: dict[str, Source] = {}
    attribution = attribution_of(document, evidence)
    for mention in (*attribution.printed, *attribution.inferred):
        match: Match = "exact" if mention.exact else "inexact"
        if mention.is_ambiguous:
            match = "ambiguous"
        inferred = mention in attribution.inferred
        for anchor in mention.references:
            reference = document.reference_by_anchor[anchor]
            found.setdefault(anchor, _source(reference, mention.text, match, inferred=inferred))
    return tuple(found.values())


def statement(document: Document, evidence: Evidence) -> Statement:
    """Who speaks at a place: "study" where it reports what a cited study found, else "review".

    A row speaks for the study that one of its cells cites, an entry of the reference list for its
    own. A passage does where at least half of its sentences rest on somebody else's evidence and
    are not told in the authors' own voice.
    """
    if evidence.kind == "reference":
        return "study"
    if evidence.kind == "row":
        return "study" if _cites(attribution_of(document, evidence)) else "review"
    section = document.section_by_anchor.get(evidence.anchor)
    if section is None:
        return "review"
    reported = [
        _reports(section.text[start:end], found)
        for (start, end), found in attributions(section.text, section.mentions)
        if start < evidence.end and evidence.start < end
    ]
    return "study" if reported and 2 * sum(reported) >= len(reported) else "review"


def _reports(sentence: str, found: Attribution) -> bool:
    if not _cites(found) or in_own_voice(sentence):
        return False
    return bool(found.printed) or not is_judgement(sentence)


def _cites(attribution: Attribution) -> bool:
    return any(m.references for m in (*attribution.printed, *attribution.inferred))


def attribution_of(document: Document, evidence: Evidence) -> Attribution:
    """The citations that a place other than a reference entry rests on."""
    if evidence.kind == "row":
        return Attribution(document.row_by_anchor[evidence.anchor][1].mentions, ())
    section = document.section_by_anchor.get(evidence.anchor)
    if section is None:
        return Attribution((), ())
    return attribute(section.text, section.mentions, evidence.start, evidence.end)


def _source(reference: Reference, cited_as: str, match: Match, *, inferred: bool) -> Source:
    """An entry that cannot be read in parts has its whole text as title."""
    url = doi_url(reference.doi) if reference.doi else ""
    if not url and reference.pmid:
        url = f"https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/"
    return Source(
        reference.key,
        reference.authors,
        reference.year,
        reference.title if reference.title or reference.authors else reference.text,
        reference.container,
        reference.doi,
        url,
        cited_as,
        match,
        inferred,
    )
