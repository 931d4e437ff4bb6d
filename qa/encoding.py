"""The encoder that the settings name, loaded at once or beside other work."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from index import Encoder, loading
from qa.settings import Settings


def load_encoder(settings: Settings) -> Encoder:
    """Load the encoder that the settings name."""
    return load_encoder_and_why(settings).encoder


def load_encoder_and_why(settings: Settings) -> loading.LoadedEncoder:
    """Load the encoder that the settings name, and say why it runs the way it does."""
    return loading.load_encoder(settings.encoder, settings.encoder_sha256, settings.encoder_cache)


@contextmanager
def encoder_beside(settings: Settings) -> Iterator[Callable[[], Encoder]]:
    """Load the encoder in a thread, and give what waits for it and returns it.

    Hashing the weights and packing them leave the interpreter free: what is imported and read
    meanwhile is a third of a cold start.
    """
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(load_encoder, settings).result
