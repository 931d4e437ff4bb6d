"""Write trained weights as the files that ship: an int8 ONNX graph and its description."""

import hashlib
import json
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from qa.reader.bundled import FORMAT
from qa.training.network import PADDING, PASSAGE, ReaderNetwork

OPSET = 18
NAME = "citewell-reader-1"


class OneQuestion(nn.Module):
    """The network as it is asked when answering: each passage of a batch with one question."""

    def __init__(self, network: ReaderNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, question: Tensor, passage: Tensor, present: Tensor) -> Tensor:
        """Return logits of shape (passages, 1 + tokens); `present` is 0 for padding."""
        size, asked = question.shape
        ids = torch.cat([passage, question], dim=1)
        places = [torch.arange(passage.shape[1]), torch.arange(asked)]
        positions = torch.cat(places)[None, :].expand(size, -1)
        owner = torch.cat(
            [
                torch.where(present > 0, PASSAGE, PADDING),
                torch.full((size, asked), PASSAGE + 1, dtype=torch.int64),
            ],
            dim=1,
        )
        firsts = torch.full((size, 1), 1, dtype=torch.int64) * passage.shape[1]
        logits: Tensor = self.network(ids, positions, owner, firsts)
        return logits[:, 0, : 1 + passage.shape[1]]


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
    """Write the graph in float32, one file, for any number of passages and tokens."""
    question = torch.ones(2, 7, dtype=torch.int64)
    passage = torch.ones(2, 12, dtype=torch.int64)
    size = torch.export.Dim("passages", min=1, max=1024)
    asked = torch.export.Dim("asked", min=2, max=256)
    tokens = torch.export.Dim("tokens", min=2, max=256)
    program = torch.onnx.export(
        OneQuestion(network).eval(),
        (question, passage, torch.ones_like(passage)),
        input_names=["question", "passage", "present"],
        output_names=["logits"],
        dynamic_shapes=({0: size, 1: asked}, {0: size, 1: tokens}, {0: size, 1: tokens}),
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
