"""The reader as an ONNX graph of onnxruntime's fused operators, with weights of 8 bits.

Chosen by time on a processor: its operator that adds, biases and normalises at once takes three
times as long as three, and one with the bias in the product a third less than one beside GELU.
"""

from collections.abc import Mapping

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

OPSET, IR = 17, 9
INPUTS = ("ids", "kinds", "present")
# Seven of the eight bits are used: without VNNI, sums of two full products overflow.
MOST = 63
_FUSED = "com.microsoft"
_QKV = ("query", "key", "value")

Weights = Mapping[str, NDArray[np.float32]]


def reader_graph(weights: Weights, layers: int, heads: int, epsilon: float) -> onnx.ModelProto:
    """Return the graph: int32 ids, kinds and present (pairs, tokens) in, float32 logits out.

    The weights are named as in `ReaderNetwork`. Column 0 of the logits is "no answer".
    """
    graph = _Graph(weights, epsilon)
    x = graph.embeddings()
    for layer in range(layers):
        x = graph.layer(f"bert.encoder.layer.{layer}.", x, heads)
    graph.add("Identity", graph.logits(x), names=["logits"])
    rows = [
        helper.make_tensor_value_info(n, TensorProto.INT32, ["pairs", "tokens"]) for n in INPUTS
    ]
    out = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["pairs", "columns"])
    return helper.make_model(
        helper.make_graph(graph.nodes, "reader", rows, [out], initializer=graph.initializers),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(_FUSED, 1)],
        ir_version=IR,
    )


def quantized(matrix: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return whole numbers and the scale of each column that together make the matrix."""
    scales = np.maximum(np.abs(matrix).max(axis=0), 1e-12) / MOST
    whole = np.ascontiguousarray(np.rint(matrix / scales).astype(np.int8))
    return whole, scales.astype(np.float32)


class _Graph:
    """Nodes as they are added; each method returns the name of the value it computes."""

    def __init__(self, weights: Weights, epsilon: float) -> None:
        self._weights, self._epsilon = weights, epsilon
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[TensorProto] = []

    def embeddings(self) -> str:
        """Sum the three embeddings and normalise them; those of the words are of 8 bits."""
        ids, kinds, _ = INPUTS
        prefix = "bert.embeddings."
        words, scales = quantized(self._weights[f"{prefix}word_embeddings.weight"].T)
        table = self._constant("words", np.ascontiguousarray(words.T))
        whole = self.add("Cast", self.add("Gather", table, ids), to=TensorProto.FLOAT)
        scale = self.add("Gather", self._constant("word_scales", scales[:, None]), ids)
        word = self.add("Mul", whole, scale)
        kind = self.add("Gather", self._weight(f"{prefix}token_type_embeddings.weight"), kinds)
        start, one, axis = (self._constant(f"number_{n}", np.array([n])) for n in (0, 1, 2))
        end = self.add("Slice", self.add("Shape", ids), one, axis)
        place = self.add("Slice", self._weight(f"{prefix}position_embeddings.weight"), start, end)
        total = self.add("Add", self.add("Add", word, kind), place)
        return self._normalised(f"{prefix}LayerNorm", total)

    def layer(self, prefix: str, x: str, heads: int) -> str:
        """Add one layer: self-attention, then the feed-forward block."""
        names = [f"{prefix}attention.self.{name}" for name in _QKV]
        weight = np.concatenate([self._weights[f"{name}.weight"] for name in names])
        bias = np.concatenate([self._weights[f"{name}.bias"] for name in names])
        # One product for all three: what goes in is made whole numbers once.
        together = self._product(f"{prefix}attention.self", weight, bias, x)
        parts = [f"{together}_{name}" for name in _QKV]
        self.add("Split", together, names=parts, axis=2)
        looked = [*parts, "", INPUTS[2]]
        attended = self.add("MultiHeadAttention", *looked, domain=_FUSED, num_heads=heads)
        y = self._beside(f"{prefix}attention.output", attended, x)
        wide = self._linear(f"{prefix}intermediate.dense", y)
        return self._beside(f"{prefix}output", self.add("Gelu", wide, domain=_FUSED), y)

    def logits(self, x: str) -> str:
        """Add the heads: "no answer" from the first token, and how well it points at each."""
        first = self.add("Gather", x, self._constant("first", np.array(0)), axis=1)
        nothing, pointer = (
            self.add(
                "Gemm", first, self._weight(f"{n}.weight"), self._weight(f"{n}.bias"), transB=1
            )
            for n in ("nothing", "pointer")
        )
        last = self._constant("last", np.array([2]))
        pointed = self.add(
            "Squeeze", self.add("MatMul", x, self.add("Unsqueeze", pointer, last)), last
        )
        width = self._weights["pointer.bias"].size
        scale = self._constant("scale", np.array(width**-0.5, dtype=np.float32))
        return self.add("Concat", nothing, self.add("Mul", pointed, scale), axis=1)

    def _beside(self, prefix: str, x: str, residual: str) -> str:
        total = self.add("Add", self._linear(f"{prefix}.dense", x), residual)
        return self._normalised(f"{prefix}.LayerNorm", total)

    def _normalised(self, name: str, x: str) -> str:
        weights = [self._weight(f"{name}.{part}") for part in ("weight", "bias")]
        return self.add("LayerNormalization", x, *weights, axis=-1, epsilon=self._epsilon)

    def _linear(self, name: str, x: str) -> str:
        return self._product(
            name, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"], x
        )

    def _product(
        self, name: str, weight: NDArray[np.float32], bias: NDArray[np.float32], x: str
    ) -> str:
        # torch stores a linear layer as (out, in).
        whole, scales = quantized(weight.T)
        stored = (
            self._constant(f"{name}.whole", whole),
            self._constant(f"{name}.scales", scales),
            "",  # What stands for 0 is 0.
            self._constant(f"{name}.bias", bias),
        )
        return self.add("DynamicQuantizeMatMul", x, *stored, domain=_FUSED)

    def _weight(self, name: str) -> str:
        return self._constant(name, self._weights[name])

    def _constant(self, name: str, values: NDArray[np.generic]) -> str:
        self.initializers.append(numpy_helper.from_array(values, name))
        return name

    def add(
        self,
        kind: str,
        *inputs: str,
        domain: str = "",
        names: list[str] | None = None,
        **attributes: object,
    ) -> str:
        """Add a node, of onnx's own operators unless `domain` says otherwise."""
        outputs = names or [f"value_{len(self.nodes)}"]
        self.nodes.append(helper.make_node(kind, inputs, outputs, domain=domain, **attributes))
        return outputs[0]
