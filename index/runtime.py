"""How the libraries that compute are run here: on the calling thread, and without a word."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def one_thread() -> Iterator[None]:
    """Compute on the calling thread alone, and leave torch's setting as it was.

    torch's threads wait for each other by spinning, so that one other busy process makes two
    threads many times slower than one. The setting is one of the process: callers take turns.
    """
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def stay_on_calling_threads() -> None:
    """From now on, every library loaded so far (BLAS, OpenMP) computes on the calling thread.

    A setting of the process, for a program that answers several questions at once: the libraries'
    own threads wait for each other by spinning. On two cores with other programs busy, two answers
    at a time took 97 ms of processor time each with them, and 16 ms without.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    threadpool_limits(1)


@contextmanager
def no_progress_bar() -> Iterator[None]:
    """Load a model without the bar that transformers draws on stderr."""
    import transformers

    logging: Any = transformers.utils.logging  # has no types
    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()
