"""The words of a question, each with the forms in which a cell may say it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from corpus.types import Abbreviation
from index.tokens import fold, is_function_word, negated_as_one
from index.vocabulary import bare
from qa.tables.column import joined, parts
from qa.tables.types import Alternatives

Form = tuple[str, ...]
"""Index terms that stand one after the other."""

_WORD = re.compile(r"\d[\d,]*\.\d+|[^\W_]+")


_IRREGULAR_PLURALS = frozenset(("women", "men", "children", "people", "criteria", "bacteria"))


@dataclass(frozen=True, slots=True)
class Word:
    """`start..end` are characters of the folded question; a function word has no forms."""

    text: str
    start: int
    end: int
    forms: tuple[Form, ...]

    @property
    def term(self) -> str:
        return self.forms[0][0] if self.forms and len(self.forms[0]) == 1 else ""

    @property
    def is_plural(self) -> bool:
        word = self.text.lower()
        regular = word.endswith("s") and not word.endswith(("ss", "us", "is"))
        return regular or word in _IRREGULAR_PLURALS


def stand_in(words: Iterable[Word], said: Sequence[str], *, whole: bool = False) -> bool:
    """Whether terms have the words one after the other, each in any of its forms; `whole` if they
    are to have nothing else.
    """
    ends = {0} if whole else set(range(len(said)))
    for word in words:
        if word.forms:
            ends = {
                end + len(form)
                for end in ends
                for form in word.forms
                if tuple(said[end : end + len(form)]) == form
            }
    return len(said) in ends if whole else bool(ends)


def folded(question: str) -> str:
    """The question in the characters that words are compared in; "non-X" is one word."""
    return negated_as_one(fold(question))


_ALIKE = 80
"""How alike the letters of two long forms are (0..100) that are one thing, misspelt."""


def _is_alike(one: Form, other: Form) -> bool:
    """Whether one long form has the other in it, or is nearly the same."""
    within = set(one) <= set(other) or set(other) <= set(one)
    return within or fuzz.ratio(" ".join(one), " ".join(other)) >= _ALIKE


class Lexicon:
    """The abbreviations of one article, both ways."""

    def __init__(self, abbreviations: Iterable[Abbreviation]) -> None:
        self._others: dict[Form, set[Form]] = defaultdict(set)
        self._short_forms: dict[Form, set[str]] = defaultdict(set)
        for abbreviation in abbreviations:
            short, long = tuple(parts(abbreviation.short)), tuple(parts(abbreviation.long))
            if short and long and short != long:
                self._others[short].add(long)
                self._others[long].add(short)
                self._short_forms[short].add(bare(abbreviation.short))
        self._longest = max(map(len, self._others), default=0)

    def read(
        self, text: str, alternatives: Alternatives, *, whole: bool = False
    ) -> tuple[Word, ...]:
        """The words of a folded question, in order; an abbreviation's long form is one word and,
        if they are to be taken `whole`, so are several words that have alternatives.
        """
        found = [
            Word(match[0], *match.span(), self._forms(match[0], alternatives))
            for match in _WORD.finditer(text)
        ]
        phrases = self._phrases(alternatives) if whole else {}
        return tuple(self._with_neighbours(self._merge(found, phrases), text))

    def _phrases(self, alternatives: Alternatives) -> dict[Form, set[Form]]:
        """Several words with their alternatives, in all forms of these."""
        found: dict[Form, set[Form]] = {}
        for wording, others in alternatives.wordings.items():
            asked = tuple(parts(wording))
            if len(asked) > 1:
                forms = {form for other in others if (form := tuple(parts(other)))}
                short = {one for form in forms for one in self._others.get(form, ())}
                found[asked] = forms | {one for one in short if not self._is_ambiguous(one)}
        return found

    def _forms(self, word: str, alternatives: Alternatives) -> tuple[Form, ...]:
        own = () if is_function_word(word) else tuple(parts(word))
        if not own:
            return ()
        known = alternatives.wordings
        others: Sequence[str] = known.get(word, known.get(word.lower(), ()))
        stands = [own, *(form for other in others if (form := tuple(parts(other))))]
        for form in tuple(stands):
            short = self._short_forms.get(form)
            if not short or form != own or bare(word) in short:
                defined = sorted(self._others.get(form, ()))
                stands.extend(one for one in defined if form == own or not self._is_ambiguous(one))
        return tuple(dict.fromkeys(stands))

    def _is_ambiguous(self, form: Form) -> bool:
        """Whether it is short for quite different things: a cell with it may not mean a kind of
        what is asked for.
        """
        if form not in self._short_forms:
            return False
        return not all(_is_alike(*pair) for pair in combinations(sorted(self._others[form]), 2))

    def _merge(self, words: Sequence[Word], phrases: Mapping[Form, set[Form]]) -> list[Word]:
        """Several words that are one defined form, or one of `phrases`, become one word."""
        longest = max(self._longest, *map(len, phrases)) if phrases else self._longest
        content = [place for place, word in enumerate(words) if word.forms]
        merged: dict[int, tuple[int, Word]] = {}
        at = 0
        while at < len(content):
            for size in range(min(longest, len(content) - at), 1, -1):
                places = content[at : at + size]
                form = tuple(words[place].forms[0][0] for place in places)
                others = self._others.get(form, set()) | phrases.get(form, set())
                if others and all(len(words[p].forms[0]) == 1 for p in places):
                    first, last = words[places[0]], words[places[-1]]
                    text = " ".join(words[place].text for place in places)
                    forms = (form, *sorted(others))
                    merged[places[0]] = (places[-1], Word(text, first.start, last.end, forms))
                    at += size - 1
                    break
            at += 1
        result = []
        begin = 0
        while begin < len(words):
            end, word = merged.get(begin, (begin, words[begin]))
            result.append(word)
            begin = end + 1
        return result

    def _with_neighbours(self, words: Sequence[Word], text: str) -> list[Word]:
        """A word that its neighbour may be joined to may also stand joined in a cell."""
        forms: list[list[Form]] = [list(word.forms) for word in words]
        for place in range(len(words) - 1):
            first, second = words[place].term, words[place + 1].term
            if first and second and (one := joined(first, second)):
                forms[place].append((one,))
                forms[place + 1].append((one,))
            elif first and text[words[place].end : words[place + 1].start] == "-":
                forms[place].append(tuple(parts(words[place].text + words[place + 1].text)))
        return [
            Word(word.text, word.start, word.end, tuple(dict.fromkeys(stands)))
            for word, stands in zip(words, forms, strict=True)
        ]


NO_ALTERNATIVES = Alternatives()
