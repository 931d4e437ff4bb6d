"""From settings to an assistant that can answer, building the first index where there is none."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from corpus import read_sources
from index import Built, Encoder, OpenIndex, build, open_current
from index.build import Progress
from index.errors import NoIndexError
from index.sentence_transformer import SentenceTransformerEncoder
from qa.messages import load_messages
from qa.pipeline import Assistant
from qa.query import Interpreter
from qa.ranking import load_ranker
from qa.settings import Settings


def load_encoder(settings: Settings) -> Encoder:
    """Load the encoder that the settings name."""
    return SentenceTransformerEncoder(settings.encoder, settings.encoder_sha256)


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
    index = open_or_build(settings, encoder, progress)
    return Assistant(
        index=index,
        encoder=encoder,
        interpreter=Interpreter.of(index),
        ranker=load_ranker(),
        messages=load_messages(settings.language),
        threshold=settings.threshold,
        depth=settings.depth,
        today=today,
    )
