import json
from dataclasses import replace

import pytest

from index.recipe import Recipe
from tests.small_index import recipe


def test_a_recipe_survives_json() -> None:
    assert Recipe.from_json(json.loads(json.dumps(recipe(3).to_json()))) == recipe(3)


@pytest.mark.parametrize(
    "change",
    [
        {"dimension": "4"},
        {"dimension": True},
        {"model": None},
        {"documents": ["article"]},
        {"code": {"bm25s": 1}},
        {"unknown": 1},
        {"schema": "1"},
    ],
)
def test_what_is_no_recipe_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"recipe|format"):
        Recipe.from_json(recipe(1).to_json() | change)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (recipe(1), None),
        (replace(recipe(1), schema=2), "another format: 1, now 2"),
        (replace(recipe(1), model="other"), "another model: hashing, now other"),
        (replace(recipe(1), fingerprint="x"), "the files of the model hashing changed"),
        (replace(recipe(1), dimension=8), "the files of the model hashing changed"),
        (replace(recipe(1), chunking="2"), "another chunking: sentences-1, now 2"),
        (replace(recipe(1), code={"bm25s": "1"}), "another bm25s: 0, now 1"),
        (replace(recipe(1), code={"bm25s": "0", "faiss": "1"}), "another faiss: none, now 1"),
        (recipe(2), "the article article changed"),
        (
            replace(recipe(1), documents={"article": "1", "b": "1"}),
            "the article b is not in the index",
        ),
        (
            replace(recipe(1), documents={"article": "1", "c": "1", "b": "1"}),
            "2 articles are not in the index: b, c",
        ),
        (replace(recipe(1), documents={}), "the article article is no longer in the collection"),
    ],
)
def test_a_difference_is_said_in_words(wanted: Recipe, words: str | None) -> None:
    assert recipe(1).difference(wanted) == words
