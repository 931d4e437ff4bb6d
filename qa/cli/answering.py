"""`citewell ask` and `citewell search`."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

import click

from corpus import CitewellError
from corpus.printable import said_by
from index import Filter
from qa.cli.options import (
    Shown,
    Wanted,
    batch_option,
    filter_options,
    index_option,
    json_option,
    k_option,
    one_of,
    refuse_misplaced,
    settings_with,
    shown_options,
    wanted_options,
)
from qa.cli.output import echo_json
from qa.cli.progress import progress_bar
from qa.cli.starting import all_kept
from qa.encoding import encoder_beside
from qa.errors import BatchLineError, QuestionTooLongError

# Everything else that answering needs is imported while the encoder is loading.
if TYPE_CHECKING:
    from qa.messages import Messages
    from qa.pipeline import Assistant, Traced


@dataclass(frozen=True, slots=True)
class _Answering:
    """What answers a question after others, and what explains a reply.

    Where `broken` keeps it from answering it raises that, unless people are needed at once.
    """

    answer: "Callable[[str, list[str]], Traced]"
    explain: "Callable[[Traced], dict[str, Any]]"
    messages: "Messages"
    broken: CitewellError | None = None


def _answering(
    index_root: Path | None, wanted: Wanted, only: Filter, *, explained: bool
) -> _Answering:
    """Return what answers a question, even where a setting or the index can't be used."""
    try:
        assistant = _load(index_root)
    except CitewellError as error:
        return _only_referring(error)
    from qa.explaining import CANDIDATES, explain, shortened

    k = max(wanted.k, CANDIDATES) if explained else wanted.k

    def answer(question: str, history: list[str]) -> "Traced":
        found = assistant.trace(question, k, history, only, as_typed=wanted.as_typed)
        return shortened(found, wanted.k)

    return _Answering(
        answer, lambda traced: explain(traced, assistant.threshold), assistant.messages
    )


def _only_referring(broken: CitewellError) -> _Answering:
    from qa.pipeline import Traced
    from qa.signpost import load_referrer_anyway

    referrer = load_referrer_anyway()

    def refer(question: str, _history: list[str]) -> Traced:
        urgent = referrer.refer_urgently(question)
        if urgent is None:
            raise broken
        return Traced(urgent)

    why = {"decided_by": "referral", "in_words": "the question needs people", "candidates": []}
    return _Answering(refer, lambda _traced: why, referrer.messages, broken)


def _load(index_root: Path | None) -> "Assistant":
    settings = settings_with(index_root)
    refuse_misplaced(index_root)
    with all_kept(), encoder_beside(settings) as encoder, progress_bar() as progress:
        from qa.startup import load_assistant

        return load_assistant(settings, progress, date.today, encoder)


@click.command()
@click.argument("question", required=False)
@wanted_options
@shown_options
@batch_option
@index_option
@filter_options
def ask(
    question: str | None,
    wanted: Wanted,
    shown: Shown,
    batch: BinaryIO | None,
    index_root: Path | None,
    only: Filter,
) -> None:
    """Answer QUESTION with passages of the reviewed pages, or say that they don't answer it.

    Each line of a batch is {"id", "question"}, with "history" for the questions asked before it
    (newest last); each line of output is one reply, with its "id".
    """
    one_of(question, batch, "QUESTION")
    answering = _answering(index_root, wanted, only, explained=shown.explain)
    # Imported late, like everything that answering needs.
    from qa.cli.terminal import render
    from qa.explaining import explanation_lines
    from qa.wire import to_wire

    typed: dict[str, Any] = {"question": question}
    lines = [(1, typed)] if batch is None else _lines(batch, "question")
    for number, line in lines:
        started = time.perf_counter()
        with _named(batch, number):
            traced = answering.answer(line["question"], line.get("history") or [])
        took_ms = (time.perf_counter() - started) * 1000
        why = answering.explain(traced) if shown.explain else None
        if shown.as_json or batch is not None:
            named = {} if batch is None else {"id": line.get("id")}
            explained = {} if why is None else {"explain": why}
            echo_json(named | to_wire(traced.reply, took_ms) | explained, pretty=batch is None)
        else:
            click.echo(render(traced.reply, answering.messages))
            click.echo("\n".join(["", *explanation_lines(why)] if why else []), nl=bool(why))
    if answering.broken is not None:
        # The signpost comes first; what is broken still has to be fixed.
        click.echo(f"citewell: {answering.broken}", err=True)


@click.command()
@click.argument("query", required=False)
@k_option(10, most=1000)
@json_option
@batch_option
@index_option
@filter_options
def search(
    query: str | None,
    k: int,
    as_json: bool,
    batch: BinaryIO | None,
    index_root: Path | None,
    only: Filter,
) -> None:
    """List the passages nearest to QUERY, best first, without deciding whether they answer.

    Each line of a batch is {"_id", "text"}; each line of output is {"_id", "hits"}.
    """
    one_of(query, batch, "QUERY")
    typed: dict[str, Any] = {"text": query}
    lines = [(1, typed)] if batch is None else _lines(batch, "text")
    assistant = _load(index_root)
    for number, line in lines:
        with _named(batch, number):
            hits = assistant.search(line["text"], k, only)
        rows = [
            {
                "document_id": hit.passage.document_id,
                "passage_id": hit.passage.id,
                "score": round(hit.score, 6),
            }
            for hit in hits
        ]
        if batch is not None:
            echo_json({"_id": line.get("_id"), "hits": rows}, pretty=False)
        elif as_json:
            echo_json({"query": line["text"], "hits": rows}, pretty=True)
        else:
            for hit in hits:
                # Every second page has a section "Treatment".
                place = " > ".join([hit.passage.document_id, *hit.passage.section])
                click.echo(f"{hit.rank:3}  {hit.score:.3f}  {place}: {hit.passage.text[:70]!r}")
            if not hits:
                click.echo("no passages found", err=True)


@contextmanager
def _named(batch: BinaryIO | None, number: int) -> Iterator[None]:
    """Name the line of a batch whose question is too long."""
    try:
        yield
    except QuestionTooLongError as error:
        if batch is None:
            raise
        found = f"the question has {error.length} characters, more than {error.limit}"
        raise BatchLineError(batch.name, number, found, "ask it in fewer words") from error


def _lines(batch: BinaryIO, text_field: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(batch, start=1):
        if not line.strip():
            continue
        try:
            # Strictly UTF-8, which json.loads would otherwise guess.
            record = json.loads(line.decode("utf-8-sig"), parse_constant=_refused)
        except (ValueError, RecursionError) as error:
            raise BatchLineError(batch.name, number, f"not JSON ({said_by(error)})") from error
        if not isinstance(record, dict) or not isinstance(record.get(text_field), str):
            raise BatchLineError(batch.name, number, f"no text in the field {text_field!r}")
        history = record.get("history") or []
        if not isinstance(history, list) or not all(isinstance(asked, str) for asked in history):
            remedy = 'write it as ["the first question", "the second one"]'
            raise BatchLineError(batch.name, number, "'history' is not a list of questions", remedy)
        yield number, record


def _refused(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a number in JSON")
