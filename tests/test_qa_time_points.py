"""An outcome at a time is answered where an article has both."""

import pytest

from qa.assistant import Assistant
from qa.time_points import ungiven_at

TEXTS = (
    "The 2-year event-free survival rate was 98%.",
    "Overall survival was 68% and 53% at 3 and 5 years, respectively.",
    "Patients were seen for ten years.",
    "The relapse rate at six months was 4%.",
)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("What is the 2-year event-free survival?", ""),
        ("two-year EFS?", ""),
        ("survival at 5 years", ""),
        ("survival at three years", ""),
        ("3 yr overall survival", ""),
        ("What was the relapse rate at 6 months?", ""),
        ("10-year overall survival?", "survival at 10 years"),
        ("10 yr overall survival after surgery", "survival at 10 years"),
        ("How many were alive at one year?", "survival at 1 year"),
        ("2-year relapse rate", "relapse at 2 years"),
        ("What is the overall survival?", ""),
        ("What happened over ten years?", ""),
    ],
)
def test_the_outcome_and_its_time_are_named(question: str, missing: str) -> None:
    assert ungiven_at(question, TEXTS) == missing


def test_it_is_refused_by_name(assistant: Assistant) -> None:
    answer = assistant.answer("10 yr overall survival after ATRA + ATO in APL")
    assert answer.refusal is not None
    assert "gives survival at 10 years" in answer.refusal.reason
    assert assistant.answer("2-year event-free survival with ATRA + ATO").refusal is None
