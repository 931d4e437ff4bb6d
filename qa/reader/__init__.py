"""The reader: a small trained model that judges whether a passage answers, and marks where."""

from qa.reader.choice import BUNDLED, OFF, READER_WEIGHTS, open_reader
from qa.reader.errors import CrossEncoderError, ReaderError, ReaderWeightsError
from qa.reader.reading import Reader, ReaderInput, Reading

__all__ = [
    "BUNDLED",
    "OFF",
    "READER_WEIGHTS",
    "CrossEncoderError",
    "Reader",
    "ReaderError",
    "ReaderInput",
    "ReaderWeightsError",
    "Reading",
    "open_reader",
]
