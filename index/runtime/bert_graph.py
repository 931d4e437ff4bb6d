"""A BERT as an ONNX graph of onnxruntime's fused operators; its weights stay in their own file."""

from collections.abc import Mapping, Sequence
from typing import Any

import onnx
from onnx import TensorProto, helper

from index.encoder import halfway
from index.runtime.recipe import BertShape
from index.runtime.weights import TensorPlace

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_FUSED = "com.microsoft"
_OUTPUTS = {"EmbedLayerNormalization": 2}
_QKV = ("query", "key", "value")


def bert_graph(shape: BertShape, places: Mapping[str, TensorPlace]) -> bytes:
    """Return the graph: three int32 (batch, tokens) in, two float32 (batch, tokens, width) out.

    The first is what all layers make of the tokens, the second what the lower half of them does.
    The weights are named by their places. Raises KeyError for one that is missing.
    """
    graph = _Graph(places)
    after = [graph.embeddings(shape.epsilon)]
    for layer in range(shape.layers):
        after.append(graph.layer(f"encoder.layer.{layer}.", after[-1], shape))
    rows = [
        helper.make_tensor_value_info(n, TensorProto.INT32, ["batch", "tokens"]) for n in INPUTS
    ]
    outs = [
        helper.make_tensor_value_info(x, TensorProto.FLOAT, ["batch", "tokens", shape.width])
        for x in (after[-1], after[halfway(shape.layers)])
    ]
    model = helper.make_model(
        helper.make_graph(graph.nodes, "bert", rows, outs, initializer=graph.initializers),
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)],
        ir_version=9,
    )
    serialized: bytes = model.SerializeToString()
    return serialized


class _Graph:
    """Nodes as they are added; each method returns the name of the value it computes."""

    def __init__(self, places: Mapping[str, TensorPlace]) -> None:
        self._places = places
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[TensorProto] = []

    def embeddings(self, epsilon: float) -> str:
        """Sum the word, position and segment embeddings and normalise them."""
        weights = [
            self._weight(f"embeddings.{name}")
            for name in (
                "word_embeddings.weight",
                "position_embeddings.weight",
                "token_type_embeddings.weight",
                "LayerNorm.weight",
                "LayerNorm.bias",
            )
        ]
        ids, _, segments = INPUTS
        return self._node("EmbedLayerNormalization", [ids, segments, *weights], epsilon=epsilon)

    def layer(self, prefix: str, x: str, shape: BertShape) -> str:
        """Add one encoder layer: self-attention, then the feed-forward block."""
        attention = [self._linear(f"{prefix}attention.self.{name}", x) for name in _QKV]
        biases = [self._weight(f"{prefix}attention.self.{name}.bias") for name in _QKV]
        bias = self._node("Concat", biases, domain="", axis=0)
        heads = [*attention, bias, INPUTS[1]]
        attended = self._node("MultiHeadAttention", heads, num_heads=shape.heads)
        y = self._add_norm(f"{prefix}attention.output", attended, x, shape.epsilon)
        wide = self._linear(f"{prefix}intermediate.dense", y)
        active = self._node("BiasGelu", [wide, self._weight(f"{prefix}intermediate.dense.bias")])
        return self._add_norm(f"{prefix}output", active, y, shape.epsilon)

    def _add_norm(self, prefix: str, x: str, residual: str, epsilon: float) -> str:
        names = ("LayerNorm.weight", "LayerNorm.bias", "dense.bias")
        weights = [self._weight(f"{prefix}.{name}") for name in names]
        projected = self._linear(f"{prefix}.dense", x)
        return self._node(
            "SkipLayerNormalization", [projected, residual, *weights], epsilon=epsilon
        )

    def _linear(self, name: str, x: str) -> str:
        # torch stores a linear layer as (out, in); the bias is added by the node that follows.
        return self._node("FusedMatMul", [x, self._weight(f"{name}.weight")], transB=1)

    def _weight(self, name: str) -> str:
        place = self._places[name]
        tensor = TensorProto(
            name=name,
            data_type=TensorProto.FLOAT,
            dims=place.shape,
            data_location=TensorProto.EXTERNAL,
        )
        tensor.external_data.add(key="location", value=place.file)
        tensor.external_data.add(key="offset", value=str(place.offset))
        tensor.external_data.add(key="length", value=str(place.length))
        self.initializers.append(tensor)
        return name

    def _node(
        self, kind: str, inputs: Sequence[str], domain: str = _FUSED, **attributes: Any
    ) -> str:
        output = f"value_{len(self.nodes)}"
        # An operator may have to name a second output; nothing reads it.
        outputs = [output, f"{output}_unread"][: _OUTPUTS.get(kind, 1)]
        self.nodes.append(helper.make_node(kind, inputs, outputs, domain=domain, **attributes))
        return output
