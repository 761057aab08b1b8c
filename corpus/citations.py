"""Citations in running text and cells, resolved to the article's own reference list.

Author-year ("Wu et al., 2022"; "Wang et al. (2022d)"; "(Ni et al., 2019; Szymański et al., 2020)"),
numbered ("[3, 5-7]", "[3]–[5]") and raised ("¹,³–⁵"). A printed citation resolves to one entry, a
range of numbers to all of them, a name to several when it fits several: ambiguity is reported,
never guessed away. When no entry fits, the only entry that differs in one year or one or two
letters of the surname is taken and marked as inexact.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from corpus.references import initials, surname
from corpus.superscripts import raised_numbers
from corpus.types import Mention, Reference

_PARTICLE = (
    r"(?:(?:[Dd][aeiu]|[Dd]el(?:la)?|[Dd]e[rn]|[Dd]os|[EeAa]l|[Ll][ae]|[Tt]e[rn]|[Vv][ao]n"
    r"|[Zz]u[rm]?)\s|[dl]['’])"
)
_NAME = rf"{_PARTICLE}{{0,3}}[A-ZÀ-ÞŁŚŻ][\w'’-]+(?:\s[A-ZÀ-ÞŁŚŻ][\w'’-]+){{0,2}}"
_INITIALS = r"(?:\s(?:[A-Z]\.\s?){1,3}|\s[A-Z]{1,3}\.?)?"
_WHO = (
    rf"(?P<first>{_NAME}?)(?P<initials>{_INITIALS})"
    rf"(?:\s(?P<al>et\.?\s+al)\.?|\s(?:and|&)\s(?P<second>{_NAME}){_INITIALS})?"
)
_YEARS = r"(?P<year>(?:18|19|20)\d{2})(?P<suffix>[a-z])?"
_SEGMENT = re.compile(rf"^{_WHO}(?P<comma>,)?\s{_YEARS}$")
_LEAD_IN = re.compile(r"^(?:see(?: also)?|reviewed (?:in|by)|e\.g\.,?|cf\.|also|and|in)\s+", re.I)
_NARRATIVE = re.compile(rf"(?<![\w'’-]){_WHO},?\s\({_YEARS}(?=[,;)])")
_OPENING_WORD = re.compile(
    r"^(?:Also|As|Although|And|Both|But|By|Following|From|However|In|Later|Like|Recently|See|Similarly"
    r"|Since|Subsequently|Then|Thus|To|Unlike|When|Whereas|While|With)\s(?=[^\W\d_])"
)
_MORE_YEARS = re.compile(r"[,;]\s*(?:and\s)?((?:(?:18|19|20)\d{2})?)([a-z])?(?=[,;)]|$)")
_REST_OF_BRACKET = re.compile(r"[,;]([^()]+)\)")
_BEHIND_A_COMMA = re.compile(r",\s*(?=[^\W\d_])")
_BRACKETS = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_NUMBERED = re.compile(r"\[(\d{1,3}\]\s?[-–—]\s?\[\d{1,3}|\d{1,3}(?:\s*[-–,]\s*\d{1,3})*)\]")
_PART_NUMBERED = re.compile(r"(\d+)(?:\]?\s*[-–—]\s*\[?(\d+))?")
_MAX_NUMBERED_RANGE = 60


class Bibliography:
    """The reference list, ready to be asked which entries a printed citation means."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self._numbered = {r.key: r for r in references if r.key.isdigit()}
        self._by_name: dict[str, list[Reference]] = {}
        self._by_year: dict[int, list[tuple[str, Reference]]] = {}
        for reference in references:
            if reference.authors:
                name = surname_key(surname(reference.authors[0]))
                self._by_name.setdefault(name, []).append(reference)
                self._by_year.setdefault(reference.year, []).append((name, reference))

    @property
    def numbers(self) -> Collection[str]:
        """The printed numbers of the entries; none in an author-year list."""
        return self._numbered.keys()

    @property
    def is_numbered(self) -> bool:
        return bool(self._numbered)

    def numbered(self, number: str) -> Reference | None:
        return self._numbered.get(number)

    def resolve(
        self,
        first: str,
        year: int,
        *,
        suffix: str = "",
        given: str = "",
        second: str = "",
        et_al: bool = False,
    ) -> tuple[tuple[Reference, ...], bool]:
        """Fitting entries in list order, and whether they fit exactly."""
        name = surname_key(first)
        hints = (suffix, re.sub(r"\W", "", given).upper(), surname_key(second), et_al)
        same_name = self._by_name.get(name, [])
        exact = _narrow([r for r in same_name if r.year == year], *hints)
        if exact:
            return tuple(exact), True
        other_year = [r for r in same_name if abs(r.year - year) == 1]
        tolerance = 1 if len(name) < 8 else 2
        other_spelling = [
            reference
            for spelling, reference in self._by_year.get(year, [])
            if len(name) > 3
            and 0 < OSA.distance(name, spelling, score_cutoff=tolerance) <= tolerance
        ]
        return tuple(_narrow(other_year or other_spelling, *hints)), False


def _narrow(
    entries: list[Reference], suffix: str, given: str, second: str, et_al: bool
) -> list[Reference]:
    """Drop entries that contradict what is printed besides name and year."""
    if suffix and any(r.year_suffix for r in entries):
        entries = [r for r in entries if r.year_suffix in ("", suffix)]
    if given:
        entries = [r for r in entries if initials(r.authors[0]).startswith(given)] or entries
    if second:
        entries = [
            r
            for r in entries
            if len(r.authors) > 1 and surname_key(surname(r.authors[1])) == second
        ]
    elif et_al:
        entries = [r for r in entries if r.et_al or len(r.authors) > 2]
    else:
        entries = [r for r in entries if len(r.authors) == 1 and not r.et_al] or entries
    return entries


def cites_in_brackets(text: str, bibliography: Bibliography) -> bool:
    """Whether `text` cites by numbers in brackets: then a raised number is something else."""
    return any(mention.references for mention in _numbered(text, bibliography))


def find_mentions(
    text: str, bibliography: Bibliography, *, raised: bool = False
) -> tuple[Mention, ...]:
    """Every citation in `text`, in order; offsets are in characters of `text`.

    `raised` says that the article cites by raised numbers.
    """
    found = list(_numbered(text, bibliography))
    for mention in _author_year(text, bibliography):
        if mention.references or not bibliography.is_numbered:  # "(Excel, Microsoft, 2007)"
            found.append(mention)
    if raised:
        found += _raised(text, bibliography)
    return tuple(sorted(found, key=lambda mention: (mention.start, mention.end)))


def _numbered(text: str, bibliography: Bibliography) -> Iterator[Mention]:
    if not bibliography.is_numbered:
        return
    for match in _NUMBERED.finditer(text):
        for part in _PART_NUMBERED.finditer(match[1]):
            low, high = int(part[1]), int(part[2] or part[1])
            if not low <= high <= low + _MAX_NUMBERED_RANGE:
                continue
            entries = [bibliography.numbered(str(number)) for number in range(low, high + 1)]
            anchors = tuple(entry.anchor for entry in entries if entry)
            start = match.start(1) + part.start()
            yield Mention(start, start + len(part[0]), part[0], anchors, None not in entries)


def _raised(text: str, bibliography: Bibliography) -> Iterator[Mention]:
    for start, end, numbers in raised_numbers(text, bibliography.numbers):
        entries = map(bibliography.numbered, map(str, numbers))
        anchors = tuple(entry.anchor for entry in entries if entry)
        yield Mention(start, end, text[start:end], anchors)


def _author_year(text: str, bibliography: Bibliography) -> Iterator[Mention]:
    narrative: set[int] = set()
    for match in _NARRATIVE.finditer(text):
        closed = text[match.end() : match.end() + 1] == ")"
        mention = _mention(match, match.start(), match.group() + ")" * closed, bibliography)
        if mention:
            narrative.add(match.start("year"))
            yield mention
            more = list(_more_years(match, text, match.end(), bibliography))
            yield from more
            end = more[-1].end if more else match.end()
            if others := _REST_OF_BRACKET.match(text, end):
                yield from _bracketed(others[1], others.start(1), bibliography)
    for bracket in _BRACKETS.finditer(text):
        if bracket.start(1) not in narrative:
            yield from _bracketed(bracket[1], bracket.start(1), bibliography)


def _bracketed(content: str, offset: int, bibliography: Bibliography) -> Iterator[Mention]:
    position = 0
    for segment in content.split(";"):
        yield from _segment(segment, offset + position, bibliography)
        position += len(segment) + 1


def _segment(segment: str, offset: int, bibliography: Bibliography) -> Iterator[Mention]:
    """The citations between two semicolons: one, unless others follow behind a comma."""
    stripped = segment.strip()
    start = offset + len(segment) - len(segment.lstrip())
    if lead_in := _LEAD_IN.match(stripped):
        start, stripped = start + lead_in.end(), stripped[lead_in.end() :]
    years = re.search(r"(?:18|19|20)\d{2}[a-z]?", stripped)
    head = _SEGMENT.match(stripped[: years.end()]) if years else None
    mention = _mention(head, start, head.group(), bibliography) if head else None
    if not (years and head and mention):
        return
    yield mention
    end = years.end()
    for more in _more_years(head, stripped, end, bibliography):
        yield replace(more, start=start + more.start, end=start + more.end)
        end = more.end
    if others := _BEHIND_A_COMMA.match(stripped, end):
        yield from _segment(stripped[others.end() :], start + others.end(), bibliography)


def _more_years(
    head: re.Match[str], text: str, end: int, bibliography: Bibliography
) -> Iterator[Mention]:
    """The years behind the first one of "(Wang et al., 2016, 2018a,b)", from `text[end:]` on."""
    year = head["year"]
    while (more := _MORE_YEARS.match(text, end)) and (more[1] or more[2]):
        year, end = more[1] or year, more.end()
        begin = more.start(1) if more[1] else more.start(2)
        references, exact = _lookup(head, bibliography, int(year), more[2] or "")
        anchors = tuple(reference.anchor for reference in references)
        yield Mention(begin, end, text[begin:end], anchors, exact)


def _mention(
    match: re.Match[str], start: int, printed: str, bibliography: Bibliography
) -> Mention | None:
    """A mention, unless the words only look like one ("March 2024")."""
    references, exact = _lookup(match, bibliography, int(match["year"]), match["suffix"] or "")
    groups = match.groupdict()
    looks_cited = groups["al"] or groups["second"] or groups.get("comma")
    if not references and not looks_cited:
        return None
    if not exact and not looks_cited:
        return None
    anchors = tuple(reference.anchor for reference in references)
    opening = _OPENING_WORD.match(printed)
    begin = opening.end() if opening else 0
    return Mention(start + begin, start + len(printed), printed[begin:], anchors, exact)


def _lookup(
    match: re.Match[str], bibliography: Bibliography, year: int, suffix: str
) -> tuple[tuple[Reference, ...], bool]:
    groups = match.groupdict()
    return bibliography.resolve(
        _OPENING_WORD.sub("", groups["first"]),
        year,
        suffix=suffix,
        given=groups["initials"] or "",
        second=groups["second"] or "",
        et_al=bool(groups["al"]),
    )


def surname_key(name: str) -> str:
    """What makes two surnames the same: case, accents and punctuation do not tell them apart."""
    folded = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("Ł", "L"))
    return "".join(c for c in folded.lower() if c.isalnum())
