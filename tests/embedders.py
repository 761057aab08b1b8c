"""Embedders for tests: honest, instant, and no model."""

import re
import zlib
from collections import Counter
from collections.abc import Sequence

import numpy as np

from index.types import FloatMatrix, FloatVector, TokenVectors

WORD = re.compile(r"\w+")


class HashingEmbedder:
    """Hashed words and their character n-grams (3 to 5) as unit vectors. An Embedder.

    Texts that share words, or parts of words, are similar; others are nearly orthogonal. This is
    feature hashing with signs (Weinberger et al., 2009), with the logarithm of each count.
    """

    def __init__(self, dimension: int = 256) -> None:
        self._dimension = dimension

    @property
    def fingerprint(self) -> str:
        return f"hashing-{self._dimension}"

    @property
    def dimension(self) -> int:
        return self._dimension

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        rows = np.empty((len(texts), self._dimension), dtype=np.float32)
        for position, text in enumerate(texts):
            rows[position] = self.embed_query(text)
        return rows

    def embed_query(self, text: str) -> FloatVector:
        vector = np.zeros(self._dimension, dtype=np.float64)
        for feature, (weight, count) in self._features(text).items():
            digest = zlib.crc32(feature.encode("utf-8", "surrogatepass"))
            sign = 1 if digest & 1 else -1
            vector[(digest >> 1) % self._dimension] += sign * weight * (1 + np.log(count))
        length = float(np.linalg.norm(vector))
        if length == 0:  # no word, or features that cancel out
            vector[0] = length = 1.0
        return (vector / length).astype(np.float32)

    def _features(self, text: str) -> dict[str, tuple[float, int]]:
        features: dict[str, tuple[float, int]] = {}
        for word, count in Counter(WORD.findall(text.lower())).items():
            features[f"word {word}"] = (1.0, count)
            framed = f"<{word}>"
            for size in (3, 4, 5):
                for start in range(len(framed) - size + 1):
                    part = framed[start : start + size]
                    features[part] = (0.3, features.get(part, (0.3, 0))[1] + count)
        return features


class HashingTokenEmbedder(HashingEmbedder):
    """A HashingEmbedder with a vector for each word: its own, and a little of its neighbours'.
    A TokenEmbedder.
    """

    @property
    def token_dimension(self) -> int:
        return self.dimension

    def embed_passages_with_tokens(
        self, texts: Sequence[str]
    ) -> tuple[FloatMatrix, list[TokenVectors]]:
        return self.embed_passages(texts), [self._tokens(text) for text in texts]

    def query_tokens(self, text: str) -> TokenVectors:
        return self._tokens(text)

    def _tokens(self, text: str) -> TokenVectors:
        words = list(WORD.finditer(text))
        alone = np.zeros((len(words), self.dimension), dtype=np.float32)
        for position, word in enumerate(words):
            alone[position] = self.embed_query(word[0])
        inside = alone.copy()
        inside[1:] += np.float32(0.2) * alone[:-1]
        inside[:-1] += np.float32(0.2) * alone[1:]
        lengths = np.linalg.norm(inside, axis=1, keepdims=True)
        return TokenVectors(inside / lengths, tuple(word.span() for word in words))


def nearest(query: FloatMatrix, rows: Sequence[FloatMatrix]) -> list[float]:
    """MaxSim as it is written down, one pair at a time."""
    return [max((float(np.dot(word, row)) for row in rows), default=0.0) for word in query]
