"""Where an article gives different figures for the same thing, in text and table or twice in text.

Compared are the claims (`qa.claims`) of two places that rest on one and the same primary study, or
are told in nearly the same words. They disagree when they measure the same outcome, narrowed down
alike, at the same time points, of a group that no word sets apart, with a different value. All
that is doubtful is passed over: several groups of which none is told from the other, a place that
cites two studies, rounding. A figure that both places share shows which of several belong
together: "62 % and 25 %" against "62 % and 27 %" disagree in the second.

Also a citation and the entry that it means may disagree, in the year or in a name.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, zip_longest
from typing import Literal

from corpus.citations import surname_key
from corpus.identifiers import identifiers
from corpus.references import surname
from corpus.types import Document, Mention, Reference
from index.query import Query
from index.tokens import terms
from qa.attribution import Attribution, attributions
from qa.citation import Evidence
from qa.claim import Claim, Measure, agree
from qa.claims import claims

_ALIKE = 0.8
"""Share of words that two sentences without a study have in common when they say the same."""
_MIN_ALIKE_TERMS = 8
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_BEHIND_NAME = re.compile(r",|\bet\b|\band\b|&|[(\[]|\d")
_GROUP_SIZE = re.compile(
    r"(?:^|[,;:]\s(?:and\s)?|\band\s)(?P<group>(?P<name>[^,;:()]+?)\s(?:enroll?ed|included"
    r"|recruited|comprised|randomi[sz]ed|consisted of))\s(?P<number>\d+)\b(?![.%\d])"
)
_OF_SIZES = re.compile(
    r"\b(?:how many|numbers?|sizes?|enrol\w*|recruit\w*|randomi[sz]ed|patients|participants"
    r"|people)\b",
    re.IGNORECASE,
)
_MAX_PLACES = 40
"""Places on one study that are compared with each other."""


@dataclass(frozen=True, slots=True)
class FoundDisagreement:
    """Figures that do not agree, each as printed with the place it stands in.

    `about` names the thing in words of the article. `kind` is "size" where a group of people has
    two, with the index terms of its name in `group`, and "citation" where a citation differs from
    its entry.
    """

    about: str
    sides: tuple[tuple[str, Evidence], ...]
    kind: Literal["figure", "size", "citation"] = "figure"
    group: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence or a row, on what it rests, and what it claims."""

    evidence: Evidence
    text: str
    block: str
    studies: frozenset[str]
    claims: tuple[Claim, ...]


class Disagreements:
    """The disagreements within each of some articles, found once. Immutable."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._found = {document.id: tuple(_found(document)) for document in documents}

    def of(self, document: str) -> tuple[FoundDisagreement, ...]:
        """Every disagreement of an article, in text order. Raises KeyError for an unknown one."""
        return self._found[document]

    def among(
        self, document: str, shown: Sequence[Evidence], asked: Query | None = None
    ) -> tuple[FoundDisagreement, ...]:
        """The disagreements that one of the shown places takes part in, on whatever side. Raises
        KeyError for an unknown document.

        A citation that differs from its entry counts only where the entry is shown, and the size
        of a group only where the question asks for it or names the group (or nothing is `asked`):
        beside every quotation that prints them, they would be in the way.
        """
        return tuple(
            found
            for found in self._found[document]
            if found.kind != "size" or asked is None or _concerns(asked, found)
            if any(_touch(place, one) for place in _telling(found) for one in shown)
        )


def _concerns(asked: Query, found: FoundDisagreement) -> bool:
    said = frozenset(term for concept in asked.concepts for term in concept.terms)
    return bool(_OF_SIZES.search(asked.mended)) or found.group <= said


def _telling(found: FoundDisagreement) -> list[Evidence]:
    places = [place for _, place in found.sides]
    return places[1:] if found.kind == "citation" else places


def _touch(one: Evidence, other: Evidence) -> bool:
    return one.anchor == other.anchor and one.start < other.end and other.start < one.end


def _found(document: Document) -> Iterator[FoundDisagreement]:
    places = list(_places(document))
    by_study: dict[str, list[_Place]] = defaultdict(list)
    for place in places:
        yield from _within(place)
        for study in place.studies:
            by_study[study].append(place)
    seen: set[FoundDisagreement] = set()
    for group in by_study.values():
        for one, other in combinations(group[:_MAX_PLACES], 2):
            if one.block != other.block and len(one.studies) == len(other.studies) == 1:
                seen.update(dict.fromkeys(_between(one, other)))
    own = [
        replace(place, claims=_without_p_values(place.claims))
        for place in places
        if not place.studies and place.evidence.kind == "passage"
    ]
    for one, other in _alike(own):
        seen.update(dict.fromkeys(_between(one, other)))
    anchors = [*document.section_by_anchor, *document.row_by_anchor]
    order = {anchor: place for place, anchor in enumerate(anchors)}
    yield from sorted(seen, key=lambda found: [(order[p.anchor], p.start) for _, p in found.sides])
    yield from _miscited(document)


def _places(document: Document) -> Iterator[_Place]:
    for section in document.sections:
        if section.kind == "back":
            continue
        for (start, end), found in attributions(section.text, section.mentions):
            text = _without(section.text, section.mentions)[start:end]
            evidence = Evidence(document.id, section.anchor, "passage", start, end, 0.0)
            paragraph = section.text.count("\n\n", 0, start)
            studies = _studies(found, text)
            block = f"{section.anchor}/{paragraph}"
            yield _Place(evidence, text, block, studies, tuple(claims(text)))
    for table in document.tables:
        for row in table.rows:
            evidence = Evidence(document.id, row.anchor, "row", 0, len(row.text), 0.0)
            text = _without(row.text, row.mentions)
            studies = _studies(Attribution(row.mentions, ()), text)
            yield _Place(evidence, text, table.anchor, studies, tuple(claims(text)))


def _without(text: str, mentions: Sequence[Mention]) -> str:
    """The text with its citations blanked out: their years and numbers are no findings."""
    for mention in mentions:
        blank = " " * (mention.end - mention.start)
        text = text[: mention.start] + blank + text[mention.end :]
    return text


def _studies(found: Attribution, text: str) -> frozenset[str]:
    mentions = found.printed or found.inferred
    cited = {anchor for mention in mentions for anchor in mention.references}
    registered = {value for kind, value, _ in identifiers(text) if kind == "nct"}
    return frozenset(cited | registered)


def _between(one: _Place, other: _Place) -> Iterator[FoundDisagreement]:
    """What two places on the same study say differently: of the group that both set apart alike,
    else of several groups of which all but one agree.
    """
    apart = False
    for mine, theirs in _matching(one, other, by_group=True):
        if len(mine) == len(theirs) == 1:
            for found in _differing_claims(mine, theirs, one, other):
                apart = True
                yield found
    if apart:
        return
    for mine, theirs in _matching(one, other, by_group=False):
        if len(mine) == len(theirs) > 1:
            yield from _differing_claims(mine, theirs, one, other)


def _matching(
    one: _Place, other: _Place, *, by_group: bool
) -> Iterator[tuple[list[Claim], list[Claim]]]:
    """The claims of both places on each measure (and group) that they have in common."""
    mine, theirs = (_sorted(place, by_group=by_group) for place in (one, other))
    yield from ((found, theirs[key]) for key, found in mine.items() if key in theirs)


def _sorted(place: _Place, *, by_group: bool) -> dict[tuple[Measure, frozenset[str]], list[Claim]]:
    found: dict[tuple[Measure, frozenset[str]], list[Claim]] = {}
    for claim in place.claims:
        group = claim.contrasts if by_group else frozenset()
        same = found.setdefault((claim.measure, group), [])
        if not any(agree(claim, known) for known in same):
            same.append(claim)
    return found


def _differing_claims(
    mine: Sequence[Claim], theirs: Sequence[Claim], one: _Place, other: _Place
) -> Iterator[FoundDisagreement]:
    left = [a for a in mine if not any(agree(a, b) for b in theirs)]
    right = [b for b in theirs if not any(agree(a, b) for a in mine)]
    if len(left) == len(right) == 1:
        (a,), (b,) = left, right
        if not _mentioned(b, one) and not _mentioned(a, other):
            sides = (_side(a, one), _side(b, other))
            yield FoundDisagreement(a.phrase, sides)


def _mentioned(claim: Claim, place: _Place) -> bool:
    """Whether a place gives that figure for something: then it is of another group or outcome."""
    return any(c.measure.unit == claim.measure.unit and agree(c, claim) for c in place.claims)


def _side(claim: Claim, place: _Place) -> tuple[str, Evidence]:
    return place.text[claim.start : claim.end], place.evidence


def _alike(places: Sequence[_Place]) -> Iterator[tuple[_Place, _Place]]:
    """Pairs of sentences of the article's own that are told in nearly the same words, with one
    number that differs; where more do, they are of two times or groups.
    """
    told = [
        (place, words)
        for place in places
        if place.claims and len(words := _words(place.text)) >= _MIN_ALIKE_TERMS
    ]
    for (one, mine), (other, theirs) in combinations(told, 2):
        if one.block != other.block and len(mine & theirs) >= _ALIKE * len(mine | theirs):
            numbers = (_NUMBER.findall(place.text) for place in (one, other))
            if sum(a != b for a, b in zip_longest(*numbers)) == 1:
                yield one, other


def _without_p_values(told: Sequence[Claim]) -> tuple[Claim, ...]:
    """Sentences made alike give the p-values of several comparisons, each its own."""
    return tuple(claim for claim in told if claim.measure.unit != "p")


def _words(text: str) -> frozenset[str]:
    return frozenset(term for term in terms(text) if not term[0].isdigit())


def _within(place: _Place) -> Iterator[FoundDisagreement]:
    """One sentence that gives two numbers of people to a group that it names in the same words:
    "iron enrolled 77 patients, and iron enrolled 79".
    """
    told: dict[str, tuple[str, str]] = {}
    for clause in _GROUP_SIZE.finditer(place.text):
        group, number = clause["group"], clause["number"]
        first, size = told.setdefault(group.casefold(), (group, number))
        if size != number and place.evidence.kind == "passage":
            sides = ((size, place.evidence), (number, place.evidence))
            yield FoundDisagreement(first, sides, "size", frozenset(terms(clause["name"])))


def _miscited(document: Document) -> Iterator[FoundDisagreement]:
    """Citations whose only fitting entry has another year or spells a name otherwise.

    A slip that recurs, in the text as "(Name et al., 2022)" and in a table as "Name et al. (2022)",
    is one: what counts is the year or the name that differs, not how the citation is set.
    """
    seen: set[tuple[str, str]] = set()
    for mention, place in _mentions(document):
        if mention.exact or len(mention.references) != 1:
            continue
        reference = document.reference_by_anchor[mention.references[0]]
        differing = _differing(mention, reference)
        if differing and (differing[0], reference.anchor) not in seen:
            slip, listed = differing
            seen.add((slip, reference.anchor))
            entry = Evidence(
                document.id, reference.anchor, "reference", 0, len(reference.text), 0.0
            )
            sides = ((mention.text, place), (listed, entry))
            yield FoundDisagreement(reference.key, sides, "citation")


def _mentions(document: Document) -> Iterator[tuple[Mention, Evidence]]:
    for section in document.sections:
        for (start, end), found in attributions(section.text, section.mentions):
            place = Evidence(document.id, section.anchor, "passage", start, end, 0.0)
            yield from ((mention, place) for mention in found.printed)
    for table in document.tables:
        for row in table.rows:
            place = Evidence(document.id, row.anchor, "row", 0, len(row.text), 0.0)
            yield from ((mention, place) for mention in row.mentions)


def _differing(mention: Mention, reference: Reference) -> tuple[str, str] | None:
    """The year or folded name that a citation has otherwise than its entry, and what that prints
    in its place.
    """
    year = _YEAR.search(mention.text)
    leading = surname(reference.authors[0]) if reference.authors else ""
    if year and reference.year and int(year[0]) != reference.year:
        slip, listed = year[0], str(reference.year)
    elif leading and surname_key(leading) not in surname_key(mention.text):
        slip, listed = _cited_name(mention.text), leading
    else:
        return None
    return (slip, listed) if listed in reference.text else None


def _cited_name(printed: str) -> str:
    """The folded name by which a citation calls its study: all before "et al." or the year."""
    return surname_key(_BEHIND_NAME.split(printed.lstrip("(["), maxsplit=1)[0])
