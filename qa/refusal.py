"""When not to answer, and how to say why.

Two signs speak for an answer: the best pieces are about the same thing (cosine) and they hold the
question's own words or their synonyms (coverage, weighed by rarity). Either alone misleads: a
near miss shares the topic but not the fact, a paraphrase shares the fact but few words. One sign
speaks against it: words that the articles lack altogether.
"""

from collections.abc import Sequence

from index.query import Query
from index.types import Hit

THRESHOLD = 0.075
"""Below this the answer is a refusal. No answerable question of the project's development split,
nor of 354 answerable ones drawn from SQuAD 2.0, falls below it."""

LOOKED_AT = 5

_EVERYDAY_WORDS = frozenset(
    word
    for line in (
        "able add added allow answer away back bad begin believe best better big",
        "bring call came change choose come common consider decide describe different",
        "easy end enough entry explain fail fall far fast feel felt few find first fit follow",
        "good great group hard heard held help helped high hold idea important",
        "interesting job keep kind large last late lead learn leave less lie list live long look",
        "lose lot low made main major make matter mention mentioned method need new next normal",
        "order ordinary part people person place plan point possible problem quick quote",
        "raise read real reason recommend recruit recruiting report reported right role row rows",
        "safe see seem seen set share short side simple single size small sort speak stand start",
        "stop successful sure swallow take taken talk tell tested tests text thing things",
        "think tried tries try trying turn type understand use used useful users using usual want",
        "watch water way went whole word work worked working works worse worst write wrong",
    )
    for word in line.split()
)
"""Words that are no subject matter: that an article lacks them tells a reader nothing."""


def confidence(hits: Sequence[Hit], unfamiliarity: float) -> float:
    """0..1: how well the best hits fit the question: the mean of similarity and coverage at their
    best, times the share of the question's word weight that the index knows at all.
    """
    best = hits[:LOOKED_AT]
    similarity = max((hit.similarity for hit in best), default=0.0)
    coverage = max((hit.coverage for hit in best), default=0.0)
    return round((max(similarity, 0.0) + coverage) / 2 * (1 - unfamiliarity), 6)


def missing_terms(query: Query) -> tuple[str, ...]:
    """Subject words of the question that the index lacks in any form, also as a slip of the
    keyboard, each once, as asked.
    """
    lacking = (concept.word for concept in query.concepts if not concept.known)
    return tuple(dict.fromkeys(word for word in lacking if word.lower() not in _EVERYDAY_WORDS))


def explain(query: Query, hits: Sequence[Hit], articles: int) -> str:
    """One or two sentences for the reader; `articles` is how many were searched."""
    missing = missing_terms(query)
    where = "the article" if articles == 1 else "the indexed articles"
    mentions = "mentions" if articles == 1 else "mention"
    if not query.concepts:
        return f"The question names nothing that could be looked up in {where}."
    if not hits:
        return "No passage, table row or reference shares anything with the question."
    if not any(concept.known for concept in query.concepts):
        return f"None of the question's words occurs in {where}."
    if missing:
        quoted = ", ".join(f"“{word}”" for word in missing)
        return (
            f"{where.capitalize()} never {mentions} {quoted}, and no passage fits the rest of the"
            " question well enough to be quoted as an answer."
        )
    return (
        f"The question's words occur in {where}, but no passage or table row brings enough of them"
        " together to be quoted as an answer."
    )
