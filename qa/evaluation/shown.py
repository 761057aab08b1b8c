"""What an answer shows: citations that bear it out, answer strings, listed rows, studies.

All take only what a reader sees, not the whole ranking; see `shown_count`.
"""

from collections.abc import Collection, Sequence

from qa.evaluation.fold import folded

RowId = tuple[str, str]
"""A table row: its document and its anchor."""

SHOWN = 5
"""Citations that an answer shows when nothing else is asked for: the default of the interface."""


def shown_count(pieces: int) -> int:
    """How many citations count as shown: `SHOWN`, or one per required piece where those are more.

    A list answer shows every row it lists, so a question for seven rows is read with seven.
    """
    return max(SHOWN, pieces)


def citation_precision(relevant: Sequence[bool]) -> float:
    """The share of shown citations that satisfy a required piece; 0 when nothing is shown.

    After Gao et al., "Enabling Large Language Models to Generate Text with Citations" (ALCE,
    EMNLP 2023): a citation is precise when it bears out what is answered. There a language model
    decides; here the place does.
    """
    return sum(relevant) / len(relevant) if relevant else 0.0


def citation_recall(satisfied: Sequence[bool]) -> float:
    """The share of required pieces that a shown citation satisfies (ALCE's recall, by place)."""
    return sum(satisfied) / len(satisfied)


def answer_recall(required: Sequence[Sequence[str]], texts: Sequence[str]) -> float:
    """The share of required strings of which one alternative stands in the shown texts.

    STR-EM of Stelmakh et al., "ASQA: Factoid Questions Meet Long-Form Answers" (EMNLP 2022),
    regardless of case, white space and typesetting.
    """
    shown = [folded(text).casefold() for text in texts]
    met = sum(
        any(folded(string).casefold() in text for string in piece for text in shown)
        for piece in required
    )
    return met / len(required)


def source_accuracy(required: Sequence[Collection[str]], shown: Sequence[Collection[str]]) -> float:
    """The share of required primary studies whose entry is given with a shown citation.

    `required` holds per study the keys it may have (none: it cannot be met), `shown` the keys
    per citation.
    """
    given = {key for keys in shown for key in keys}
    return sum(not given.isdisjoint(keys) for keys in required) / len(required)


def rows_f1(gold: Collection[RowId], listed: Collection[RowId]) -> float:
    """Harmonic mean of precision and recall of a set of rows (van Rijsbergen, 1979)."""
    both = len(set(gold) & set(listed))
    return 2 * both / (len(set(gold)) + len(set(listed)))


def rows_exact(gold: Collection[RowId], listed: Collection[RowId]) -> float:
    """1 if exactly the required rows are listed, else 0."""
    return float(set(gold) == set(listed))
