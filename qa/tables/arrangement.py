"""Questions that name the rows before they ask, put into the order in which others ask.

"Of the trials in X, how many are phase 3?" becomes "how many trials in X are phase 3?"; "X: all
studies" becomes "all studies of X", "X: which drugs were used?" "which drugs were used in X". "The
trial in X: which drugs?" asks for one cell and stays as it is.
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
_REWRITTEN = tuple(
    (re.compile(pattern, re.IGNORECASE), template)
    for pattern, template in (
        # "Do any patients relapse?" asks what happened, and for no rows.
        (
            r"^(?:do|does|did|is|are|was|were|has|have) any"
            r" ((?:[\w-]+ ){0,3}?(?:trials?|study|studies|protocols?|reports?|series|papers?)\b"
            r"[^?]*)\??\s*$",
            r"any \1",
        ),
        (
            r"^(?:is|was) there an? ((?:[\w-]+ ){0,3}?(?:trial|study|protocol|report|series"
            r"|paper)\b[^?]*)\??\s*$",
            r"any \1",
        ),
        (r"^(?:is|are|was|were) any(?:body|one) (\w+ing\b[^?]*)\??\s*$", r"which trials are \1"),
        (
            r"^who(?:['’]s| is| are) ((?:testing|trying|giving|using|studying|combining|adding)\b"
            r"[^?]*)\??\s*$",
            r"which trials are \1",
        ),
        # Where or when, before what is asked.
        (
            r"^((?:at|in|for|after|during|within) [^,:;?]{2,60}), ((?:which|what|how many) [^?]+)"
            r"\?*\s*$",
            r"\2 \1",
        ),
        # What stands before a colon is said of all that is asked for behind it, if that is plural.
        (
            r"^([^:?]{2,60}):\s*((?:which|what) (?!(?:is|was|does|has)\b)[^\W\d_]+s\b[^:?]+)"
            r"\?*\s*$",
            r"\2 in \1",
        ),
    )
)
_FRACTION = re.compile(
    r"(?<=than |over |nder |elow |bove |most |east )"
    r"(?:(?P<half>half)|(?:a|one) (?P<part>third|quarter|fifth|tenth)|(?:1|one) in (?P<of>two|three"
    r"|four|five|six|ten|twenty|\d{1,3})\b)(?: of(?: the| all)?\b)?",
    re.IGNORECASE,
)
"""Shares in words, where something is compared: "fewer than one in five", "over half of"."""

_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_PARTS |= {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "twenty": 20}

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
    text = _FRACTION.sub(_per_cent, _MORE.sub("", text))
    for pattern, template in _REWRITTEN:
        if asked := pattern.match(text):
            return asked.expand(template)
    if first := _FIRST.match(text):
        rows, rest = first["rows"], first["rest"]
        opening = "how many" if first["asked"].lower().startswith("how") else "which"
        if _PRONOUN.fullmatch(rows):
            return f"{opening} {rest}"
        return f"{opening} {_ARTICLE.sub('', rows)} {rest}"
    if (headed := _HEADED.match(text)) and _names_rows(headed["rows"]):
        return f"{headed['rows']} of {headed['topic']}"
    return text


def _per_cent(fraction: re.Match[str]) -> str:
    said = (fraction["part"] or fraction["of"] or "two").lower()
    whole = int(said) if said.isdigit() else _PARTS[said]
    return f"{100 / whole:.3g}%" if whole else fraction[0]


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
