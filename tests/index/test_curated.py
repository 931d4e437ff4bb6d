"""Pins and expiry dates are sealed with the index they belong to."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from corpus import read_sources
from corpus.errors import PinError
from corpus.pins import Curation, Pin
from index import OpenIndex, build, open_current
from index.building import Options
from index.curated import curated_questions
from index.encoder import Vectors
from index.expectation import Asked
from index.progress import silent
from tests.corpus.strategies import write
from tests.fakes import HashingEncoder

PIN = Pin(
    question="How much may I take?",
    variants=("Which dose?",),
    document="dose",
    quote="Take 5 mg a day.",
)


def built(folder: Path, root: Path, *pins: Pin) -> OpenIndex:
    build(read_sources([folder]), HashingEncoder(), root, silent, Options(curation=Curation(pins)))
    return open_current(root)


def pages(folder: Path) -> Path:
    write(folder, "a.md", "---\ntitle: A\nexpires_on: 2026-05-01\n---\nOld words.\n")
    write(folder, "dose.md", "# Dose\n\nFirst words.\n\n## Adults\n\nRead. Take 5 mg a day.\n")
    return folder


def test_a_pinned_question_leads_to_its_words(tmp_path: Path) -> None:
    index = built(pages(tmp_path / "pages"), tmp_path / "root", PIN)
    for question in ("how much may i take", "Which dose?"):
        pin = index.curated.pinned(question)
        assert pin is not None
        row, place = pin
        document = index.document(index.passage(row).document_id)
        assert document is not None
        assert place.of(document.text) == PIN.quote
        assert index.passage(row).section == ("Adults",)
    assert index.curated.pinned("How much may I drink?") is None


def test_other_pins_make_another_index(tmp_path: Path) -> None:
    folder = pages(tmp_path / "pages")
    without = built(folder, tmp_path / "root").version
    pinned = built(folder, tmp_path / "root", PIN).version
    assert without != pinned
    assert built(folder, tmp_path / "root").version == without


@pytest.mark.parametrize(
    "change", [{"quote": "Take 6 mg a day."}, {"document": "doses"}], ids=["words", "document"]
)
def test_a_pin_that_no_longer_holds_leaves_the_old_index_answering(
    tmp_path: Path, change: dict[str, str]
) -> None:
    folder = pages(tmp_path / "pages")
    version = built(folder, tmp_path / "root", PIN).version
    with pytest.raises(PinError):
        built(folder, tmp_path / "root", PIN.model_copy(update=change))
    assert open_current(tmp_path / "root").version == version


def test_a_page_expires_after_its_day(tmp_path: Path) -> None:
    curated = built(pages(tmp_path / "pages"), tmp_path / "root").curated
    assert curated.expired_on(date(2026, 5, 1)) == frozenset()
    assert curated.expired_on(date(2026, 5, 2)) == {"a"}


def asked(question: str) -> Asked:
    return Asked(HashingEncoder().encode_queries([question])[0], ((1.0, question),))


def test_questions_like_a_decided_one_are_drawn_to_its_passage(tmp_path: Path) -> None:
    folder = pages(tmp_path / "pages")
    curation = Curation((PIN,), ("What does it cost?",))
    root, options = tmp_path / "root", Options(curation=curation)
    build(read_sources([folder]), HashingEncoder(), root, silent, options)
    index = open_current(root)
    rows, expectation = np.arange(len(index)), index.curated.expectation
    own = next(row for row in rows if index.passage(row).section == ("Adults",))
    firsts, pins = index.contents(rows).firsts, index.contents(rows).pinned
    dose, cost = "Which dose?", "what does it cost"
    found = expectation.of(asked(dose), pins)
    assert found.passages[own] > 0.5
    assert not found.passages[rows != own].any()
    assert pins.questions.tolist() == [2 * (row == own) for row in rows]
    # "Read." stands before the words that were pinned.
    before, pinned = found.sentences[firsts[own] : firsts[own + 1]]
    assert (before, pinned) == (0, found.passages[own])
    assert found.unanswered < 0.3
    assert expectation.of(asked(cost), pins).unanswered > 0.5
    assert index.curated.unanswered("what does it cost")
    assert not index.curated.unanswered("Which dose?")


def test_a_pin_of_two_sentences_draws_to_both_alike(tmp_path: Path) -> None:
    both = PIN.model_copy(update={"quote": "Read. Take 5 mg a day."})
    index = built(pages(tmp_path / "pages"), tmp_path / "root", both)
    rows = np.arange(len(index))
    pins = index.contents(rows).pinned
    found = index.curated.expectation.of(asked("Which dose?"), pins)
    one, other = found.sentences[found.sentences > 0]
    assert one == other
    assert one + other == pytest.approx(found.passages.max())


def test_an_index_without_curation_expects_nothing(tmp_path: Path) -> None:
    curated = built(pages(tmp_path / "pages"), tmp_path / "root").curated
    pins = curated.expectation.pinned(np.arange(3), np.array([0, 1, 2, 4]))
    found = curated.expectation.of(asked("Which dose?"), pins)
    assert (found.passages.tolist(), found.sentences.tolist()) == ([0] * 3, [0] * 4)
    assert (found.anywhere, found.unanswered) == (0, 0)
    assert pins.questions.tolist() == [0, 0, 0]
    assert not curated.unanswered("Which dose?")


def test_a_rebuild_embeds_no_curated_question_again(tmp_path: Path) -> None:
    class Counting(HashingEncoder):
        asked: ClassVar[list[str]] = []

        def encode_queries(self, texts: Sequence[str]) -> Vectors:
            self.asked.extend(texts)
            return super().encode_queries(texts)

    folder, encoder = pages(tmp_path / "pages"), Counting()
    for unanswered in (("What does it cost?",), ("What does it cost?", "Who makes it?")):
        options = Options(curation=Curation((PIN,), unanswered))
        build(read_sources([folder]), encoder, tmp_path / "root", silent, options)
    assert sorted(encoder.asked) == sorted({*PIN.questions, "What does it cost?", "Who makes it?"})


def test_from_very_many_questions_an_even_draw_is_learned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.curating._MOST_LEARNED", 3)
    many = tuple(f"What of number {number}?" for number in range(9))
    options = Options(curation=Curation((PIN,), many))
    folder, root = pages(tmp_path / "pages"), tmp_path / "root"
    build(read_sources([folder]), HashingEncoder(), root, silent, options)
    curated = open_current(root).curated
    questions, rows = curated_questions(open_current(root).folder)
    assert (len(questions), len(rows)) == (3, 1)
    assert all(curated.unanswered(question) for question in many)
