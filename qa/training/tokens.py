"""Find what the vectors of all tokens have in common: `python -m qa.training.tokens --data FOLDER`.

Reads SciFact's abstracts (Wadden et al. 2020; ODC-By, of S2ORC), cut into pieces as an index cuts
them, and no question. With `--write`, the file that ships is written anew; processors round
eight-bit products differently, so another one's file differs in its last digits.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.types import Document
from index.chunking import chunk_document
from index.colbert import ColbertReader
from index.common import COMMON_FILE, Common, common_of, load_common, save_common
from index.model import find_reader
from qa.evaluation.public.scifact import load

ABSTRACTS = 1_000
"""The first ones: 330,000 tokens or so in two minutes."""


def learn(documents: Sequence[Document], reader: ColbertReader) -> Common:
    """What the tokens of these documents' pieces have in common."""
    texts = [chunk.embed_text for document in documents for chunk in chunk_document(document)]
    return common_of(np.concatenate([found.vectors for found in reader.read_passages(texts)]))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m qa.training.tokens", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the public sets")
    parser.add_argument("--write", action="store_true", help=f"write {COMMON_FILE.name}")
    given = parser.parse_args()
    documents = load(given.data).questions.documents[:ABSTRACTS]
    found = learn(documents, ColbertReader(find_reader()))
    print(f"length of the mean: {np.linalg.norm(found.mean):.3f}")
    shipped = load_common()
    for name, one, other in (
        ("mean", found.mean, shipped.mean),
        ("direction", found.direction, shipped.direction),
    ):
        cosine = float(one @ other / (np.linalg.norm(one) * np.linalg.norm(other)))
        print(f"{name}: cosine with what ships {cosine:.5f}")
    if given.write:
        save_common(found)
        print(f"written: {COMMON_FILE}")


if __name__ == "__main__":
    main()
