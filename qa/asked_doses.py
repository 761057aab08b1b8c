"""The dose of a medicine that the articles name and give no dose of.

"What is the dose of X?" shares its words with every sentence on X and every dose of another
medicine, of which a reader might take one for the other. A medicine has a dose where an amount
stands near its name in a sentence or a row; whose it is there is left to the reader.

Of 2,361 answerable questions on reviews, trials and COVID-19 one asks for such a dose, and wrongly
takes it to be given; of 138 others five do.
"""

import re
from collections.abc import Collection, Iterable, Sequence

from index.query import Concept, Query
from index.tokens import terms
from index.types import Chunk
from index.units import units
from qa.doses import is_medicine_like
from qa.drug_names import is_medicine

_AMOUNT = re.compile(
    r"(?<![\w.,])\d[\d.,]*(?:\s?[-–—/x×]\s?\d[\d.,]*)?\s?"
    r"(?:[mµμn]?g|mcg|IU|U|[mµμn]?M|[mµμn]?mol|m[lL]|units?|mg[\w/²]*)(?:/\S+)?(?![A-Za-z])"
)
_NAME = re.compile(r"[^\W\d_][\w-]*")
_BEFORE, _BEHIND = 60, 25
"""Characters between a name and the amount behind it ("X was given at 10 mg"), or before it."""

_DOSE = r"(?<![\w-])dos(?:es?|ages?|ing)(?![\w-])"
_WANTED = re.compile(
    rf"\b(?:what|which)\b[^?,;]{{0,40}}{_DOSE}|^\W*(?:[\w-]+ ){{0,3}}{_DOSE}"
    r"|\bhow (?:much|many (?:mg|milligrams|grams|micrograms|units))\b",
    re.IGNORECASE,
)
_OF_NAME = (
    rf"{_DOSE} (?:of |for )(?:the |oral |intravenous )?{{name}}\b",
    r"\bhow many (?:mg|milligrams|grams|micrograms|units) (?:of )?{name}\b",
)
"""Where any rare word may be the medicine."""

_BESIDE_NAME = (
    r"\bhow much (?:of )?{name}\b",
    rf"\b{{name}}(?: [\w-]+)? {_DOSE}",
    rf"{_DOSE} (?:is|was|are|were|did|does|do|should|has) {{name}}\b",
)


class Doses:
    """Knows which sentences and rows of an index give amounts."""

    def __init__(self, chunks: Iterable[Chunk]) -> None:
        self._texts = [
            (chunk.document, unit.text)
            for chunk in chunks
            if chunk.kind != "reference"
            for unit in units(chunk)
            if _AMOUNT.search(unit.text)
        ]

    def undosed(self, query: Query, documents: Collection[str] = ()) -> str:
        """The medicine whose dose is asked for, which the index knows and has no amount near; ""
        where there is none. `documents` restricts what is looked at.
        """
        if not _WANTED.search(query.mended):
            return ""
        texts = [text for name, text in self._texts if not documents or name in documents]
        for concept in query.concepts:
            is_asked = concept.known and _asks_dose(concept, query)
            if is_asked and not any(_is_near(concept.terms, text) for text in texts):
                return _whole(concept, query)
        return ""


def _whole(concept: Concept, query: Query) -> str:
    """A name of two words that has another wording, whole."""
    names = (one.asked for one in query.rewordings if concept.word in one.asked.split())
    return next(names, concept.word)


def _asks_dose(concept: Concept, query: Query) -> bool:
    patterns: tuple[str, ...] = _OF_NAME if is_medicine_like(concept.word) else ()
    if is_medicine(concept.word) or concept.word.isupper():
        patterns = (*_OF_NAME, *_BESIDE_NAME)
    name = re.escape(concept.word)
    return any(
        re.search(pattern.format(name=name), query.mended, re.IGNORECASE) for pattern in patterns
    )


def _is_near(wanted: frozenset[str], text: str) -> bool:
    names: Sequence[re.Match[str]] = [
        found for found in _NAME.finditer(text) if not wanted.isdisjoint(terms(found[0]))
    ]
    return any(
        0 <= amount.start() - name.end() <= _BEFORE or 0 <= name.start() - amount.end() <= _BEHIND
        for amount in _AMOUNT.finditer(text)
        for name in names
    )
