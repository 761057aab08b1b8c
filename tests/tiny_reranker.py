"""A sentence-transformers CrossEncoder of a few kilobytes, for tests of the real program."""

import re
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

from corpus.types import Document
from index.runtime import no_progress_bar

MARKERS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def write_tiny_reranker(folder: Path, document: Document, *, labels: int = 1) -> Path:
    """One layer with weights drawn at random, so that its order is none that a search would give.

    The same document makes the same files. A real one has `labels` 1: one score per pair.
    """
    texts = [section.text for section in document.sections]
    words = sorted({word for text in texts for word in re.findall(r"\w+", text.lower())})
    numbers = {word: number for number, word in enumerate([*MARKERS, *words])}
    tokenizer = Tokenizer(WordLevel(numbers, unk_token="[UNK]"))  # noqa: S106
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(marker, numbers[marker]) for marker in ("[CLS]", "[SEP]")],
    )
    config = BertConfig(
        vocab_size=len(numbers),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=256,
        initializer_range=0.5,
    )
    config.num_labels = labels
    with no_progress_bar(), torch.random.fork_rng():
        torch.manual_seed(2024)
        BertForSequenceClassification(config).save_pretrained(folder)
    untyped: Any = PreTrainedTokenizerFast
    untyped(
        tokenizer_object=tokenizer,
        unk_token="[UNK]",  # noqa: S106
        pad_token="[PAD]",  # noqa: S106
        cls_token="[CLS]",  # noqa: S106
        sep_token="[SEP]",  # noqa: S106
        model_max_length=256,
    ).save_pretrained(folder)
    return folder
