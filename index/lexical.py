"""Search by words: BM25."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import IndexDamagedError
from index.types import FloatVector

K1 = 1.5
B = 0.75


class LexicalIndex:
    """BM25 over lists of tokens, found by the position they were given in.

    The variant is Lucene's with exact lengths (Kamphuis et al., "Which BM25 Do You Mean?", ECIR
    2020), after Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond"
    (2009). For a query of weighted terms, the score of text d among N texts is

        sum over t of weight(t) * idf(t) * tf / (tf + k1 * (1 - b + b * |d| / mean |d|))
        idf(t) = ln(1 + (N - df + 0.5) / (df + 0.5))

    which is never negative. `K1` and `B` are the middle of the ranges that the second paper names
    (1.2 to 2, 0.5 to 0.8). bm25s (Lù, 2024) computes every term's scores when the index is built,
    so that a query is a sum over its terms' postings.
    """

    def __init__(self, texts: Sequence[Sequence[str]], *, k1: float = K1, b: float = B) -> None:
        """`texts` holds the tokens of each text; the same texts make the same files.

        Raises ValueError if no text has a token.
        """
        import bm25s

        # Sorted, because bm25s numbers tokens by a set whose order changes from run to run.
        words = sorted({token for text in texts for token in text})
        if not words:
            raise ValueError("there is no token to search for")
        numbers = {word: number for number, word in enumerate(words)}
        bm25 = bm25s.BM25(k1=k1, b=b, method="lucene")
        tokens = [[numbers[token] for token in text] for text in texts]
        bm25.index((tokens, numbers), create_empty_token=False, show_progress=False)
        self._adopt(bm25)

    def _adopt(self, bm25: Any) -> None:
        self._bm25 = bm25
        self._count = int(bm25.scores["num_docs"])
        self._numbers: dict[str, int] = bm25.vocab_dict
        self._starts = bm25.scores["indptr"]
        self._texts = bm25.scores["indices"]
        self._parts = bm25.scores["data"]

    def __len__(self) -> int:
        return self._count

    @property
    def vocabulary(self) -> Set[str]:
        """Every token of the texts."""
        return self._numbers.keys()

    def document_frequency(self, token: str) -> int:
        """The number of texts that hold the token."""
        number = self._numbers.get(token)
        if number is None:
            return 0
        return int(self._starts[number + 1] - self._starts[number])

    def idf(self, token: str) -> float:
        """The token's weight by its rarity; highest for a token that no text holds."""
        frequency = self.document_frequency(token)
        return math.log(1 + (self._count - frequency + 0.5) / (frequency + 0.5))

    def scores(self, query: Sequence[str] | Mapping[str, float]) -> FloatVector:
        """`(len,)` float32: how well each text fits; 0 where it holds no token of the query.

        `query` is a list of tokens, each counted as often as it occurs, or a mapping of tokens to
        weights. Unknown tokens add nothing.
        """
        weights = query if isinstance(query, Mapping) else Counter(query)
        total = np.zeros(self._count, dtype=np.float64)
        for token, weight in weights.items():
            number = self._numbers.get(token)
            if number is not None:
                postings = slice(self._starts[number], self._starts[number + 1])
                # A text occurs once among the postings of a token, so += adds every part.
                total[self._texts[postings]] += weight * self._parts[postings]
        return total.astype(np.float32)

    def save(self, folder: Path) -> None:
        """Write plain arrays and JSON into `folder`, which is made if need be."""
        self._bm25.save(folder, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path, *, count: int) -> "LexicalIndex":
        """Read an index of `count` texts back from files whose digests were verified.

        Raises IndexDamagedError if the files do not hold one.
        """
        import bm25s

        try:
            bm25 = bm25s.BM25.load(folder, allow_pickle=False, load_corpus=False)
            index = cls.__new__(cls)
            index._adopt(bm25)
            index._check(count)
        except Exception as error:  # the readers raise all kinds for a crafted file
            raise IndexDamagedError(
                f"unusable index: {folder}: {error}; rebuild it with: qa index"
            ) from error
        return index

    def _check(self, count: int) -> None:
        if self._count != count:
            raise ValueError(f"it holds {self._count} texts, not {count}")
        starts, texts = self._starts, self._texts
        if (
            sorted(self._numbers.values()) != list(range(len(starts) - 1))
            or starts[0] != 0
            or starts[-1] != len(texts)
            or len(texts) != len(self._parts)
            or np.any(np.diff(starts) < 0)
            or np.any((texts < 0) | (texts >= count))
            or not np.all(np.isfinite(self._parts))
        ):
            raise ValueError("its arrays do not fit together")
