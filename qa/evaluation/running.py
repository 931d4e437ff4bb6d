"""Run a set: ask or search for each of its questions, judge, and sum up."""

import hashlib
import logging
import random
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar, assert_never

from corpus import Document, read_sources
from corpus.findings import Finding
from index import Encoder, OpenIndex, build, open_current
from index.progress import Progress, silent
from qa.evaluation.asking import Clock, Outcome, put
from qa.evaluation.conversations import judge_turn
from qa.evaluation.judging import judge_labelled, judge_paragraph, judge_plain, judge_safety
from qa.evaluation.labels import check_labels, named
from qa.evaluation.measures import groups_of, measures_of
from qa.evaluation.pairs import judge_pair
from qa.evaluation.report import Kind, Row, SetReport
from qa.evaluation.retrieval import search_all
from qa.evaluation.scorers import Scorer, search_with
from qa.evaluation.sets import (
    ConversationSet,
    Labelled,
    LabelledSet,
    OfParagraph,
    PairSet,
    ParagraphSet,
    Plain,
    PlainSet,
    QuestionSet,
    RetrievalSet,
    SafetySet,
)
from qa.pipeline import Assistant
from qa.startup import over_index

_log = logging.getLogger(__name__)

Bar = Callable[[], AbstractContextManager[Progress]]
_T = TypeVar("_T")
_Q = TypeVar("_Q", Labelled, Plain)
# A fixed sample, so that two runs ask the same questions.
_SEED = 1


@dataclass(frozen=True, slots=True)
class Bench:
    """What a run needs. `cache` holds the indexes of benchmarks, `bar` shows progress.

    `open_index` opens the operator's own index, `assistant_over` answers from any.
    `sample` is how many questions of a set are asked, all where it is None; `scorer` is what
    benchmarks are searched with.
    """

    encoder: Encoder
    cache: Path
    open_index: Callable[[], OpenIndex]
    assistant_over: Callable[[OpenIndex], Assistant]
    clock: Clock
    bar: Bar
    sample: int | None = None
    scorer: Scorer = "fitted"


def run_set(bench: Bench, questions: QuestionSet) -> SetReport:
    """Ask every question of the set and sum up what came of it."""
    match questions:
        case LabelledSet():
            judge = _of_outcome(judge_labelled)
            return _run_questions(bench, questions, "labelled", questions.questions, judge)
        case SafetySet() | PlainSet():
            safety = isinstance(questions, SafetySet)
            kind: Kind = "safety" if safety else "plain"
            judge_alone = _of_outcome(judge_safety if safety else judge_plain)
            return _run_questions(bench, questions, kind, questions.questions, judge_alone)
        case ParagraphSet():
            return _run_paragraphs(bench, questions)
        case RetrievalSet():
            return _run_retrieval(bench, questions)
        case ConversationSet():
            return _run_questions(
                bench, questions, "conversations", questions.questions, judge_turn
            )
        case PairSet():
            return _run_questions(bench, questions, "pairs", questions.questions, judge_pair)
        case _:
            assert_never(questions)


def _of_outcome(judge: Callable[[_Q, Outcome], Row]) -> Callable[[_Q, Assistant, Clock], Row]:
    """Return what asks a question and judges what came back."""
    return lambda question, assistant, clock: judge(
        question, put(assistant, question.question, clock)
    )


def _run_questions(
    bench: Bench,
    asked: QuestionSet,
    kind: Kind,
    questions: Sequence[_T],
    judge: Callable[[_T, Assistant, Clock], Row],
) -> SetReport:
    assistant = bench.assistant_over(bench.open_index())
    check_labels(asked, assistant.index)
    chosen = _sample(questions, bench.sample)
    rows: list[Row] = []
    _warm_up(assistant)
    with bench.bar() as progress:
        for question in chosen:
            rows.append(judge(question, assistant, bench.clock))
            progress(asked.name, 1, len(chosen))
    return _report(asked, kind, assistant.index.version, rows)


def _run_paragraphs(bench: Bench, asked: ParagraphSet) -> SetReport:
    """Ask each question of an index that holds its own paragraph and nothing else."""
    chosen = _sample(asked.questions, bench.sample)
    by_paragraph: dict[str, list[OfParagraph]] = {}
    for question in chosen:
        by_paragraph.setdefault(question.document_id, []).append(question)
    rows: dict[str, Row] = {}
    assistant: Assistant | None = None
    with bench.bar() as progress:
        for paragraph in read_sources([asked.documents], _tell):
            if paragraph.id not in by_paragraph:
                continue
            index = _paragraph_index(bench, asked, paragraph)
            # The models are loaded once; only the index changes.
            assistant = over_index(assistant, index) if assistant else bench.assistant_over(index)
            for question in by_paragraph[paragraph.id]:
                outcome = put(assistant, question.question, bench.clock)
                rows[question.id] = judge_paragraph(question, outcome, paragraph)
                progress(asked.name, 1, len(chosen))
    unread = [repr(question.id) for question in chosen if question.id not in rows]
    if unread:
        _log.warning(
            "%s: the paragraphs of %s can't be read; they don't count", asked.name, named(unread)
        )
    in_order = [rows[question.id] for question in chosen if question.id in rows]
    return _report(asked, "paragraphs", f"{len(by_paragraph)} paragraphs", in_order)


def _paragraph_index(bench: Bench, asked: ParagraphSet, paragraph: Document) -> OpenIndex:
    root = bench.cache / asked.sha256 / hashlib.sha256(paragraph.id.encode()).hexdigest()[:16]
    build([paragraph], bench.encoder, root, silent)
    return open_current(root)


def _run_retrieval(bench: Bench, asked: RetrievalSet) -> SetReport:
    root = bench.cache / asked.sha256
    with bench.bar() as progress:
        build(read_sources([asked.documents], _tell), bench.encoder, root, progress)
    assistant = bench.assistant_over(open_current(root))
    judged = _sample(list(asked.qrels), bench.sample)
    sampled = replace(asked, qrels={query: asked.qrels[query] for query in judged})
    _warm_up(assistant)
    with bench.bar() as progress:
        rows = search_all(sampled, search_with(assistant, bench.scorer), bench.clock, progress)
    report = _report(asked, "retrieval", assistant.index.version, rows)
    return report.model_copy(update={"scorer": bench.scorer})


def _tell(finding: Finding) -> None:
    # A benchmark is what it is: an address that can't be used must not stop the measuring.
    _log.warning("%s", finding)


def _report(asked: QuestionSet, kind: Kind, index_version: str, rows: Sequence[Row]) -> SetReport:
    return SetReport(
        name=asked.name,
        kind=kind,
        sha256=asked.sha256,
        index_version=index_version,
        measures=measures_of(rows),
        groups=groups_of(rows),
        rows=tuple(rows),
    )


def _warm_up(assistant: Assistant) -> None:
    # The first question loads what is loaded late; its time is the start's, not an answer's.
    assistant.ask("warm up")


def _sample(questions: Sequence[_T], size: int | None) -> list[_T]:
    if size is None or size >= len(questions):
        return list(questions)
    drawn = sorted(random.Random(_SEED).sample(range(len(questions)), size))  # noqa: S311
    return [questions[number] for number in drawn]
