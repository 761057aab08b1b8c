"""Questions to start with, made from what the articles hold and kept only if they get an answer."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice, zip_longest

from corpus.types import Document, Section, Table
from web.service import Assistant

SHORT = 48
LISTING = "Which entries of "
USUAL_HEADINGS = re.compile(
    r"\b(introduction|background|methods?|materials|results|discussion|conclusions?|summary|"
    r"outlook|perspectives?|abstract|overview|review|limitations)\b",
    re.IGNORECASE,
)
NUMBERING = re.compile(r"^[\dIVX]+(\.\d+)*\.?\s+")
FUNDING = re.compile(r"\bfunding\b", re.IGNORECASE)


def suggest(assistant: Assistant, *, limit: int = 5) -> tuple[str, ...]:
    """Up to `limit` questions that the assistant answers, alternating between kinds."""
    candidates = chain.from_iterable(kinds(document) for document in assistant.documents)
    good = (question for question in dict.fromkeys(candidates) if is_good(question, assistant))
    return tuple(islice(good, limit))


def is_good(question: str, assistant: Assistant) -> bool:
    """Whether the question gets an answer and, if it asks for a list, a list."""
    answer = assistant.answer(question)
    if answer.status == "refused":
        return False
    return answer.rows is not None or not question.startswith(LISTING)


def kinds(document: Document) -> Iterator[str]:
    """Candidates of each kind in turn: lookups, lists, topics, abbreviations, funding."""
    sources = (
        chain.from_iterable(lookups(table) for table in document.tables),
        topics(document.sections),
        chain.from_iterable(lists(table) for table in document.tables),
        abbreviations(document),
        funding(document.sections),
    )
    for group in islice(zip_longest(*sources), 4):
        yield from (question for question in group if question)


def lookups(table: Table) -> Iterator[str]:
    """Questions for one cell of a table whose first column groups its rows."""
    if len(table.columns) < 3 or not any(0 in row.inherited for row in table.rows):
        return
    asked: set[str] = set()
    for row in table.rows:
        group, item, answer = row.cells[:3]
        plain = all(2 < len(cell) <= SHORT and "\n" not in cell for cell in (group, item))
        if plain and group not in asked and any(c.isdigit() for c in answer):
            asked.add(group)
            topic = lower_first(table.columns[2])
            yield f"What is reported on the {topic} of {lower_first(item)} in {lower_first(group)}?"


def lists(table: Table) -> Iterator[str]:
    """Questions for all rows that share a value which is neither rare nor everywhere."""
    for column, name in enumerate(table.columns):
        values = Counter(row.cells[column] for row in table.rows if column < len(row.cells))
        for value, count in values.most_common():
            plain = 2 < len(value) <= SHORT and "\n" not in value and value != name
            if plain and 3 <= count <= len(table.rows) / 2:
                if name.lower().rstrip("s") in value.lower():
                    yield f"{LISTING}{table.label} are {value}?"
                else:
                    yield f"{LISTING}{table.label} list {value} under {lower_first(name)}?"
                break


def topics(sections: tuple[Section, ...]) -> Iterator[str]:
    """Questions about the headings that name a subject."""
    for section in sections:
        heading = NUMBERING.sub("", section.path[-1]) if section.path else ""
        named = 5 < len(heading) <= SHORT and not USUAL_HEADINGS.search(heading)
        if section.kind == "body" and named and len(section.path) > 1:
            yield f"What does the review say about {lower_first(heading)}?"


def abbreviations(document: Document) -> Iterator[str]:
    """Questions about the abbreviations used most."""
    text = "\n".join(section.text for section in document.sections)
    shorts = {entry.short for entry in document.abbreviations if len(entry.short) > 2}
    counts = {short: len(re.findall(rf"\b{re.escape(short)}\b", text)) for short in shorts}
    for short, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"What does {short} stand for?"


def funding(sections: tuple[Section, ...]) -> Iterator[str]:
    if any(section.path and FUNDING.search(section.path[-1]) for section in sections):
        yield "Who funded this work?"


def lower_first(text: str) -> str:
    """Text as it reads within a sentence; an acronym or a formula stays as it is."""
    word = text.split(maxsplit=1)[0] if text.split() else ""
    return text[:1].lower() + text[1:] if word[1:].islower() or len(word) == 1 else text
