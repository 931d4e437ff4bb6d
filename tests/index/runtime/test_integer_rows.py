"""Integer products against numpy's, and the graph written by hand against the library's."""

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from index.runtime.integer_rows import IntegerRows, product_graph

CHANCE = np.random.default_rng(0)
ROWS = CHANCE.integers(-128, 128, (700, 96)).astype(np.int8)


@pytest.mark.parametrize("texts", [1, 5])
@pytest.mark.parametrize("scale", [1e-3, 1.0, 250.0])
def test_products_are_as_exact_as_a_float_can_be(texts: int, scale: float) -> None:
    vectors = CHANCE.standard_normal((texts, 96)).astype(np.float32) * scale
    exact = vectors.astype(np.float64) @ ROWS.T.astype(np.float64)
    lengths = np.linalg.norm(vectors, axis=1)[:, None] * np.linalg.norm(ROWS.astype(float), axis=1)
    assert np.abs(IntegerRows(ROWS).products(vectors) - exact).max() <= 1e-6 * lengths.max()


def test_extremes_do_not_overflow() -> None:
    rows = np.array([[127] * 96, [-128] * 96], dtype=np.int8)
    vectors = np.array([[1.0] * 96, [-1.0] * 96, [0.0] * 96], dtype=np.float32)
    expected = vectors.astype(float) @ rows.T.astype(float)
    np.testing.assert_allclose(IntegerRows(rows).products(vectors), expected, rtol=1e-6)


def test_the_graph_is_the_one_that_the_library_would_make() -> None:
    columns = np.ascontiguousarray(ROWS.T)
    made = onnx.load_from_string(product_graph(columns))
    onnx.checker.check_model(made, full_check=True)
    nodes = [
        helper.make_node("MatMulInteger", ["digits", "columns", "zero"], ["sums"]),
        helper.make_node("Cast", ["sums"], ["floats"], to=TensorProto.FLOAT),
        helper.make_node("MatMul", ["counts", "floats"], ["products"]),
    ]
    graph = helper.make_graph(
        nodes,
        "products",
        [
            helper.make_tensor_value_info("digits", TensorProto.UINT8, ["texts", 3, 96]),
            helper.make_tensor_value_info("counts", TensorProto.FLOAT, ["texts", 1, 3]),
        ],
        [helper.make_tensor_value_info("products", TensorProto.FLOAT, ["texts", 1, 700])],
        initializer=[
            numpy_helper.from_array(columns, "columns"),
            numpy_helper.from_array(np.array(64, np.uint8), "zero"),
        ],
    )
    opset = [helper.make_opsetid("", 17)]
    assert made == helper.make_model(graph, opset_imports=opset, ir_version=9)
