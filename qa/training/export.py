"""Write trained weights as the files that ship: an int8 ONNX graph and its description."""

import hashlib
import json
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from qa.reader.bundled import FORMAT
from qa.training.network import ReaderNetwork

OPSET = 18
NAME = "citewell-reader-2"


def export(network: ReaderNetwork, tokenizer: Path, out: Path, max_tokens: int, room: int) -> None:
    """Write `model.onnx` and `reader.json` to the folder `out`."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        exact = Path(folder) / "exact.onnx"
        write_exact(network, exact)
        quantize(exact, out / "model.onnx")
    describe(out, tokenizer, max_tokens, room)


def describe(out: Path, tokenizer: Path, max_tokens: int, room: int) -> None:
    """Write `reader.json` for the `model.onnx` in `out`."""
    described = {
        "format": FORMAT,
        "name": NAME,
        "model_sha256": sha256_of(out / "model.onnx"),
        "tokenizer_sha256": sha256_of(tokenizer),
        "max_tokens": max_tokens,
        "room": room,
    }
    (out / "reader.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")


def write_exact(network: ReaderNetwork, path: Path) -> None:
    """Write the graph in float32, one file, for any number of pairs and tokens."""
    # Three tensors: one given thrice would be taken for one input.
    pairs = tuple(torch.ones(2, 12, dtype=torch.int64) for _ in range(3))
    shape = {0: torch.export.Dim("pairs", max=1024), 1: torch.export.Dim("tokens", max=512)}
    program = torch.onnx.export(
        network.eval(),
        pairs,
        input_names=["ids", "kinds", "present"],
        output_names=["logits"],
        dynamic_shapes=(shape, shape, shape),
        opset_version=OPSET,
        dynamo=True,
        external_data=False,
    )
    if program is None:
        raise RuntimeError("torch.onnx.export gave no program")
    program.save(str(path), external_data=False)


def quantize(exact: Path, path: Path) -> None:
    """Write `exact` with weights of 8 bits, one scale a column.

    Seven of the eight bits are used: without VNNI, sums of two full products overflow.
    """
    model = onnx.load(exact)
    del model.graph.value_info[:]  # The exporter's left-over shapes confuse the quantizer.
    onnx.save(model, exact)
    quantize_dynamic(exact, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
