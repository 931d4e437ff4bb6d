"""Graphs that passed their check, kept so that the next start neither builds nor checks them."""

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from index.model_files import ModelFiles
from index.runtime.recipe import Recipe

# Raise it with every change to what `bert_graph` writes.
GRAPH_VERSION = 2


@dataclass(frozen=True, slots=True)
class CheckedGraph:
    """A graph and the lowest cosine to the defining vectors that its check found."""

    graph: bytes
    cosine: float


def cache_key(files: ModelFiles, recipe: Recipe, runtime: str) -> str:
    """Name a graph by all that its check depended on; a change of any of it means a new check."""
    inputs = [
        GRAPH_VERSION,
        runtime,
        files.weights.name,
        files.weights_sha256,
        hashlib.sha256(recipe.tokenizer.read_bytes()).hexdigest(),
        repr(recipe.shape),
        recipe.pooling,
        recipe.max_length,
        recipe.passage_prefix,
    ]
    return hashlib.sha256(json.dumps(inputs).encode()).hexdigest()[:32]


def read_checked(folder: Path, key: str) -> CheckedGraph | None:
    """Return what is kept under `key`, or None where it is missing or damaged."""
    try:
        graph = (folder / f"{key}.onnx").read_bytes()
        record = json.loads((folder / f"{key}.json").read_bytes())
        if record["graph_sha256"] != hashlib.sha256(graph).hexdigest():
            return None
        return CheckedGraph(graph, float(record["cosine"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_checked(folder: Path, key: str, checked: CheckedGraph) -> None:
    """Keep `checked` under `key`; each file appears whole or not at all. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(checked.graph).hexdigest()
    record = json.dumps({"graph_sha256": digest, "cosine": checked.cosine}, indent=1) + "\n"
    _replace(folder / f"{key}.onnx", checked.graph)
    _replace(folder / f"{key}.json", record.encode())


def _replace(path: Path, content: bytes) -> None:
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
