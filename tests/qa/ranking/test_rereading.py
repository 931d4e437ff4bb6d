"""A reader at its place in the ranking: a made one, whose judgement is known."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.sentences import sentence_spans
from index import Encoder, OpenIndex, open_current
from qa.calibration import AS_IT_IS, Calibration
from qa.errors import SettingsError
from qa.pipeline import Assistant
from qa.ranking import Hit, Ranks, Rereader
from qa.ranking.looks import ALONE_COUNTS, SENTENCES, Looks
from qa.ranking.model import LinearModel
from qa.ranking.outlook import Outlook
from qa.ranking.rereading import (
    ALWAYS,
    CLOSER,
    ORDER_SIGNALS,
    READ,
    TRUST_SIGNALS,
)
from qa.reader import ReaderInput, Reading
from qa.settings import Settings
from qa.startup import assistant_over

QUESTION = "What are the goals of immunotherapy?"
SURPRISING = Outlook(usual=-2.0, high=100.0, rise=100.0)  # Of a reader that must read everything.


@dataclass
class PartialReader:
    """Judges that one passage answers and no other does, and counts what it reads."""

    approved: str
    name: str = "partial"
    read_passages: int = 0

    def read(self, question: str, passages: Sequence[ReaderInput]) -> list[Reading]:
        assert question == QUESTION
        self.read_passages += len(passages)
        for passage in passages:
            assert [s.of(passage.text).strip() for s in passage.sentences] == [
                s.of(passage.text) for s in passage.sentences
            ]
        return [
            Reading(2.0 if p.text == self.approved else -2.0, (0.0,) * len(p.sentences))
            for p in passages
        ]


class LastSentence:
    """Finds all the evidence in the last sentence of each passage, and keeps what it is shown."""

    name = "last"

    def __init__(self) -> None:
        self.seen: list[ReaderInput] = []

    def read(self, _: str, passages: Sequence[ReaderInput]) -> list[Reading]:
        self.seen += passages
        return [Reading(0.0, (*(0.0 for _ in p.sentences[1:]), 1.0)) for p in passages]


@dataclass(frozen=True)
class Made:
    """Finds what another ranker finds, each passage with a made confidence."""

    ranker: Ranks
    first: float
    decided: float

    def rank(self, *asked: Any) -> list[Hit]:
        hits = self.ranker.rank(*asked)
        return [
            replace(hit, confidence=self.first / hit.rank, decided=self.decided) for hit in hits
        ]


def doubting(assistant: Assistant, first: float = 0.6, decided: float = 0.0) -> Assistant:
    return replace(assistant, ranker=Made(assistant.ranker, first, decided))


def third(assistant: Assistant) -> str:
    return assistant.search(QUESTION, 3)[2].passage.text


def rereader(
    assistant: Assistant,
    order: float,
    trust: float,
    calibration: Calibration = AS_IT_IS,
    outlook: Outlook = SURPRISING,
    threshold: float = 0.0,
) -> Rereader:
    weights = [np.array(w, dtype=np.float32) for w in ([1.0, order], [1.0, 0.0, 0.0, trust])]
    return Rereader(
        assistant.ranker,
        PartialReader(third(assistant)),
        LinearModel(ORDER_SIGNALS, weights[0], 0.0),
        LinearModel(TRUST_SIGNALS, weights[1], 0.0),
        outlook,
        calibration,
        threshold,
    )


def search(assistant: Assistant, ranker: Rereader, k: int = READ) -> list[Hit]:
    return replace(assistant, ranker=ranker).search(QUESTION, k)


def test_a_reader_that_counts_nothing_changes_nothing(assistant: Assistant) -> None:
    assistant = doubting(assistant)
    before = assistant.search(QUESTION, 20)
    after = search(assistant, rereader(assistant, 0.0, 0.0), 20)
    assert [hit.passage.id for hit in after] == [hit.passage.id for hit in before]
    assert [hit.rank for hit in after] == list(range(1, len(after) + 1))
    assert [hit.confidence for hit in after] == pytest.approx([h.confidence for h in before])


def test_a_reader_that_counts_much_puts_what_it_approves_first(assistant: Assistant) -> None:
    assistant = doubting(assistant)
    before = assistant.search(QUESTION, READ)
    after = search(assistant, rereader(assistant, 1000.0, 0.0))
    order = [hit.passage.id for hit in before]
    order.insert(0, order.pop(2))
    assert [hit.passage.id for hit in after] == order


def test_trust_is_the_sum_of_both_log_odds(assistant: Assistant) -> None:
    assistant = doubting(assistant)
    before = {hit.passage.id: hit.confidence for hit in assistant.search(QUESTION, READ)}
    for hit in search(assistant, rereader(assistant, 0.0, 0.5)):
        odds = before[hit.passage.id] / (1 - before[hit.passage.id])
        judged = hit.signals["reader" if hit.scorer.endswith(", read") else "unread"]
        odds *= np.exp(0.5 * judged)
        assert hit.confidence == pytest.approx(odds / (1 + odds), abs=1e-4)


def test_the_reader_counts_the_less_the_more_is_decided(assistant: Assistant) -> None:
    judged = [
        search(made, rereader(made, 0.0, 0.5))[0].signals["reader"]
        for made in (doubting(assistant), doubting(assistant, decided=0.75))
    ]
    assert judged[1] == pytest.approx(0.25 * judged[0])


def test_the_evidence_moves_the_mark_within_a_passage(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.ranking.looks.SHARE_COUNTS", 1000.0)
    assistant = doubting(assistant)
    before = assistant.search(QUESTION, READ)[0]
    last = before.passage.sentences[-1]
    assert len(before.passage.sentences) > 3
    assert not before.highlight.contains(last)
    ranker = replace(rereader(assistant, 0.0, 0.0), reader=LastSentence())
    after = search(assistant, ranker)[0]
    assert after.passage.id == before.passage.id
    assert after.highlight.end == last.end


def test_the_publisher_s_calibration_comes_last(assistant: Assistant) -> None:
    assistant = doubting(assistant)
    calibration = Calibration(slope=0.5, intercept=1.0)
    plain = search(assistant, rereader(assistant, 0.0, 0.5))
    calibrated = search(assistant, rereader(assistant, 0.0, 0.5, calibration))
    assert [h.confidence for h in calibrated] == [calibration.apply(h.confidence) for h in plain]


def test_what_staff_decided_is_not_read(assistant: Assistant) -> None:
    settled = doubting(assistant, decided=0.95)
    ranker = rereader(settled, 1000.0, 1000.0)
    before = settled.search(QUESTION, READ)
    assert search(settled, ranker) == before
    assert ranker.reader.read_passages == 0


@pytest.mark.parametrize("first", [0.98, 0.02])
def test_what_likeness_settles_is_not_read(assistant: Assistant, first: float) -> None:
    settled = doubting(assistant, first)
    calibration = Calibration(slope=0.5, intercept=1.0)
    ranker = rereader(settled, 1000.0, 1000.0, calibration)
    before = settled.search(QUESTION, READ)
    after = search(settled, ranker)
    assert ranker.reader.read_passages == 0
    assert [hit.score for hit in after] == [hit.score for hit in before]
    assert [h.confidence for h in after] == [calibration.apply(h.confidence) for h in before]


def test_only_the_best_passages_are_read(assistant: Assistant) -> None:
    assistant = doubting(assistant)
    ranker = rereader(assistant, 1000.0, 0.0)
    hits = search(assistant, ranker, 1)
    # The first seemed to be the best, and was looked at as closely, until the third was read.
    assert ranker.reader.read_passages == READ + CLOSER + 2 * (SENTENCES - 1)
    assert [hit.rank for hit in hits] == [1]


def test_what_could_hardly_come_first_is_not_read(assistant: Assistant) -> None:
    assistant = doubting(assistant)
    before = assistant.search(QUESTION, READ)
    # A good word of the reader is worth too little to lift any but the second to the first.
    worth = (before[0].score - before[2].score) / 3.0
    ranker = rereader(assistant, worth, 1.0, outlook=Outlook(usual=-2.5, high=0.0, rise=0.0))
    after = search(assistant, ranker)
    assert [hit.passage.id for hit in after] == [hit.passage.id for hit in before]
    read = [hit.rank for hit in after if "reader" in hit.signals]
    assert read == list(range(1, ALWAYS + 1))
    assert ranker.reader.read_passages == ALWAYS + SENTENCES
    unread = [hit for hit in after if hit.rank not in read]
    assert all(hit.signals["unread"] == hit.signals["unread"] == -2.5 for hit in unread)
    assert [hit.highlight for hit in unread] == [hit.highlight for hit in before[ALWAYS:]]
    # It isn't trusted as if there had been no reader, but as most passages are that are read.
    for hit, unjudged in zip(unread, before[ALWAYS:], strict=True):
        odds = unjudged.confidence / (1 - unjudged.confidence) * np.exp(-2.5)
        assert hit.confidence == pytest.approx(odds / (1 + odds), abs=1e-4)


def test_what_could_come_first_is_read_though_it_stands_behind(assistant: Assistant) -> None:
    assistant = doubting(assistant)
    before = assistant.search(QUESTION, READ)
    worth = (before[0].score - before[2].score) / 3.0
    ranker = rereader(assistant, worth, 1.0, outlook=Outlook(usual=-2.5, high=2.0, rise=0.0))
    after = search(assistant, ranker)
    assert after[0].passage.id == before[2].passage.id
    assert after[0].scorer.endswith(", read")


@pytest.mark.parametrize(("threshold", "read"), [(0.5, READ), (0.99, ALWAYS)])
def test_what_could_not_be_quoted_is_not_read(
    assistant: Assistant, threshold: float, read: int
) -> None:
    assistant = doubting(assistant)
    # However well the reader thought of it, nothing behind the second is trusted above 0.97.
    outlook = Outlook(usual=-2.5, high=5.0, rise=0.0)
    ranker = rereader(assistant, 1000.0, 1.0, outlook=outlook, threshold=threshold)
    hits = search(assistant, ranker)
    assert sum("reader" in hit.signals for hit in hits) == read


@pytest.mark.parametrize(("rise", "looks"), [(0.5, 0), (50.0, SENTENCES)])
def test_what_no_closer_look_could_get_quoted_gets_none(
    assistant: Assistant, rise: float, looks: int
) -> None:
    assistant = doubting(assistant)
    outlook = Outlook(usual=-2.5, high=-2.0, rise=rise)
    # The reader counts nothing for the order, so none but the first could be first.
    ranker = rereader(assistant, 0.0, 1.0, outlook=outlook, threshold=0.5)
    search(assistant, ranker)
    assert ranker.reader.read_passages == ALWAYS + looks


def test_a_second_look_is_at_the_sentences_with_most_evidence_alone() -> None:
    text = "Both were tried. The first one failed. It is sold as the second."
    passage = ReaderInput(text, tuple(sentence_spans(text)), "Trials")
    reader = LastSentence()
    Looks(reader, QUESTION, [passage]).further([0]).further((), [0])
    whole, *alone = [p.text for p in reader.seen]
    assert (whole, alone[0]) == (text, "It is sold as the second.")
    assert len(alone) == SENTENCES
    assert {p.context for p in reader.seen} == {"Trials"}


def test_of_a_passage_that_is_not_first_the_best_sentence_is_looked_at_again() -> None:
    text = "Both were tried. The first one failed. It is sold as the second."
    passage = ReaderInput(text, tuple(sentence_spans(text)), "Trials")
    reader = LastSentence()
    looks = Looks(reader, QUESTION, [passage] * 3).further(range(3)).further((), [2, 0])
    assert {place: len(alone) for place, alone in looks.alone.items()} == {2: SENTENCES, 0: 1}


def test_a_passage_of_one_sentence_is_read_once() -> None:
    passage = ReaderInput("It failed.", tuple(sentence_spans("It failed.")), "Trials")
    reader = LastSentence()
    looks = Looks(reader, QUESTION, [passage]).further([0])
    assert looks.further((), [0]).logits(closer=[0]) == looks.logits()
    assert len(reader.seen) == 1


def test_a_second_look_counts_as_much_as_the_first_where_there_is_one() -> None:
    class Shrinking:
        name = "shrinking"

        def read(self, _: str, passages: Sequence[ReaderInput]) -> list[Reading]:
            return [
                Reading(float(len(p.sentences)), (1.0,) + (0.0,) * (len(p.sentences) - 1))
                for p in passages
            ]

    text = "One. Two. Three."
    passage = ReaderInput(text, tuple(sentence_spans(text)), "")
    looks = Looks(Shrinking(), QUESTION, [passage] * 3).further([0]).further([1], [0])
    looks = looks.further((), [0, 1])
    assert looks.logits(-7.0).tolist() == [3.0, 3.0, -7.0]
    assert looks.logits(-7.0, [1]).tolist() == [3.0, 2.0, -7.0]


def test_of_two_sentences_the_one_that_answers_alone_is_marked() -> None:
    class Telling:
        """Finds as much evidence in each sentence, and an answer in the last one alone."""

        name = "telling"

        def read(self, _: str, passages: Sequence[ReaderInput]) -> list[Reading]:
            return [
                Reading(
                    3.0 if p.text == "Two." else -3.0, (1.0 / len(p.sentences),) * len(p.sentences)
                )
                for p in passages
            ]

    passage = ReaderInput("One. Two.", tuple(sentence_spans("One. Two.")), "")
    looks = Looks(Telling(), QUESTION, [passage]).further([0])
    assert looks.evidence(0)[0] == looks.evidence(0)[1]
    first, second = looks.further((), [0]).evidence(0)
    assert second - first == pytest.approx(6.0 * ALONE_COUNTS)


def test_what_was_looked_at_twice_stands_before_what_was_not(assistant: Assistant) -> None:
    class Recanting(PartialReader):
        """Has nothing against any passage at first, and much against what it reads again."""

        def read(self, question: str, passages: Sequence[ReaderInput]) -> list[Reading]:
            first = self.read_passages == 0
            readings = super().read(question, passages)
            return [replace(reading, logit=0.0 if first else -9.0) for reading in readings]

    assistant = doubting(assistant)
    before = assistant.search(QUESTION, READ)
    after = search(assistant, replace(rereader(assistant, 1.0, 0.0), reader=Recanting("")))
    assert {h.passage.id for h in after[:CLOSER]} == {h.passage.id for h in before[:CLOSER]}
    assert [h.passage.id for h in after[CLOSER:]] == [h.passage.id for h in before[CLOSER:]]


def test_a_reader_without_weights_is_an_error_with_a_remedy(
    article_root: Path, encoder: Encoder, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.startup.open_reader", lambda _: PartialReader(""))
    index: OpenIndex = open_current(article_root)
    with pytest.raises(SettingsError, match=r"python -m qa\.training weigh"):
        assistant_over(index, encoder, Settings(reader="partial"), assistant.today)
