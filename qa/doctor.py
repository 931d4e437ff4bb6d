"""Can this installation answer? Each finding says what was found and what to do about it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from corpus import CitewellError
from index import Encoder, OpenIndex, open_current
from index.errors import NoIndexError
from qa.citing import cite
from qa.encoding import load_encoder_and_why
from qa.errors import RecordsError
from qa.messages import load_contacts
from qa.records.opening import open_store
from qa.reply import ReferralKind
from qa.routing.decision import load_decision
from qa.settings import Settings
from qa.startup import load_texts


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `remedy` is empty where all is well."""

    check: str
    level: Literal["ok", "warning", "error"]
    found: str
    remedy: str = ""


def examine(settings: Settings, today: Callable[[], date]) -> list[Finding]:
    """Look at everything that answering needs, and go on after a fault."""
    return [
        *_sources(settings),
        *_people(settings),
        *_encoder_and_index(settings, today),
        *_records(settings),
    ]


def _sources(settings: Settings) -> Iterator[Finding]:
    missing = [path for path in settings.sources if not Path(path).exists()]
    for path in missing:
        remedy = "mend the setting `sources`"
        yield Finding("sources", "warning", f"{path} is not there", remedy)
    if not missing:
        yield Finding("sources", "ok", ", ".join(str(path) for path in settings.sources))


def _people(settings: Settings) -> Iterator[Finding]:
    """Look at whom an emergency or a crisis is sent to."""
    try:
        messages = load_texts(settings)
        contacts = load_contacts(settings.region, settings.contacts)
    except CitewellError as error:
        yield Finding("contacts", "error", *_halves(error))
        return
    kinds = (ReferralKind.EMERGENCY, ReferralKind.CRISIS)
    named = [line for kind in kinds for line in contacts.of(kind, messages)]
    listed = ", ".join(dict.fromkeys(f"{line.label}: {line.value}" for line in named))
    found = f"region {contacts.region}: {listed}"
    if settings.region is None:
        remedy = "set `region`, check each service, then set `contacts_confirmed`"
        yield Finding("contacts", "warning", found, remedy)
    elif not settings.contacts_confirmed:
        remedy = "check each service, then set `contacts_confirmed`"
        yield Finding("contacts", "warning", f"{found}; nobody has confirmed them", remedy)
    else:
        yield Finding("contacts", "ok", found)


def _encoder_and_index(settings: Settings, today: Callable[[], date]) -> Iterator[Finding]:
    try:
        loaded = load_encoder_and_why(settings)
    except CitewellError as error:
        yield Finding("encoder", "error", *_halves(error))
        return
    encoder, identity = loaded.encoder, loaded.encoder.identity
    yield Finding("encoder", "ok", f"{identity.name}, weights {identity.weights_sha256[:12]}…")
    yield Finding("encoder runtime", "ok", f"{identity.runtime}: {loaded.why}")
    if load_decision(encoder) is None:
        found = (
            "the encoder is another than the referrals were fitted with: their rules stand alone"
        )
        yield Finding("referrals", "warning", found, "run `python -m qa.routing.fit` with it")
    try:
        index = open_current(settings.index_root)
        index.check_encoder(encoder)
    except NoIndexError as error:
        # `ask` and `serve` build the first index by themselves: nothing stands in the way.
        yield Finding("index", "warning", *_halves(error))
        return
    except CitewellError as error:
        yield Finding("index", "error", *_halves(error))
        return
    counts = index.manifest.counts
    found = f"{index.version}, {counts.described()}, verified"
    yield Finding("index", "ok", found)
    yield Finding("dense search", "ok", index.manifest.dense.described())
    yield from _answers(index, encoder, today)


def _answers(index: OpenIndex, encoder: Encoder, today: Callable[[], date]) -> Iterator[Finding]:
    """Ask the first passage's own first sentence, which must lead back to it."""
    passage = index.passage(0)
    try:
        cite(index, passage, today())
    except CitewellError as error:
        yield Finding("answer", "error", *_halves(error))
        return
    query = encoder.encode_queries([passage.sentence_text(0)])[0]
    best = index.sentence_vectors(0) @ query
    if float(best.max()) < 0.9:
        found = f"the sentence vectors don't match their texts (cosine {float(best.max()):.2f})"
        yield Finding("answer", "error", found, "rebuild with `citewell build`")
        return
    yield Finding("answer", "ok", "a sentence of the index leads back to its passage")


def _records(settings: Settings) -> Iterator[Finding]:
    """Look at where questions are kept; whatever is found, they are answered."""
    if not settings.record_questions:
        yield Finding("records", "ok", "no question is kept")
        return
    try:
        store = open_store(settings)
    except RecordsError as error:
        found = f"{error.database}: {error.found}; questions are answered but not kept"
        yield Finding("records", "warning", found, error.remedy)
        return
    found = f"{store.count()} kept, redacted, each for {settings.records_days} days"
    yield Finding("records", "ok", found)


def _halves(error: CitewellError) -> tuple[str, str]:
    found, _, remedy = str(error).partition("; ")
    return found, remedy
