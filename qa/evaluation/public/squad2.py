"""SQuAD 2.0: questions with an answer in their article, and questions that only look so.

Rajpurkar et al., "Know What You Don't Know: Unanswerable Questions for SQuAD" (ACL 2018). The
unanswerable ones were written against a paragraph that looks relevant; here the whole article is
searched, so the measure is whether a system's confidence tells the two kinds apart (AUROC).
"""

from dataclasses import replace
from pathlib import Path

from qa.evaluation.public.benchmark import Benchmark
from qa.evaluation.public.files import need
from qa.evaluation.sets.squad import read_squad

FETCH = "Needed: the folder 'squad2' with dev-v2.0.json of SQuAD 2.0."


def load(folder: Path) -> Benchmark:
    """Every question of the development file, each within its article."""
    questions = read_squad(need(folder / "squad2" / "dev-v2.0.json", FETCH))
    return Benchmark(
        about="questions with and without an answer, within the article; the answer overlapped",
        questions=replace(questions, name="squad2", rule="overlaps"),
        measures=("refusal_auroc", "success@1", "success@5", "characters_shown"),
    )
