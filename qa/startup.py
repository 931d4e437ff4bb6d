"""From settings to an assistant that can answer, building the first index where there is none."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from corpus import read_sources
from index import Built, Encoder, OpenIndex, build, loading, open_current
from index.build import Progress
from index.errors import NoIndexError
from qa.messages import load_messages
from qa.pipeline import Assistant
from qa.settings import Settings


def load_encoder(settings: Settings) -> Encoder:
    """Load the encoder that the settings name."""
    return load_encoder_and_why(settings).encoder


def load_encoder_and_why(settings: Settings) -> loading.LoadedEncoder:
    """Load the encoder that the settings name, and say why it runs the way it does."""
    return loading.load_encoder(settings.encoder, settings.encoder_sha256, settings.encoder_cache)


def build_index(
    settings: Settings, sources: Sequence[Path], encoder: Encoder, progress: Progress
) -> Built:
    """Build an index of `sources`, or of the settings' where none are named."""
    return build(read_sources(sources or settings.sources), encoder, settings.index_root, progress)


def open_or_build(settings: Settings, encoder: Encoder, progress: Progress) -> OpenIndex:
    """Open the current index; where nothing has been built yet, build the settings' sources."""
    try:
        index = open_current(settings.index_root)
    except NoIndexError:
        build_index(settings, (), encoder, progress)
        index = open_current(settings.index_root)
    index.check_encoder(encoder)
    return index


def load_assistant(settings: Settings, progress: Progress, today: Callable[[], date]) -> Assistant:
    """Load everything that answering needs."""
    encoder = load_encoder(settings)
    return Assistant(
        index=open_or_build(settings, encoder, progress),
        encoder=encoder,
        messages=load_messages(settings.language),
        threshold=settings.threshold,
        depth=settings.depth,
        today=today,
    )
