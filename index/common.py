"""What all token vectors have in common, taken out of them where pieces are compared.

The vectors of a language model point the same way: the mean of `index.colbert`'s has length 0.74,
so that any two tokens look alike, and what tells them apart is a small rest. The mean and the first
principal direction are those of many tokens, whatever they say, and are subtracted:

    rest(v) = r / |r|  with  r = c - (c . direction) direction  and  c = v - mean

Mu and Viswanath, "All-but-the-Top: Simple and Effective Postprocessing for Word Representations"
(ICLR 2018). Both were taken from abstracts alone, without any question (`qa.training.tokens`).
Pieces are put in better order by it, on articles of others and on the bundled one: the README has
the figures (`qa evaluate --system ours --system ours-no-apart`). Removing the mean alone, or three
directions, or whitening gains less, and a projection learned from questions gains no more.

Whether anything at all comes near is told better by the vectors as they are: of the pairs of an
answerable and an unanswerable question on articles left out, refusal tells apart 0.875 by them
and 0.851 by their rests.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.types import FloatMatrix, FloatVector

COMMON_FILE = Path(__file__).parent / "colbert_common.npy"
"""`(2, 384)` float32: mean and direction of the tokens that `index.colbert` reads."""

_SHORTEST = np.float32(1e-6)


@dataclass(frozen=True)
class Common:
    """`mean` and `direction`, `(dimension,)` each, the latter of unit length."""

    mean: FloatVector
    direction: FloatVector

    def rests(self, vectors: FloatMatrix) -> FloatMatrix:
        """What is left of unit rows, `(n, dimension)`, at unit length."""
        rests = vectors - self.mean
        rests = rests - (rests @ self.direction)[:, None] * self.direction
        lengths = np.linalg.norm(rests, axis=1, keepdims=True)
        found: FloatMatrix = (rests / np.maximum(lengths, _SHORTEST)).astype(np.float32)
        return found

    def asked(self, vectors: FloatMatrix) -> FloatMatrix:
        """`(2 n + 2, dimension)` for unit rows `(n, dimension)`: these, their rests, the mean and
        the direction. All that `cosines` has to multiply a piece by, in one product.
        """
        return np.concatenate([vectors, self.rests(vectors), [self.mean], [self.direction]])

    def cosines(self, vectors: FloatMatrix, asked: FloatMatrix) -> tuple[FloatMatrix, FloatMatrix]:
        """`(len(vectors), n)` twice: the cosines of unit rows with those that were `asked` about,
        and of the rests of both.

        No rest of `vectors` is made, for (v - mean) . r is v . r - mean . r for every r that is at
        right angles to the direction.
        """
        count = len(asked) // 2 - 1
        products = vectors @ asked.T
        along = products[:, -1] - self.mean @ self.direction
        squares = 1 - 2 * products[:, -2] + self.mean @ self.mean - along**2
        lengths = np.sqrt(np.maximum(squares, _SHORTEST))
        rests = products[:, count:-2] - asked[count:-2] @ self.mean
        return products[:, :count], rests / lengths[:, None]


def common_of(vectors: FloatMatrix) -> Common:
    """The mean of `vectors` `(n, dimension)` and the first principal direction around it."""
    mean = vectors.mean(axis=0, dtype=np.float64)
    covariance = (vectors.T @ vectors).astype(np.float64) / len(vectors) - np.outer(mean, mean)
    direction = np.linalg.eigh(covariance)[1][:, -1]
    direction *= np.sign(direction[np.argmax(np.abs(direction))])
    return Common(mean.astype(np.float32), direction.astype(np.float32))


def load_common(path: Path = COMMON_FILE) -> Common:
    """What ships with the program."""
    mean, direction = np.load(path, allow_pickle=False)
    return Common(mean, direction)


def save_common(common: Common, path: Path = COMMON_FILE) -> None:
    np.save(path, np.stack([common.mean, common.direction]), allow_pickle=False)
