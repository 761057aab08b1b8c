"""SciFact: scientific claims against 5,183 abstracts.

Wadden et al., "Fact or Fiction: Verifying Scientific Claims" (EMNLP 2020), in the layout of BEIR
(Thakur et al., NeurIPS 2021): the 300 claims of `qrels/test.tsv`, judged per abstract. Claims
are not questions. Published nDCG@10: BM25 over title and abstract as one field 0.679 (BEIR's
leaderboard), all-MiniLM-L6-v2 0.645 (MTEB).
"""

from dataclasses import replace
from pathlib import Path

from qa.evaluation.public.benchmark import Benchmark
from qa.evaluation.public.files import need
from qa.evaluation.sets.beir import read_beir

FETCH = (
    "Needed: the folder 'scifact' in BEIR layout (corpus.jsonl, queries.jsonl, qrels/test.tsv), "
    "as in BEIR's scifact.zip."
)


def load(folder: Path) -> Benchmark:
    """The test claims of `folder/scifact`; whatever is returned counts for its document."""
    base = folder / "scifact"
    for path in (base / "corpus.jsonl", base / "queries.jsonl", base / "qrels" / "test.tsv"):
        need(path, FETCH)
    questions = replace(read_beir(base, "test"), name="scifact")
    return Benchmark(
        about=f"claims against {len(questions.documents)} abstracts, judged per abstract",
        questions=questions,
        measures=("ndcg@10", "recall@10", "success@1"),
        anchors=("bm25-flat", "dense-flat"),
    )
