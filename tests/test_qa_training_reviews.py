import json
from collections import Counter
from pathlib import Path

import pytest

from corpus.library import load_bundled
from qa.evaluation.sets.opening import BUNDLED_SET, SECOND_SET
from qa.evaluation.sets.project import read_project_set
from qa.training.reviews import (
    MORE,
    ON_REVIEWS,
    QUESTIONS,
    MissingArticleError,
    article_ids,
    find_article,
    read_bundled_sets,
    read_training_sets,
)


def test_every_question_on_the_bundled_review_is_located_in_it() -> None:
    sets = dict(read_bundled_sets(load_bundled()))
    types = Counter(task.question.type for task in sets[MORE].tasks)
    assert len(sets[MORE].tasks) == 134
    assert (types["unanswerable"], types["false_premise"]) == (23, 7)


def test_every_list_is_of_rows_of_one_table() -> None:
    documents = load_bundled()
    lists = read_project_set(QUESTIONS / "chen-2024-atra-lists.jsonl", documents)
    assert len(lists.tasks) == 44
    for task in lists.tasks:
        anchors = {place.anchor for piece in task.gold for place in piece}
        assert len(anchors) == len(task.gold)
        assert len({anchor.split("-row-")[0] for anchor in anchors}) == 1


def test_the_second_set_is_in_halves_and_repeats_no_question_of_the_first() -> None:
    documents = load_bundled()
    first, second = (read_project_set(path, documents) for path in (BUNDLED_SET, SECOND_SET))
    assert Counter(task.question.split for task in second.tasks) == {"dev": 94, "test": 94}
    asked = {task.question.question.casefold() for task in first.tasks}
    assert not [t for t in second.tasks if t.question.question.casefold() in asked]


def test_no_test_question_is_learned_from() -> None:
    for _, questions in read_bundled_sets(load_bundled()):
        assert all(task.question.split != "test" for task in questions.tasks)


def test_an_article_is_found_by_its_name_in_any_folder_below(tmp_path: Path) -> None:
    (tmp_path / "one" / "two").mkdir(parents=True)
    article = tmp_path / "one" / "two" / "PMC1.nxml"
    article.write_text("<article/>")
    (tmp_path / "PMC12.nxml").write_text("<article/>")
    assert find_article("PMC1", [tmp_path / "one", tmp_path]) == article


def test_a_missing_article_is_named_with_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(MissingArticleError, match=r"no PMC4061474.nxml .*README.md"):
        next(read_training_sets([tmp_path]))


@pytest.mark.parametrize("name", ON_REVIEWS)
def test_the_articles_of_a_set_are_named_in_its_notice(name: str) -> None:
    notice = (QUESTIONS / "README.md").read_text(encoding="utf-8")
    ids = article_ids(QUESTIONS / f"{name}.jsonl")
    assert len(ids) == {"reviews-a": 4, "reviews-b": 4, "reviews-c": 3}[name]
    assert all(f"| {id} |" in notice for id in ids)


def test_questions_have_an_id_of_their_own() -> None:
    lines = [
        json.loads(line)
        for path in sorted(QUESTIONS.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert len({line["id"] for line in lines}) == len(lines)
