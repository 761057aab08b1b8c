"""The program that prints what the constants of search are worth."""

import json
from pathlib import Path

import pytest

from index.trained_reranker import TrainedReranker, load_reranker
from qa.evaluation.sets.project import read_project_set
from qa.training.ordering import GROUPS, MEASURES, Recalling, Setting, line, settings, shares
from qa.training.reviews import MORE, ON_REVIEWS
from tests.articles import FRONT, read
from tests.embedders import HashingTokenEmbedder

QUESTION = "What improved sleep?"
TEXTS = ("Iron tablets improved sleep.", "The moon is made of rock.")


@pytest.fixture(scope="module")
def recalling() -> Recalling:
    return Recalling(load_reranker())


def test_what_ships_comes_first_and_everything_else_is_another_value() -> None:
    (_, first), *others = settings()
    assert first == Setting()
    names = [name for name, _ in settings()]
    assert len(set(names)) == len(names)
    assert all(setting != first for _, setting in others)
    for _, setting in others:
        for name, value in setting.reranker.items():
            assert getattr(TrainedReranker, name) != value, f"{name} {value} is what ships"


def test_scores_are_those_of_the_reranker_and_read_once(recalling: Recalling) -> None:
    recalling.take({})
    expected = load_reranker().scores(QUESTION, TEXTS).tolist()
    assert recalling.scores(QUESTION, TEXTS).tolist() == expected
    recalling._inner = None  # type: ignore[assignment]  # nothing more is read
    assert recalling.scores(QUESTION, TEXTS[::-1]).tolist() == expected[::-1]
    assert recalling.read == 4
    recalling.take({"softening": 6.0, "weight": None})
    assert recalling.weight is None
    assert recalling.reach == TrainedReranker.reach
    assert recalling.read == 0
    near, far = recalling.scores(QUESTION, TEXTS)
    assert 0.5 < near < expected[0] or expected[0] < near < 0.5
    assert far < near


def test_shares_are_of_answerable_questions_by_where_they_are_asked(tmp_path: Path) -> None:
    document = read(
        FRONT
        + "1 Sleep\n\nIron tablets improved sleep in adults.\n\n2 Moon\n\nIt is made of rock.\n"
    )
    asked = [
        ("What improved sleep in adults?", [["Iron tablets improved sleep"]], "passage"),
        ("What is the moon made of?", [["It is made of rock"]], "passage"),
        ("What is the price of cheese?", [], "unanswerable"),
    ]
    path = tmp_path / "set.jsonl"
    path.write_text(
        "\n".join(
            json.dumps({"id": f"q{n}", "type": type, "question": text, "evidence": evidence})
            for n, (text, evidence, type) in enumerate(asked)
        )
    )
    questions = read_project_set(path, [document])
    sets = [(ON_REVIEWS[0], questions), (MORE, questions), (MORE, questions)]
    found = shares(sets, HashingTokenEmbedder(), 2.0, None)
    assert {group: count for group, (count, _) in found.items()} == {GROUPS[0]: 2, GROUPS[1]: 4}
    assert found[GROUPS[0]][1] == found[GROUPS[1]][1]
    assert all(0 < share <= 1 for share in found[GROUPS[0]][1])
    assert len(found[GROUPS[0]][1]) == len(MEASURES)


def test_a_line_has_the_means_over_the_groups() -> None:
    found = {"one": (3, [0.5, 0.75]), "two": (30, [0.7, 0.95])}
    figures = " ".join(line("a", found, 2.5).split())
    assert figures == "a 0.500 0.750 0.700 0.950 0.600 0.850 2.50"
