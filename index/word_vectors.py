"""The vectors of a text's words, out of those of all its tokens."""

from collections.abc import Sequence

import numpy as np

from index.types import FloatMatrix, TokenVectors


def word_vectors(
    text: str, embedded: FloatMatrix, places: Sequence[tuple[int, int]]
) -> TokenVectors:
    """The tokens of `text` that hold a letter or a figure, at unit length. `embedded` is
    `(tokens, dimension)`, `places` where each stands, `(start, end)` in characters.
    """
    words = [i for i, (a, b) in enumerate(places) if any(map(str.isalnum, text[a:b]))]
    kept = embedded[words]
    lengths = np.linalg.norm(kept, axis=1, keepdims=True)
    spans = tuple((int(places[i][0]), int(places[i][1])) for i in words)
    return TokenVectors(kept / np.maximum(lengths, np.float32(1e-12)), spans)
