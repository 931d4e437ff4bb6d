"""Can this installation answer? Each finding says what was found and what to do about it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from corpus import CitewellError
from corpus.counting import counted
from index import Encoder, OpenIndex, open_current
from index.errors import NoIndexError
from index.self_check import check_answers
from qa.citing import cite
from qa.desk.faults import faults
from qa.encoding import load_encoder_and_why
from qa.errors import NoRecordsError, RecordsError
from qa.messages import load_contacts
from qa.records.opening import open_store
from qa.reply import ReferralKind
from qa.routing.decision import load_decision
from qa.settings import Settings
from qa.signpost import load_texts
from qa.startup import load_ranks


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that was looked at; `remedy` is empty where all is well."""

    check: str
    level: Literal["ok", "warning", "error"]
    found: str
    remedy: str = ""


def examine(settings: Settings, today: Callable[[], date]) -> list[Diagnosis]:
    """Look at everything that answering needs, and go on after a fault."""
    return [
        *_sources(settings),
        *_people(settings),
        *_encoder_and_index(settings, today),
        *_ranking(settings),
        *_records(settings),
        *_desk(settings),
    ]


def _sources(settings: Settings) -> Iterator[Diagnosis]:
    missing = [path for path in settings.sources if not Path(path).exists()]
    for path in missing:
        remedy = "fix the setting `sources`"
        yield Diagnosis("sources", "warning", f"{path} doesn't exist", remedy)
    if not missing:
        yield Diagnosis("sources", "ok", ", ".join(str(path) for path in settings.sources))


def _people(settings: Settings) -> Iterator[Diagnosis]:
    """Look at whom an emergency or a crisis is sent to."""
    try:
        messages = load_texts(settings)
        contacts = load_contacts(settings.region, settings.contacts)
    except CitewellError as error:
        yield Diagnosis("contacts", "error", *_halves(error))
        return
    kinds = (ReferralKind.EMERGENCY, ReferralKind.CRISIS)
    named = [line for kind in kinds for line in contacts.of(kind, messages)]
    listed = ", ".join(dict.fromkeys(f"{line.label}: {line.value}" for line in named))
    found = f"region {contacts.region}: {listed}"
    if settings.region is None:
        remedy = "set `region`, check each service, then set `contacts_confirmed`"
        yield Diagnosis("contacts", "warning", found, remedy)
    elif not settings.contacts_confirmed:
        remedy = "check each service, then set `contacts_confirmed`"
        yield Diagnosis("contacts", "warning", f"{found}; nobody has confirmed them", remedy)
    else:
        yield Diagnosis("contacts", "ok", found)


def _encoder_and_index(settings: Settings, today: Callable[[], date]) -> Iterator[Diagnosis]:
    try:
        loaded = load_encoder_and_why(settings)
    except CitewellError as error:
        yield Diagnosis("encoder", "error", *_halves(error))
        return
    encoder, identity = loaded.encoder, loaded.encoder.identity
    yield Diagnosis("encoder", "ok", f"{identity.name}, weights {identity.weights_sha256[:12]}…")
    yield Diagnosis("encoder runtime", "ok", f"{identity.runtime}: {loaded.why}")
    if load_decision(encoder) is None:
        found = (
            "the encoder is another than the referrals were fitted with: their rules stand alone"
        )
        yield Diagnosis("referrals", "warning", found, "run `python -m qa.routing.fit` with it")
    try:
        index = open_current(settings.index_root)
        index.check_encoder(encoder)
    except NoIndexError as error:
        # `ask` and `serve` build the first index by themselves: nothing stands in the way.
        yield Diagnosis("index", "warning", *_halves(error))
        return
    except CitewellError as error:
        yield Diagnosis("index", "error", *_halves(error))
        return
    counts = index.manifest.counts
    found = f"{index.version}, {counts.described()}, verified"
    yield Diagnosis("index", "ok", found)
    yield Diagnosis("dense search", "ok", index.manifest.dense.described())
    yield from _answers(index, encoder, today)


def _ranking(settings: Settings) -> Iterator[Diagnosis]:
    """Look at what orders passages and says how sure it is."""
    try:
        load_ranks(settings)
    except CitewellError as error:
        yield Diagnosis("ranking", "error", *_halves(error))
        return
    fitted = "the bundled one" if settings.calibration is None else str(settings.calibration)
    yield Diagnosis("ranking", "ok", f"calibration: {fitted}; reader: {settings.reader}")


def _answers(index: OpenIndex, encoder: Encoder, today: Callable[[], date]) -> Iterator[Diagnosis]:
    """Ask the index for passages of its own, and cite one."""
    try:
        check_answers(index, encoder)
        cite(index, index.passage(0), today())
    except CitewellError as error:
        yield Diagnosis("answer", "error", *_halves(error))
        return
    yield Diagnosis("answer", "ok", "passages of the index are found by their own words")


def _records(settings: Settings) -> Iterator[Diagnosis]:
    """Look at where questions are kept; whatever is found, they are answered."""
    if not settings.record_questions:
        yield Diagnosis("records", "ok", "no question is kept")
        return
    try:
        store = open_store(settings, make=False)
    except NoRecordsError as error:
        # `serve` makes it: nothing stands in the way of keeping questions there.
        remedy = "start `citewell serve`, which makes it, or fix `records_url`"
        yield Diagnosis("records", "warning", f"{error.database}: {error.found}", remedy)
        return
    except RecordsError as error:
        found = f"{error.database}: {error.found}; questions are answered but not kept"
        yield Diagnosis("records", "warning", found, error.remedy)
        return
    found = f"{store.count()} kept, redacted, each for {counted(settings.records_days, 'day')}"
    yield Diagnosis("records", "ok", found)


def _desk(settings: Settings) -> Iterator[Diagnosis]:
    """Look at what staff need; whatever is found, people are answered."""
    found = [Diagnosis("desk", "warning", *fault) for fault in faults(settings)]
    if found:
        yield from found
    else:
        yield Diagnosis("desk", "ok", "staff can sign in" if settings.has_desk else "none is set")


def _halves(error: CitewellError) -> tuple[str, str]:
    found, _, remedy = str(error).partition("; ")
    return found, remedy
