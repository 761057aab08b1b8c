"""Studies that a question cites and no reference list holds: "what did Smith et al. 2019 find?".

Whoever cites a study wants that one. Where the list lacks it, what fits the other words of the
question is another study, so that it is better to say that it is not there. This is said only of
what cannot be anything else than a citation: a name with "et al." or "and colleagues", a name with
a year in wording in which only authors stand, a number in the list, a DOI or a PubMed identifier.
A capital and a year are not enough ("Ebola 2014", "ESMO 2020").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.study_names import ALSO_WORDS, MONTHS, OF_PUBLISHING

_NAME = (
    r"(?P<name>(?:\b(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|ter|ten|el)\s){0,2}"
    r"\b[^\W\d_][\w’'-]*)"
)
_YEAR = r"(?:18|19|20)\d\d[a-j]?\b"
_INITIALS = r"(?:,?\s(?:[A-Z]\.?[\s-]?){1,3}(?![\w'’]))?"
_WITH_OTHERS = re.compile(
    rf"{_NAME}{_INITIALS},?\s(?:et\.?\sal\b\.?|and\s(?:colleagues|co-?workers|associates)\b)"
    rf"(?:['’]s)?(?P<year>[,\s]*[(\[]?{_YEAR}[)\]]?)?"
)
_FINDS = (
    r"(?:report|show|find|demonstrate|observe|describe|publish|conclude|claim|propose|suggest"
    r"|discover|investigate)\b"
)
_PAPER = r"(?:paper|study|trial|article|report|publication|meta-analysis|review)s?\b"
_DATED = re.compile(
    rf"\b(?:did|does)\s{_NAME}(?:,?\s(?:and|&)\s[A-Z][\w’'-]+)?"
    rf"(?P<year>,?\s[(\[]?{_YEAR}[)\]]?)\s(?:\w+\s)?{_FINDS}"
    rf"|(?P<owner>\b[A-Z][\w’-]*)['’]s?(?P<owned>\s[(\[]?{_YEAR}[)\]]?)\s(?:[\w-]+\s){{0,2}}?{_PAPER}"
)
_ENTRY_NUMBER = re.compile(
    r"\b(?:references?|refs?\.?|citations?|bibliography entry)\s*(?:no\.?|number|#)?\s*"
    r"[\[(]?(?P<number>\d{1,4})[\])]?(?=\s*(?:$|[?!,;:]|\.(?!\d))"
    r"|\s(?:in|of|from|is|was|say|says|report\w*|show\w*|find|found|cited?|about|and)\b)",
    re.IGNORECASE,
)
_PUBMED = re.compile(r"\b(?:PMID|PubMed(?: id)?)\D{0,3}(?P<number>\d{4,9})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CitedName:
    """A study as a question cites it: `printed`, whose author's name is `question[start:end]`."""

    printed: str
    start: int
    end: int


def cited_names(question: str) -> Iterator[CitedName]:
    """The studies that a question cites by author, in order."""
    for match in _WITH_OTHERS.finditer(question):
        if not OF_PUBLISHING.fullmatch(match["name"]):
            yield CitedName(match[0].rstrip(" ,"), match.start("name"), match.end("name"))
    for match in _DATED.finditer(question):
        name, year = ("name", "year") if match["name"] else ("owner", "owned")
        low = match[name].lower()
        is_name = match[name][0].isupper() and not match[name].isupper()
        if is_name and low not in ALSO_WORDS and low not in MONTHS:
            printed = f"{match[name]} {match[year].strip(' ,')}"
            yield CitedName(printed, match.start(name), match.end(name))


def entry_numbers(question: str) -> list[str]:
    """Numbers that a question says are an entry's in the list."""
    return [match["number"] for match in _ENTRY_NUMBER.finditer(question)]


def pubmed_ids(question: str) -> list[str]:
    """PubMed identifiers that a question gives as such."""
    return [match["number"] for match in _PUBMED.finditer(question)]
