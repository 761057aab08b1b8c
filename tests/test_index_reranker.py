"""Reranking by a real cross-encoder, small and with weights drawn at random."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits  # type: ignore[import-untyped]

from corpus.types import Document
from index.build import build_index, save_index
from index.embedder import load_embedder
from index.errors import ModelError
from index.model import find_model
from index.reranker import CrossEncoderReranker
from index.retrieval import Index
from index.units import excerpt, units
from qa.composition import open_assistant
from tests.command_line import failed, qa
from tests.embedders import HashingEmbedder
from tests.tiny_model import write_tiny_model
from tests.tiny_reranker import write_tiny_reranker

PIECES = CrossEncoderReranker.pieces
QUESTION = "Which trials combined two drugs in older patients?"
TEXTS = ["Two drugs were combined.", "", "Patients were older than 65 years. " * 40, "α-tocopherol"]


@pytest.fixture(scope="module")
def folder(article: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_reranker(tmp_path_factory.mktemp("reranker") / "tiny", article)


@pytest.fixture(scope="module")
def reranker(folder: Path) -> CrossEncoderReranker:
    return CrossEncoderReranker(str(folder))


@pytest.fixture(scope="module")
def reranked(article: Document, reranker: CrossEncoderReranker) -> Index:
    return build_index([article], HashingEmbedder(), reranker=reranker)


# Scores


def test_scores_are_those_of_the_library(folder: Path, reranker: CrossEncoderReranker) -> None:
    from sentence_transformers import CrossEncoder

    pairs = [(QUESTION, text) for text in TEXTS]
    expected = CrossEncoder(str(folder), device="cpu").predict(pairs, show_progress_bar=False)
    scores = reranker.scores(QUESTION, TEXTS)
    assert scores.dtype == np.float32
    np.testing.assert_allclose(scores, expected, atol=1e-5)
    assert len(set(scores.tolist())) == len(TEXTS)


def test_a_text_has_one_score_whatever_its_neighbours(reranker: CrossEncoderReranker) -> None:
    scores = reranker.scores(QUESTION, TEXTS)
    assert np.array_equal(reranker.scores(QUESTION, TEXTS[::-1]), scores[::-1])
    alone = [reranker.scores(QUESTION, [text])[0] for text in TEXTS]
    assert np.array_equal(alone, scores)
    assert reranker.scores(QUESTION, []).shape == (0,)


# Search


def test_the_first_hits_are_in_the_order_of_the_reranker(
    index: Index, reranked: Index, reranker: CrossEncoderReranker
) -> None:
    before, after = index.search(QUESTION, 50), reranked.search(QUESTION, 50)
    assert {hit.chunk.id for hit in after[:PIECES]} == {hit.chunk.id for hit in before[:PIECES]}
    assert after[PIECES:] == before[PIECES:]
    texts = [excerpt(found := units(hit.chunk), [0.0] * len(found)) for hit in after[:PIECES]]
    read = reranker.scores(QUESTION, texts)
    assert read.tolist() == sorted(read, reverse=True)
    assert [hit.chunk for hit in after] != [hit.chunk for hit in before]


def test_the_hits_take_each_others_scores(index: Index, reranked: Index) -> None:
    before, after = index.search(QUESTION, 50), reranked.search(QUESTION, 50)
    assert [hit.score for hit in after] == [hit.score for hit in before]
    evidence = {hit.chunk.id: (hit.similarity, hit.coverage, hit.late) for hit in before}
    assert all(evidence[hit.chunk.id] == (hit.similarity, hit.coverage, hit.late) for hit in after)


@pytest.mark.parametrize("k", [0, 1, 5, PIECES, PIECES + 1])
def test_how_many_are_asked_for_does_not_change_their_order(reranked: Index, k: int) -> None:
    assert reranked.search(QUESTION, k) == reranked.search(QUESTION, 50)[:k]


def test_a_search_without_hits_has_none_to_read_again(reranked: Index) -> None:
    assert reranked.search(QUESTION, 5, ["elsewhere"]) == []


# The program


@pytest.fixture(scope="module")
def home(article: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("program")
    model = find_model(str(write_tiny_model(folder / "model", article)))
    some = replace(article, sections=article.sections[:6], tables=article.tables[1:])
    save_index(folder / "home", [some], load_embedder(model), model.name)
    return folder / "home"


def test_an_assistant_is_opened_with_a_reranker(
    home: Path, folder: Path, reranker: CrossEncoderReranker
) -> None:
    with threadpool_limits(2):
        plain = open_assistant(home).search(QUESTION, k=PIECES)
        assert {library["num_threads"] for library in threadpool_info()} == {1}
    found = open_assistant(home, reranker=str(folder)).search(QUESTION, k=PIECES)
    assert [hit.cited_text for hit in found.hits] != [hit.cited_text for hit in plain.hits]
    assert sorted(hit.cited_text for hit in found.hits) == sorted(
        hit.cited_text for hit in plain.hits
    )
    assert reranker.name == str(folder)


@pytest.mark.slow
def test_the_environment_names_a_reranker(home: Path, folder: Path) -> None:
    env = {"QA_HOME": str(home), "QA_RERANKER": str(folder)}
    done = qa("search", QUESTION, "--json", env=env)
    assert (done.returncode, done.stderr) == (0, "")
    expected = open_assistant(home, reranker=str(folder)).search(QUESTION).hits
    assert [hit["cited_text"] for hit in json.loads(done.stdout)["hits"]] == [
        hit.cited_text for hit in expected
    ]


def test_an_unknown_reranker_is_one_line_on_the_command_line(home: Path) -> None:
    assert "no reranker 'nobody/nothing'" in failed(
        qa("ask", QUESTION, "--home", home, "--reranker", "nobody/nothing"), 2
    )


# Files


@pytest.mark.parametrize("name", ["nowhere", "some/where", "/nowhere", "a\0b", "x" * 5000])
def test_an_unknown_reranker_is_one_clear_line(name: str) -> None:
    with pytest.raises(ModelError, match=r"there is no reranker .* hf download") as caught:
        CrossEncoderReranker(name)
    assert "\n" not in str(caught.value)


def test_a_folder_without_a_cross_encoder_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"config\.json is missing"):
        CrossEncoderReranker(str(tmp_path))
    (tmp_path / "config.json").write_bytes((folder / "config.json").read_bytes())
    (tmp_path / "pytorch_model.bin").write_bytes(b"pickle")
    with pytest.raises(ModelError, match="pickled weights can run code"):
        CrossEncoderReranker(str(tmp_path))


def test_a_broken_reranker_is_one_clear_line(folder: Path, tmp_path: Path) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "model.safetensors").write_bytes(b"\xff" * 64)
    with pytest.raises(ModelError, match="cannot load the reranker") as caught:
        CrossEncoderReranker(str(tmp_path))
    assert "\n" not in str(caught.value)


def test_a_classifier_of_pairs_is_no_reranker(article: Document, tmp_path: Path) -> None:
    folder = write_tiny_reranker(tmp_path / "three", article, labels=3)
    with pytest.raises(ModelError, match="gives 3 scores"):
        CrossEncoderReranker(str(folder))
