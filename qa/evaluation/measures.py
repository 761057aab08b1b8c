"""The measures by name: how each is called, what it says, and which way is better."""

from dataclasses import dataclass
from typing import Literal

Unit = Literal["share", "ms", "characters"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of a whole run. `key` is its name in JSON and in `--fail-under`."""

    key: str
    label: str
    about: str
    unit: Unit = "share"
    higher_is_better: bool = True


def _at(name: str, label: str, about: str) -> tuple[Measure, ...]:
    first = {1: "first citation"}
    return tuple(
        Measure(f"{name}@{k}", f"{label}@{k}", about.format(first.get(k, f"first {k} citations")))
        for k in (1, 3, 5, 10)
    )


PER_QUESTION = (
    *_at(
        "evidence_complete",
        "Evidence complete",
        "Questions with every required piece within the {}, or as many as the question requires.",
    ),
    *_at("success", "Success", "Questions with any required piece within the {}."),
    *_at("recall", "Recall", "Share of the required pieces within the {}."),
    Measure("mrr@10", "MRR@10", "1 / rank of the first citation with a required piece."),
    Measure("ndcg@10", "nDCG@10", "Discounted gain of required pieces, against the best order."),
    Measure(
        "citation_precision",
        "Citation precision",
        "Share of the shown citations that hold a required piece. Shown are the first five, or as"
        " many as the question requires.",
    ),
    Measure(
        "citation_recall",
        "Citation recall",
        "Share of the required pieces that a shown citation holds.",
    ),
    Measure("answer_recall", "Answer strings", "Share of the required strings in what is cited."),
    Measure(
        "part_recall",
        "Answer strings in parts",
        "Share of the required strings in the parts of the answer, which are pieces of what is"
        " cited; a system without parts shows all that it cites.",
    ),
    Measure(
        "source_accuracy",
        "Primary studies",
        "Share of the required primary studies given with the shown citations.",
    ),
    Measure("rows_exact", "Row set exact", "Lists with exactly the required rows."),
    Measure("rows_f1", "Row set F1", "Overlap of the listed with the required rows."),
    Measure(
        "premise_handled",
        "False premise handled",
        "Questions with a false premise that are refused, or answered with what contradicts it.",
    ),
    Measure(
        "refusal_correct",
        "Answer or refuse, rightly",
        "Questions answered that have an answer, or refused that have none.",
    ),
    Measure(
        "characters_shown",
        "Characters shown",
        "Length of what is quoted per answer; a refusal quotes nothing.",
        unit="characters",
        higher_is_better=False,
    ),
    Measure(
        "part_characters",
        "Characters of the parts",
        "Length of the answer's parts, of which the citations show the passages around them.",
        unit="characters",
        higher_is_better=False,
    ),
)
"""The mean over the questions to which they apply; keys of `Result.scores`."""

OVER_ALL = (
    Measure("refusal_precision", "Refusal precision", "Share of the refusals that are right."),
    Measure(
        "refusal_recall",
        "Refusal recall",
        "Share of the questions without an answer that are refused.",
    ),
    Measure(
        "refusal_auroc",
        "Refusal AUROC",
        "Chance that a question with an answer gets more confidence than one without.",
    ),
    Measure(
        "refusal_brier",
        "Brier score",
        "Mean squared distance of confidence from 1 where there is an answer, from 0 where none.",
        higher_is_better=False,
    ),
    Measure(
        "refusal_ece",
        "Calibration error",
        "How far confidence is from the share of questions with an answer, over ten bins.",
        higher_is_better=False,
    ),
    *(
        Measure(
            f"latency_p{percent}",
            f"Latency p{percent}",
            f"Time in which {percent} % of the questions are answered, asked for what is shown.",
            unit="ms",
            higher_is_better=False,
        )
        for percent in (50, 95, 99)
    ),
)
"""Figures of a run that are no mean over questions."""

MEASURES = {measure.key: measure for measure in (*PER_QUESTION, *OVER_ALL)}

PRIMARY = "evidence_complete@5"
HEADLINE = (
    PRIMARY,
    "success@1",
    "mrr@10",
    "answer_recall",
    "source_accuracy",
    "rows_exact",
    "refusal_precision",
    "refusal_recall",
    "refusal_auroc",
    "latency_p95",
)
"""What the summary shows first."""


def written(value: float | None, measure: Measure) -> str:
    """A value as it is printed: shares with three decimals, milliseconds and characters whole."""
    if value is None:
        return "–"
    match measure.unit:
        case "share":
            return f"{value:.3f}"
        case "ms":
            return f"{value:,.0f} ms" if value >= 10 else f"{value:.2f} ms"
        case "characters":
            return f"{value:,.0f}"
