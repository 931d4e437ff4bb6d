"""Write trained weights as the files that ship: a graph with weights of 8 bits, a description."""

import hashlib
import json
from pathlib import Path

import onnx

from qa.reader.bundled import FORMAT
from qa.training.fused import reader_graph
from qa.training.network import ReaderNetwork

NAME = "citewell-reader-6"


def export(network: ReaderNetwork, tokenizer: Path, out: Path, max_tokens: int, room: int) -> None:
    """Write `model.onnx` and `reader.json` to the folder `out`."""
    out.mkdir(parents=True, exist_ok=True)
    config = network.bert.config
    weights = {name: tensor.numpy() for name, tensor in network.state_dict().items()}
    layers, heads = config.num_hidden_layers, config.num_attention_heads
    onnx.save(reader_graph(weights, layers, heads, config.layer_norm_eps), out / "model.onnx")
    described = {
        "format": FORMAT,
        "name": NAME,
        "model_sha256": sha256_of(out / "model.onnx"),
        "tokenizer_sha256": sha256_of(tokenizer),
        "max_tokens": max_tokens,
        "room": room,
    }
    (out / "reader.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
