"""Wording by which a question asks for the literature: a reference, its details, or who found it.

"Which study showed …", "who showed …" and "on whose evidence …" want the study behind a finding;
"DOI of …", "full reference for …", "where was it published?" want an entry. Questions about the
article itself ("corresponding author", "which grant paid") and about registered studies ("which
trials are in …") use the same nouns and want neither: a study in the plural, and a trial, must be
said to have found something.
"""

import re

from index.query import SELF_REFERENCE
from index.tokens import terms

_FOUND = (
    r"(?:show(?:ed|n|s)?|found|finds|find|report(?:ed|s)?|demonstrat(?:ed|es)|observ(?:ed|es)"
    r"|describ(?:ed|es)|discover(?:ed|s)?|prov(?:ed|en|es)|establish(?:ed|es)|identif(?:ied|ies)"
    r"|conclud(?:ed|es)|publish(?:ed)?|revealed|reveals|suggest(?:ed|s)?|propos(?:ed|es)"
    r"|claim(?:ed|s)?|confirm(?:ed|s)?)"
)
_DID = (
    r"(?:treat(?:ed|s)?|tested|tests|studied|studies|investigat(?:ed|es)|compar(?:ed|es)"
    r"|randomi[sz](?:ed|es)|measured|developed|introduced|used|gave|examined|evaluated|assessed"
    r"|enrol(?:l)?ed|recruited|conducted|performed|built|constructed|looked|wrote|pioneered)"
)
_HELPERS = r"(?:\s(?:has|have|had|was|were|is|are|first|also|originally|then|it|the|that))*"
_ONE = (
    r"(?:study|paper|article|publication|report|work|group|team|authors?|researchers?|scientists?"
    r"|investigators?|people|lab(?:oratory)?|reference|citation|source|meta-analysis)"
)
_MANY = r"(?:studies|papers|articles|publications|reports|trials?|groups|teams|works)"
_BEHIND_FINDING = re.compile(
    rf"(?:^|[,;:.?!]\s*|\b(?:and|or|but)\s)who(?:se)?(?:\s\w+)?{_HELPERS}\s(?:{_FOUND}|{_DID})\b"
    rf"|\b(?:which|what)\s(?:\w+\s)?{_ONE}(?:\s\w+)?{_HELPERS}\s(?:{_FOUND}|{_DID}"
    r"|support(?:s|ed)?|is\scited|are\scited)\b"
    r"|\b(?:which|what)\s(?:\w+\s)?(?:study|paper|article|publication|report)(?:\s\w+)?"
    r"\s(?:came|comes|appeared|resulted)\b"
    rf"|\b(?:which|what)\s(?:\w+\s)?{_MANY}{_HELPERS}\s{_FOUND}\b"
    rf"|\bwhose\s(?:\w+\s)?(?:{_ONE}|finding|findings|data|evidence|trial|results?|idea|discovery)\b"
    r"|\b(?:on|by|from)\s(?:whose|what|which)\s(?:evidence|authority|data|study|paper)\b"
    r"|\baccording\sto\swh(?:om|ich|at)\b|\bby\swhom\b"
    r"|\bwho\s(?:says|said)\b|\bwh(?:at|ich)\sis\sthe\s(?:source|evidence)\s(?:for|behind|of)\b",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"\bDOI\b|\bPMID\b|\bPubMed\sid\b|\b10\.\d{4,9}/"
    r"|\b(?:full|complete|exact|bibliographic|which|what)\s(?:references?|citations?)\b"
    r"|\brefs?\.?\s(?:\d|for\b|of\b)|\breferences?\s(?:for|no\.?|number|list|entry|\d)"
    r"|^\W*where\s(?:was|were|is|are)\b[^?;]{3,60}\bpublished\b"
    r"|\b(?:is|are|was|were)\b.{1,60}\bcited\b|\b(?:who|what|which)\b.{0,20}\bcites?\b"
    r"|\bbibliograph(?:y|ic)\b|\b(?:which|what)\sjournals?\b|\bco-?authors?\sof\b"
    r"|\bwho\s(?:wrote|authored|(?:are|were)\sthe\sauthors)\b",
    re.IGNORECASE,
)
_DETAIL = re.compile(
    r"\b(?:journal|volume|issue|pages?|page\srange|year|title|authors\sof|first\sauthor|lead"
    r"\sauthor|senior\sauthor|co-?authors?|published|appear(?:ed)?)\b",
    re.IGNORECASE,
)
_OF_PUBLICATION = re.compile(
    r"\b(?:papers?|articles?|stud(?:y|ies)|reports?|publications?|trials?|references?)\b",
    re.IGNORECASE,
)
_ENTRY_ONLY = re.compile(
    r"\b(?:DOI|PMID|PubMed id|journal|volume|issue|pages?|page range|title|co-?authors?"
    r"|first author|full reference)\b"
    r"|\b(?:where|when)\s(?:was|were|is|has|have|did|had)\b[^?;]*\b(?:published|printed)\b"
    r"|\bwhere\b[^?;]*\b(?:papers?|articles?|stud(?:y|ies)|reports?|publications?)\b[^?;]*"
    r"\bappear(?:ed)?\b",
    re.IGNORECASE,
)
_ABOUT_THE_ARTICLE = re.compile(
    r"\b(?:corresponding|handling|edit(?:or|ed)|review(?:er|ers|ed)|referee[ds]?|peer|grant|funds?"
    r"|fund(?:ed|ing)|affiliation|conflicts?|sponsor(?:s|ed)?|licen[cs]e)\b"
    r"|\b(?:of|wrote|published|cite)\s(?:this|the\spresent)\s(?:review|article|paper)\b"
    r"|\bpublished\s(?:this|the\spresent)\b",
    re.IGNORECASE,
)
_SOURCE_WORDS = re.compile(
    r"\b(?:DOI|PMID|references?|refs?|citations?|cite[sd]?|bibliography|journal|volume|issue|pages?"
    r"|range|published|publication|authors?|first|papers?|article|study|studies|trial|series|reports?"
    r"|reported|group|team|who|whose|which|what|where|when|show|showed|shown|found|find|did|full"
    r"|complete|according|appear|appeared|came|come|list|lists|listed|spells?|et|al|colleagues|year"
    r"|work|evidence|source|give|data)\b",
    re.IGNORECASE,
)


def wants_entry(question: str, *, names_study: bool = False) -> bool:
    """Whether an entry of the reference list is (part of) what answers.

    A volume, a page or a year is a detail of an entry only beside a word for a publication, or
    in a question that names a study.
    """
    if _ABOUT_THE_ARTICLE.search(question):
        return False
    if _BEHIND_FINDING.search(question) or _ENTRY.search(question):
        return True
    is_published = names_study or bool(_OF_PUBLICATION.search(question))
    return is_published and bool(_DETAIL.search(question))


def wants_only_details(question: str) -> bool:
    """Whether a question for an entry asks nothing about what the study found."""
    return bool(_ENTRY_ONLY.search(question)) and not _BEHIND_FINDING.search(question)


def names_another(question: str) -> bool:
    """Whether something is said of the study whose source is asked for: "who are the authors?" asks
    for those of the article.
    """
    return bool(terms(without_source_words(SELF_REFERENCE.sub(" ", question))))


def without_source_words(question: str) -> str:
    """The question without what asks for literature: what is left describes the study."""
    return _SOURCE_WORDS.sub(" ", question)
