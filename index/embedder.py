"""Text to vectors by a sentence-transformers model, on the processor, without any network."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import numpy as np

from index.bert import KNOWN_FINGERPRINTS, BertEmbedder
from index.colbert import ColbertReader
from index.errors import ModelError
from index.model import ModelFiles, find_reader, go_offline
from index.runtime import no_progress_bar, one_thread
from index.types import Embedder, FloatMatrix, FloatVector, TokenReader, TokenVectors


def load_embedder(files: ModelFiles) -> "ReadingEmbedder":
    """Load a model, and beside it the one that reads tokens (a second; other models than the
    bundled one take three).

    Raises ModelError, with one line, if one of them cannot be found or loaded.
    """
    return ReadingEmbedder(load_model(files), ColbertReader(find_reader()))


def load_model(files: ModelFiles) -> "BertEmbedder | SentenceTransformerEmbedder":
    """Load a model, by the shorter way of `index.bert` if it is the bundled one (a second).

    Raises ModelError, with one line, if it cannot be loaded.
    """
    if files.fingerprint in KNOWN_FINGERPRINTS:
        with _naming(files):
            return BertEmbedder(files)
    return load_sentence_transformer(files)


def load_sentence_transformer(files: ModelFiles) -> "SentenceTransformerEmbedder":
    """Load any model (seconds). Raises ModelError, with one line, if it cannot be loaded."""
    with _naming(files):
        return SentenceTransformerEmbedder(files, _load(files))


class ReadingEmbedder:
    """An embedder of whole texts and a reader of their tokens. An index.types.TokenEmbedder.

    Its fingerprint is that of the embedder: which model reads tokens is the program's choice, and
    stated in the recipe of an index as such.
    """

    def __init__(self, embedder: Embedder, reader: TokenReader) -> None:
        self._embedder = embedder
        self._reader = reader

    @property
    def fingerprint(self) -> str:
        return self._embedder.fingerprint

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    @property
    def token_dimension(self) -> int:
        return self._reader.dimension

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """`(len(texts), dimension)` float32, unit rows."""
        return self._embedder.embed_passages(texts)

    def embed_query(self, text: str) -> FloatVector:
        """`(dimension,)` float32, unit length."""
        return self._embedder.embed_query(text)

    def embed_passages_with_tokens(
        self, texts: Sequence[str]
    ) -> tuple[FloatMatrix, list[TokenVectors]]:
        """As `embed_passages`, and the tokens of each text; the two models work side by side."""
        with ThreadPoolExecutor(1) as beside:
            tokens = beside.submit(self._reader.read_passages, texts)
            return self._embedder.embed_passages(texts), tokens.result()

    def query_tokens(self, text: str) -> TokenVectors:
        """The tokens of a question."""
        return self._reader.read_query(text)


@contextmanager
def _naming(files: ModelFiles) -> Iterator[None]:
    try:
        yield
    except ModelError:
        raise
    except Exception as error:  # the libraries raise all kinds for a file they dislike
        line = str(error).strip().partition("\n")[0] or type(error).__name__
        raise ModelError(f"cannot load the model {files.name}: {line}") from error


class SentenceTransformerEmbedder:
    """A loaded model (Reimers and Gurevych, "Sentence-BERT", 2019). An index.types.Embedder.

    Every text is encoded by itself. Batches are padded to their longest text, which changes the
    vectors in their last bits; alone, a text has one vector whatever its neighbours and their
    order, and on a processor it costs the same time. Where a model's configuration has prompts
    for queries and documents, they are used; without them, a text has the same vector as a query
    and as a passage.

    Texts beyond the model's length (`max_tokens`) are cut by the model. Threads take turns, and
    each text is computed by the calling thread alone: torch's threads wait for each other by
    spinning, so that one other busy process makes two threads many times slower than one.
    """

    def __init__(self, files: ModelFiles, model: Any) -> None:
        """`model` is loaded from `files`. Raises ModelError if it states no length of vectors."""
        self._fingerprint = files.fingerprint
        self._turn = threading.Lock()  # tokenizers change their own state while they work
        self._model = model
        dimension = model.get_embedding_dimension()
        if not isinstance(dimension, int):
            raise ModelError(f"the model {files.name} does not state the length of its vectors")
        self._dimension = dimension

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    @property
    def dimension(self) -> int:
        return self._dimension

    @property
    def max_tokens(self) -> int | None:
        """The longest text in the model's own tokens, markers included; None if unknown."""
        length = self._model.max_seq_length
        return None if length is None else int(length)

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> FloatMatrix:
        """`(len(texts), dimension)` float32, unit rows. `progress` is told how many are done."""
        vectors = np.empty((len(texts), self._dimension), dtype=np.float32)
        for position, text in enumerate(texts):
            vectors[position] = self._encode(self._model.encode_document, text)
            if progress is not None:
                progress(position + 1)
        return vectors

    def embed_query(self, text: str) -> FloatVector:
        """`(dimension,)` float32, unit length."""
        return self._encode(self._model.encode_query, text)

    def _encode(self, encode: Callable[..., Any], text: str) -> FloatVector:
        with self._turn, one_thread():
            vector = encode(text, show_progress_bar=False, normalize_embeddings=True)
        return np.asarray(vector, dtype=np.float32)


def _load(files: ModelFiles) -> Any:
    go_offline()
    from sentence_transformers import SentenceTransformer

    with no_progress_bar():
        return SentenceTransformer(
            str(files.folder),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            # float32 whatever the file holds: half floats are slow on a processor and coarser.
            model_kwargs={"use_safetensors": True, "dtype": "float32"},
        )
