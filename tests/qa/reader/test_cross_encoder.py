"""A public cross-encoder at the reader's seam: a small one with drawn weights, really loaded."""

from pathlib import Path

import pytest
import torch
from sentence_transformers import CrossEncoder
from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

from corpus import Span
from qa.reader import CrossEncoderError, ReaderInput, open_reader
from qa.reader.bundled import bundled_tokenizer

TEXT = "Rest helps. Ice helps more."
PASSAGE = ReaderInput(TEXT, (Span(0, 11), Span(12, 27)), "Gout")


def saved(folder: Path, labels: int) -> str:
    torch.manual_seed(1)
    config = BertConfig(
        hidden_size=24, num_hidden_layers=1, num_attention_heads=2, intermediate_size=24,
        num_labels=labels,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    AutoTokenizer.from_pretrained(bundled_tokenizer().parent).save_pretrained(folder)
    return str(folder)


def test_a_reading_holds_the_model_s_own_scores(tmp_path: Path) -> None:
    path = saved(tmp_path, 1)
    reader = open_reader(path)
    assert reader is not None
    assert reader.name == path
    first, second = reader.read("What helps?", [PASSAGE, ReaderInput("No.", (Span(0, 3),))])
    model = CrossEncoder(path, device="cpu")
    pairs = [("What helps?", t) for t in (f"Gout: {TEXT}", "Rest helps.", "Ice helps more.")]
    scores = torch.tensor(model.predict(pairs, activation_fn=torch.nn.Identity()))
    assert first.logit == pytest.approx(float(scores[0]), abs=1e-4)
    assert first.shares == pytest.approx(torch.softmax(scores[1:], 0).tolist(), abs=1e-4)
    assert second.shares == (1.0,)


def test_a_model_with_several_scores_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CrossEncoderError, match="3 scores"):
        open_reader(saved(tmp_path, 3))


def test_a_model_that_is_not_here_is_refused(tmp_path: Path) -> None:
    found = "can't be the reader: there is no such model on this machine; name a cross-encoder"
    with pytest.raises(CrossEncoderError, match=found):
        open_reader(str(tmp_path / "nowhere"))


def test_the_reader_can_be_off() -> None:
    assert open_reader("off") is None
