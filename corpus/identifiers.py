"""Typed identifiers that stand in a text: trial registrations, DOIs, PubMed ids."""

import re
from typing import Literal, NamedTuple

IdentifierType = Literal["nct", "doi", "pmid"]


class TypedIdentifier(NamedTuple):
    type: IdentifierType
    value: str
    url: str


_NCT = re.compile(r"\bNCT\d{8}\b")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>|]+")
PMID = re.compile(r"\bPMID:?\s*(\d{4,9})\b", re.IGNORECASE)
"""A PubMed id as printed ("PMID: 34587246"); group 1 is the number."""


_ASKED_NCT = re.compile(r"\bNCT[\s:#-]?(\d{8})\b", re.IGNORECASE)


def doi_url(doi: str) -> str:
    return f"https://doi.org/{doi}"


def strip_doi(printed: str) -> str:
    """A DOI without the sentence's punctuation behind it; brackets of its own are kept."""
    doi = printed.rstrip(".,;:'”’")
    while doi.endswith((")", "]")) and doi.count("(") + doi.count("[") < doi.count(")") + doi.count(
        "]"
    ):
        doi = doi[:-1].rstrip(".,;:")
    return doi


def identifiers(text: str) -> list[TypedIdentifier]:
    """Every distinct identifier in `text`, in order of first appearance."""
    found: list[tuple[int, TypedIdentifier]] = []
    for match in _NCT.finditer(text):
        url = f"https://clinicaltrials.gov/study/{match[0]}"
        found.append((match.start(), TypedIdentifier("nct", match[0], url)))
    for match in _DOI.finditer(text):
        doi = strip_doi(match[0])
        found.append((match.start(), TypedIdentifier("doi", doi, doi_url(doi))))
    for match in PMID.finditer(text):
        url = f"https://pubmed.ncbi.nlm.nih.gov/{match[1]}/"
        found.append((match.start(), TypedIdentifier("pmid", match[1], url)))
    return list(dict.fromkeys(identifier for _, identifier in sorted(found)))


def asked_identifiers(question: str) -> list[TypedIdentifier]:
    """The identifiers in a question, however they are typed ("nct 04618328"); the mark that ends a
    question belongs to none.
    """
    text = _ASKED_NCT.sub(r"NCT\1", question)
    return [
        TypedIdentifier("doi", doi := one.value.rstrip("?!.,;:"), doi_url(doi))
        if one.type == "doi"
        else one
        for one in identifiers(text)
    ]
