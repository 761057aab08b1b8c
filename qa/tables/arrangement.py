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
_PRONOUN = re.compile(r"(?:all (?:of )?)?(?:them|those|these|the ones|the rest)", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:all (?:of )?)?(?:the|these|those|your|its)\s+", re.IGNORECASE)
_HEADED = re.compile(r"^(?P<topic>[^:?]{2,}):\s*(?P<rows>[^:?,;]{3,}?)\s*[?.!]*\s*$")
_LISTING = frozenset(
    terms("which what list show name all every each any many listed complete full please")
)


def arranged(text: str) -> str:
    """The question with what it asks first; as it is where nothing stands before that."""
    if first := _FIRST.match(text):
        rows, asked, rest = first["rows"], first["asked"].split()[0:2], first["rest"]
        opening = "how many" if asked[0].lower() == "how" else "which"
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
