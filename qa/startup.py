"""From settings to an assistant that can answer, building the first index where there is none."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from corpus.findings import Report
from index import Encoder, OpenIndex, open_current
from index.errors import NoIndexError
from index.live import Live
from index.loading import load_for_many
from index.progress import Progress
from qa.calibration import load_calibration
from qa.conversation.language import english
from qa.encoding import encoder_beside, load_encoder
from qa.errors import MessagesError, SettingsError
from qa.messages import Contacts, Messages, load_contacts, load_messages
from qa.pipeline import Assistant
from qa.query import Interpreter
from qa.query.glossary import read_groups_beside
from qa.ranking import Ranks, Rereader, load_ranker
from qa.reader import BUNDLED, READER_WEIGHTS, open_reader
from qa.referring import Referrer
from qa.routing import Router, load_router
from qa.routing.decision import Fitted, load_fitted
from qa.settings import Settings
from qa.signpost import load_texts
from qa.small_talk import small_talk

if TYPE_CHECKING:
    from index import Built
    from index.building import Meanwhile

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HowToRead:
    """The day that decides which pages have expired, and who hears of files that can't be read.

    Up to `workers` files are read side by side, by default one for each processor.
    """

    day: date
    report: Report
    workers: int | None = None


def build_index(
    settings: Settings,
    sources: Sequence[Path],
    encoder: Encoder,
    progress: Progress,
    reading: HowToRead,
    meanwhile: "Meanwhile" = "refuse",
) -> "Built":
    """Build an index of `sources`, or of the settings' where none are named.

    Drafts, pages yet to be published, withdrawn and expired ones are left out.
    """
    # Imported late: an answer should not wait for the parsers of pages, nor for what builds.
    from corpus import read_sources
    from corpus.parsers.ahead import default_workers
    from corpus.pins import read_curation
    from corpus.sources import count_documents
    from index import Options, build

    named = sources or settings.sources
    options = Options(
        keep=settings.keep_indexes,
        meanwhile=meanwhile,
        curation=read_curation(named),
        glossary=read_groups_beside(named),
        expected=count_documents(named),
        for_many=_for_many(settings),
    )
    read = read_sources(named, reading.report, reading.workers or default_workers())
    documents = (document for document in read if document.answers_on(reading.day))
    return build(documents, encoder, settings.index_root, progress, options)


def _for_many(settings: Settings) -> Callable[[Encoder], Encoder] | None:
    match settings.build_precision:
        case "float32":
            return None
        case "auto":
            return lambda exact: load_for_many(exact, settings.encoder_sha256)


def open_or_build(
    settings: Settings, encoder: Callable[[], Encoder], progress: Progress, day: date
) -> OpenIndex:
    """Open the current index; where nothing has been built yet, build the settings' sources."""
    try:
        return open_current(settings.index_root)
    except NoIndexError:
        # What another is building there just now may be of other pages, and is what was meant.
        reading = HowToRead(day, lambda finding: _log.warning("%s", finding))
        built = build_index(settings, (), encoder(), progress, reading, "wait_and_open")
        if not built.reused:
            # Said aloud: behind a mistyped root somebody would ask other pages than their own.
            named = ", ".join(str(source) for source in settings.sources)
            _log.warning("%s held no index; one of %s was built", settings.index_root, named)
        return open_current(settings.index_root)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What answering needs beside an index and an encoder."""

    settings: Settings
    messages: Messages
    contacts: Contacts
    ranker: Ranks
    router: Router
    fitted: Fitted

    @classmethod
    def read(cls, settings: Settings) -> Self:
        """Read all of it."""
        # Kept once read, and read when first asked for: then somebody would wait for them.
        small_talk()
        english()
        return cls(
            settings=settings,
            messages=load_texts(settings),
            contacts=load_contacts(settings.region, settings.contacts),
            ranker=load_ranks(settings),
            router=load_router(None),
            fitted=load_fitted(),
        )

    def assistant(
        self, interpreter: Interpreter, encoder: Encoder, today: Callable[[], date]
    ) -> Assistant:
        """Return what answers; raises EncoderMismatchError where another encoder made the index."""
        interpreter.index.check_encoder(encoder)
        router = replace(self.router, decision=self.fitted.with_encoder(encoder))
        return Assistant(
            index=interpreter.index,
            encoder=encoder,
            interpreter=interpreter,
            ranker=self.ranker,
            messages=self.messages,
            referrer=Referrer(router, self.messages, self.contacts),
            threshold=self.settings.threshold,
            depth=self.settings.depth,
            today=today,
            speak=partial(_speak, self.settings),
        )


def _speak(settings: Settings, language: str) -> Messages:
    try:
        return load_messages(language, settings.messages)
    except MessagesError:
        # The operator's file was whole when we started, and is being written just now.
        return load_messages(language)


def load_assistant(
    settings: Settings,
    progress: Progress,
    today: Callable[[], date],
    encoder: Callable[[], Encoder] | None = None,
) -> Assistant:
    """Load everything that answering needs; `encoder` waits for one that is being loaded."""
    if encoder is None:
        with encoder_beside(settings) as loading:
            return load_assistant(settings, progress, today, loading)
    prepared = _Prepared.read(settings)
    interpreter = Interpreter.of(open_or_build(settings, encoder, progress, today()))
    return prepared.assistant(interpreter, encoder(), today)


def assistant_over(
    index: OpenIndex, encoder: Encoder, settings: Settings, today: Callable[[], date]
) -> Assistant:
    """Return an assistant that answers from `index`, whichever the settings' own index is."""
    return _Prepared.read(settings).assistant(Interpreter.of(index), encoder, today)


def over_index(assistant: Assistant, index: OpenIndex) -> Assistant:
    """Return the same assistant over another index of the same encoder; no model is loaded."""
    return replace(assistant, index=index, interpreter=Interpreter.of(index))


def load_ranks(settings: Settings) -> Ranks:
    """Load what orders passages and says how sure it is, with the publisher's own calibration."""
    calibration = load_calibration(settings.calibration)
    reader = open_reader(settings.reader)
    if reader is None:
        return load_ranker(calibration)
    weights = settings.reader_weights or (READER_WEIGHTS if settings.reader == BUNDLED else None)
    if weights is None:
        raise SettingsError(
            f"the reader {reader.name!r} has no `reader_weights`; "
            "fit them with `python -m qa.training weigh`, or set `reader` to off"
        )
    return Rereader.load(load_ranker(), reader, weights, calibration, settings.threshold)


def wait_for_index(settings: Settings, today: Callable[[], date]) -> Live[Assistant]:
    """Return a holder of nothing yet, which takes the first index that can be opened."""
    from index.self_check import check_answers

    def open_one(folder: Path) -> Assistant:
        encoder = load_encoder(settings)
        index = OpenIndex.open(folder)
        check_answers(index, encoder)
        return assistant_over(index, encoder, settings, today)

    return Live(settings.index_root, open_one)


def load_live(
    settings: Settings,
    progress: Progress,
    today: Callable[[], date],
    encoder: Callable[[], Encoder],
) -> Live[Assistant]:
    """Load everything that answering needs, in a holder that follows the root to new indexes."""
    from index.self_check import check_answers

    first = load_assistant(settings, progress, today, encoder)

    def open_one(folder: Path) -> Assistant:
        index = OpenIndex.open(folder)
        check_answers(index, first.encoder)
        return over_index(first, index)

    return Live(settings.index_root, open_one, first, first.index.folder)
