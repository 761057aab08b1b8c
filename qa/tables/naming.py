"""Conditions on what cells say: the words of a question as values of the columns they fit."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.tables.column import Column, is_unknown, parts
from qa.tables.heads import is_row_noun
from qa.tables.request import CLASSIFIERS, FRAME
from qa.tables.view import Condition, Reading
from qa.tables.words import Word, stand_in
from qa.types import Relation

_PAUSE = re.compile(r"[,;:?!()]")
_GLUE = frozenset(("of", "the", "&", "s", "for"))
_JOINS = re.compile(
    r"\s*(?:,?\s*(?:and/or|and|or|nor|plus|as well as|\+|/|&)\s*(?:also\s+)?|,\s*)"
    r"(?:in |with |from |the |an? |both |either )*",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\bboth(?: (?:of|the|in|with|from))*\s*$", re.IGNORECASE)
_EITHER = re.compile(r"\b(?:or|nor)\b", re.IGNORECASE)
_PROSE_WORTH = 0.4
"""Of a word that stands in running text only, beside 1 for the value of a cell."""

_OF = re.compile(r"\b(?:of|on|about)\s+(?:the\s+)?$", re.IGNORECASE)
_NEARLY_ALL = 0.8
"""Share of the rows that repeat what the caption says: 17 of 18 in the bundled review's table of
trials; with fewer, the caption names values that differ from row to row."""

_RIVAL = 1 / 4
"""A column that says the words in fewer rows than this share of another's only mentions them."""


@dataclass(frozen=True, slots=True)
class _Segment:
    """Neighbouring words of the question that one cell of `column` says, and the rows it does in.

    `rivals` are columns that fit as well and would choose other rows.
    """

    words: tuple[Word, ...]
    column: Column
    rows: frozenset[int]
    rivals: tuple[Column, ...]


def take_values(reading: Reading) -> None:
    """Adds a condition for every stretch of the question that names the value of a cell."""
    choosing = [word for word in reading.request.words if _chooses(reading, word)]
    choosing += _choosing_together(reading)
    segments: list[_Segment] = []
    place = 0
    while place < len(reading.request.words):
        segment, place = _segment(reading, place, choosing)
        if segment:
            segments.append(segment)
    groups = _coordinated(reading, segments)
    for group in groups:
        others = [other for other in groups if other is not group]
        if _is_topic(reading, group, others, choosing):
            reading.used.update(word.start for segment in group for word in segment.words)
            reading.explained += len(group[0].words)
        else:
            _add(reading, group, choosing)


def names_value(word: Word, column: Column) -> bool:
    """Whether a word stands in cells of a column that does not hold running text."""
    return column.kind == "name" and bool(_rows(word, column))


def _segment(reading: Reading, place: int, choosing: Sequence[Word]) -> tuple[_Segment | None, int]:
    """The longest run of words from `place` that one cell holds, one of them `choosing` rows, in
    the column it fits best.

    Also returns where to go on. A column of names wins over a longer run in running text.
    """
    words, columns = reading.request.words, reading.view.columns
    best: tuple[_Segment | None, int] = (None, place + 1)
    left: dict[int, frozenset[int]] = {
        column.place: reading.view.all_rows for column in columns if not column.is_number
    }
    run: list[Word] = []
    for at in range(place, len(words)):
        word = words[at]
        if word.start in reading.used or (run and not _is_glued(reading, run[-1], word)):
            break
        if not word.forms:
            if not run:
                break
            continue
        left = {
            column: found
            for column, rows in left.items()
            if (found := rows & _rows(word, columns[column]))
        }
        if not left:
            break
        run.append(word)
        if any(one in choosing for one in run):
            longer = _best(reading, tuple(run), left)
            if longer and (
                best[0] is None or longer.column.kind != "prose" or best[0].column.kind == "prose"
            ):
                best = (longer, at + 1)
    return best


def _rows(word: Word, column: Column) -> frozenset[int]:
    found = frozenset[int]().union(*(column.rows_of(form) for form in word.forms))
    if found or column.kind == "prose" or word.term in CLASSIFIERS:
        return found
    return column.rows_of_long_form.get(word.term, found)


def _is_glued(reading: Reading, first: Word, second: Word) -> bool:
    between = reading.request.text[first.end : second.start].lower()
    return not _PAUSE.search(between) and all(
        word in _GLUE or not word[0].isalnum() for word in between.split()
    )


def _chooses(reading: Reading, word: Word) -> bool:
    """Whether a word can choose rows by itself: it frames nothing and names no column or row."""
    if not word.forms or len(word.text) == 1:
        return False
    if _is_kind(reading, word) or _is_class(reading, word):
        return True
    return not (
        word.term in FRAME
        or word.term in CLASSIFIERS
        or is_row_noun(word.term)
        or reading.view.heads(word)
        or _names_row(reading, word)
    )


def _choosing_together(reading: Reading) -> list[Word]:
    """Pairs of words that each frame a question and that cells say together ("open label")."""
    found: list[Word] = []
    for first, second in pairwise(reading.request.words):
        both = first.term in FRAME and second.term in FRAME
        beside = reading.request.text[first.end : second.start] in (" ", "-")
        if both and beside and not (is_row_noun(first.term) or is_row_noun(second.term)):
            form = (first.term, second.term)
            if any(one.kind == "name" and one.rows_of(form) for one in reading.view.columns):
                found += [first, second]
    return found


def _is_kind(reading: Reading, word: Word) -> bool:
    """Whether the usual name of a column is said of its cells ("run by hospitals")."""
    return reading.is_doer(word) and any(_rows(word, column) for column in reading.view.heads(word))


def _is_class(reading: Reading, word: Word) -> bool:
    """Whether a word that may frame a question names a class of what cells name ("antibodies")."""
    return word.forms[0] in reading.request.classes and any(
        names_value(word, column) for column in reading.view.columns
    )


def _names_row(reading: Reading, word: Word) -> bool:
    """Whether a word is what the caption says that the rows are: what is asked for, in the plural
    ("which pathways ...?" of a table of pathways, though some cells repeat the word).
    """
    asked = next((one for one in reading.request.subject if one.is_plural), None)
    return word is asked and word.term in reading.view.caption


def _best(
    reading: Reading, run: tuple[Word, ...], columns: Mapping[int, frozenset[int]]
) -> _Segment | None:
    view = reading.view
    ranked = sorted(
        (-_fit(reading, run, view.columns[place], rows), -len(rows), place)
        for place, rows in columns.items()
    )
    best_fit, most, place = ranked[0]
    known = view.context | view.title
    if not best_fit and all(word.term in known for word in run):
        return None
    rivals = tuple(
        view.columns[other]
        for fit, rows, other in ranked[1:]
        if fit == best_fit and rows <= most * _RIVAL and columns[other] != columns[place]
    )
    return _Segment(run, view.columns[place], columns[place], rivals)


def _fit(reading: Reading, run: Sequence[Word], column: Column, rows: frozenset[int]) -> int:
    """How well words fit a column: 3 as a whole value, 2 as a phrase, 1 scattered, 0 in prose.

    Two more where the column is named beside them, in prose by its head's own words.
    """
    if column.kind == "prose":
        return 2 * _is_named_beside(reading, column, run[0].start, run[-1].end)
    fit = 1
    if any(
        stand_in(run, value.split(), whole=True) for row in rows for value in column.values[row]
    ):
        fit = 3
    elif any(stand_in(run, column.texts[row].split()) for row in rows):
        fit = 2
    beside = (*reading.preceding(run[0].start)[:2], *reading.following(run[-1].end)[:1])
    subject = reading.request.subject
    named = any(
        column in reading.view.heads(word)
        for word in beside
        if word not in subject or len(subject) == 1
    )
    return fit + (2 if named else 0)


def _coordinated(reading: Reading, segments: Sequence[_Segment]) -> list[list[_Segment]]:
    """The segments, those of one column together that "and", "or" or a comma joins."""
    groups: list[list[_Segment]] = []
    for segment in segments:
        if groups and groups[-1][-1].column is segment.column:
            between = reading.request.text[groups[-1][-1].words[-1].end : segment.words[0].start]
            if _JOINS.fullmatch(between):
                groups[-1].append(segment)
                continue
        groups.append([segment])
    return groups


def _add(reading: Reading, group: Sequence[_Segment], choosing: Sequence[Word]) -> None:
    """Adds the condition of values joined in one column.

    "X and Y" are looked for in one cell; where no cell has both, either is meant, unless the
    question says "both".
    """
    view, request, column = reading.view, reading.request, group[0].column
    start, end = group[0].words[0].start, group[-1].words[-1].end
    shown = request.text[start:end]
    union = frozenset[int]().union(*(segment.rows for segment in group))
    both = group[0].rows.intersection(*(segment.rows for segment in group))
    insists = bool(_BOTH.search(request.text[:start]))
    rows = union if _EITHER.search(shown) or not (both or insists) else both
    if len(group) > 1 and not both and rows == union:
        shown = " or ".join(
            request.text[segment.words[0].start : segment.words[-1].end] for segment in group
        )
    only = reading.is_only(start, end)
    if only:
        rows = frozenset(
            row
            for row in rows
            if all(
                any(stand_in(segment.words, value.split(), whole=True) for segment in group)
                for value in column.values[row]
            )
        )
    relation: Relation = "=" if only or _is_whole(group, rows) else "contains"
    if relation == "=" and len({column.cells[row] for row in rows}) == 1:
        shown = " ".join(column.cells[min(rows)].split())
    negation = request.negation_of(start, end, choosing, reading.spent)
    if negation is not None:
        reading.negated.add(negation)
        unknown = {row for row in view.all_rows if is_unknown(column.cells[row])}
        rows, relation = view.all_rows - union - unknown, "≠"
    reading.used.update(word.start for segment in group for word in segment.words)
    if any(_stands_for_members(reading, segment) for segment in group):
        reading.reserve_class(shown)
        members = dict.fromkeys(name for one in group for name in _members(reading, one))
        shown = f"{shown} ({', '.join(members)})" if members else shown
    elif any(all(_is_kind(reading, word) for word in one.words) for one in group):
        reading.reserve_class(shown)
    words = sum(len(segment.words) for segment in group)
    is_meant = column.kind != "prose" or _is_named_beside(reading, column, start, end)
    condition = Condition(column.place, relation, shown, rows, is_meant, (start, end))
    if not condition.is_firm:
        reading.conditions.append(condition)
        reading.explained += _PROSE_WORTH * words
        reading.doubts.append(f"“{shown}” stands only in the text of {column.head}")
        return
    reading.add(condition, words)
    rivals = dict.fromkeys(rival.head for segment in group for rival in segment.rivals)
    if rivals:
        reading.doubts.append(f"“{shown}” may also be meant for {', '.join(rivals)}")


def _is_named_beside(reading: Reading, column: Column, start: int, end: int) -> bool:
    """Whether the question names a column of running text beside what stands there ("whose
    outcomes mention X", "with X as their outcome").
    """
    beside = (*reading.preceding(start), *reading.following(end))
    return any(column.head_terms.issuperset(form) for word in beside for form in word.forms)


def _stands_for_members(reading: Reading, segment: _Segment) -> bool:
    """Whether rows are chosen as members of a class, where no cell need say the class, nor be short
    for what says it.
    """
    column = segment.column
    return any(
        word.forms[0] in reading.request.classes
        and not segment.rows
        <= column.rows_of(word.forms[0]) | column.rows_of_long_form.get(word.term, frozenset())
        for word in segment.words
    )


def _members(reading: Reading, segment: _Segment) -> list[str]:
    """The members of a class that cells say by these names; none that has another in it, as
    "myeloid leukemia" has "leukemia".
    """
    found = [
        name
        for word in segment.words
        for name in reading.request.classes.get(word.forms[0], ())
        if segment.rows & segment.column.rows_of(parts(name))
    ]
    terms_of = {name: frozenset(parts(name)) for name in found}
    return [
        name
        for at, name in enumerate(found)
        if not any(terms_of[other] < terms_of[name] for other in found)
        and terms_of[name] not in (terms_of[other] for other in found[:at])
    ]


def _is_topic(
    reading: Reading,
    group: Sequence[_Segment],
    others: Sequence[Sequence[_Segment]],
    choosing: Sequence[Word],
) -> bool:
    """Whether words say what the whole table is about, and so choose none of its rows.

    "Trials of X" in a table of trials of X are all of them, though one row may not repeat X;
    "trials with X", "X alone", "without X" and "X and Y" are said of single rows.
    """
    view, request = reading.view, reading.request
    words = [word for segment in group for word in segment.words]
    if len(group) > 1 or any(other[0].column is group[0].column for other in others):
        return False
    if not all(word in request.subject and word.term in view.caption for word in words):
        return False
    if len(group[0].rows) < _NEARLY_ALL * len(view.all_rows):
        return False
    start, end = words[0].start, words[-1].end
    follows = any(word.is_plural for word in request.subject if word.start < start)
    if follows and not _OF.search(request.text[:start]):
        return False
    return (
        request.limit_of(start, end) is None
        and request.negation_of(start, end, choosing, reading.spent) is None
    )


def _is_whole(group: Sequence[_Segment], rows: frozenset[int]) -> bool:
    said = group[0].column.texts
    return len(group) == 1 and all(
        stand_in(group[0].words, said[row].split(), whole=True) for row in rows
    )
