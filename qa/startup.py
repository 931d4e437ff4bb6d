"""From settings to an assistant that can answer, building the first index where there is none."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from corpus.findings import Report
from corpus.pins import read_curation
from index import Built, Encoder, OpenIndex, Options, build, loading, open_current
from index.asking import check_answers
from index.errors import EncoderError, NoIndexError
from index.live import Live
from index.progress import Progress
from qa.calibration import load_calibration
from qa.errors import SettingsError
from qa.messages import Messages, load_contacts, load_messages
from qa.pipeline import Assistant
from qa.query import Interpreter
from qa.query.glossary import read_groups_beside
from qa.ranking import Ranks, Rereader, load_ranker
from qa.reader import open_reader
from qa.referring import Referrer
from qa.routing import load_router
from qa.settings import Settings

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """The day that decides which pages have expired, and who hears of files that can't be read.

    Up to `workers` files are read side by side, by default one for each processor.
    """

    day: date
    report: Report
    workers: int | None = None


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
    reading: Reading,
    *,
    wait: bool = False,
) -> Built:
    """Build an index of `sources`, or of the settings' where none are named.

    Drafts, withdrawn pages and those that have expired are left out.
    """
    # Imported late: an answer should not wait for the parsers of pages.
    from corpus import read_sources
    from corpus.parsers.ahead import default_workers
    from corpus.sources import count_documents

    named = sources or settings.sources
    options = Options(
        keep=settings.keep_indexes,
        wait=wait,
        curation=read_curation(named),
        glossary=read_groups_beside(named),
        expected=count_documents(named),
    )
    read = read_sources(named, reading.report, reading.workers or default_workers())
    documents = (document for document in read if document.answers_on(reading.day))
    return build(documents, encoder, settings.index_root, progress, options)


def open_or_build(settings: Settings, encoder: Encoder, progress: Progress, day: date) -> OpenIndex:
    """Open the current index; where nothing has been built yet, build the settings' sources."""
    try:
        index = open_current(settings.index_root)
    except NoIndexError:
        # Waits for another's first build, and then finds that there is nothing left to do.
        reading = Reading(day, lambda finding: _log.warning("%s", finding))
        build_index(settings, (), encoder, progress, reading, wait=True)
        index = open_current(settings.index_root)
    index.check_encoder(encoder)
    return index


def load_assistant(settings: Settings, progress: Progress, today: Callable[[], date]) -> Assistant:
    """Load everything that answering needs."""
    encoder = load_encoder(settings)
    index = open_or_build(settings, encoder, progress, today())
    return assistant_over(index, encoder, settings, today)


def assistant_over(
    index: OpenIndex, encoder: Encoder, settings: Settings, today: Callable[[], date]
) -> Assistant:
    """Return an assistant that answers from `index`, whichever the settings' own index is."""
    messages = load_texts(settings)
    return Assistant(
        index=index,
        encoder=encoder,
        interpreter=Interpreter.of(index),
        ranker=_ranker(settings),
        messages=messages,
        referrer=_referrer(settings, messages, encoder),
        threshold=settings.threshold,
        depth=settings.depth,
        today=today,
    )


def over_index(assistant: Assistant, index: OpenIndex) -> Assistant:
    """Return the same assistant over another index of the same encoder; no model is loaded."""
    return replace(assistant, index=index, interpreter=Interpreter.of(index))


def _ranker(settings: Settings) -> Ranks:
    calibration = load_calibration(settings.calibration)
    reader = open_reader(settings.reader)
    if reader is None:
        return load_ranker(calibration)
    if settings.reader_weights is None:
        raise SettingsError(
            f"the reader {reader.name!r} has no `reader_weights`; "
            "fit them with `python -m qa.training weigh`, or set `reader` to off"
        )
    return Rereader.load(load_ranker(), reader, settings.reader_weights, calibration)


def load_texts(settings: Settings) -> Messages:
    """Read the fixed texts in the settings' language, with the operator's own lines."""
    return load_messages(settings.language, settings.messages)


def load_referrer(settings: Settings) -> Referrer:
    """Load what sends people to people, where there is no index to answer from.

    Without an encoder its rules stand alone.
    """
    try:
        encoder: Encoder | None = load_encoder(settings)
    except EncoderError:
        encoder = None
    return _referrer(settings, load_texts(settings), encoder)


def _referrer(settings: Settings, messages: Messages, encoder: Encoder | None) -> Referrer:
    contacts = load_contacts(settings.region, settings.contacts)
    return Referrer(load_router(encoder), messages, contacts)


def wait_for_index(settings: Settings, today: Callable[[], date]) -> Live[Assistant]:
    """Return a holder of nothing yet, which takes the first index that can be opened."""

    def open_one(folder: Path) -> Assistant:
        encoder = load_encoder(settings)
        index = OpenIndex.open(folder)
        check_answers(index, encoder)
        return assistant_over(index, encoder, settings, today)

    return Live(settings.index_root, open_one)


def load_live(settings: Settings, progress: Progress, today: Callable[[], date]) -> Live[Assistant]:
    """Load everything that answering needs, in a holder that follows the root to new indexes."""
    first = load_assistant(settings, progress, today)

    def open_one(folder: Path) -> Assistant:
        index = OpenIndex.open(folder)
        check_answers(index, first.encoder)
        return over_index(first, index)

    return Live(settings.index_root, open_one, first, first.index.folder)
