"""What a question puts together and an article never does: people or a medicine, and a condition.

Where an article speaks of children and of a disease, but in no piece of both, what it says of the
disease was seen in others. Where it speaks of a medicine and of a disease, but in no two sentences
of both, the effect of another medicine is no answer; that an overview names both says little. Of
1,791 answerable questions on reviews, trials and COVID-19 none names such a pair; of 138 others
one, a group; the medicines are for what readers asked besides ("the response to X in Y").
"""

import re
from collections.abc import Collection, Sequence
from itertools import chain

from index.query import Concept, Query
from qa.condition_names import condition_stem
from qa.conditions import Mentions, root_of, roots_of
from qa.drug_names import is_medicine

_GROUPS = tuple(
    frozenset(roots_of(line))
    for line in (
        "child children pediatric adolescent infant newborn neonate neonatal toddler teenager"
        " youngster juvenile childhood school boys girls",
        "elderly geriatric seniors older aged",
        "pregnant pregnancy gestation gestational maternal mothers expectant",
    )
)
"""Words for one group; British spelling is read as American."""

_OF_THINGS_TOO = frozenset(roots_of("older aged senior expectant school maternal mothers juvenile"))
"""Words that are met as the group's, but in a question are often said of something else."""

_CALLED_SO = re.compile(r"\w\s(?:syndrome|disease|disorder|cancer)s?$", re.IGNORECASE)
_TREATED = r"\b(?:in|for|against|with|treat(?:s|ed|ing)?)\s(?:[\w-]+\s){0,2}?"
_TOLD_BY = r"\b(?:that|which|who)\s\w+\s"
"""A medicine after these tells a study from others ("the trial that tests X")."""


def separated(
    query: Query, mentions: Mentions, documents: Collection[str] = ()
) -> tuple[str, str] | tuple[()]:
    """A group of people in the question with the rarest thing beside it that has capitals in its
    name or is a condition, where the articles mention both and no piece has them together; or a
    medicine with the rarest condition, where no two sentences or row have them together.
    """
    for concept in query.concepts:
        terms = _roots(concept)
        group = next((words | terms for words in _GROUPS if words & (terms - _OF_THINGS_TOO)), None)
        others = [other for other in query.concepts if other is not concept]
        if group is not None:
            named = [other for other in others if _is_name_or_condition(other)]
            other = _rarest(named, mentions, documents)
            is_with = bool(other and mentions.together([group, _roots(other)], documents))
        elif is_medicine(concept.word) and not _follows(_TOLD_BY, concept, query):
            conditions = [other for other in others if _is_condition(other, query)]
            other = _rarest(conditions, mentions, documents)
            is_with = other is not None and any(
                mentions.are_near([terms, *map(_alone, roots_of(wording))], documents)
                for wording in _wordings(other, query)
            )
        else:
            continue
        if other and not is_with and mentions.together([group or terms], documents):
            return concept.word, other.word
    return ()


def _rarest(
    concepts: Sequence[Concept], mentions: Mentions, documents: Collection[str]
) -> Concept | None:
    """What the fewest pieces mention, of what any mentions."""
    found = [
        (len(pieces), concept)
        for concept in concepts
        if (pieces := mentions.together([_roots(concept)], documents))
    ]
    return min(found, key=lambda one: one[0])[1] if found else None


def _roots(concept: Concept) -> frozenset[str]:
    return frozenset(map(root_of, concept.terms))


def _alone(root: str) -> frozenset[str]:
    return frozenset((root,))


def _follows(before: str, concept: Concept, query: Query) -> bool:
    return bool(re.search(before + re.escape(concept.word), query.mended, re.IGNORECASE))


def _wordings(concept: Concept, query: Query) -> tuple[str, ...]:
    """A word as asked and what it is an abbreviation, or another word, for."""
    searched = [one.searched for one in query.rewordings if one.asked == concept.word]
    return (concept.word, *chain.from_iterable(searched))


def _is_name_or_condition(concept: Concept) -> bool:
    return concept.word[1:] != concept.word[1:].lower() or bool(condition_stem(concept.word))


def _is_condition(concept: Concept, query: Query) -> bool:
    """Whether a word, or what it is short for, names a condition in which something is given: what
    a medicine leads to may be told anywhere.
    """
    return _follows(_TREATED, concept, query) and any(
        bool(_CALLED_SO.search(wording)) or any(map(condition_stem, wording.split()[-1:]))
        for wording in _wordings(concept, query)
    )
