"""From settings to an assistant that can answer, building the first index where there is none."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from index import Built, Encoder, OpenIndex, Options, build, loading, open_current
from index.asking import check_answers
from index.errors import NoIndexError
from index.live import Live
from index.progress import Progress
from qa.calibration import load_calibration
from qa.messages import load_messages
from qa.pipeline import Assistant
from qa.query import Interpreter
from qa.ranking import load_ranker
from qa.settings import Settings


def load_encoder(settings: Settings) -> Encoder:
    """Load the encoder that the settings name."""
    return load_encoder_and_why(settings).encoder


def load_encoder_and_why(settings: Settings) -> loading.LoadedEncoder:
    """Load the encoder that the settings name, and say why it runs the way it does."""
    return loading.load_encoder(settings.encoder, settings.encoder_sha256, settings.encoder_cache)


def build_index(
    settings: Settings,
    sources: Sequence[Path],
    encoder: Encoder,
    progress: Progress,
    *,
    wait: bool = False,
) -> Built:
    """Build an index of `sources`, or of the settings' where none are named."""
    # Imported late: an answer should not wait for the parsers of pages.
    from corpus import read_sources

    options = Options(keep=settings.keep_indexes, wait=wait)
    documents = read_sources(sources or settings.sources)
    return build(documents, encoder, settings.index_root, progress, options)


def open_or_build(settings: Settings, encoder: Encoder, progress: Progress) -> OpenIndex:
    """Open the current index; where nothing has been built yet, build the settings' sources."""
    try:
        index = open_current(settings.index_root)
    except NoIndexError:
        # Waits for another's first build, and then finds that there is nothing left to do.
        build_index(settings, (), encoder, progress, wait=True)
        index = open_current(settings.index_root)
    index.check_encoder(encoder)
    return index


def load_assistant(settings: Settings, progress: Progress, today: Callable[[], date]) -> Assistant:
    """Load everything that answering needs."""
    encoder = load_encoder(settings)
    return assistant_over(open_or_build(settings, encoder, progress), encoder, settings, today)


def assistant_over(
    index: OpenIndex, encoder: Encoder, settings: Settings, today: Callable[[], date]
) -> Assistant:
    """Return an assistant that answers from `index`, whichever the settings' own index is."""
    return Assistant(
        index=index,
        encoder=encoder,
        interpreter=Interpreter.of(index),
        ranker=load_ranker(load_calibration(settings.calibration)),
        messages=load_messages(settings.language),
        threshold=settings.threshold,
        depth=settings.depth,
        today=today,
    )


def load_live(settings: Settings, progress: Progress, today: Callable[[], date]) -> Live[Assistant]:
    """Load everything that answering needs, in a holder that follows the root to new indexes."""
    first = load_assistant(settings, progress, today)

    def open_one(folder: Path) -> Assistant:
        index = OpenIndex.open(folder)
        check_answers(index, first.encoder)
        return replace(first, index=index, interpreter=Interpreter.of(index))

    return Live(settings.index_root, open_one, first, first.index.folder)
