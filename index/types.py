"""The vocabulary of retrieval."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

FloatMatrix = npt.NDArray[np.float32]
FloatVector = npt.NDArray[np.float32]

ChunkKind = Literal["passage", "row", "reference"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece that may answer.

    `anchor` names a section, a row or a reference of the document; `span` is in characters of
    that thing's text, so that `text[span[0]:span[1]] == quote`. `embed_text` is the quote plus
    its heading path or caption and headers: it is searched, never shown. `id` derives from
    content, not from position.
    """

    id: str
    document: str
    anchor: str
    kind: ChunkKind
    span: tuple[int, int]
    quote: str
    embed_text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk and how well it fits the query; higher is better.

    `similarity` is the cosine of query and chunk (-1..1), `coverage` the share (0..1) of the
    query's term weight that the chunk's words cover, and `late` how near the chunk's words come to
    each of the query's (-1..1, see `index.late`; 0 for an embedder without word vectors): evidence
    for or against a refusal.
    """

    chunk: Chunk
    score: float
    similarity: float
    coverage: float
    late: float = 0.0


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """A text's tokens in their context: `vectors` is `(n, dimension)` float32, unit rows, and
    `spans` holds where each stands, `(start, end)` in characters of the text.

    Markers that stand for no character are left out, so a text without a word has no token.
    """

    vectors: FloatMatrix
    spans: tuple[tuple[int, int], ...]


class Embedder(Protocol):
    """Text to unit vectors. `fingerprint` changes whenever the vectors could."""

    @property
    def fingerprint(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """`(len(texts), dimension)` float32, unit rows."""
        ...

    def embed_query(self, text: str) -> FloatVector:
        """`(dimension,)` float32, unit length."""
        ...


class TokenReader(Protocol):
    """Text to the vectors of its tokens, which may differ between a question and a piece."""

    @property
    def dimension(self) -> int: ...

    def read_passages(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The tokens of each text."""
        ...

    def read_query(self, text: str) -> TokenVectors:
        """The tokens of the text."""
        ...


@runtime_checkable
class TokenEmbedder(Embedder, Protocol):
    """An embedder that also gives the vectors of a text's tokens."""

    @property
    def token_dimension(self) -> int: ...

    def embed_passages_with_tokens(
        self, texts: Sequence[str]
    ) -> tuple[FloatMatrix, list[TokenVectors]]:
        """As `embed_passages`, and the tokens of each text."""
        ...

    def query_tokens(self, text: str) -> TokenVectors:
        """The tokens of a question."""
        ...
