"""The seal of an index folder: what it was made of, and the sha256 of every file."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.counting import counted
from corpus.printable import said_by
from index.dense import DenseKind
from index.encoder import EncoderIdentity
from index.errors import (
    DamagedFileError,
    ManifestError,
    MissingFileError,
    UnreadableFolderError,
)

FORMAT_VERSION = 9
MANIFEST_NAME = "manifest.json"
_HASHED_AT_ONCE = 4


class FileSeal(BaseModel):
    """One file's size in bytes and sha256."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    size: int
    sha256: str


class Counts(BaseModel):
    """How much the index holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    documents: int
    passages: int
    sentences: int

    def described(self) -> str:
        """Say how many documents and passages there are."""
        return f"{counted(self.documents, 'document')}, {counted(self.passages, 'passage')}"


class Manifest(BaseModel):
    """What manifest.json holds. `index_version` is a hash of the inputs alone."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format_version: int
    index_version: str
    encoder: EncoderIdentity
    splitter: str
    counts: Counts
    dense: DenseKind
    files: dict[str, FileSeal]


def seal(path: Path) -> FileSeal:
    """Return the seal of one file."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return FileSeal(size=path.stat().st_size, sha256=digest)


def index_version(
    documents_sha256: str, encoder: EncoderIdentity, splitter: str, decided_sha256: str
) -> str:
    """Name an index by all that decides its content: equal inputs give the same name.

    `decided_sha256` is of what the publisher decided beside the pages: pins and glossary.
    """
    inputs = {
        "format": FORMAT_VERSION,
        "documents": documents_sha256,
        "splitter": splitter,
        "pins": decided_sha256,
        "encoder": encoder.model_dump(exclude={"runtime"}),
    }
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()[:16]


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write manifest.json, the last file of a build, with a seal over its own fields."""
    fields = manifest.model_dump()
    text = json.dumps({**fields, "seal": _seal_of(fields)}, indent=1) + "\n"
    (folder / MANIFEST_NAME).write_text(text, encoding="utf-8")


def _seal_of(fields: object) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """Read manifest.json, or say what is wrong with it."""
    path = folder / MANIFEST_NAME
    try:
        raw = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise ManifestError(folder, f"{MANIFEST_NAME} is missing") from error
    except PermissionError as error:
        raise UnreadableFolderError(folder, error, MANIFEST_NAME) from error
    except (OSError, ValueError, RecursionError) as error:
        raise ManifestError(folder, f"{MANIFEST_NAME} can't be read ({said_by(error)})") from error
    found = raw.get("format_version") if isinstance(raw, dict) else None
    if found != FORMAT_VERSION:
        raise ManifestError(folder, f"its format is {found!r}, this is {FORMAT_VERSION}")
    if raw.pop("seal", None) != _seal_of(raw):
        raise ManifestError(folder, f"{MANIFEST_NAME} was changed after it was sealed")
    try:
        return Manifest.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ManifestError(folder, f"{MANIFEST_NAME}, {where}: {first['msg']}") from error


def verify_files(folder: Path, manifest: Manifest, names: Iterable[str]) -> None:
    """Check that the files `names` are all sealed, there, and unchanged."""
    present = list(names)
    try:
        for name in present:
            _check_size(folder, manifest, name)
        _check_seals(folder, manifest, present)
    except OSError as error:
        raise UnreadableFolderError(folder, error, Path(error.filename).name) from error


def _check_seals(folder: Path, manifest: Manifest, names: Sequence[str]) -> None:
    # Hashing a large index takes longer than all else about opening it; threads share it.
    with ThreadPoolExecutor(_HASHED_AT_ONCE) as pool:
        seals = pool.map(lambda name: seal(folder / name), names)
        for name, found in zip(names, seals, strict=True):
            sealed = manifest.files[name].sha256
            if found.sha256 != sealed:
                raise DamagedFileError(folder, name, f"sha256 {sealed}", f"sha256 {found.sha256}")


def _check_size(folder: Path, manifest: Manifest, name: str) -> None:
    sealed = manifest.files.get(name)
    if sealed is None:
        raise ManifestError(folder, f"{MANIFEST_NAME} does not list {name}")
    path = folder / name
    if not path.is_file():
        raise MissingFileError(folder, name)
    size = path.stat().st_size
    if size != sealed.size:
        raise DamagedFileError(folder, name, f"{sealed.size} bytes", f"{size} bytes")
