"""Teach the reranker: `python -m qa.training.reranker GROUPS [--write FILE]`.

GROUPS is what `qa.training.reranker_groups` gathered; its documentation names the sources. The
upper half of the base model (`qa.training.reranker_weights`) is fine-tuned to put the answering
text of a group first; every 25th group is held out, and how many of those come out right is printed
before, in between and after. That these groups are of the same documents makes it a sign that
something is learned and no more: what it is worth is measured on other articles.

What ships, `index/reranker.safetensors`, is what this wrote; `index.trained_reranker` reads it.

A group's loss is the cross-entropy of the softmax over its texts (listwise: Cao et al., "Learning
to Rank: From Pairwise Approach to Listwise Approach", ICML 2007) plus 0.7 of the binary
cross-entropy of each text, the answer's counting as much as all others' together, so that a score
can be read as log odds and compared between questions. Without an answer there is the latter only.

One pass over 5,000 groups takes half an hour on two cores. Seeds and threads are fixed: the same
processor and version of torch give the same bytes, others differ in rounding.
"""

import argparse
import hashlib
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.model import ModelFiles, find_packaged_cross_encoder, go_offline
from index.session import open_tokenizer
from qa.training.reranker_groups import Group, read_groups
from qa.training.reranker_weights import BaseWeights, learned_weights, read_base

SEED = 1
THREADS = 2
LEARNED_FROM = 6
"""The first layer that is learned. The lower six stay the base's, so that half as much is kept, and
nothing is computed backwards through them."""

BATCH = 8
RATE = 4e-5
WARM_UP = 60
DECAY = 0.01
APART = 0.7
TOKENS = 112
"""A pair is cut there: of 31,000 pairs one in ten."""

HELD_OUT = 25
REPORTED = 200


class Learner:
    """The model while it is learning."""

    def __init__(self, files: ModelFiles) -> None:
        """Load the base model; needs the package `onnx`."""
        import torch

        torch.manual_seed(SEED)
        torch.set_num_threads(THREADS)
        torch.use_deterministic_algorithms(True)
        self.base = read_base(files.folder / "model.onnx")
        self.model = _model(self.base)
        self.learned = {
            name: parameter
            for name, parameter in self.model.named_parameters()
            if any(f"layer.{layer}." in name for layer in range(LEARNED_FROM, 12))
            or name.startswith(("bert.pooler", "classifier"))
        }
        for parameter in self.model.parameters():
            parameter.requires_grad = False
        for parameter in self.learned.values():
            parameter.requires_grad = True
        self._tokenizer = open_tokenizer(files.folder / "tokenizer.json", TOKENS)

    def logits(self, pairs: Sequence[tuple[str, str]]) -> Any:
        """`(len(pairs),)`: computed in two batches, of the shorter pairs and of the longer ones."""
        import torch

        order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
        found: list[Any] = [None] * len(pairs)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            for part in (order[: len(order) // 2], order[len(order) // 2 :]):
                if part:
                    given = self._padded([pairs[i] for i in part])
                    for i, logit in zip(part, self.model(**given).logits[:, 0], strict=True):
                        found[i] = logit
        return torch.stack(found).float()

    def _padded(self, pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
        import torch

        encodings = self._tokenizer.encode_batch(list(pairs))
        length = max(len(encoding.ids) for encoding in encodings)
        ids, mask, types = torch.zeros((3, len(pairs), length), dtype=torch.long)
        for row, encoding in enumerate(encodings):
            end = len(encoding.ids)
            ids[row, :end] = torch.tensor(encoding.ids)
            types[row, :end] = torch.tensor(encoding.type_ids)
            mask[row, :end] = 1
        return {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}

    def right(self, groups: Sequence[Group]) -> float:
        """The share of groups whose answering text has the best score."""
        import torch

        self.model.eval()
        with torch.inference_mode():
            first = [int(self.logits(_pairs(group)).argmax()) == 0 for group in groups]
        self.model.train()
        return float(np.mean(first))

    def learn(self, groups: Sequence[Group], warm_up: int = WARM_UP) -> Iterator[tuple[int, float]]:
        """One pass in random order: the rate rises over `warm_up` steps and falls to nothing. Each
        step (from 1) and its loss as they come.
        """
        import torch

        order = list(groups)
        random.Random(SEED).shuffle(order)  # noqa: S311 - no secret
        steps = len(order) // BATCH
        parameters = list(self.learned.values())
        optimiser = torch.optim.AdamW(parameters, lr=RATE, weight_decay=DECAY)
        self.model.train()
        for step in range(steps):
            for settings in optimiser.param_groups:
                settings["lr"] = RATE * min(1.0, (step + 1) / warm_up) * (1 - step / steps)
            batch = order[step * BATCH : (step + 1) * BATCH]
            logits = self.logits([pair for group in batch for pair in _pairs(group)])
            parts = torch.split(logits, [len(group.texts) for group in batch])
            losses = [
                _loss(part, answered=group.answered)
                for part, group in zip(parts, batch, strict=True)
            ]
            loss = torch.stack(losses).mean()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            optimiser.zero_grad()
            yield step + 1, float(loss.detach())

    def weights(self) -> dict[str, Any]:
        """What was learned, as the base's file keeps it."""
        learned = {name: found.detach().numpy() for name, found in self.learned.items()}
        return learned_weights(learned, self.base)


def _loss(logits: Any, *, answered: bool) -> Any:
    """Of one group, whose first text answers if it is `answered`."""
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits, log_softmax

    answers = torch.zeros_like(logits)
    importance = torch.full_like(logits, 1 / (len(logits) - answered))
    if answered:
        answers[0] = importance[0] = 1
    apart = binary_cross_entropy_with_logits(logits, answers, weight=importance, reduction="sum")
    return APART * apart - (log_softmax(logits, 0)[0] if answered else 0)


def _pairs(group: Group) -> list[tuple[str, str]]:
    return [(group.question, text) for text in group.texts]


def _model(base: BaseWeights) -> Any:
    go_offline()
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    configuration = BertConfig(
        vocab_size=30522,
        hidden_size=384,
        num_hidden_layers=12,
        num_attention_heads=12,
        intermediate_size=1536,
        hidden_dropout_prob=0.1,
        attention_probs_dropout_prob=0.0,
    )
    configuration.num_labels = 1
    model = BertForSequenceClassification(configuration)
    found = {name: torch.tensor(array) for name, array in base.arrays.items()}
    model.load_state_dict(found, strict=False)
    missing = {name for name, _ in model.named_parameters()} - found.keys()
    if missing:
        raise ValueError(f"the base model's file lacks {sorted(missing)}")
    return model


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m qa.training.reranker", description=__doc__)
    parser.add_argument("groups", type=Path, help="what reranker_groups wrote")
    parser.add_argument("--write", type=Path, help="write what was learned (safetensors)")
    given = parser.parse_args()
    groups = read_groups(given.groups)
    held_out = [group for group in groups[::HELD_OUT] if group.answered]
    rest = [group for number, group in enumerate(groups) if number % HELD_OUT]
    learner = Learner(find_packaged_cross_encoder())
    print(f"{len(rest)} groups; right on {len(held_out)} others {learner.right(held_out):.3f}")
    started, losses = time.perf_counter(), []
    for step, loss in learner.learn(rest):
        losses.append(loss)
        if step % REPORTED == 0:
            print(
                f"step {step}: loss {np.mean(losses[-REPORTED:]):.3f}, right on the others"
                f" {learner.right(held_out):.3f}, {time.perf_counter() - started:.0f} s",
                flush=True,
            )
    print(f"after one pass: right on the others {learner.right(held_out):.3f}")
    if given.write:
        from safetensors.numpy import save_file

        save_file(learner.weights(), given.write)
        given.write.chmod(0o644)
        digest = hashlib.sha256(given.write.read_bytes()).hexdigest()
        print(f"written: {given.write}, SHA-256 {digest}")


if __name__ == "__main__":
    main()
