"""What can be wrong with an index folder or an encoder.

IndexFolderError                a folder that can't answer
├── NoIndexError                nothing has been built here yet
├── ManifestError               manifest.json is missing, unreadable or of another format
├── MissingFileError            a file of the manifest is not there
├── DamagedFileError            a file's size or sha256 is not the manifest's
├── InconsistentIndexError      files that are whole don't belong together
├── EncoderMismatchError        the index was built with another encoder
├── WrongAnswerError            files that are whole and fit don't answer as they were built to
├── NoVersionError              the version to go back to is not there
├── ReturningPagesError         going back would let pages answer that no longer do
├── UnreadableFolderError       the folder, or a file in it, can't be looked into
├── BuildRunningError           another build is at work in the same root
└── UnwritableFolderError       the folder can't be written, or its disk is full
EncoderError                    a model that can't be loaded
├── WeightsMismatchError        weights that are not the reviewed ones
└── RuntimeRefusedError         a model that only torch can run as it is defined
EmptyCorpusError                documents without a single passage
"""

import errno
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import CitewellError
from corpus.printable import printable

_REBUILD = "rebuild with `citewell build`"
_MOST_NAMED = 10


class IndexFolderError(CitewellError):
    """An index folder that can't answer."""

    def __init__(self, folder: Path, found: str, remedy: str = _REBUILD) -> None:
        self.folder, self.found, self.remedy = folder, found, remedy
        super().__init__(f"{printable(folder)}: {found}; {remedy}")


class NoIndexError(IndexFolderError):
    """Nothing has been built here yet."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "there is no index here", "build one with `citewell build`")


class ManifestError(IndexFolderError):
    """manifest.json is missing, unreadable or of another format."""


class MissingFileError(IndexFolderError):
    """A file that the manifest lists is not there."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        super().__init__(folder, f"{name} is missing")


class DamagedFileError(IndexFolderError):
    """A file's size or sha256 is not the manifest's."""

    def __init__(self, folder: Path, name: str, expected: str, found: str) -> None:
        self.name, self.expected, self.actual = name, expected, found
        super().__init__(folder, f"{name} is damaged: expected {expected}, found {found}")


class InconsistentIndexError(IndexFolderError):
    """Files that are whole each by itself don't belong together."""


class EncoderMismatchError(IndexFolderError):
    """The index was built with another encoder than the one now loaded."""

    def __init__(self, folder: Path, built_with: str, loaded: str) -> None:
        self.built_with, self.loaded = built_with, loaded
        remedy = f"set the encoder to {built_with!r}, or rebuild with `citewell build`"
        super().__init__(folder, f"built with {built_with!r} but {loaded!r} is loaded", remedy)


class WrongAnswerError(IndexFolderError):
    """Files that are whole and fit each other don't answer as they were built to."""


class NoVersionError(IndexFolderError):
    """The version to go back to is not there."""

    def __init__(self, root: Path, wanted: str, known: Sequence[str]) -> None:
        self.wanted, self.known = wanted, tuple(known)
        found = f"it holds no {wanted} to go back to, only {', '.join(known) or 'nothing'}"
        super().__init__(root, found, "see `citewell indexes`")


class ReturningPagesError(IndexFolderError):
    """Going back would let pages answer that no longer do."""

    def __init__(self, folder: Path, pages: Sequence[str]) -> None:
        self.pages = tuple(pages)
        more = f" and {len(pages) - _MOST_NAMED} more" if len(pages) > _MOST_NAMED else ""
        named = ", ".join(map(repr, pages[:_MOST_NAMED]))
        found = f"pages that no longer answer would answer again: {named}{more}"
        super().__init__(folder, found, "add `--yes` if they may, or build again without them")


class BuildRunningError(IndexFolderError):
    """Another build is at work in the same root."""

    def __init__(self, root: Path) -> None:
        remedy = "wait for it to end, or build with `--wait`"
        super().__init__(root, "another build is running here", remedy)


class UnreadableFolderError(IndexFolderError):
    """A folder, or `part` of it, that this user may not read, or of a name that no disk takes."""

    def __init__(self, folder: Path, cause: OSError, part: str = "it") -> None:
        self.cause, self.part = cause, part
        remedy = "name a folder that can be"
        if isinstance(cause, PermissionError):
            remedy = "let this user read it, or build anew with `citewell build`"
        super().__init__(folder, f"{part} can't be read ({cause.strerror})", remedy)


class UnwritableFolderError(IndexFolderError):
    """The folder for indexes can't be written, or its disk is full."""

    def __init__(self, folder: Path, cause: OSError) -> None:
        self.cause = cause
        first = "let this user write there"
        if cause.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            first = "free some space"
        elif cause.errno in (errno.EEXIST, errno.ENOTDIR):
            first = "name a folder"
        found = f"it can't be written ({cause.strerror or cause})"
        super().__init__(folder, found, f"{first}, or build elsewhere with `--out`")


class EncoderError(CitewellError):
    """A model that can't be loaded."""

    def __init__(self, model: str, found: str, remedy: str) -> None:
        self.model, self.found, self.remedy = model, found, remedy
        super().__init__(f"encoder {model!r}: {found}; {remedy}")


class WeightsMismatchError(EncoderError):
    """The weights are not the reviewed ones."""

    def __init__(self, model: str, expected: str, found: str) -> None:
        self.expected, self.actual = expected, found
        super().__init__(
            model,
            f"its weights have sha256 {found}, expected {expected}",
            "reinstall the model, or set `encoder_sha256` if the new weights are meant",
        )


class RuntimeRefusedError(EncoderError):
    """Only torch runs this model as it is defined; caught where the choice is made."""

    def __init__(self, model: str, found: str) -> None:
        super().__init__(model, found, "torch runs it instead, more slowly")


class EmptyCorpusError(CitewellError):
    """The documents hold no passage."""

    def __init__(self) -> None:
        super().__init__("the sources hold no passage; name files or folders that hold text")
