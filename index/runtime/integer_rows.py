"""Products of many rows of small integers with a few vectors, four times as fast as in float32.

A processor multiplies bytes at many times the rate of floats, and of bytes a quarter has to be
fetched. Nothing is rounded away: a vector is written with three digits of seven bits, as many as a
float has, and the sums of each digit's products are integers.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.products import Array
from index.runtime.quiet import ort

# Of a vector's three digits, each from -64 to 63, the last counts one. Of seven bits: with eight,
# processors without VNNI would overflow where two products meet.
_SHIFTS = np.array([0, 7, 14], dtype=np.int32)[:, None, None]
_MASK, _ZERO = 127, 64
_ZEROS = _ZERO * (1 + (1 << 7) + (1 << 14))
_LARGEST = 63 << 14

_UINT8, _INT8, _INT32 = 2, 3, 6  # The names of these types in ONNX.
_OPSET, _IR_VERSION = 17, 9


class IntegerRows:
    """Rows of int8, open for products; safe to use from several threads."""

    def __init__(self, rows: NDArray[np.int8]) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
        graph = product_graph(np.ascontiguousarray(rows.T))
        self._session = ort.InferenceSession(graph, options, providers=["CPUExecutionProvider"])

    def products(self, vectors: Array) -> NDArray[np.float32]:
        """Return the inner product of each of `vectors` with each row: (vectors, rows)."""
        step = np.abs(vectors).max(axis=1, keepdims=True, initial=1e-30) / _LARGEST
        whole = np.rint(vectors / step).astype(np.int32) + _ZEROS
        digits = (whole >> _SHIFTS & _MASK).astype(np.uint8)
        (sums,) = self._session.run(None, {"digits": digits.reshape(-1, vectors.shape[1])})
        apart = sums.reshape(len(_SHIFTS), len(vectors), -1).astype(np.float32)
        found: NDArray[np.float32] = apart[2]
        # In place: the many sums are read from a core's own cache, and no more is written.
        for lower in (apart[1], apart[0]):
            found *= 128
            found += lower
        found *= step.astype(np.float32)
        return found


def product_graph(columns: NDArray[np.int8]) -> bytes:
    """Return an ONNX graph: uint8 digits (texts, width) in, their products with `columns` out.

    Written by hand, in the few fields that it needs: `onnx` takes longer to import than an answer.
    """
    width, count = columns.shape
    node = b"".join(_bytes(1, name) for name in (b"digits", b"columns", b"zero"))
    node += _bytes(2, b"products") + _bytes(4, b"MatMulInteger")
    graph = _bytes(1, node) + _bytes(2, b"products")
    graph += _bytes(5, _tensor(b"columns", _INT8, (width, count), columns.tobytes()))
    graph += _bytes(5, _tensor(b"zero", _UINT8, (), bytes([_ZERO])))
    graph += _bytes(11, _value(b"digits", _UINT8, width))
    graph += _bytes(12, _value(b"products", _INT32, count))
    opset = _bytes(1, b"") + _number(2, _OPSET)
    return _number(1, _IR_VERSION) + _bytes(7, graph) + _bytes(8, opset)


def _tensor(name: bytes, kind: int, shape: Sequence[int], content: bytes) -> bytes:
    dims = b"".join(_number(1, length) for length in shape)
    return dims + _number(2, kind) + _bytes(8, name) + _bytes(9, content)


def _value(name: bytes, kind: int, length: int) -> bytes:
    shape = _bytes(1, _bytes(2, b"texts")) + _bytes(1, _number(1, length))
    return _bytes(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, shape)))


def _bytes(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _varint(value: int) -> bytes:
    """Write a number as protobuf does: seven bits a byte, the lowest first."""
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)
