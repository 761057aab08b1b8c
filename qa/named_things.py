"""Diseases, substances, examinations and treatments that a question names and an article never.

"Did zinc supplements help?" has the words of an article on selenium but for one, and that one says
what it is about. That it is a name, what else it is called and what its kinds are is told by the
Medical Subject Headings (`index.headings`): an article on selenium speaks of minerals. A name is
mentioned where the pieces hold each of its words, in any wording that the question analyser knows,
or one of them holds another name of it or of something below it in the trees. That its words stand
together is not asked for: an article on gliomas may say of the brain what it says of no tumour.

It is a sign against an answer and no proof, for a question may call in another word what the
article calls by its own. Tables by themselves abbreviate and leave the rest to the text, so of
articles without any nothing is told.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, takewhile

from corpus.types import Document
from index.headings import Headings
from index.query import Query
from index.spelling import WORD
from qa.conditions import Mentions, roots_of, wordings_of
from qa.conversation.tagging import parse

_OF_ANOTHER = re.compile(
    r"-|\s(?:drug|medicine|medication|pill|tablet|remedy|agent|agonist|antagonist|inhibitor"
    r"|blocker|activator|receptor)s?\b",
    re.IGNORECASE,
)
"""Behind a name: it only tells what something is like or for ("integrin-type", "epilepsy drug"), as
a hyphen before it does ("non-melanoma")."""

_ACID = re.compile(r"(?P<stem>[a-z]{4,})ic acid", re.IGNORECASE)
"""Chemistry names an acid, its salts and what it is bound to alike: an article that speaks of
sialylation speaks of sialic acid."""

_REMEMBERED = 10_000
"""Names of which it is remembered whether they are mentioned."""


class NamedThings:
    """Knows which named things the pieces of an index mention."""

    def __init__(self, articles: Sequence[Document], mentions: Mentions, names: Headings) -> None:
        """`mentions` are of the pieces of these articles."""
        self._names = names
        self._mentions = mentions
        self._with_text = frozenset(
            one.id for one in articles if any(section.text for section in one.sections)
        )
        self._known: dict[tuple[int, frozenset[str]], bool] = {}

    def lacking(self, query: Query, documents: Collection[str] = ()) -> tuple[str, ...]:
        """The names in a question of things that no piece mentions (of `documents` alone if any are
        named), as written.
        """
        if self._with_text.isdisjoint(documents or self._with_text):
            return ()
        wordings = wordings_of(query)
        lacking = []
        for name, found in self._named(query.mended):
            asked = [wordings.get(root, frozenset((root,))) for root in roots_of(name)]
            if not (
                all(self._mentions.together([word], documents) for word in asked)
                or any(self._is_mentioned(heading, frozenset(documents)) for heading in found)
                or self._is_bound(name, documents)
            ):
                lacking.append(name)
        return tuple(dict.fromkeys(lacking))

    def speaks_of(self, name: str, documents: Collection[str] = ()) -> bool:
        """Whether pieces mention a thing by another name, or in its kinds: enzymes, by theirs."""
        words = WORD.findall(name)
        return any(
            naming.end - naming.start == len(words)
            and any(self._is_mentioned(one, frozenset(documents)) for one in naming.headings)
            for naming in self._names.find(words)
        )

    def _is_bound(self, name: str, documents: Collection[str]) -> bool:
        acid = _ACID.match(name)
        return acid is not None and self._mentions.has_within_a_word(acid["stem"], documents)

    def _is_mentioned(self, heading: int, documents: frozenset[str]) -> bool:
        found = self._known.get((heading, documents))
        if found is None:
            found = self._names.is_general(heading) or any(
                self._mentions.together([frozenset((root,)) for root in roots_of(name)], documents)
                for name in chain(self._names.names(heading), self._names.names_below(heading))
            )
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[heading, documents] = found
        return found

    def _named(self, text: str) -> Iterator[tuple[str, tuple[int, ...]]]:
        """The names in a text, as written, with their headings."""
        words = list(WORD.finditer(text))
        chosen_from = tuple(_chosen_from(text))
        for naming in self._names.find([word[0] for word in words]):
            start, end = words[naming.start].start(), words[naming.end - 1].end()
            if not (
                text[:start].endswith("-")
                or _OF_ANOTHER.match(text, end)
                or any(first <= start and end <= last for first, last in chosen_from)
            ):
                yield text[start:end], naming.headings


def _chosen_from(text: str) -> Iterator[tuple[int, int]]:
    """Where classes stand of which a member is asked for: an article that answers "Which isoform
    …?" has its name and need not call it one. "What zinc level …?" asks for no member.
    """
    tokens = parse(text)
    for number, token in enumerate(tokens):
        if token.lower == "which" and token.kind == "question":
            nouns = list(takewhile(lambda one: one.kind == "noun", tokens[number + 1 :]))
            if nouns:
                yield nouns[0].start, nouns[-1].end
