"""What an index calls the things that a question names: other names of them, and their kinds.

`index.headings` knows the names. Two uses are made of them. Where the index lacks a thing by the
name asked for, it is searched by the few others that the index has. Where a class of diseases is
asked for ("cancers"), the table rows of all its kinds may be meant, whether the index has the name
of the class or not.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from index.headings import Headings, Naming
from index.tokens import Token, is_function_word
from index.vocabulary import Phrase, Vocabulary, phrase

MOST = 4
"""Other names to search by; a thing with more of them is left alone. On the questions that are
learned from they hardly count: the right piece is first for 0.837 with them and for 0.835 without,
all evidence within five for 0.935 and 0.933 (`qa.training.ordering`). They keep a question for
"the mineral" from being refused by an article on selenium."""

_READ = 8
"""Names in a question that are looked up, at most: each may have thousands below it."""

_REMEMBERED = 1_000
"""Names whose kinds are remembered: below "Neoplasms" are three thousand names to look for."""


@dataclass(frozen=True, slots=True)
class OtherNames:
    """Of the thing that the words `asked` name: its other `names` by their terms, as MeSH writes
    them, and its `kinds`.
    """

    asked: Sequence[Token]
    names: dict[Phrase, str]
    kinds: dict[Phrase, str]


class NamedInIndex:
    """Knows which names the pieces of an index have."""

    def __init__(self, vocabulary: Vocabulary, known: Headings) -> None:
        self._vocabulary = vocabulary
        self._known = known
        self._kinds: dict[tuple[int, ...], dict[Phrase, str]] = {}

    def to_search_by(self, words: Sequence[Token]) -> Iterator[OtherNames]:
        """Of the things named that the index lacks by these names, if they are no more than
        `MOST`.
        """
        for naming in islice(self._known.find([token.word for token in words]), _READ):
            asked = words[naming.start : naming.end]
            if self._vocabulary.holds(tuple(token.term for token in asked)):
                continue
            names = self._held(name for one in naming.headings for name in self._known.names(one))
            kinds = {} if any(map(self._known.is_general, naming.headings)) else self._of(naming)
            if 0 < len(names | kinds) <= MOST:
                yield OtherNames(asked, names, kinds)

    def classes_of_diseases(self, words: Sequence[Token]) -> Iterator[OtherNames]:
        """Of the diseases named those that the index has kinds of."""
        named = self._known.find([token.word for token in words], common=True)
        for naming in islice(named, _READ):
            if all(map(self._known.is_disease, naming.headings)) and (kinds := self._of(naming)):
                yield OtherNames(words[naming.start : naming.end], {}, kinds)

    def _of(self, naming: Naming) -> dict[Phrase, str]:
        found = self._kinds.get(naming.headings)
        if found is None:
            found = self._held(
                name for one in naming.headings for name in self._known.names_below(one)
            )
            if len(self._kinds) >= _REMEMBERED:
                self._kinds.clear()
            self._kinds[naming.headings] = found
        return found

    def _held(self, names: Iterable[str]) -> dict[Phrase, str]:
        """Those that the index has, by their terms; of "Hepatitis A" it would only know the first
        word.
        """
        whole = (name for name in names if not is_function_word(name.split()[-1].lower()))
        found = ((phrase(name), name) for name in whole)
        return {other: name for other, name in found if other and self._vocabulary.holds(other)}
