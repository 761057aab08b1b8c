"""What bootstrap and randomisation test share: a fixed seed, and batches that fit memory."""

from collections.abc import Iterator

SEED = 20240614
_BATCH_CELLS = 4_000_000  # numbers held at once: 32 MB


def batches(resamples: int, width: int) -> Iterator[int]:
    """How many resamples of `width` numbers to draw at a time; they sum to `resamples`."""
    batch = max(1, _BATCH_CELLS // max(1, width))
    for start in range(0, resamples, batch):
        yield min(batch, resamples - start)
