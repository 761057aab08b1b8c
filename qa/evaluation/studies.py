"""Which primary studies a question asks for: citations as printed, as entries of the list."""

import re
from collections.abc import Sequence

from corpus.types import Document, Mention
from qa.evaluation.fold import folded
from qa.evaluation.types import Task

_PUNCTUATION = re.compile(r"[()\[\],;.]")


def printed_form(citation: str) -> str:
    """ "Wu et al. (2022)" and "(Wu et al., 2022)" are one citation: without its punctuation."""
    return _PUNCTUATION.sub("", folded(citation)).casefold()


def resolve_sources(
    task: Task, documents: Sequence[Document]
) -> tuple[tuple[frozenset[str], ...], list[str]]:
    """Per required source, the keys of the entries it may mean, and what is wrong with the set.

    A citation printed at the evidence decides; if it is not printed there, every place of the
    allowed documents counts. An entry may also be named by its own key. A citation that is
    printed in the article but resolved to no entry there has no acceptable key: it is a study
    the article's reader could not find either, and it is never counted as found.
    """
    wanted = task.question.documents
    allowed = [document for document in documents if not wanted or document.id in wanted]
    at_evidence = {(place.document, place.anchor) for piece in task.gold for place in piece}
    keys: list[frozenset[str]] = []
    problems: list[str] = []
    for citation in task.question.sources:
        form = printed_form(citation)
        near: set[str] = set()
        far: set[str] = set()
        printed = False
        for document in allowed:
            for anchor, mention in _mentions(document):
                if printed_form(mention.text) == form:
                    printed = True
                    entries = {document.reference_by_anchor[a].key for a in mention.references}
                    far |= entries
                    if (document.id, anchor) in at_evidence:
                        near |= entries
            for reference in document.references:
                if printed_form(reference.key) == form:
                    printed = True
                    far.add(reference.key)
                    if (document.id, reference.anchor) in at_evidence:
                        near.add(reference.key)
        if not printed and not _stands_in(citation, allowed):
            problems.append(f"source is cited nowhere in the documents: {citation!r}")
        keys.append(frozenset(near or far))
    return tuple(keys), problems


def _mentions(document: Document) -> list[tuple[str, Mention]]:
    """Every citation with the anchor of the section or row it stands in."""
    found = [(section.anchor, m) for section in document.sections for m in section.mentions]
    rows = (row for table in document.tables for row in table.rows)
    return found + [(row.anchor, mention) for row in rows for mention in row.mentions]


def _stands_in(citation: str, documents: Sequence[Document]) -> bool:
    form = printed_form(citation)
    return any(
        form in printed_form(text)
        for document in documents
        for text in (
            *(section.text for section in document.sections),
            *(row.text for table in document.tables for row in table.rows),
        )
    )
