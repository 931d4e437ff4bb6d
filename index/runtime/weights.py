"""Where in a safetensors file each tensor stands; onnxruntime maps them into memory itself."""

import json
from dataclasses import dataclass
from pathlib import Path

from index.errors import RuntimeRefusedError
from index.model_files import SAFETENSORS, ModelFiles

_LENGTH_BYTES = 8


@dataclass(frozen=True, slots=True)
class TensorPlace:
    """A float32 tensor of `shape` in the file `file`, `length` bytes from `offset` on."""

    file: str
    offset: int
    length: int
    shape: tuple[int, ...]


def tensor_places(files: ModelFiles) -> dict[str, TensorPlace]:
    """Return the places of the model's float32 tensors by name; raises RuntimeRefusedError.

    The file is a little-endian length, a JSON header of that length, and the tensors' bytes.
    """
    try:
        return _places(files.weights)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RuntimeRefusedError(files.name, f"{SAFETENSORS} can't be read ({error})") from error


def _places(path: Path) -> dict[str, TensorPlace]:
    with path.open("rb") as file:
        header_length = int.from_bytes(file.read(_LENGTH_BYTES), "little")
        header = json.loads(file.read(header_length))
    body = _LENGTH_BYTES + header_length
    places: dict[str, TensorPlace] = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = entry["data_offsets"]
            place = TensorPlace(path.name, body + start, end - start, tuple(entry["shape"]))
            # Checkpoints of other tasks hold the same BERT under this name.
            places[name.removeprefix("bert.")] = place
    return places
