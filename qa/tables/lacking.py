"""Values that no row of the table asked about has: a reason not to answer, for the reader."""

import re
from collections.abc import Sequence

from index.tokens import terms
from qa.tables.heads import is_row_noun
from qa.tables.reading import read
from qa.tables.request import CLASSIFIERS, FRAME, Request
from qa.tables.view import Reading, TableView
from qa.tables.words import Word

_STATUS = frozenset(terms("ongoing running current recruiting registered planned"))
"""Words with which a question of studies means those in a register, not those in the text."""

_CLASSES = frozenset(
    terms("agent drug medicine medication compound substance product antibody inhibitor therapy")
)
_MAX_WORDS = 4
_KIN = 5
"""Letters at the beginning that forms of one word share, in whatever language a cell is
("paediatric", "Pediatria"); where any term of the table has them, nothing is said to be lacking."""

_BESIDE = re.compile(r"[\s-]")


def lacking(view: TableView, request: Request) -> str | None:
    """The words of a list question that stand in no cell, as asked.

    None unless the question clearly asks for rows of this table (by its number, or for ongoing
    studies where rows are registered ones), everything else in it is understood, and the words
    stand side by side.
    """
    if request.opening not in ("list", "count") or not _is_meant(view, request):
        return None
    reading = read(view, request)
    if not reading.is_over_rows or reading.doubts:
        return None
    words = _left_over(reading)
    if not words or len(words) > _MAX_WORDS or _names_a_class(request, words):
        return None
    if any(_stands(view, word) for word in words) or not _are_neighbours(request, words):
        return None
    return request.text[words[0].start : _end(request, words)]


def _is_meant(view: TableView, request: Request) -> bool:
    if request.table:
        return view.is_named(request.table)
    nouns = any(is_row_noun(word.term) for word in request.subject)
    said = {word.term for word in request.words}
    return nouns and bool(said & _STATUS & view.context)


def _left_over(reading: Reading) -> list[Word]:
    """The words that the table does not explain, but for those that frame the question."""
    said = {text for over in reading.left_over for text in over.split()}
    return [
        word
        for word in reading.request.words
        if word.forms and word.text in said and word.term not in FRAME | CLASSIFIERS
    ]


def _names_a_class(request: Request, words: Sequence[Word]) -> bool:
    """Whether a class is named, of which the table may have members ("an X agent")."""
    if words[-1].term in _CLASSES:
        return True
    end = words[-1].end
    after = [word for word in request.words if word.start >= end][:1]
    return any(
        word.term in _CLASSES and _BESIDE.fullmatch(request.text[end : word.start])
        for word in after
    )


def _stands(view: TableView, word: Word) -> bool:
    """Whether any cell, head, caption or title says a word, if only as a part of what it says."""
    known = view.vocabulary | view.title
    if any(set(form) & known for form in word.forms) or any(
        word.term in column.rows_of_long_form for column in view.columns
    ):
        return True
    kin = _beginning(word.term)
    return len(kin) == _KIN and any(_beginning(term) == kin for term in known)


def _beginning(term: str) -> str:
    return term.replace("ae", "e").replace("oe", "e")[:_KIN]


def _are_neighbours(request: Request, words: Sequence[Word]) -> bool:
    places = [request.words.index(word) for word in words]
    return places == list(range(places[0], places[-1] + 1))


def _end(request: Request, words: Sequence[Word]) -> int:
    """The end of the words with what kind of thing they name ("X disease")."""
    end = words[-1].end
    for word in request.words[request.words.index(words[-1]) + 1 :]:
        if not _BESIDE.fullmatch(request.text[end : word.start]) or word.term not in CLASSIFIERS:
            break
        end = word.end
    return end
