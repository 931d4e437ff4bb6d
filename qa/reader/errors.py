"""What can be wrong with a reader's weights.

CitewellError
└── ReaderError
    ├── ReaderWeightsError      the files are missing, damaged or of another format
    └── CrossEncoderError       a public model that can't serve as a reader
"""

from pathlib import Path

from corpus import CitewellError


class ReaderError(CitewellError):
    """The reader can't be used; `reader = "off"` in the settings answers without it."""


class ReaderWeightsError(ReaderError):
    """A file of the reader is missing, damaged, or not what the others expect."""

    def __init__(self, path: Path, expected: str, found: str) -> None:
        self.path, self.expected, self.found = path, expected, found
        super().__init__(
            f"{path}: expected {expected}, found {found}; "
            "write them anew with `python -m qa.training ship`, or set the reader to off"
        )


class CrossEncoderError(ReaderError):
    """A model was named as the reader that isn't a cross-encoder with one score."""

    def __init__(self, model: str, found: str) -> None:
        self.model, self.found = model, found
        super().__init__(
            f"{model!r} can't be the reader: {found}; name a cross-encoder with one score, "
            "or set the reader to off"
        )
