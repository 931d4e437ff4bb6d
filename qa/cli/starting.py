"""What makes a command start fast."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def all_kept() -> Iterator[None]:
    """Look for no garbage in what is made meanwhile, nor in it ever after.

    Modules and models stay to the end; to look through them again and again is a tenth of a
    cold start, and as much again when the process ends.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
