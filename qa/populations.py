"""Groups of people: what holds for adults with a disease is no answer for children with it.

Where an article speaks of children and of a disease, but in no piece of both, what it says of the
disease was seen in others. Of 1,791 answerable questions on reviews, trials and COVID-19 none names
such a pair; of 138 others one.
"""

from collections.abc import Collection

from index.query import Query
from qa.condition_names import condition_stem
from qa.conditions import Mentions, root_of, roots_of

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


def separated(
    query: Query, mentions: Mentions, documents: Collection[str] = ()
) -> tuple[str, str] | tuple[()]:
    """A group of people in the question and the rarest thing beside it that has capitals in its
    name or is a condition, where the articles mention both and no piece has them together.
    """
    for concept in query.concepts:
        said = frozenset(map(root_of, concept.terms)) - _OF_THINGS_TOO
        group = next((words | said for words in _GROUPS if words & said), None)
        if group is None or not mentions.together([group], documents):
            continue
        subjects = [
            (len(pieces), other.word, terms)
            for other in query.concepts
            if other is not concept and _is_subject(other.word)
            for terms in [frozenset(map(root_of, other.terms))]
            if (pieces := mentions.together([terms], documents))
        ]
        if subjects:
            _, word, terms = min(subjects, key=lambda one: one[0])
            if not mentions.together([group, terms], documents):
                return concept.word, word
    return ()


def _is_subject(word: str) -> bool:
    return word[1:] != word[1:].lower() or bool(condition_stem(word))
