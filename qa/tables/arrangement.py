"""Questions that name the rows before they ask, put into the order in which others ask.

"Of the trials in X, how many are phase 3?" becomes "how many trials in X are phase 3?"; "X: all
studies" becomes "all studies of X". What follows a colon must name rows and nothing else:
"The trial in X: which drugs?" asks for one cell.
"""

import re

from index.tokens import fold, is_function_word, terms
from qa.tables.heads import PEOPLE, is_row_noun

_FIRST = re.compile(
    r"^(?:(?:and|so|but|then|now)\s+)*(?:of|among|amongst|out of|from)\s+"
    r"(?!which\b|what\b|whom\b|how\b)(?P<rows>[^,:;?]+?),?\s+"
    r"(?P<asked>how many|which(?: ones| of them)?)\s+(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_ASKED_LATER = re.compile(
    r"^(?P<topic>[^:?]{2,60}):\s*(?P<asked>(?:which|what) (?P<noun>[^\W\d_]+s)\b[^:?]+)\?*\s*$",
    re.IGNORECASE,
)
"""What comes before the colon is said of all that is asked for behind it, if that is a plural."""

_PLACED_FIRST = re.compile(
    r"^(?P<place>(?:at|in|for|after|during|within) [^,:;?]{2,60}), (?P<asked>(?:which|what"
    r"|how many) [^?]+)\?*\s*$",
    re.IGNORECASE,
)
_DOES_ANY = re.compile(
    r"^(?:do|does|did|is|are|was|were|has|have) any (?P<rest>[^?]{3,})\??\s*$", re.IGNORECASE
)
_IS_ANYBODY = re.compile(
    r"^(?:is|are|was|were) any(?:body|one) (?P<rest>[^\W\d_]+ing\b[^?]*)\??\s*$", re.IGNORECASE
)
_WHO_IS = re.compile(
    r"^who(?:['’]s| is| are) (?P<rest>(?:testing|trying|giving|using|studying|combining|adding)"
    r"\b[^?]*)\??\s*$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?<=[?.!])\s+(?:please )?(?:list|name|show|give|which(?: ones)?|who)(?: me)?"
    r"(?: (?:them|these|those|all|each|it))*(?:,? please)?[\s?.!]*$",
    re.IGNORECASE,
)
"""Another sentence that only asks to see what the first asks for."""

_PRONOUN = re.compile(r"(?:all (?:of )?)?(?:them|those|these|the ones|the rest)", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:all (?:of )?)?(?:the|these|those|your|its)\s+", re.IGNORECASE)
_HEADED = re.compile(r"^(?P<topic>[^:?]{2,}):\s*(?P<rows>[^:?,;]{3,}?)\s*[?.!]*\s*$")
_LISTING = frozenset(
    terms("which what list show name all every each any many listed complete full please")
)


def arranged(text: str) -> str:
    """The question with what it asks first; as it is where nothing stands before that."""
    text = _MORE.sub("", text)
    for pattern, opening in ((_DOES_ANY, "any"), (_IS_ANYBODY, "which trials are")):
        if asked := pattern.match(text):
            return f"{opening} {asked['rest']}"
    if asked := _WHO_IS.match(text):
        return f"which trials are {asked['rest']}"
    if placed := _PLACED_FIRST.match(text):
        return f"{placed['asked']} {placed['place']}"
    if later := _ASKED_LATER.match(text):
        return f"{later['asked']} in {later['topic']}"
    if first := _FIRST.match(text):
        rows, rest = first["rows"], first["rest"]
        opening = "how many" if first["asked"].lower().startswith("how") else "which"
        if _PRONOUN.fullmatch(rows):
            return f"{opening} {rest}"
        return f"{opening} {_ARTICLE.sub('', rows)} {rest}"
    if (headed := _HEADED.match(text)) and _names_rows(headed["rows"]):
        return f"{headed['rows']} of {headed['topic']}"
    return text


def _is_counted(term: str) -> bool:
    return is_row_noun(term) or term in PEOPLE


def _names_rows(text: str) -> bool:
    """Whether rows are named in the plural, and nothing is said of them."""
    words = re.findall(r"[^\W_]+", fold(text))
    content = [word for word in words if not is_function_word(word)]
    if not content or not content[-1].lower().endswith("s"):
        return False
    found = [terms(word) for word in content]
    return _is_counted(found[-1][0]) and all(
        _is_counted(one) or one in _LISTING for term in found for one in term
    )
