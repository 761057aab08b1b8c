"""What all tokens have in common is learned from documents alone, and printed beside what ships."""

import re
from pathlib import Path

import numpy as np
import pytest

from index.chunking import chunk_document
from index.colbert import ColbertReader
from index.common import COMMON_FILE, common_of
from index.model import find_reader
from qa.evaluation.public.scifact import load
from qa.training.tokens import learn, main
from tests import public_samples


def test_it_is_that_of_the_pieces_of_the_documents(tmp_path: Path) -> None:
    public_samples.scifact(tmp_path)
    documents, reader = load(tmp_path).questions.documents, ColbertReader(find_reader())
    texts = [chunk.embed_text for document in documents for chunk in chunk_document(document)]
    expected = common_of(np.concatenate([one.vectors for one in reader.read_passages(texts)]))
    assert np.array_equal(learn(documents, reader).mean, expected.mean)


def test_without_write_it_only_prints(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    public_samples.scifact(tmp_path)
    before = COMMON_FILE.read_bytes()
    monkeypatch.setattr("sys.argv", ["tokens", "--data", str(tmp_path)])
    main()
    printed = capsys.readouterr().out
    cosine = re.search(r"mean: cosine with what ships (0\.\d+)", printed)
    assert cosine
    assert float(cosine[1]) > 0.7  # of a few tokens of other texts
    assert COMMON_FILE.read_bytes() == before
