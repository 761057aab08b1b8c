"""Systems under evaluation with a reranker: a real cross-encoder with random weights."""

import pytest

from corpus.types import Document
from index.reranker import CrossEncoderReranker
from qa.evaluation.systems import make_system, system_provenance
from qa.evaluation.types import Question
from tests.command_line import qa
from tests.embedders import HashingEmbedder
from tests.tiny_reranker import write_tiny_reranker

QUESTION = Question("1", "unknown", "Which trials combined two drugs in older patients?")


@pytest.fixture(scope="module")
def reranker(article: Document, tmp_path_factory: pytest.TempPathFactory) -> CrossEncoderReranker:
    folder = tmp_path_factory.mktemp("reranker") / "tiny"
    return CrossEncoderReranker(str(write_tiny_reranker(folder, article)))


SERVED = ("ours", "search", "search-no-late")


@pytest.mark.parametrize(
    "name",
    ["ours", "ours-no-reranker", "search", "search-no-late", "bm25", "dense", "fusion", "tutorial"],
)
def test_a_reranker_serves_the_assistant_and_its_search_alone(
    name: str, article: Document, reranker: CrossEncoderReranker
) -> None:
    plain = make_system(name, (article,), HashingEmbedder()).respond(QUESTION, 10)
    read_again = make_system(name, (article,), HashingEmbedder(), reranker).respond(QUESTION, 10)
    assert (read_again.texts != plain.texts) == (name in SERVED)


@pytest.mark.parametrize("name", ["ours", "search", "bm25", "dense", "search-no-reranker"])
def test_a_run_states_its_reranker(
    name: str, article: Document, reranker: CrossEncoderReranker
) -> None:
    stated = system_provenance(name, (article,), HashingEmbedder(), "a model", reranker)
    assert (reranker.name in stated.model) == (name in SERVED)
    if name == "ours":
        expected = f"a model, read again by {reranker.name} ({reranker.fingerprint[:12]})"
        assert stated.model == expected


def test_an_unknown_reranker_ends_an_evaluation() -> None:
    done = qa("evaluate", "--limit", "1", "--reranker", "nobody/nothing")
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no reranker 'nobody/nothing'" in done.stderr
