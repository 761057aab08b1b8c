"""Named diseases that a question asks about and an article never mentions.

"Any data in oat cell carcinoma?" shares all but one word with an article on other carcinomas, which
makes every neighbour look like an answer. What is the name of a disease is told by ICD-10-CM
(`qa.condition_list`), or by its ending (`qa.condition_names`). What else is called a syndrome is a
name as well.

A name is mentioned where one piece holds all its words, in any wording the question analyser knows,
or relatives of them ("viral" and "virus"); a syndrome, whose first word is often common, where they
stand side by side. A letter is no word to the index, but "vitamin D" is not "vitamin A": a name
that ends in a letter is mentioned where its noun stands with that letter, also in "vitamins A and
D".

Of 533 answerable questions on eleven articles one names a thing that is not mentioned so, of 1,232
on COVID-19 and on trials none; of 138 unanswerable ones twelve do, and eleven of these were
answered with neighbours.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.english import strangeness
from index.lay_words import LAY_WORDS, read_lay_words
from index.query import Query
from index.spelling import WORD, american, folded
from index.tokens import is_function_word, terms, tokens
from index.types import Chunk
from index.units import units
from index.vocabulary import phrase
from qa.condition_list import LONGEST, name_words, names
from qa.condition_names import condition_stem, is_listed

_LONGER = re.compile(r"[\s-][A-Z][a-z]")
_LETTERED = re.compile(
    r"\b(?P<noun>vitamin|hepatitis|influenza|troponin|cyclin|immunoglobulin|factor)s?"
    r"\s(?P<letter>[A-Z]\d{0,2}|[b-hj-z]\d{0,2}|[IVX]+a?)\b(?!['’]|\.\w)"
)
"""Nouns of which a letter tells one from another; a small one is read so where it is no word."""

_STRANGE = 0.75
"""How rare a word is (`index.english`) that may belong to a name: "cause" does not."""

_SYNDROME = "syndrome"

_FOR_IT = re.compile(r"\s(?:drug|medicine|medication|pill|tablet|remedy|agent)s?\b")
"""A condition before these says which medicine is meant, in other words than its name."""

_MAX_NAMES = 8
"""Conditions in one word, and names that end in a letter, that are looked for: each takes a look
at all words or pieces of the index."""

_SLIP = 2
"""Edits between a misspelling and a word, at most."""

_INFLAMMATION = re.compile(r"itis$", re.IGNORECASE)

_ENDING = re.compile(r"(?:ic|ical|ia|ial|al|us|ous|y|ar|ary|ine|in|tic|is|es?|s|itis)$")
_MIN_ROOT_CHARS = 5
"""In shorter words an ending is part of the root."""


class Mentions:
    """Knows which diseases the pieces of an index mention."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        name_words()  # read now, or the first question waits for it
        self._chunks = chunks
        self._documents = [chunk.document for chunk in chunks]
        self._texts = [chunk.embed_text for chunk in chunks]
        self._places: dict[str, set[int]] = defaultdict(set)
        self._words: set[str] = set()
        for number, text in enumerate(self._texts):
            self._words.update(found[0].lower() for found in WORD.finditer(text))
            for root in roots_of(text):
                self._places[root].add(number)
        self._folded = sorted(map(folded, self._words))

    def lacking(self, query: Query, documents: Collection[str] = ()) -> tuple[str, ...]:
        """The diseases that a question names and no piece mentions (of `documents` alone if any are
        named), as written; none if it names one that is mentioned, which may be answered. Also
        vitamins and the like whose letter no piece has, and conditions named by one word's ending.
        """
        wordings = wordings_of(query)
        lettered = [
            found[0]
            for found in islice(_LETTERED.finditer(query.mended), _MAX_NAMES)
            if not self._has_letter(found["noun"], found["letter"], documents)
        ]
        named = tuple(named_diseases(query.mended))
        within = {word for name in named for word in WORD.findall(name)}
        lettered += [word for word in self._ending_so(query, documents) if word not in within]
        lacking = []
        for name in named:
            asked = [wordings.get(root, frozenset((root,))) for root in roots_of(name)]
            if self._mentions(asked, documents, name):
                return tuple(lettered)
            lacking.append(self._whole(name, query.mended) if _is_syndrome(name) else name)
        unknown = (one.word for one in query.concepts if not one.known and one.word not in within)
        lettered += [word for word in unknown if _is_short_for_a_condition(word)]
        return tuple(dict.fromkeys((*lettered, *lacking)))

    def _ending_so(self, query: Query, documents: Collection[str]) -> Iterator[str]:
        """The words that name a condition by their ending, where no piece speaks of it."""
        named = ((concept, condition_stem(concept.word)) for concept in query.concepts)
        for concept, stem in islice(((one, stem) for one, stem in named if stem), _MAX_NAMES):
            if self._lends_its_name(concept.word, query.mended):
                continue
            others = concept.terms
            if _INFLAMMATION.search(concept.word):
                # Its root is that of the organ: "pancreatic" speaks of no pancreatitis.
                others -= frozenset(terms(concept.word))
                related = self._words_with(f"{stem}it")
            else:
                related = frozenset(root for root in self._places if stem in root)
            is_mentioned = self.together([related.union(map(root_of, others))], documents)
            if not is_mentioned and (is_listed(concept.word) or not self._is_a_slip(concept.word)):
                yield concept.word

    def _is_a_slip(self, word: str) -> bool:
        """Whether a word may be a misspelling of one that the pieces have: too far from it to be
        mended, too near to be called another ("lymfomas").
        """
        near = process.extractOne(
            folded(word), self._folded, scorer=OSA.distance, score_cutoff=_SLIP
        )
        return near is not None

    def _words_with(self, letters: str) -> frozenset[str]:
        """The roots of the words that have these letters in them."""
        wanted = american(letters).lower()
        return frozenset(root for word in self._words if wanted in word for root in roots_of(word))

    @staticmethod
    def _lends_its_name(word: str, text: str) -> bool:
        """Whether a condition is only a part of what something else is called, in all of a text:
        "the gout pill", "the Arthritis Impact Scale".
        """
        behind = [found.end() for found in re.finditer(rf"\b{re.escape(word)}\b", text)]
        return bool(behind) and all(
            _FOR_IT.match(text, end) or (word[0].isupper() and _LONGER.match(text, end))
            for end in behind
        )

    def _whole(self, name: str, text: str) -> str:
        """A syndrome with the rare words before it that the articles print before its first one:
        "fetal alcohol syndrome" where they speak of fetal alcohol.
        """
        end = text.index(name) + len(name)
        words = list(WORD.finditer(text, 0, end))
        first = len(words) - len(WORD.findall(name))
        while first and self._belongs(words[first - 1][0], words[first][0]):
            first -= 1
        return text[words[first].start() : end]

    def _belongs(self, before: str, word: str) -> bool:
        pair = [frozenset(roots_of(before)), frozenset(roots_of(word))]
        return strangeness(before) >= _STRANGE and self._are_side_by_side(pair, ())

    def _has_letter(self, noun: str, letter: str, documents: Collection[str]) -> bool:
        others = r"(?:[A-Z]\w{0,3}(?:,\s?|\s?/\s?|,?\s(?:and|or|to)\s))*"
        large = letter[0].upper() + letter[1:]
        printed = re.compile(rf"\b(?i:{noun})s?[\s-]{others}{large}(?![A-Za-z0-9])")
        return any(
            printed.search(text)
            for text, document in zip(self._texts, self._documents, strict=True)
            if not documents or document in documents
        )

    def _mentions(
        self, words: Sequence[frozenset[str]], documents: Collection[str], name: str
    ) -> bool:
        if _is_syndrome(name):
            return self._are_side_by_side(words, documents)
        return bool(self.together(words, documents))

    def _are_side_by_side(
        self, words: Sequence[frozenset[str]], documents: Collection[str]
    ) -> bool:
        return any(
            _side_by_side(roots_of(self._texts[number]), words)
            for number in self.together(words, documents)
        )

    def has_within_a_word(self, letters: str, documents: Collection[str]) -> bool:
        """Whether a word of a piece has these letters in it."""
        holding = {number for root in self._words_with(letters) for number in self._places[root]}
        return any(not documents or self._documents[number] in documents for number in holding)

    def together(self, words: Sequence[frozenset[str]], documents: Collection[str]) -> set[int]:
        """The pieces that hold one of each."""
        holding = [set().union(*(self._places.get(one, ()) for one in word)) for word in words]
        together = set.intersection(*holding) if holding else set()
        if not documents:
            return together
        return {number for number in together if self._documents[number] in documents}

    def are_near(self, words: Sequence[frozenset[str]], documents: Collection[str]) -> bool:
        """Whether one sentence, with the next, or one row holds one of each."""
        for number in self.together(words, documents):
            sentences = units(self._chunks[number])
            for one, after in zip(sentences, [*sentences[1:], sentences[-1]], strict=True):
                said = frozenset(roots_of(f"{one.heading} {one.text} {after.text}"))
                if all(word & said for word in words):
                    return True
        return False


def _is_short_for_a_condition(word: str) -> bool:
    """Whether letters are listed for the name of a condition that begins with them ("CML",
    `index/lay_words.tsv`).
    """
    others = read_lay_words(LAY_WORDS).wordings.get(phrase(word), {})
    return any(
        bool(condition_stem(other.split()[-1])) or any(named_diseases(other))
        for other in others.values()
        if "".join(part[0] for part in other.lower().split()) == word.lower()
    )


def named_diseases(text: str) -> Iterator[str]:
    """The names of two words or more in a text, as written, of those that overlap the longest. In
    "Crohn's Disease Activity Index" a disease lends its name to something else.
    """
    found = list(WORD.finditer(text))
    words = [folded(word[0]) for word in found]
    start = 0
    while start < len(words):
        size = _name_size(words[start : start + LONGEST])
        last = found[start + max(size, 1) - 1]
        if size and not (last[0][0].isupper() and _LONGER.match(text, last.end())):
            yield text[found[start].start() : last.end()]
        start += max(size, 1)


def _name_size(words: Sequence[str]) -> int:
    """How many of the first words are a name; 0 where none begins."""
    for size in range(len(words), 1, -1):
        if tuple(words[:size]) in names():
            return size
    return 2 if words[1:2] == [_SYNDROME] and not is_function_word(words[0]) else 0


def _is_syndrome(name: str) -> bool:
    *_, last = WORD.findall(name)
    return folded(last) == _SYNDROME


def _side_by_side(found: Sequence[str], words: Sequence[frozenset[str]]) -> bool:
    """Whether the words follow each other, in this order."""
    return any(
        all(term in word for term, word in zip(found[start:], words, strict=False))
        for start in range(len(found) - len(words) + 1)
    )


def wordings_of(query: Query) -> dict[str, frozenset[str]]:
    """The roots of all wordings of each of a question's words, by its own root."""
    return {
        root: frozenset(map(root_of, concept.terms))
        for concept in query.concepts
        for root in roots_of(concept.word)
    }


def roots_of(text: str) -> tuple[str, ...]:
    """The roots of a text's words in order; of a compound those of its parts alone."""
    return tuple(root_of(token.term) for token in tokens(text) if token.word.isalnum())


@lru_cache(maxsize=50_000)
def root_of(term: str) -> str:
    """What an adjective and its noun have in common: of "viral" and "virus" "vir"."""
    return _ENDING.sub("", term) if len(term) >= _MIN_ROOT_CHARS else term
