"""The network with two of the encoder's layers: small, and otherwise the one that ships."""

import random
from pathlib import Path

import numpy as np
import pytest
import torch

from corpus import Span
from corpus.sentences import sentence_spans
from index.runtime.quiet import ort
from qa.reader import ReaderInput, ReaderWeightsError
from qa.reader.bundled import BundledReader, bundled_tokenizer
from qa.reader.tokens import ReaderTokenizer
from qa.training.batches import Marked, batches, collate, marked
from qa.training.example import Example
from qa.training.export import export
from qa.training.fused import quantized
from qa.training.network import ReaderNetwork, answer_loss

ENCODER = bundled_tokenizer().parent
TOKENIZER = ReaderTokenizer(bundled_tokenizer(), 64)
GOUT = "Gout is treated with rest, ice and medicines. Attacks last a week."
MUMPS = "Mumps is caused by a virus."
EXAMPLES = [
    Example("made", "d", "How is gout treated?", GOUT, "", (Span(19, 45),)),
    Example("made", "d", "how long do attacks last", GOUT, "", (Span(46, 66),)),
    Example("made", "d", "Who discovered gout?", GOUT, "", ()),
    Example("made", "d", "What causes mumps?", MUMPS, "Mumps", (Span(19, 26),)),
]


@pytest.fixture(scope="module")
def network() -> ReaderNetwork:
    torch.manual_seed(3)
    return ReaderNetwork(ENCODER, layers=2).eval()


def logits_of(network: ReaderNetwork, pairs: list[Marked]) -> torch.Tensor:
    batch = collate(pairs)
    with torch.inference_mode():
        return network(batch.ids, batch.kinds, batch.present)


def test_a_pair_is_judged_alike_alone_and_in_company(network: ReaderNetwork) -> None:
    pairs = marked(EXAMPLES, TOKENIZER)
    for one, together in zip(pairs, logits_of(network, pairs), strict=True):
        (alone,) = logits_of(network, [one])
        assert torch.allclose(together[: len(alone)], alone, atol=1e-4)


def test_the_gold_tokens_are_those_of_the_answer() -> None:
    batch = collate(marked(EXAMPLES, TOKENIZER))
    ids = batch.ids[0][batch.gold[0, 1:].nonzero().flatten()].tolist()
    assert ids == TOKENIZER.questions(["with rest, ice and medicines."])[0][1:-1].tolist()
    assert batch.gold[:, 0].tolist() == [False, False, True, False]
    assert (batch.possible >= batch.gold).all()


def test_only_the_passage_s_own_tokens_may_answer() -> None:
    (one,) = marked([EXAMPLES[3]], TOKENIZER)
    batch = collate([one])
    ids = batch.ids[0][batch.possible[0, 1:].nonzero().flatten()].tolist()
    assert ids == TOKENIZER.questions([MUMPS])[0][1:-1].tolist()


def test_a_lost_answer_is_left_out_of_training_and_kept_for_judging() -> None:
    cut = ReaderTokenizer(bundled_tokenizer(), 12)
    assert [one.number for one in marked(EXAMPLES[:3], cut)] == [0, 2]
    assert [one.number for one in marked(EXAMPLES[:3], cut, keep_lost=True)] == [0, 1, 2]


def test_batches_hold_every_row_once_within_their_budget() -> None:
    many = [Example("made", "d", f"q {n}", f"{GOUT} {n} " * (n % 3 + 1), "", ()) for n in range(40)]
    made = batches(marked(many, TOKENIZER), 150, random.Random(1))  # noqa: S311
    assert sorted(one.number for group in made for one in group) == list(range(40))
    assert all(collate(group).ids.numel() <= 150 for group in made)


def test_the_loss_is_the_log_of_the_right_share() -> None:
    logits = torch.log(torch.tensor([[2.0, 1.0, 5.0, 9.0]]))
    possible = torch.tensor([[True, True, True, False]])
    gold = torch.tensor([[False, False, True, False]])
    assert float(answer_loss(logits, possible, gold)[0]) == pytest.approx(-np.log(5 / 8))


@pytest.fixture(scope="module")
def shipped(network: ReaderNetwork, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the files that ship."""
    folder = tmp_path_factory.mktemp("weights")
    export(network, bundled_tokenizer(), folder, max_tokens=64, room=400)
    return folder


def test_the_shipped_graph_gives_the_network_s_logits(
    network: ReaderNetwork, shipped: Path
) -> None:
    pairs = marked(EXAMPLES, TOKENIZER)
    batch = collate(pairs)
    feeds = {"ids": batch.ids, "kinds": batch.kinds, "present": batch.present}
    session = ort.InferenceSession(shipped / "model.onnx")
    whole = {name: tensor.numpy().astype(np.int32) for name, tensor in feeds.items()}
    real = batch.possible.numpy()
    small = session.run(["logits"], whole)[0][real]
    exact = logits_of(network, pairs).numpy()[real]
    assert np.corrcoef(small, exact)[0, 1] > 0.98


def test_whole_numbers_and_scales_make_each_column_again() -> None:
    matrix = np.array([[1.0, 0.0, -0.02], [-0.25, 0.0, 0.01]], dtype=np.float32)
    whole, scales = quantized(matrix)
    assert np.abs(whole).max() <= 63  # More would overflow where there is no VNNI.
    assert np.allclose(whole * scales, matrix, atol=np.abs(matrix).max(axis=0) / 63)


def test_a_passage_reads_alike_alone_and_among_others(shipped: Path) -> None:
    reader = BundledReader(shipped)
    passages = [
        ReaderInput(text, tuple(sentence_spans(text)), context)
        for text, context in ((GOUT, "Gout"), (MUMPS, ""), (f"{GOUT} {MUMPS} " * 4, "Both"))
    ]
    together = reader.read("How is gout treated?", passages)
    for passage, reading in zip(passages, together, strict=True):
        (alone,) = reader.read("How is gout treated?", [passage])
        # Weights of 8 bits are scaled by the batch: alike, not equal.
        assert alone.logit == pytest.approx(reading.logit, abs=0.5)
        assert len(reading.shares) == len(passage.sentences)
        assert sum(reading.shares) <= 1.0 + 1e-6
    assert reader.read("Anything?", []) == []


def test_a_flipped_byte_is_found(shipped: Path, tmp_path: Path) -> None:
    data = bytearray((shipped / "model.onnx").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "model.onnx").write_bytes(data)
    (tmp_path / "reader.json").write_bytes((shipped / "reader.json").read_bytes())
    with pytest.raises(ReaderWeightsError, match="expected sha256"):
        BundledReader(tmp_path)


def test_another_tokenizer_is_refused(shipped: Path, tmp_path: Path) -> None:
    other = tmp_path / "tokenizer.json"
    other.write_text("{}")
    with pytest.raises(ReaderWeightsError, match="expected sha256"):
        BundledReader(shipped, other)


@pytest.mark.parametrize("text", [None, "{", '{"format": 99}'], ids=["none", "broken", "newer"])
def test_a_description_that_can_t_be_used_is_refused(text: str | None, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "reader.json").write_text(text)
    with pytest.raises(ReaderWeightsError, match=r"reader\.json: expected"):
        BundledReader(tmp_path)
