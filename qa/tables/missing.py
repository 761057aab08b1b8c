"""Conditions that a column is to say nothing: "no phase given", "do not report X"."""

import re

from index.tokens import terms
from qa.tables.column import is_empty
from qa.tables.view import Condition, Reading

_SAYING = frozenset(terms("report state give list specify mention describe say"))
_COPULA = re.compile(r"\b(?:is|are|was|were|be|been)\s*(?:n['’]?t|not)?\s*$", re.IGNORECASE)
"""What is not something has not nothing: "diseases that aren't cancers"."""

_SAYS_NO_MORE = re.compile(
    r"\s*(?:(?:arms?|groups?)\b\s*)?"
    r"(?:(?:is |are |was |were )?(?:given|reported|stated|listed|specified|mentioned|at all)\b"
    r"|to (?:report|give|state|list|show)\b"
    r"|[?.!,;)]|$)",
    re.IGNORECASE,
)


def take_missing(reading: Reading) -> None:
    """Adds a condition for a column that is to say nothing: "no phase given", "do not report X"."""
    request, view = reading.request, reading.view
    for begin, end in request.negations:
        if begin in reading.spent or _COPULA.search(request.text[:end]):
            continue
        after = [word for word in request.words if word.start >= end and word.forms]
        while after and after[0].term in _SAYING:
            del after[0]
        columns = view.heads(after[0]) if after else []
        if not columns:
            continue
        run = [after[0]]
        while len(run) < len(after) and columns[0] in view.heads(after[len(run)]):
            run.append(after[len(run)])
        rest = _SAYS_NO_MORE.match(request.text, run[-1].end)
        if rest is None or any(map(reading.is_doer, run)):
            continue
        run.extend(word for word in after if run[-1].end <= word.start < rest.end())
        rows = frozenset(row for row in view.all_rows if is_empty(columns[0].cells[row]))
        reading.used.update(word.start for word in run)
        reading.spent.add(begin)
        reading.negated.add(begin)
        span = (begin, run[-1].end)
        reading.add(Condition(columns[0].place, "=", "not given", rows, span=span))
        if len({columns[0].cells[row].strip() for row in rows}) > 1:
            reading.doubts.append(f"{columns[0].head} says so in several ways")
