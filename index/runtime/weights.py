"""The tensors of a safetensors file, mapped into memory: only what is used is ever read."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import RuntimeRefusedError
from index.model_files import SAFETENSORS, ModelFiles

Tensors = dict[str, NDArray[np.float32]]

_LENGTH_BYTES = 8
# A session refuses what its graph has no place for: the pooler, and heads of other tasks.
_BODY = ("embeddings.", "encoder.")


def map_tensors(files: ModelFiles) -> Tensors:
    """Return the float32 tensors of the BERT itself, read-only; raises RuntimeRefusedError.

    The file is a little-endian length, a JSON header of that length, and the tensors' bytes.
    """
    try:
        return _map(files.weights)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RuntimeRefusedError(files.name, f"{SAFETENSORS} can't be read ({error})") from error


def _map(path: Path) -> Tensors:
    with path.open("rb") as file:
        header_length = int.from_bytes(file.read(_LENGTH_BYTES), "little")
        header = json.loads(file.read(header_length))
    body = np.memmap(path, np.uint8, mode="r", offset=_LENGTH_BYTES + header_length)
    tensors: Tensors = {}
    for name, entry in header.items():
        own = name.removeprefix("bert.")
        if own.startswith(_BODY) and entry["dtype"] == "F32":
            start, end = entry["data_offsets"]
            tensors[own] = body[start:end].view(np.float32).reshape(entry["shape"])
    return tensors
