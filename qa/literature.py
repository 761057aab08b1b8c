"""The studies that articles cite: which of them a question names, and where each is cited.

A reader who asks "DOI of O'Brien's paper?", "what did Wu report in 2019?" or "who showed that
…?" is served from the reference list and the sentences and rows that cite it. Which studies the
words name is found by `qa.study_names` and `qa.cited_studies`, what is wanted of them by
`qa.source_wording`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from corpus.citations import surname_key
from corpus.identifiers import asked_identifiers
from corpus.types import Document
from index.tokens import FUNCTION_WORDS, terms
from qa.citation import Evidence, attribution_of
from qa.cited_studies import STANDS_OUT, YEAR, CitedStudies, NamedReference
from qa.source_wording import wants_entry, wants_only_details, without_source_words
from qa.study_names import StudyName, study_names
from qa.unlisted_studies import cited_names, entry_numbers, pubmed_ids

_ENTRY_NUMBER = re.compile(
    r"\b(?:references?|refs?\.?|citations?|bibliography entry)\s*(?:no\.?|number|#)?\s*"
    r"[\[(]?(\d{1,3})\b(?!\s?%)",
    re.IGNORECASE,
)
_Searched: TypeAlias = Mapping[str, CitedStudies]


@dataclass(frozen=True, slots=True)
class LiteratureRequest:
    """What a question asks about the literature, best fitting entry first.

    `wants_entry`: a reference, its details, or who found something. `wants_places`: what the
    article says of the named studies. `absent` are studies as the question cites them that no
    article's list holds (see `qa.unlisted_studies`).
    """

    named: tuple[NamedReference, ...]
    wants_entry: bool
    wants_places: bool
    absent: tuple[str, ...] = ()


class Literature:
    """The cited studies of some articles. Immutable, so threads may share it."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._studies = {document.id: CitedStudies(document) for document in documents}
        self._ordinary = set(FUNCTION_WORDS).union(*(s.ordinary for s in self._studies.values()))
        self._surnames = frozenset().union(*(s.surnames for s in self._studies.values()))
        self._leading = sorted(set().union(*(s.leading for s in self._studies.values())))

    def asked(self, question: str, documents: Sequence[str] = ()) -> LiteratureRequest:
        """The studies that `question` names, and what it wants of them.

        Looked for in the lists of `documents`, by default of all. Raises KeyError for an unknown
        one.
        """
        searched = {name: self._studies[name] for name in documents} or self._studies
        names = tuple(study_names(question, self._surnames, self._ordinary, self._leading))
        named = _identified(question, searched) or _authored(question, names, searched)
        named.sort(key=lambda found: not found.certain)
        absent = tuple(_absent(question, names, searched))
        entry = wants_entry(question, names_study=bool(named))
        if entry and not (named or names or absent):
            described = _described(question, searched)
            return LiteratureRequest(described, wants_entry=True, wants_places=False)
        alone = bool(named) and not terms(_bare(question, names))
        places = bool(named) and not (entry and wants_only_details(question))
        return LiteratureRequest(tuple(named), entry or alone, places, absent)

    def places(self, document: str, reference: str) -> tuple[Evidence, ...]:
        """Every sentence and row that cites an entry, in reading order; score 0.

        Raises KeyError for an unknown document; an entry that nothing cites has no places.
        """
        return tuple(self._studies[document].places.get(reference, ()))

    def reported(self, document: str, reference: str) -> tuple[Evidence, ...]:
        """Like `places`, with the sentences beside them that rest on the same citation."""
        return tuple(self._studies[document].reported.get(reference, ()))

    def entry(self, document: str, reference: str) -> Evidence:
        """The entry itself, to be cited; score 0. Raises KeyError when there is none."""
        text = self._studies[document].document.reference_by_anchor[reference].text
        return Evidence(document, reference, "reference", 0, len(text), 0.0)

    def entries_behind(self, document: str, evidence: Evidence) -> tuple[Evidence, ...]:
        """The entries that a place rests on: those it prints, then those it borrows."""
        if evidence.kind == "reference":
            return (self.entry(document, evidence.anchor),)
        found = attribution_of(self._studies[document].document, evidence)
        anchors = (a for m in (*found.printed, *found.inferred) for a in m.references)
        return tuple(self.entry(document, anchor) for anchor in dict.fromkeys(anchors))


def _identified(question: str, searched: _Searched) -> list[NamedReference]:
    values = [value.casefold() for value in _dois(question)]
    values += pubmed_ids(question)
    numbers = _ENTRY_NUMBER.findall(question)
    return [
        NamedReference(document, anchor, "identifier", True)
        for document, studies in searched.items()
        for anchor in dict.fromkeys(studies.identified(values, numbers))
    ]


def _authored(
    question: str, names: Sequence[StudyName], searched: _Searched
) -> list[NamedReference]:
    if not names:
        return []
    years = [int(year) for year in YEAR.findall(question)]
    rest = terms(without_source_words(question))
    found: dict[tuple[str, str], NamedReference] = {}
    for studies in searched.values():
        for reference in studies.named(names, years, rest):
            found.setdefault((reference.document, reference.reference), reference)
    return list(found.values())


def _described(question: str, searched: _Searched) -> tuple[NamedReference, ...]:
    rest = terms(without_source_words(question))
    found = [best for studies in searched.values() if (best := studies.described(rest))]
    found.sort(key=lambda best: -best[0])
    if not found:
        return ()
    (share, reference), *others = found
    if others and share < STANDS_OUT * others[0][0]:
        reference = replace(reference, certain=False)
    return (reference,)


def _absent(question: str, names: Sequence[StudyName], searched: _Searched) -> Iterator[str]:
    """What the question cites and none of the lists holds; nothing where no article has a list."""
    lists = [studies for studies in searched.values() if studies.document.references]
    if not lists:
        return
    for cited in cited_names(question):
        known = [name for name in names if name.start < cited.end and cited.start < name.end]
        key = surname_key(question[cited.start : cited.end])
        if not any(studies.is_cited(key) or studies.is_by(key) or any(map(studies.has_study, known))
                   for studies in lists):  # fmt: skip
            yield cited.printed
    for value in _dois(question):
        if not any(studies.has_identifier(value.casefold()) for studies in lists):
            yield f"DOI {value}"
    for value in pubmed_ids(question):
        if not any(studies.has_identifier(value) for studies in lists):
            yield f"PMID {value}"
    for number in entry_numbers(question):
        if not any(studies.has_entry(number) for studies in lists):
            yield f"reference {number}"


def _dois(question: str) -> list[str]:
    return [value for kind, value, _ in asked_identifiers(question) if kind == "doi"]


def _bare(question: str, names: Sequence[StudyName]) -> str:
    """What a question says besides the names and years of studies."""
    words = YEAR.sub(" ", without_source_words(question)).split()
    spelt = {
        part for name in names for part in (name.asked, name.second, name.given.casefold()) if part
    }
    return " ".join(
        word
        for word in words
        if (key := surname_key(word)) and not any(key in name or name in key for name in spelt)
    )
