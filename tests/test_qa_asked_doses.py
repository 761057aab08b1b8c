"""The dose of a medicine is answered where one is given near its name."""

import pytest

from index.chunking import chunk_document
from index.query import QueryAnalyser
from qa.asked_doses import Doses
from qa.assistant import Assistant
from tests.articles import FRONT, read

TEXT = FRONT + (
    "1 Results\n\nZorbatinib (40 mg daily) was added. Quibblomab slowed it in 12% of patients.\n\n"
    "2 More\n\nA single 5 mg/kg of flarnumab was enough. Old drinavir was stopped at low dose.\n\n"
    "3 Last\n\nPatients on sambucidine, who had all been treated elsewhere for many years and with"
    " little success, got 30 mg of prednisone.\n"
)


@pytest.mark.parametrize(
    ("question", "medicine"),
    [
        ("What dose of zorbatinib was given?", ""),
        ("What was the zorbatinib dose?", ""),
        ("How much flarnumab is given?", ""),
        ("What dose of quibblomab was given?", "quibblomab"),
        ("What was the daily quibblomab dose?", "quibblomab"),
        ("At what dose did quibblomab work?", "quibblomab"),
        ("How many milligrams of quibblomab are given?", "quibblomab"),
        ("dose of quibblomab", "quibblomab"),
        ("What dose of drinavir was given?", "drinavir"),
        ("What dose of sambucidine was given?", "sambucidine"),
        ("Did quibblomab work better than low-dose zorbatinib?", ""),
        ("What was the effect of zorbatinib on the use and the whole dose of quibblomab?", ""),
        ("What dose of patients was given?", ""),
        ("What does quibblomab cost?", ""),
        ("What dose of unknownimab was given?", ""),  # said to be unknown elsewhere
    ],
)
def test_the_medicine_without_a_dose_is_named(question: str, medicine: str) -> None:
    document = read(TEXT)
    chunks = chunk_document(document)
    analyser = QueryAnalyser((c.embed_text for c in chunks), document.abbreviations)
    assert Doses(chunks).undosed(analyser.analyse(question)) == medicine


def test_it_is_refused_by_name(assistant: Assistant) -> None:
    answer = assistant.answer("What is the daily dose of arsenic trioxide in mg/kg?")
    assert answer.refusal is not None
    assert "gives a dose of “arsenic trioxide”" in answer.refusal.reason
    assert assistant.answer("What dose of danazol was given with ATRA?").refusal is None
