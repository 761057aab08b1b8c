"""Questions to start with, made from what the articles hold and kept only if they are answered from
the place they were made from.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from corpus.types import Document, Section, Table
from web.service import Assistant

SHORT = 48
MOST_TRIED = 48
"""Candidates that are asked when the server starts; each costs an answer."""
USUAL_HEADINGS = re.compile(
    r"\b(introduction|background|methods?|materials|results|discussion|conclusions?|summary|"
    r"outlook|perspectives?|abstract|overview|review|limitations)\b",
    re.IGNORECASE,
)
NUMBERING = re.compile(r"^[\dIVX]+(\.\d+)*\.?\s+")
FUNDING = re.compile(r"\bfunding\b", re.IGNORECASE)
TREATMENT = re.compile(
    r"\b(treatments?|therap(y|ies)|drugs?|medications?|agents?|interventions?|regimens?)\b",
    re.IGNORECASE,
)
EFFECT = re.compile(
    r"\b(efficacy|effectiveness|effects?|outcomes?|responses?|results?)\b", re.IGNORECASE
)
COUNTABLE = re.compile(
    r"(inhibitor|agonist|antagonist|blocker|antibody|vaccine|analog(ue)?|derivative)$",
    re.IGNORECASE,
)
"""Names that a sentence would need an article for."""
COUNTED = re.compile(r"\b(trials|studies|cohorts|cases)\b", re.IGNORECASE)
SHORTEST = 3
"""Rows that a list is worth asking for."""
PLURAL = re.compile(r"[^\W\d_]{2}(?<![siu])s$")


LONGEST = 9
"""Rows that a list by size should stay below, so that its limit tells something."""
ALIKE = 2
"""Suggestions of one kind: more of them would read like a form."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question and the places of a document that its first citation should come from; all of them
    should be listed if it asks for a list. `kind` is its first words, which its likes share.
    """

    question: str
    document: str
    anchors: frozenset[str]
    listed: bool = False

    @property
    def kind(self) -> str:
        return " ".join(self.question.split()[:2])


def suggest(assistant: Assistant, *, limit: int = 5) -> tuple[str, ...]:
    """Up to `limit` questions that the assistant answers well, alternating between kinds."""
    found = chain.from_iterable(candidates(document) for document in assistant.documents)
    good: list[str] = []
    kinds: Counter[str] = Counter()
    for candidate in islice(found, MOST_TRIED):
        new = candidate.question not in good and kinds[candidate.kind] < ALIKE
        if new and is_good(candidate, assistant):
            good.append(candidate.question)
            kinds[candidate.kind] += 1
            if len(good) == limit:
                break
    return tuple(good)


def is_good(candidate: Candidate, assistant: Assistant) -> bool:
    """Whether the question is answered, first of all from where the answer is known to stand."""
    answer = assistant.answer(candidate.question)
    if answer.status == "refused" or not answer.citations:
        return False
    if candidate.listed:
        numbers = {row.citation for row in answer.rows.rows} if answer.rows else set()
        listed = {c.location.anchor for c in answer.citations if c.number in numbers}
        return listed == candidate.anchors
    first = answer.citations[0]
    return first.document.id == candidate.document and first.location.anchor in candidate.anchors


def candidates(document: Document) -> Iterator[Candidate]:
    """Candidates of each kind in turn: lookups, lists, topics; abbreviations, funding at last."""
    made_of = (made for table in document.tables for made in (*listings(table), *sizes(table)))
    lists = dict(islice(made_of, 3))
    in_turn = zip_longest(
        islice(chain.from_iterable(lookups(table) for table in document.tables), 8),
        lists.items(),
        islice(topics(document.sections), 8),
    )
    made = (one for group in in_turn for one in group if one)
    for question, anchors in chain(
        made, islice(abbreviations(document), 2), funding(document.sections)
    ):
        yield Candidate(question, document.id, anchors, question in lists)


Made = tuple[str, frozenset[str]]


def lookups(table: Table) -> Iterator[Made]:
    """Questions for one cell of a table whose first column groups its rows."""
    if len(table.columns) < 3 or not any(0 in row.inherited for row in table.rows):
        return
    asked: set[str] = set()
    for row in table.rows:
        group, item, answer = row.cells[:3]
        plain = all(2 < len(cell) <= SHORT and "\n" not in cell for cell in (group, item))
        plain = plain and not COUNTABLE.search(item)
        if plain and group not in asked and any(c.isdigit() for c in answer):
            asked.add(group)
            yield lookup(table, lower_first(group), lower_first(item)), frozenset({row.anchor})


def lookup(table: Table, group: str, item: str) -> str:
    """The question for the third cell of the row of `item` in `group`."""
    if TREATMENT.search(table.columns[1]) and EFFECT.search(table.columns[2]):
        verb = "are" if PLURAL.search(item) else "is"
        return f"How effective {verb} {item} in {group}?"
    return f"What is reported on the {lower_first(table.columns[2])} of {item} in {group}?"


def listings(table: Table) -> Iterator[Made]:
    """A question for all rows of a kind per column whose cells begin with its name, and so can be
    asked for as they are: "Phase 3" under "Phase". It is the kind of which there are fewest.
    """
    noun = COUNTED.search(table.caption)
    for column, name in enumerate(table.columns):
        rows: dict[str, set[str]] = {}
        for row in table.rows:
            for line in row.cells[column].split("\n"):
                if re.fullmatch(rf"{re.escape(name)} [\dIVX]+", line, re.IGNORECASE):
                    rows.setdefault(line, set()).add(row.anchor)
        enough = [(len(found), value) for value, found in rows.items() if len(found) >= SHORTEST]
        if enough:
            _, value = min(enough)
            things = noun[0].lower() if noun else "entries"
            yield f"Which {things} in {table.label} are {value}?", frozenset(rows[value])


def sizes(table: Table) -> Iterator[Made]:
    """A question for the rows with the largest numbers, per column that holds nothing else. The
    limit is round, and no row is on it.
    """
    noun = COUNTED.search(table.caption)
    for column, name in enumerate(table.columns):
        cells = [row.cells[column].replace(",", "") for row in table.rows]
        if len(cells) < LONGEST or not all(cell.isdecimal() for cell in cells):
            continue
        numbers = [int(cell) for cell in cells]
        power = 10 ** (len(str(max(numbers))) - 1)
        for limit in range(power, 10 * power, power):
            above = frozenset(
                r.anchor for r, n in zip(table.rows, numbers, strict=True) if n > limit
            )
            if SHORTEST <= len(above) < LONGEST and limit not in numbers:
                things = noun[0].lower() if noun else "entries"
                yield f"Which {things} have {lower_first(name)} above {limit}?", above
                break


def topics(sections: tuple[Section, ...]) -> Iterator[Made]:
    """Questions about the headings that name a subject, those with most text first."""
    for section in sorted(sections, key=lambda one: -len(one.text)):
        heading = NUMBERING.sub("", section.path[-1]) if section.path else ""
        named = 5 < len(heading) <= SHORT and not USUAL_HEADINGS.search(heading)
        named = named and "," not in heading  # a list of subjects is no subject
        if section.kind == "body" and named and len(section.path) > 1:
            below = (s for s in sections if s.path[: len(section.path)] == section.path)
            question = f"What does the review say about {lower_first(heading)}?"
            yield question, frozenset(s.anchor for s in below)


def abbreviations(document: Document) -> Iterator[Made]:
    """Questions about the abbreviations used most, to be answered where they are spelt out."""
    text = "\n".join(section.text for section in document.sections)
    entries = {entry.short: entry.long for entry in document.abbreviations if len(entry.short) > 2}
    counts = {short: len(re.findall(rf"\b{re.escape(short)}\b", text)) for short in entries}
    for short, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        long = entries[short].lower()
        spelt = (s for s in document.sections if short in s.text and long in s.text.lower())
        yield f"What does {short} stand for?", frozenset(s.anchor for s in spelt)


def funding(sections: tuple[Section, ...]) -> Iterator[Made]:
    found = frozenset(s.anchor for s in sections if s.path and FUNDING.search(s.path[-1]))
    if found:
        yield "Who funded this work?", found


def lower_first(text: str) -> str:
    """Text as it reads within a sentence; an acronym or a formula stays as it is."""
    word = text.split(maxsplit=1)[0] if text.split() else ""
    return text[:1].lower() + text[1:] if word[1:].islower() or len(word) == 1 else text
