"""The sum of a column of sizes over the rows found: "how many patients in all phase 3 trials?"."""

import re

from qa.tables.heads import PEOPLE, is_row_noun, roles
from qa.tables.request import Request
from qa.tables.view import Reading

_TOGETHER = re.compile(
    r"\b(?:altogether|in total|in all|all told|(?:taken|put) together|combined|sum of"
    r"|total (?:planned |expected |actual )?(?:number|enrol\w*|recruitment|sample))\b",
    re.IGNORECASE,
)


def asks_for_sum(request: Request) -> bool:
    """Whether the people of several rows are to be counted together."""
    if request.opening == "list" or not _TOGETHER.search(request.text):
        return False
    people = any(word.term in PEOPLE or "size" in roles(word.term) for word in request.words)
    of_rows = any(is_row_noun(word.term) and word.is_plural for word in request.words)
    return people and of_rows


def add_up(reading: Reading, rows: frozenset[int]) -> None:
    """Notes the sum of the column of sizes, where each of the rows gives one number."""
    sizes = [one for one in reading.view.columns if one.is_number and "size" in one.roles]
    if len(sizes) != 1 or not rows:
        reading.doubts.append("what is to be added up is not clear")
        return
    amounts = [sizes[0].quantities[row] for row in sorted(rows)]
    known = [amount.low for amount in amounts if amount and amount.low == amount.high]
    if len(known) != len(rows):
        reading.doubts.append(f"not every row gives one number as {sizes[0].head}")
        return
    reading.operation = "sum"
    reading.summary = f"{' '.join(sizes[0].head.split())} adds up to {sum(known):,g}"
