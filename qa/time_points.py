"""Outcomes at a time point: what is known at two years is no answer for ten.

A trial reports its outcomes at stated times (CONSORT 2010, item 12a of Schulz et al., BMJ 2010).
"Ten-year survival" shares every other word with what an article says of survival at one and two
years. Of 2,361 answerable questions on reviews, trials and COVID-19 seven name such a time, and all
seven articles give it.
"""

import re
from collections.abc import Iterable

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve")
_IN_WORDS = dict(
    zip(_WORDS, ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "12"], strict=True)
)
_NUMBER = rf"(?P<number>\d{{1,3}}|{'|'.join(_IN_WORDS)})"
_UNIT = r"(?P<unit>year|yr|month|week|day)s?"
_OUTCOMES = {
    "survival": r"surviv\w*|OS|EFS|PFS|DFS|RFS|LFS|died|deaths?|mortality|alive",
    "relapse": r"relaps\w*|recurren\w*",
    "remission or response": r"remission|respon\w+|CR",
}
_ASKED = tuple(
    (name, re.compile(pattern, re.IGNORECASE), re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for name, words in _OUTCOMES.items()
    for pattern in (
        rf"\b{_NUMBER}[- ]{_UNIT}[- ](?:[\w-]+ ){{0,3}}?(?:{words})\b",
        rf"\b(?:{words})\b(?: [\w%-]+){{0,3}}? at {_NUMBER} {_UNIT}\b",
    )
)


def ungiven_at(question: str, texts: Iterable[str]) -> str:
    """The outcome with the time that a question asks for ("survival at 10 years"), where no text
    has both; "" where it asks for none.
    """
    for name, asked, outcome in _ASKED:
        found = asked.search(question)
        if found is None:
            continue
        figure = _IN_WORDS.get(found["number"].lower(), found["number"])
        words = [word for word, value in _IN_WORDS.items() if value == figure]
        unit = found["unit"].lower().replace("yr", "year")
        units = "(?:year|yr)" if unit == "year" else unit
        time = re.compile(rf"\b(?:{'|'.join([figure, *words])})[-‐‑– ]{units}", re.IGNORECASE)
        # "68% and 53% at 3 and 5 years" gives both
        also = re.compile(rf"\b{figure}\b(?:,? (?:and |or )?\d+)+ {units}", re.IGNORECASE)
        if not any(
            outcome.search(text) and (time.search(text) or also.search(text)) for text in texts
        ):
            return f"{name} at {figure} {unit}{'' if figure == '1' else 's'}"
    return ""
