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
_SHIFTS = np.array([0, 7, 14], dtype=np.int32)[:, None]
_COUNTS = np.array([1, 1 << 7, 1 << 14], dtype=np.float32)
_MASK, _ZERO = 127, 64
_ZEROS = _ZERO * (1 + (1 << 7) + (1 << 14))
_LARGEST = 63 << 14

_FLOAT, _UINT8, _INT8, _INT = 1, 2, 3, 2  # The names of these types in ONNX, and of an attribute's.
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
        digits = (whole[:, None] >> _SHIFTS & _MASK).astype(np.uint8)
        counts = (step * _COUNTS)[:, None].astype(np.float32, copy=False)
        found: NDArray[np.float32]
        (found,) = self._session.run(None, {"digits": digits, "counts": counts})
        return found[:, 0]


def product_graph(columns: NDArray[np.int8]) -> bytes:
    """Return an ONNX graph: digits and what each counts in, their sums of products out.

    Digits are uint8 (texts, digits, width), counts float32 (texts, 1, digits), and what comes out
    is (texts, 1, columns): it is put together where the many sums stand in a core's own cache.
    Written by hand, in the few fields that it needs: `onnx` takes longer to import than an answer.
    """
    width, count = columns.shape
    cast_to = _bytes(1, b"to") + _number(3, _FLOAT) + _number(20, _INT)
    graph = _node(b"MatMulInteger", (b"digits", b"columns", b"zero"), b"sums")
    graph += _node(b"Cast", (b"sums",), b"floats", cast_to)
    graph += _node(b"MatMul", (b"counts", b"floats"), b"products") + _bytes(2, b"products")
    graph += _bytes(5, _tensor(b"columns", _INT8, (width, count), columns.tobytes()))
    graph += _bytes(5, _tensor(b"zero", _UINT8, (), bytes([_ZERO])))
    graph += _bytes(11, _value(b"digits", _UINT8, (len(_COUNTS), width)))
    graph += _bytes(11, _value(b"counts", _FLOAT, (1, len(_COUNTS))))
    graph += _bytes(12, _value(b"products", _FLOAT, (1, count)))
    opset = _bytes(1, b"") + _number(2, _OPSET)
    return _number(1, _IR_VERSION) + _bytes(7, graph) + _bytes(8, opset)


def _node(kind: bytes, given: Sequence[bytes], found: bytes, attribute: bytes = b"") -> bytes:
    node = b"".join(_bytes(1, name) for name in given) + _bytes(2, found) + _bytes(4, kind)
    return _bytes(1, node + (_bytes(5, attribute) if attribute else b""))


def _tensor(name: bytes, kind: int, shape: Sequence[int], content: bytes) -> bytes:
    dims = b"".join(_number(1, length) for length in shape)
    return dims + _number(2, kind) + _bytes(8, name) + _bytes(9, content)


def _value(name: bytes, kind: int, lengths: Sequence[int]) -> bytes:
    shape = _bytes(1, _bytes(2, b"texts"))
    shape += b"".join(_bytes(1, _number(1, length)) for length in lengths)
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
