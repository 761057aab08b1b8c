"""How many threads the libraries that compute may use."""

import faiss  # noqa: F401  brings an OpenMP and a BLAS of its own
import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits  # type: ignore[import-untyped]

from index.runtime import one_thread, stay_on_calling_threads


def threads() -> dict[str, int]:
    return {library["filepath"]: library["num_threads"] for library in threadpool_info()}


def test_every_library_stays_on_the_calling_thread() -> None:
    assert np.ones(2) @ np.ones(2) == 2
    with threadpool_limits(2):
        assert set(threads().values()) == {2}
        stay_on_calling_threads()
        assert set(threads().values()) == {1}


def test_one_thread_leaves_torch_as_it_was() -> None:
    import torch

    before = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        with one_thread():
            assert torch.get_num_threads() == 1
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
