"""Public question sets as benchmarks, from a folder that holds their files.

Each loader takes the folder that has one sub-folder per set and raises `QuestionSetError`, which
names the file and what to fetch.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from qa.evaluation.public import (
    covid_qa,
    evidence_inference,
    fetaqa,
    scifact,
    squad2,
    trec_cast,
)
from qa.evaluation.public.benchmark import Benchmark

PUBLIC: Mapping[str, Callable[[Path], Benchmark]] = {
    "scifact": scifact.load,
    "covid-qa": covid_qa.load,
    "covid-qa-within": covid_qa.load_within,
    "evidence-inference": evidence_inference.load,
    "evidence-inference-rows": evidence_inference.load_rows,
    "evidence-inference-rows-in-trial": evidence_inference.load_rows_in_trial,
    "fetaqa": fetaqa.load,
    "fetaqa-within": fetaqa.load_within,
    "squad2": squad2.load,
    "trec-cast": trec_cast.load,
    "trec-cast-raw": trec_cast.load_raw,
    "trec-cast-human": trec_cast.load_human,
}
