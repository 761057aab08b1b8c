"""A sentence-transformers model of a few hundred kilobytes, for tests of the real program."""

import json
import re
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace

from corpus.types import Document

DIMENSION = 64


def write_tiny_model(folder: Path, document: Document) -> Path:
    """A vector drawn at random for each word of `document`, and their mean for a text.

    Texts that share words are similar (a random projection of word counts). The same document
    makes the same files.
    """
    rows = [row.text for table in document.tables for row in table.rows]
    texts = [*(section.text for section in document.sections), *rows]
    words = sorted({word for text in texts for word in re.findall(r"\w+", text.lower())})
    numbers = {word: number for number, word in enumerate(["[UNK]", *words])}
    tokenizer = Tokenizer(WordLevel(numbers, unk_token="[UNK]"))  # noqa: S106
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    static = folder / "0_StaticEmbedding"
    static.mkdir(parents=True)
    (folder / "1_Normalize").mkdir()
    tokenizer.save(str(static / "tokenizer.json"))
    vectors = np.random.default_rng(2024).standard_normal((len(numbers), DIMENSION))
    save_file({"embedding.weight": vectors.astype(np.float32)}, static / "model.safetensors")
    kinds = ("0_StaticEmbedding", "1_Normalize")
    modules = [
        {
            "idx": number,
            "name": str(number),
            "path": kind,
            "type": f"sentence_transformers.models.{kind.partition('_')[2]}",
        }
        for number, kind in enumerate(kinds)
    ]
    (folder / "modules.json").write_text(json.dumps(modules))
    return folder
