"""BERT as all-MiniLM-L6-v2 is built, with torch alone.

sentence-transformers is what defines the vectors, and it loads every other model. But importing it
takes three seconds, more than all else that a first answer needs, and half of its time per question
goes into what one short text does not need (batches, masks, features). For the one model that is
installed with this program, its six layers are therefore computed here, operation by operation in
the same order, and a test holds both to the same vectors.

Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers" (2019); the mean of the token
vectors as the vector of a text: Reimers and Gurevych, "Sentence-BERT" (2019).
"""

import json
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.model import ModelFiles
from index.runtime import one_thread
from index.types import FloatMatrix, FloatVector

if TYPE_CHECKING:
    import torch

KNOWN_FINGERPRINTS = frozenset({"b5c9b60c7a7a67a1c51b7aa526b044c25f8eb0219f85693f147a3b27adf45980"})
"""Models whose files, all of them, are known to mean what is computed here: all-MiniLM-L6-v2."""


class BertEmbedder:
    """An index.types.Embedder for a model of `KNOWN_FINGERPRINTS`.

    The contract is that of `index.embedder.SentenceTransformerEmbedder`: every text by itself, cut
    at `max_tokens`, computed by the calling thread alone, and threads take turns.
    """

    def __init__(self, files: ModelFiles) -> None:
        from tokenizers import Tokenizer

        self.fingerprint = files.fingerprint
        self.max_tokens = int(_read(files.folder / "sentence_bert_config.json")["max_seq_length"])
        self._encoder = _Encoder(files.folder)
        self._tokenizer = Tokenizer.from_file(str(files.folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(self.max_tokens)
        self._turn = threading.Lock()  # how many threads torch uses is a setting of the process

    @property
    def dimension(self) -> int:
        return self._encoder.dimension

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> FloatMatrix:
        """`(len(texts), dimension)` float32, unit rows. `progress` is told how many are done."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for position, text in enumerate(texts):
            vectors[position] = self.embed_query(text)
            if progress is not None:
                progress(position + 1)
        return vectors

    def embed_query(self, text: str) -> FloatVector:
        """`(dimension,)` float32, unit length."""
        encoding = self._tokenizer.encode(text)
        with self._turn, one_thread():
            return self._encoder(encoding.ids)


class _Encoder:
    """The layers: token numbers in, the vector of the text out."""

    def __init__(self, folder: Path) -> None:
        from safetensors.torch import load_file

        config = _read(folder / "config.json")
        self.dimension = int(config["hidden_size"])
        self._heads = int(config["num_attention_heads"])
        self._layers = int(config["num_hidden_layers"])
        self._epsilon = float(config["layer_norm_eps"])
        self._weights = load_file(folder / "model.safetensors")
        words = self._weights["embeddings.word_embeddings.weight"]
        # Every token is of the first of two texts, whose vector is so part of each word's.
        first = self._weights["embeddings.token_type_embeddings.weight"][0]
        self._weights["embeddings.word_embeddings.weight"] = words + first

    def __call__(self, ids: Sequence[int]) -> FloatVector:
        import torch
        from torch.nn.functional import gelu, normalize, scaled_dot_product_attention

        with torch.inference_mode():
            state = self._weights["embeddings.word_embeddings.weight"][list(ids)]
            state = state + self._weights["embeddings.position_embeddings.weight"][: len(ids)]
            state = self._norm("embeddings.LayerNorm", state)
            for number in range(self._layers):
                layer = f"encoder.layer.{number}"
                query, key, value = (
                    self._linear(f"{layer}.attention.self.{part}", state)
                    .view(len(ids), self._heads, -1)
                    .transpose(0, 1)[None]
                    for part in ("query", "key", "value")
                )
                attended = scaled_dot_product_attention(query, key, value)
                attended = attended[0].transpose(0, 1).reshape(len(ids), -1)
                attended = self._linear(f"{layer}.attention.output.dense", attended)
                state = self._norm(f"{layer}.attention.output.LayerNorm", attended + state)
                inner = gelu(self._linear(f"{layer}.intermediate.dense", state))
                outer = self._linear(f"{layer}.output.dense", inner)
                state = self._norm(f"{layer}.output.LayerNorm", outer + state)
            vector: FloatVector = normalize(state.mean(dim=0), dim=0).numpy()
            return vector

    def _linear(self, name: str, state: "torch.Tensor") -> "torch.Tensor":
        from torch.nn.functional import linear

        return linear(state, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _norm(self, name: str, state: "torch.Tensor") -> "torch.Tensor":
        from torch.nn.functional import layer_norm

        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return layer_norm(state, weight.shape, weight, bias, self._epsilon)


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
