"""Models that are files of onnxruntime: opened so that the calling thread alone computes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.types import FloatMatrix


class Session:
    """A loaded model. Threads need not take turns."""

    def __init__(self, path: Path, learned: Mapping[str, npt.NDArray[Any]] | None = None) -> None:
        """The model of the file, with the entries in `learned` instead of the file's of these
        names. The library raises all kinds for a file that it dislikes.
        """
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # The session copies none of these: they have to live as long as it does.
        self._values = {
            name: onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(array))
            for name, array in (learned or {}).items()
        }
        for name, value in self._values.items():
            options.add_initializer(name, value)
        self._session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )

    def run(self, output: str, given: Mapping[str, npt.NDArray[np.int64]]) -> FloatMatrix:
        """The named output for these inputs."""
        (found,) = self._session.run([output], given)
        result: FloatMatrix = found
        return result


def open_tokenizer(path: Path, length: int) -> Any:
    """The tokenizer of the file, which cuts at `length` tokens and fills nothing up."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(length)
    return tokenizer
