"""The reference list: from printed entries to `Reference`s.

Two families of styles are read: author-year ("Wu, Y. J., et al. (2022). Title. *Blood* 139 (3),
333-342. doi:…") and numbered Vancouver ("1. Wu YJ, Liu H, et al. Title. Blood. 2022;139:333-42.").
A field that an entry does not state, or states in an unknown way, stays empty: `text` always holds
the whole entry.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.identifiers import PMID, strip_doi
from corpus.types import Reference
from corpus.typesetting import clean

_YEAR = re.compile(r"\((?P<year>(?:18|19|20)\d{2})(?P<suffix>[a-z])?\)\.?")
_DOI = re.compile(r"(?:\bdoi\s*:?\s*(?:https?://(?:dx\.)?doi\.org/)?|https?://(?:dx\.)?doi\.org/)"
                  r"(10\.\d{4,9}/\S+)", re.IGNORECASE)  # fmt: skip
_ET_AL = re.compile(r",?\s*(?:and\s+)?\bet\.? al\.?\s*$")
_HARVARD_AUTHOR = re.compile(
    r"\s*(?:and\s+|&\s+)?([^,]{1,80}?,\s+(?:\w\.[\s-]?){1,8})(?:,|(?=\s|$))"
)
_VANCOUVER_NAME = (
    r"(?:[a-z]{2,3}\s){0,3}[A-ZÀ-Þ][\w'’-]+(?:\s[A-ZÀ-Þ][\w'’-]+)?\s(?:[a-z]-?)?[A-Z]{1,4}"
)
_VANCOUVER_AUTHORS = re.compile(rf"^(?:{_VANCOUVER_NAME}(?:,\s|\.\s|$)|et al\.?\s?)+")
_VANCOUVER_TAIL = re.compile(
    r"\s(?P<year>(?:18|19|20)\d{2})(?:\s[A-Z][a-z]{2}(?:\s\d+)?)?;"
    r"(?P<volume>[\w ]{0,20})(?:\((?P<issue>[^()]{0,40})\))?(?::(?P<pages>[\w–-]+))?\.?\s*$"
)
_HARVARD_TAIL = re.compile(
    r"^[\s,.]*(?P<volume>[A-Z]?\d+)?(?:\s*\((?P<issue>[^)]*)\))?[,:]?\s*(?P<pages>[\w]+(?:[–-]\w+)?)?"
)
_EMPHASISED = re.compile(r"(?<![\w*])\*([^*\s](?:[^*]*[^*\s])?)\*(?=\s*[\d(,.]|\s*$)")
_ENTRY_END = re.compile(r"(?:[.)\]]|doi:?\s*\S+|https?://\S+|\d)$", re.IGNORECASE)


def is_cut(entry: str) -> bool:
    """Whether a printed entry stops in mid-air, as at a page break."""
    return not _ENTRY_END.search(entry.strip())


def starts_entry(text: str) -> bool:
    """Whether a list item can be an entry of its own rather than the rest of one."""
    return bool(_YEAR.search(text) or _VANCOUVER_TAIL.search(text))


def begins_with_authors(line: str) -> bool:
    """Whether a line opens an entry: "Wu, Y. J., …" or "Wu YJ, …"."""
    return bool(_HARVARD_AUTHOR.match(line) or _VANCOUVER_AUTHORS.match(line))


def parse_references(entries: Sequence[tuple[str, str]]) -> tuple[Reference, ...]:
    """`(mark, raw text)` of each entry, in list order, to references with unique keys.

    The mark is the entry's printed number ("12") or "" in an author-year list.
    """
    parsed = [_parse(position, mark, raw) for position, (mark, raw) in enumerate(entries, start=1)]
    seen = Counter(reference.key for reference in parsed)
    unique: list[Reference] = []
    taken: set[str] = set()
    times: Counter[str] = Counter()
    for reference in parsed:
        key = reference.key
        if seen[key] > 1 and not key.isdigit():
            key = _key(reference, with_initials=True)
        while key in taken:
            times[reference.key] += 1
            key = f"{reference.key} ({times[reference.key] + 1})"
        taken.add(key)
        unique.append(replace(reference, key=key))
    return tuple(unique)


def _parse(position: int, mark: str, raw: str) -> Reference:
    text = clean(raw)
    doi = strip_doi(match[1]) if (match := _DOI.search(text)) else ""
    pmid = match[1] if (match := PMID.search(text)) else ""
    stem = Reference(f"ref-{position}", mark, (), 0, "", "", text, doi=doi, pmid=pmid)
    reference = _parse_harvard(stem, raw) or _parse_vancouver(stem) or stem
    return reference if mark else replace(reference, key=_key(reference))


def _parse_harvard(stem: Reference, raw: str) -> Reference | None:
    year = _YEAR.search(raw)
    if not year:
        return None
    printed = clean(raw[: year.start()])
    names = _ET_AL.sub("", printed)
    authors = tuple(match[1].strip() for match in _HARVARD_AUTHOR.finditer(names + ","))
    rest = PMID.sub("", _DOI.sub("", raw[year.end() :])).strip()
    emphasised = list(_EMPHASISED.finditer(rest))
    if emphasised:
        title, container, tail = (
            rest[: emphasised[-1].start()], emphasised[-1][1], rest[emphasised[-1].end() :]
        )  # fmt: skip
    else:
        title, _, behind = rest.partition(". ")
        split = re.search(r"[\s,]+\d", behind)
        container = behind[: split.start()] if split else behind
        tail = behind[split.start() :] if split else ""
    numbers = _HARVARD_TAIL.match(clean(tail))
    return replace(
        stem,
        authors=authors or (names.strip(" ,."),),
        et_al=names != printed,
        year=int(year["year"]),
        year_suffix=year["suffix"] or "",
        title=clean(title).rstrip(" ."),
        container=clean(container).strip(" ,"),
        volume=(numbers["volume"] or "") if numbers else "",
        pages=(numbers["pages"] or "") if numbers else "",
    )


def _parse_vancouver(stem: Reference) -> Reference | None:
    body = PMID.sub("", _DOI.sub("", stem.text)).strip()
    names = _VANCOUVER_AUTHORS.match(body)
    tail = _VANCOUVER_TAIL.search(body, names.end()) if names else None
    if not names or not tail:
        return None
    title, _, container = body[names.end() : tail.start()].rstrip(" .").rpartition(". ")
    printed = names[0].strip(" .")
    people = [name.strip() for name in _ET_AL.sub("", printed).split(",") if name.strip()]
    return replace(
        stem,
        authors=tuple(re.sub(r"\s(?=(?:[a-z]-?)?[A-Z]+$)", ", ", name) for name in people),
        et_al=bool(_ET_AL.search(printed)),
        year=int(tail["year"]),
        title=title.strip(" ."),
        container=container.strip(),
        volume=(tail["volume"] or "").strip(),
        pages=tail["pages"] or "",
    )


def surname(author: str) -> str:
    """ "Wang, H. Y." to "Wang"."""
    return author.partition(",")[0].strip()


def initials(author: str) -> str:
    """ "Wang, H. Y." to "HY"."""
    return "".join(re.findall(r"\w", author.partition(",")[2])).upper()


def _key(reference: Reference, *, with_initials: bool = False) -> str:
    if not reference.authors:
        return f"{reference.text[:40].strip()}…"
    first = surname(reference.authors[0])
    if with_initials:
        first = f"{first} {initials(reference.authors[0])}."
    if reference.et_al or len(reference.authors) > 2:
        first += " et al."
    elif len(reference.authors) == 2:
        first += f" and {surname(reference.authors[1])}"
    return f"{first}, {reference.year or 'n.d.'}{reference.year_suffix}"
