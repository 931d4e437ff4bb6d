"""What can be wrong with the pages a publisher hands over.

CitewellError               every error a user can act on; the command line prints it and exits 1
├── CorpusError
│   ├── SourceError         a file or folder that can't be read as documents
│   ├── DuplicateDocumentError
│   └── PinError            a curated answer that its page no longer gives
├── index.errors            the sealed folder and the encoder
└── qa.errors               questions, settings, replies
"""

from pathlib import Path

from corpus.printable import printable


class CitewellError(Exception):
    """An error whose message names the thing, what was found, and the remedy."""


class CorpusError(CitewellError):
    """The documents can't be used as they are."""


class SourceError(CorpusError):
    """A file or folder can't be read as documents."""

    def __init__(self, path: Path, found: str, remedy: str) -> None:
        self.path, self.found, self.remedy = path, found, remedy
        super().__init__(f"{printable(path)}: {found}; {remedy}")


def unreadable(path: Path, error: OSError) -> SourceError:
    """Return the error for a file that the system won't let us read."""
    found = f"it can't be read ({error.strerror})"
    return SourceError(path, found, "let this user read it, or remove it")


class DuplicateDocumentError(CorpusError):
    """Two documents carry the same id, so a citation could mean either."""

    def __init__(self, document_id: str, first: str, second: str) -> None:
        self.document_id, self.first, self.second = document_id, first, second
        super().__init__(
            f"document id {document_id!r} is used by {printable(first)} and by "
            f"{printable(second)}; give one of them another `id`"
        )


class PinError(CorpusError):
    """A curated answer whose words its page no longer holds."""

    def __init__(self, question: str, found: str, remedy: str) -> None:
        self.question, self.found, self.remedy = question, found, remedy
        super().__init__(f"the pin for {question!r}: {found}; {remedy}")
