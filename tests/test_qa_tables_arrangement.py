"""Questions that name the rows first, asked in the usual order."""

import pytest

from qa.tables.arrangement import arranged


@pytest.mark.parametrize(
    ("question", "usual"),
    [
        ("Of the trials in gout, how many are phase 3?", "how many trials in gout are phase 3?"),
        ("and of those how many are phase 3?", "how many are phase 3?"),
        ("Among these studies, which used zinc?", "which studies used zinc?"),
        ("Gout: all trials?", "all trials of Gout"),
        ("Zinc or iron: how many studies", "how many studies of Zinc or iron"),
        ("Does any running trial add zinc?", "any running trial add zinc"),
        ("Is anybody giving zinc? List them.", "which trials are giving zinc"),
        ("Who's testing zinc?", "which trials are testing zinc"),
        ("At 18 months, which groups grew?", "which groups grew At 18 months"),
        ("Gout: which drugs were used?", "which drugs were used in Gout"),
    ],
)
def test_the_rows_are_named_after_what_is_asked(question: str, usual: str) -> None:
    assert arranged(question) == usual


@pytest.mark.parametrize(
    "question",
    [
        "How many trials in gout are phase 3?",
        "Of which trials is the sponsor a company?",
        "From what source did the authors take how many trials?",
        "The trial in children: which drugs?",
        "Gout: all trials of zinc, and their sponsors",
        "The trial in gout: sponsor?",
        "Gout: what is the dose of zinc?",
        "Do any patients relapse?",
        "Who is the author?",
    ],
)
def test_other_questions_stay_as_they_are(question: str) -> None:
    assert arranged(question) == question
