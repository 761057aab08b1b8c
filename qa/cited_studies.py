"""The studies that one article cites, and which of them fit the words of a question.

A study is named by its identifier, its number in the list, its authors or, where its entry is
asked for, by words of its title, journal and year. When several entries fit, what else the
question says decides between them; only one that stands out counts as certain.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from corpus.citations import Bibliography, surname_key
from corpus.references import initials, surname
from corpus.types import Document, Mention, Reference
from index.tokens import terms
from qa.attribution import attributions
from qa.citation import Evidence
from qa.study_names import StudyName

_T = TypeVar("_T")
MatchedBy = Literal["identifier", "authors", "description"]

MAX_NAMED = 6
"""Entries named at most: a surname that fits more says too little, as "Wang" in many lists."""

STANDS_OUT = 1.5
"""How much better than the next entry the rest of the question must fit one that is certain."""
_MIN_DESCRIBED = 0.5
"""Share of the question's term weight that an entry must cover to be meant by a description."""
_PLACE_WEIGHT = 0.5
"""A word of a sentence that cites a study says less about the study than one of its title."""
_MIN_DESCRIBING_TERMS = 2
YEAR = re.compile(r"\b((?:18|19|20)\d\d)(?:[a-j])?\b")
_NAMED_IN_PROSE = re.compile(
    r"\b([^\W\d_][\w’'-]*?)(?:['’]s)?(?![\w’'-])(?!\s[A-Z]{1,3}\b)(?!\s(?:et al|and (?:co|others)))"
)

_CITED_IN_PROSE = re.compile(
    r"\b([^\W\d_][\w’'-]*)(?:\s[A-Z]{1,3})?(?:,?\s(?:and|&)\s[A-Z][\w’'-]+)?"
    r"(?:,?\set\s?al\b|\sand\s(?:co-?workers|colleagues)\b|,?\s\(?(?:19|20)\d\d\b)"
)


@dataclass(frozen=True, slots=True)
class NamedReference:
    """An entry that a question names. `certain` is false when others fit nearly as well."""

    document: str
    reference: str
    matched: MatchedBy
    certain: bool


@dataclass(slots=True)
class CitedStudies:
    """One article's reference list with what the article says of its entries.

    `places` and `reported` map an entry's anchor to the sentences and rows that print its citation,
    the second also to sentences beside them that rest on it. `ordinary` are folded words that the
    article uses otherwise than as an author's name, `surnames` those of all authors, `leading`
    those that studies are cited by.
    """

    document: Document
    places: dict[str, list[Evidence]] = field(default_factory=lambda: defaultdict(list))
    reported: dict[str, list[Evidence]] = field(default_factory=lambda: defaultdict(list))
    ordinary: set[str] = field(default_factory=set)
    surnames: set[str] = field(init=False)
    leading: set[str] = field(init=False)
    _first: dict[str, list[Reference]] = field(default_factory=lambda: defaultdict(list))
    _others: dict[str, list[Reference]] = field(default_factory=lambda: defaultdict(list))
    _words: dict[str, dict[str, float]] = field(default_factory=dict)
    _by_identifier: dict[str, Reference] = field(default_factory=dict)
    _unlisted: set[str] = field(default_factory=set)
    _dated: set[tuple[str, int]] = field(default_factory=set)
    _idf: dict[str, float] = field(default_factory=dict)
    _rare: float = 0.0
    _bibliography: Bibliography = field(init=False)

    def __post_init__(self) -> None:
        self._bibliography = Bibliography(self.document.references)
        for reference in self.document.references:
            self._words[reference.anchor] = dict.fromkeys(_words_of(reference), 1.0)
            for identifier in filter(None, (reference.doi.casefold(), reference.pmid)):
                self._by_identifier.setdefault(identifier, reference)
            for position, author in enumerate(reference.authors):
                names = self._others if position else self._first
                names[surname_key(surname(author))].append(reference)
        self._read_sections()
        self._read_rows()
        counts = Counter(term for words in self._words.values() for term in words)
        total = len(self._words) or 1
        self._idf = {term: math.log(1 + total / count) for term, count in counts.items()}
        self._rare = math.log(1 + total)
        self.leading = self._first.keys() - {""}
        self.surnames = self.leading | (self._others.keys() - {""})

    def _read_sections(self) -> None:
        for section in self.document.sections:
            prose = list(section.text)
            for mention in section.mentions:
                self._learn_spelling(mention)
                prose[mention.start : mention.end] = " " * (mention.end - mention.start)
            if section.kind != "back":
                self._learn_words("".join(prose))
                self._learn_unlisted("".join(prose))
            for (start, end), found in attributions(section.text, section.mentions):
                place = Evidence(self.document.id, section.anchor, "passage", start, end, 0.0)
                for mention in (*found.printed, *found.inferred):
                    for anchor in mention.references:
                        _add(self.reported[anchor], place)
                        if mention in found.printed:
                            _add(self.places[anchor], place)
                            self._learn_context(anchor, section.text[start:end])

    def _learn_unlisted(self, prose: str) -> None:
        """Names that are cited where no entry was found for the citation."""
        names = {surname_key(match[1]) for match in _CITED_IN_PROSE.finditer(prose)}
        self._unlisted |= names - self._first.keys()

    def _read_rows(self) -> None:
        for table in self.document.tables:
            for row in table.rows:
                text = row.text
                cells = list(text)
                for mention in row.mentions:
                    cells[mention.start : mention.end] = " " * (mention.end - mention.start)
                self._learn_words("".join(cells))
                self._learn_unlisted("".join(cells))
                place = Evidence(self.document.id, row.anchor, "row", 0, len(text), 0.0)
                for mention in row.mentions:
                    self._learn_spelling(mention)
                    for anchor in mention.references:
                        _add(self.reported[anchor], place)
                        _add(self.places[anchor], place)
                        self._learn_context(anchor, text)

    def _learn_spelling(self, mention: Mention) -> None:
        """A citation may spell an author, or date a study, otherwise than the list does: a reader
        who asks in its words means that study.
        """
        if not mention.references:
            self._learn_unlisted(mention.text)
        printed = re.match(r"\(?((?:[a-z]+\s)*[^\W\d_][\w'’-]+)", mention.text)
        if printed and len(mention.references) == 1:
            reference = self.document.reference_by_anchor[mention.references[0]]
            for year in YEAR.findall(mention.text):
                self._dated.add((reference.anchor, int(year)))
            name = surname_key(printed[1])
            if reference.authors and name != surname_key(surname(reference.authors[0])):
                _add(self._first[name], reference)

    def _learn_words(self, prose: str) -> None:
        """Words that are no names, and names that stand for more than a study (Hodgkin).

        A name before initials or "et al." is an author's: running text names those as well.
        """
        self.ordinary |= {surname_key(match[1]) for match in _NAMED_IN_PROSE.finditer(prose)}

    def _learn_context(self, anchor: str, text: str) -> None:
        words = self._words[anchor]
        for term in terms(text):
            words.setdefault(term, _PLACE_WEIGHT)

    def identified(self, identifiers: Collection[str], numbers: Collection[str]) -> list[str]:
        """Anchors of the entries with one of these DOIs (folded) or PubMed ids, or numbered so."""
        known = [
            self._by_identifier[value] for value in identifiers if value in self._by_identifier
        ]
        listed = [entry for number in numbers if (entry := self._bibliography.numbered(number))]
        return [entry.anchor for entry in (*known, *listed)]

    def has_identifier(self, identifier: str) -> bool:
        """Whether an entry, or the article anywhere else, prints a (folded) identifier or one that
        begins so.
        """
        printed = [*self._by_identifier, self.document.doi.casefold()]
        return any(known.startswith(identifier) for known in printed) or any(
            identifier in section.text.casefold() for section in self.document.sections
        )

    def has_entry(self, number: str) -> bool:
        """Whether the list goes as far as this number, printed or counted."""
        return bool(self._bibliography.numbered(number)) or (
            not self._bibliography.is_numbered and int(number) <= len(self.document.references)
        )

    def has_study(self, name: StudyName) -> bool:
        """Whether an entry, or a citation that has none, may be the study of that name and year."""
        return bool(self._fitting(name, ())) or self.is_cited(name.asked)

    def is_by(self, name: str) -> bool:
        """Whether an author of the article itself has such a (folded) name."""
        return any(surname_key(author).endswith(name) for author in self.document.authors)

    def is_cited(self, name: str) -> bool:
        """Whether the text cites an author of such a (folded) name whom the list does not lead."""
        return name in self._unlisted

    def named(
        self, names: Sequence[StudyName], years: Sequence[int], rest: Sequence[str]
    ) -> list[NamedReference]:
        """The entries of the named authors, by the years and the other words of the question."""
        return [
            reference
            for name in names
            for reference in self._best(self._fitting(name, years), name, rest)
        ]

    def described(self, rest: Sequence[str]) -> tuple[float, NamedReference] | None:
        """The entry whose title, journal, year and citing sentences hold the most of `rest`."""
        whole = sum(self._idf.get(term, self._rare) for term in set(rest))
        if len(set(rest) & self._idf.keys()) < _MIN_DESCRIBING_TERMS:
            return None
        (best, reference), *others = self._scored(self.document.references, rest)
        if best < _MIN_DESCRIBED * whole:
            return None
        certain = not others or best >= STANDS_OUT * others[0][0]
        return best / whole, NamedReference(
            self.document.id, reference.anchor, "description", certain
        )

    def _fitting(self, name: StudyName, years: Sequence[int]) -> list[Reference]:
        """Entries of that author: of the year beside the name, else of a year in the question."""
        first = self._first.get(name.spelt, [])
        if name.given:
            given = name.given.upper()
            first = [r for r in first if initials(r.authors[0]).startswith(given)] or first
        if name.second:
            both = [
                r for r in first
                if any(surname_key(surname(author)) == name.second for author in r.authors[1:])
            ]  # fmt: skip
            first = both or first
        if name.year:
            dated = [r for r in first if self._is_dated(r, name.year)]
            lettered = [r for r in dated if r.year_suffix == name.suffix]
            if name.suffix and lettered:
                return lettered
            others = [r for r in self._others.get(name.spelt, []) if r.year == name.year]
            return dated or [r for r in first if abs(r.year - name.year) == 1] or others
        dated = [r for r in first if r.year in years]
        if dated or first:
            return dated or first
        if name.cue not in ("citation", "wording"):
            return []  # of a later author, a name alone says too little
        others = self._others.get(name.spelt, [])
        return [r for r in others if r.year in years] or others

    def _is_dated(self, reference: Reference, year: int) -> bool:
        return reference.year == year or (reference.anchor, year) in self._dated

    def _best(
        self, fitting: Sequence[Reference], name: StudyName, rest: Sequence[str]
    ) -> Iterator[NamedReference]:
        if not fitting:
            return
        own = set(terms(name.asked))
        scored = self._scored(fitting, [term for term in rest if term not in own])
        best = scored[0][0]
        if best and len(scored) > 1:
            stands_out = best >= STANDS_OUT * scored[1][0]
            scored = [(score, r) for score, r in scored if score * STANDS_OUT > best]
        else:
            stands_out = len(scored) == 1
        if len(scored) > MAX_NAMED:
            return
        leads = name.spelt in self.leading
        for _, reference in scored:
            is_dated = not name.year or self._is_dated(reference, name.year)
            certain = stands_out and is_dated and name.cue != "none" and (leads or bool(name.year))
            yield NamedReference(self.document.id, reference.anchor, "authors", certain)

    def _scored(
        self, references: Sequence[Reference], rest: Sequence[str]
    ) -> list[tuple[float, Reference]]:
        """Entries by the weight of the question's terms that they hold, best first."""
        asked = set(rest)
        scored = [
            (self._weight(self._words[reference.anchor], asked), reference)
            for reference in references
        ]
        return sorted(scored, key=lambda found: -found[0])

    def _weight(self, words: Mapping[str, float], asked: set[str]) -> float:
        return sum(self._idf[term] * words[term] for term in sorted(asked & words.keys()))


def _add(found: list[_T], new: _T) -> None:
    if new not in found:
        found.append(new)


def _words_of(reference: Reference) -> Iterator[str]:
    yield from terms(f"{reference.title} {reference.container}")
    if reference.year:
        yield str(reference.year)
    heads = re.findall(r"\b[A-Z]", reference.container)
    for size in range(3, len(heads) + 1):
        yield "".join(heads[:size]).lower()  # "N. Engl. J. Med." is asked for as "NEJM"
