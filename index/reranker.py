"""A second reading of the best pieces: by the cross-encoder that ships, or one the user names.

A bi-encoder has one vector for a piece whatever the question; a cross-encoder reads question and
piece together and is better at their order, at the price of a computation per pair: Nogueira and
Cho, "Passage Re-ranking with BERT" (2019). `index.trained_reranker` is the one that ships.
"""

import threading
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from index.errors import ModelError
from index.model import ModelFiles, find_cross_encoder, go_offline
from index.runtime import no_progress_bar, one_thread
from index.trained_reranker import load_reranker
from index.types import FloatVector


class Reranker(Protocol):
    """Reads a question and pieces together.

    It reads the first `pieces` whose score by the search (0..1) is within `reach` of the best. Its
    scores times `weight` are added to those of the search; where there is no weight, they may be
    on any scale, and the order is theirs alone.
    """

    @property
    def name(self) -> str: ...

    @property
    def fingerprint(self) -> str: ...

    @property
    def pieces(self) -> int: ...

    @property
    def reach(self) -> float: ...

    @property
    def weight(self) -> float | None: ...

    def scores(self, question: str, texts: Sequence[str]) -> FloatVector:
        """`(len(texts),)`: how well each text answers, on the model's own scale; higher is better.

        A text's score does not depend on the others.
        """
        ...


class CrossEncoderReranker:
    """A sentence-transformers CrossEncoder on the processor. A `Reranker`.

    Pairs are read one by one, for a batch is padded to its longest pair, which changes scores in
    their last bits; threads take turns.
    """

    pieces = 20
    reach = 1.0
    weight: float | None = None

    def __init__(self, name: str) -> None:
        """Find and load the model (seconds): a folder, or a name in the local Hugging Face cache.

        Raises ModelError, with one line, if it is not there or cannot be loaded, if its weights are
        not safetensors, or if it gives more than one score for a pair.
        """
        files = find_cross_encoder(name)
        self.name = files.name
        self.fingerprint = files.fingerprint
        self._turn = threading.Lock()  # tokenizers change their own state while they work
        try:
            self._model = _load(files)
            labels = int(self._model.config.num_labels)
        except Exception as error:  # the libraries raise all kinds for a file they dislike
            line = str(error).strip().partition("\n")[0] or type(error).__name__
            raise ModelError(f"cannot load the reranker {files.name}: {line}") from error
        if labels != 1:
            raise ModelError(
                f"{files.name} is no reranker: it gives {labels} scores for a pair, not one"
            )

    def scores(self, question: str, texts: Sequence[str]) -> FloatVector:
        if not texts:
            return np.zeros(0, dtype=np.float32)
        pairs = [(question, text) for text in texts]
        with self._turn, one_thread():
            found = self._model.predict(pairs, batch_size=1, show_progress_bar=False)
        return np.asarray(found, dtype=np.float32)


NO_RERANKER = "none"
"""Given as a name, it stands for no second reading at all."""


def open_reranker(name: str | None = None) -> Reranker | None:
    """The reranker that ships, or the one named as for `CrossEncoderReranker`; none for
    `NO_RERANKER`. Raises ModelError, with one line.
    """
    if name == NO_RERANKER:
        return None
    return CrossEncoderReranker(name) if name else load_reranker()


def _load(files: ModelFiles) -> Any:
    go_offline()
    from sentence_transformers import CrossEncoder

    with no_progress_bar():
        return CrossEncoder(
            str(files.folder),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True, "dtype": "float32"},
        )
