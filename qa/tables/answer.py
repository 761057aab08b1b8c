"""A question over rows, answered from all of them.

`TableReader` understands each table once; a question is then held against every table and the
one that accounts for most of its words answers. `FoundRows.certain` is a promise: every content
word of the question is accounted for, in one table and one column each.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.types import Document
from qa.tables.column import parts
from qa.tables.found import Found, explain_none, is_understood, tells_apart, to_rows
from qa.tables.heads import is_row_noun
from qa.tables.joins import has_alternatives
from qa.tables.lacking import lacking
from qa.tables.reading import asks_for_columns, read
from qa.tables.request import Request, read_request
from qa.tables.turning import turned
from qa.tables.types import Alternatives, FoundRows
from qa.tables.unmet import is_unmet
from qa.tables.view import Reading, TableView
from qa.tables.words import NO_ALTERNATIVES, Lexicon

_MAX_LEFT_OVER = 0.45
"""Share of the question's content words that may stay unexplained in an unsure answer: one beside
two that choose rows well, none beside words that nearly every row has."""

_VERB = 0.5
"""Of the verb ("which trials span ..."), which often only leads to what follows. Counted whole, two
of the 44 lists asked for as people would are lost; none of the others changes."""

_NARROWS = re.compile(
    r"\b(?:of (?:them|those|these)|those|these|them|ones)\b|^(?:and |but )?(?:only|just)\b",
    re.IGNORECASE,
)
_REPLACES = re.compile(
    r"^(?:(?:and|or|but|then|now)\s+)?(?:what about|how about|and|same for|the same for)\b",
    re.IGNORECASE,
)
_NEAR_TIE = 0.05
"""Tables whose readings of a question are closer than this are both fitting: less than any one
word is worth."""

_FIGURES_TIE = 0.55
"""The same of tables that both meet figures alone: less than a word of the caption is worth, more
than the shares of rows that figures leave out differ by."""

_MAX_EARLIER = 6
_MAX_TABLES = 20
"""Tables that a question is held against; a table takes about 0.2 ms."""


class TableReader:
    """The tables of some documents, understood. Immutable, so threads may share it."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._lexicons = {document.id: Lexicon(document.abbreviations) for document in documents}
        self._lexicon = Lexicon(
            abbreviation for document in documents for abbreviation in document.abbreviations
        )
        self._views = tuple(view for document in documents for view in _views(document))
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, view in enumerate(self._views):
            for term in view.vocabulary:
                self._places[term].append(place)

    def find(
        self,
        question: str,
        documents: Sequence[str] = (),
        history: Sequence[str] = (),
        alternatives: Alternatives = NO_ALTERNATIVES,
    ) -> FoundRows | None:
        """Every row that the question asks for; None when it is no question over rows.

        `documents` restricts the search to those ids, `history` holds the earlier questions
        (oldest first), `alternatives` are other words for words as typed.
        """
        found = self._find(question, documents, history[-_MAX_EARLIER:], alternatives)
        return to_rows(found) if found and found.rows else None

    def same_row(
        self,
        question: str,
        documents: Sequence[str],
        history: Sequence[str],
        alternatives: Alternatives = NO_ALTERNATIVES,
    ) -> FoundRows | None:
        """The one row that the question before was about, where no more than its columns is asked
        for ("who sponsors it?"). Arguments as for `find`; None without a history.
        """
        if not history:
            return None
        *before, last = history[-_MAX_EARLIER:]
        earlier = self._find(last, documents, before, alternatives)
        earlier = earlier or self._single(last, documents, alternatives)
        if earlier is None or len(earlier.rows) != 1 or earlier.view.turned:
            return None
        lexicon = self._lexicons[earlier.view.document.id]
        request = read_request(question, lexicon, alternatives)
        is_asked = request is not None and asks_for_columns(earlier.view, request)
        return to_rows(earlier) if is_asked else None

    def lacks(
        self,
        question: str,
        documents: Sequence[str] = (),
        history: Sequence[str] = (),
        alternatives: Alternatives = NO_ALTERNATIVES,
    ) -> str | None:
        """One sentence for the reader when no row has what a list is asked for: a word that no
        cell says, or conditions that no row meets together.

        None where it is not certain that rows of one table are asked for, or where `find` has
        rows. Arguments as for `find`.
        """
        return self.find_or_lack(question, documents, history, alternatives)[1]

    def find_or_lack(
        self,
        question: str,
        documents: Sequence[str],
        history: Sequence[str],
        alternatives: Alternatives,
    ) -> tuple[FoundRows | None, str | None]:
        """What `find` and `lacks` say, of which at most one says anything."""
        best = self._find(question, documents, history[-_MAX_EARLIER:], alternatives)
        if best and best.rows:
            return to_rows(best), None
        if best and best.certain and is_unmet(best.view, best.reading):
            return None, explain_none(best)
        found = []
        for view in self._likely(question, documents, alternatives):
            request = read_request(question, self._lexicons[view.document.id], alternatives)
            if request and (words := lacking(view, request)):
                found.append(f"No row of {view.table.label} has “{words}”.")
        return None, found[0] if len(found) == 1 else None

    def _find(
        self,
        question: str,
        documents: Sequence[str],
        history: Sequence[str],
        alternatives: Alternatives,
    ) -> Found | None:
        if history and (_NARROWS.search(question) or _REPLACES.search(question)):
            earlier = self._find(history[-1], documents, history[:-1], alternatives)
            refined = self._refine(question, earlier, alternatives) if earlier else None
            if refined:
                return refined
        requests: dict[str, list[Request]] = {}
        candidates = []
        for view in self._likely(question, documents, alternatives):
            name = view.document.id
            if name not in requests:
                requests[name] = _requests(question, self._lexicons[name], alternatives)
            readings = [found for one in requests[name] if (found := _judge(view, one))]
            if readings:
                candidates.append(max(readings, key=_completeness))
        if not candidates:
            return None
        candidates.sort(key=lambda found: -found.score)
        candidates = _of_studies(candidates)
        heads = candidates[0].view.table.columns
        alike = [
            one
            for one in candidates
            if one.view.table.columns == heads or _tells_the_same(one, candidates[0])
        ]
        best = next((one for one in alike if one.rows), candidates[0])
        others = [one for one in candidates if one is not best]
        rival = next(
            (one for one in others if _is_as_good(one, best)),
            next((one for one in alike if one is not best and _is_part(one, best)), None),
        )
        if rival:
            best.reading.doubts.append(f"{rival.view.table.label} fits as well")
            best = replace(best, certain=False)
        return best

    def _single(
        self, question: str, documents: Sequence[str], alternatives: Alternatives
    ) -> Found | None:
        """What is certainly found by a question for one row ("which trial tests X?")."""
        found = [
            judged
            for view in self._likely(question, documents, alternatives)
            for one in _requests(question, self._lexicons[view.document.id], alternatives)
            if (judged := _judge(view, replace(one, takes_singular=True, about_one_row=False)))
        ]
        best = max(found, key=lambda one: one.score, default=None)
        return best if best and best.certain else None

    def _likely(
        self, question: str, documents: Sequence[str], alternatives: Alternatives
    ) -> list[TableView]:
        """The tables with most of the question's words, rare ones first; all of a small library."""
        among = [
            place
            for place, view in enumerate(self._views)
            if not documents or view.document.id in documents
        ]
        if len(among) <= _MAX_TABLES:
            return [self._views[place] for place in among]
        requests = _requests(question, self._lexicon, alternatives)
        shared = dict.fromkeys(among, 0.0)
        for form in {form for one in requests for word in one.words for form in word.forms}:
            for term in form:
                found = self._places.get(term, ())
                rarity = math.log((1 + len(self._views)) / (1 + len(found))) / len(form)
                for place in found:
                    if place in shared:
                        shared[place] += rarity
        best = sorted(among, key=lambda place: (-shared[place], place))
        return [self._views[place] for place in best[:_MAX_TABLES]]

    def _refine(self, question: str, earlier: Found, alternatives: Alternatives) -> Found | None:
        lexicon = self._lexicons[earlier.view.document.id]
        if not earlier.rows:
            return None
        plain = question
        if _REPLACES.search(question) and not _NARROWS.search(question):
            plain = _REPLACES.sub("all", question, count=1)
            replaces = True
        else:
            replaces = False
        request = read_request(plain, lexicon, alternatives)
        if request is None:
            return None
        kept = list(earlier.reading.conditions)
        own = read(earlier.view, request)
        if not own.conditions and not own.extreme:
            return None
        if own.left_over:
            return None
        if replaces:
            asked = {condition.column for condition in own.conditions}
            kept = [condition for condition in kept if condition.column not in asked]
        among = earlier.view.all_rows
        for condition in kept:
            among &= condition.rows
        if earlier.reading.extreme and not own.extreme:
            among &= frozenset(earlier.rows)
        reading = read(earlier.view, request, among)
        new = [condition for condition in reading.conditions if condition not in kept]
        reading.conditions[:] = [*kept, *new]
        return Found(
            earlier.view,
            request,
            reading,
            reading.rows,
            earlier.certain and _is_certain(reading),
            earlier.score,
        )


def _views(document: Document) -> Iterator[TableView]:
    """Every table without gaps and, where its columns are studies, the same turned."""
    for table in document.tables:
        if table.rows and all(len(row.cells) == len(table.columns) for row in table.rows):
            yield TableView(document, table)
            if other := turned(table):
                yield TableView(document, other[0], turned=True, printed=other[1])


def _tells_the_same(one: Found, best: Found) -> bool:
    """Whether a turned table says of other studies what another one is asked for."""
    asked = {best.view.table.columns[place] for place in tells_apart(best.reading)}
    return one.view.turned and best.view.turned and asked <= set(one.view.table.columns)


def _of_studies(candidates: Sequence[Found]) -> list[Found]:
    """Without the readings of tables as printed that a question about studies reads turned."""
    turned_ones = {
        one.view.table.anchor
        for one in candidates
        if one.view.turned and any(is_row_noun(word.term) for word in one.request.subject)
    }
    return [
        one for one in candidates if one.view.turned or one.view.table.anchor not in turned_ones
    ]


def _requests(question: str, lexicon: Lexicon, alternatives: Alternatives) -> list[Request]:
    """The question word by word and, where several words have alternatives, with those whole."""
    several = any(len(parts(wording)) > 1 for wording in alternatives.wordings)
    ways = (False, True) if several else (False,)
    read_so = (read_request(question, lexicon, alternatives, whole=whole) for whole in ways)
    return [request for request in read_so if request]


def _completeness(found: Found) -> tuple[bool, int, float]:
    """Of two ways to read a question for one table, the one that explains all and finds more: a
    class is said by some cells, its members by others.
    """
    explains_all = not found.reading.left_over
    return explains_all, len(found.rows) if explains_all else 0, found.score


def _judge(view: TableView, request: Request) -> Found | None:
    """The table's reading of a request, if the table can answer it at all."""
    if request.table and not view.is_named(request.table):
        return None
    reading = read(view, request)
    if view.turned and not tells_apart(reading):
        return None
    if not reading.is_over_rows or has_alternatives(reading):
        return None
    if reading.left_over and reading.unclear_negations:
        return None
    choosing = [one for one in reading.conditions if one.rows != view.all_rows]
    named = [one for one in reading.conditions if one.is_firm]
    firm = [one for one in named if one in choosing]
    left: float = len(reading.left_over)
    if _is_verb_left(reading):
        left += _VERB - 1
    is_whole = _is_whole_table(view, request) or (reading.is_summary and not reading.left_over)
    if left and (not firm or left / (left + reading.chosen) > _MAX_LEFT_OVER):
        return None
    if not named and not reading.extreme and not (is_whole and (request.table or not choosing)):
        return None
    named_by_words = bool(request.described) and request.described <= view.vocabulary
    score = reading.explained - 1.5 * left + (1 if request.table or named_by_words else 0)
    return Found(view, request, reading, reading.rows, _is_certain(reading), score)


def _is_verb_left(reading: Reading) -> bool:
    verb = reading.request.verb
    return verb is not None and verb.text in reading.left_over


def _is_as_good(one: Found, best: Found) -> bool:
    both = bool(one.rows) and _is_of_figures(one) and _is_of_figures(best)
    return one.score >= best.score - (_FIGURES_TIE if both else _NEAR_TIE)


def _is_of_figures(found: Found) -> bool:
    columns = [found.view.columns[one.column] for one in found.reading.conditions]
    return found.certain and bool(columns) and all(column.is_number for column in columns)


def _is_part(one: Found, best: Found) -> bool:
    """Whether rows of another table with the same heads are meant as well: no word of the question
    is of the best table's caption alone.
    """
    own = best.view.context - one.view.context
    return bool(one.rows) and all(word.term not in own for word in best.request.words)


def _is_certain(reading: Reading) -> bool:
    return is_understood(reading) and not reading.reservations


def _is_whole_table(view: TableView, request: Request) -> bool:
    """Whether a question without a condition means all rows of this table, and says so."""
    if request.negations or request.only:
        return False
    others = any(view.heads(word) for word in request.words if word not in request.subject)
    return bool(request.table) or (
        not others
        and any(is_row_noun(word.term) and word.term in view.context for word in request.subject)
    )
