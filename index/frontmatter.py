"""What readers call the facts around an article: its front and back matter.

Nobody asks for "Author contributions" or "Correspondence" by these names. Each usual heading is
searched together with the words that people use for what stands under it; nothing of this is
ever shown.
"""

_SAME = {
    "titleauthorsandaffiliations": "who wrote authors writers affiliations institution department"
    " hospital university where do the authors work",
    "editedby": "editor who edited handling editor",
    "reviewedby": "peer reviewers referees who reviewed refereed",
    "correspondence": "corresponding author contact email address whom to write to",
    "received": "date when received submitted",
    "accepted": "date when accepted",
    "published": "date when published publication",
    "citation": "how to cite which journal published in volume year doi",
    "copyright": "licence license rights reuse reprint permission open access copy",
    "keywords": "key words topics subject terms",
    "authorcontributions": "who contributed what wrote the draft contribution of each author",
    "funding": "who funded it funded by funding source funds paid for grant sponsor money financial"
    " support",
    "conflictofinterest": "competing interests disclosure conflicts financial ties industry",
    "acknowledgments": "thanks who is thanked helped acknowledgements",
    "dataavailability": "where are the data available",
    "ethicsstatement": "ethics approval consent committee",
    "publishersnote": "disclaimer publisher statement claims endorsed",
}
_ALIASES = {
    "competinginterests": "conflictofinterest",
    "conflictsofinterest": "conflictofinterest",
    "declarationofcompetinginterest": "conflictofinterest",
    "disclosures": "conflictofinterest",
    "acknowledgements": "acknowledgments",
    "dataavailabilitystatement": "dataavailability",
    "authorscontributions": "authorcontributions",
    "authors": "titleauthorsandaffiliations",
    "license": "copyright",
    "licence": "copyright",
    "fundinginformation": "funding",
    "financialsupport": "funding",
    "correspondingauthor": "correspondence",
}


def readers_words(heading: str) -> str:
    """Words that people use for what stands under a heading; empty for all others."""
    folded = "".join(character for character in heading.lower() if character.isalpha())
    return _SAME.get(_ALIASES.get(folded, folded), "")
