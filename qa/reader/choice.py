"""Which reader the settings ask for."""

from functools import cache
from pathlib import Path

from qa.reader.reading import Reader

BUNDLED, OFF = "bundled", "off"
# The trained weights and, beside them, what their judgement counts.
READER_WEIGHTS = Path(__file__).with_name("weights")


def open_reader(choice: str) -> Reader | None:
    """Return the reader named by `choice`, or None for "off".

    "bundled" is the one in this package; anything else is the name or path of a cross-encoder.
    """
    if choice == OFF:
        return None
    # Imported late: without a reader, nothing should wait for its libraries.
    if choice == BUNDLED:
        return _bundled()
    from qa.reader.cross_encoder import CrossEncoderReader

    return CrossEncoderReader(choice)


@cache
def _bundled() -> Reader:
    """Return the one in this package, loaded once: it takes some sixty megabytes."""
    from qa.reader.bundled import BundledReader

    return BundledReader()
