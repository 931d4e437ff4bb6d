"""Which reader the settings ask for."""

from qa.reader.bundled import BundledReader
from qa.reader.cross_encoder import CrossEncoderReader
from qa.reader.reading import Reader

BUNDLED, OFF = "bundled", "off"


def open_reader(choice: str) -> Reader | None:
    """Return the reader named by `choice`, or None for "off".

    "bundled" is the one that ships; anything else is the name or path of a cross-encoder.
    """
    if choice == OFF:
        return None
    return BundledReader() if choice == BUNDLED else CrossEncoderReader(choice)
