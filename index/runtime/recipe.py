"""Read from a sentence-transformers folder how its model turns a text into a vector."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from index.encoder import EncoderIdentity
from index.errors import RuntimeRefusedError
from index.model_files import SAFETENSORS, ModelFiles

Pooling = Literal["mean", "cls"]

# [CLS] and [SEP], or their like, take two places of every text.
SPECIAL_TOKENS = 2
_POOLINGS: dict[Pooling, str] = {"mean": "mean_tokens", "cls": "cls_token"}


@dataclass(frozen=True, slots=True)
class BertShape:
    """What a BERT's graph depends on beside its weights."""

    layers: int
    heads: int
    width: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Recipe:
    """Text to vector: a BERT over at most `max_length` tokens, pooled, made of length 1."""

    shape: BertShape
    pooling: Pooling
    max_length: int
    tokenizer: Path
    query_prefix: str
    passage_prefix: str

    def identity(self, files: ModelFiles, runtime: str) -> EncoderIdentity:
        """Name the encoder that follows this recipe with these weights."""
        return EncoderIdentity(
            name=files.name,
            weights_sha256=files.weights_sha256,
            dimension=self.shape.width,
            max_tokens=self.max_length - SPECIAL_TOKENS,
            query_prefix=self.query_prefix,
            passage_prefix=self.passage_prefix,
            runtime=runtime,
        )


def read_recipe(files: ModelFiles) -> Recipe:
    """Read the recipe; raises RuntimeRefusedError for whatever isn't known to be run exactly."""
    try:
        return _read(files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RuntimeRefusedError(
            files.name, f"its configuration is unusual ({error!r})"
        ) from error


def _read(files: ModelFiles) -> Recipe:
    modules = _modules(files)
    config = _json(modules["Transformer"] / "config.json")
    tokenizer = modules["Transformer"] / "tokenizer.json"
    if not tokenizer.is_file() or files.weights != modules["Transformer"] / SAFETENSORS:
        raise RuntimeRefusedError(files.name, f"it lacks {tokenizer.name} or {SAFETENSORS}")
    prompts = _json(files.folder / "config_sentence_transformers.json").get("prompts", {})
    return Recipe(
        shape=_shape(files.name, config),
        pooling=_pooling(files.name, _json(modules["Pooling"] / "config.json")),
        max_length=_max_length(modules["Transformer"], config),
        tokenizer=tokenizer,
        query_prefix=prompts.get("query") or "",
        passage_prefix=prompts.get("document") or prompts.get("passage") or "",
    )


def _modules(files: ModelFiles) -> dict[str, Path]:
    listed = json.loads((files.folder / "modules.json").read_text(encoding="utf-8"))
    modules = {m["type"].rpartition(".")[2]: files.folder / m["path"] for m in listed}
    # Vectors are made of length 1 whether or not the model lists Normalize.
    if list(modules) not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        raise RuntimeRefusedError(files.name, f"it is made of {', '.join(modules)}")
    return modules


def _shape(name: str, config: dict[str, Any]) -> BertShape:
    kind, activation = config["model_type"], config.get("hidden_act", "no gelu")
    positions = config.get("position_embedding_type", "absolute")
    if (kind, activation, positions) != ("bert", "gelu", "absolute"):
        found = f"it is a {kind} with {activation} and {positions} positions"
        raise RuntimeRefusedError(name, f"{found}, not a bert with gelu and absolute ones")
    return BertShape(
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        width=config["hidden_size"],
        epsilon=config["layer_norm_eps"],
    )


def _pooling(name: str, config: dict[str, Any]) -> Pooling:
    modes = config.get("pooling_mode")
    if modes is None:
        modes = [key for key, on in config.items() if key.startswith("pooling_mode_") and on]
    for pooling, legacy in _POOLINGS.items():
        if modes in (pooling, [pooling], [f"pooling_mode_{legacy}"]):
            return pooling
    raise RuntimeRefusedError(name, f"it pools by {modes}")


def _max_length(folder: Path, config: dict[str, Any]) -> int:
    """Return the longest text in tokens, special ones included, as sentence-transformers does."""
    stated = _json(folder / "sentence_bert_config.json").get("max_seq_length")
    if stated is None:
        stated = _json(folder / "tokenizer_config.json")["model_max_length"]
    return min(int(stated), int(config["max_position_embeddings"]))


def _json(path: Path) -> dict[str, Any]:
    """Read a JSON object; a file that isn't there states nothing."""
    if not path.is_file():
        return {}
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read
