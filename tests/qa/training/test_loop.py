"""A run on made pages: it learns, and a run that was interrupted ends where it would have."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from corpus import Span
from qa.ranking.fit.medquad import Article
from qa.reader.bundled import bundled_tokenizer
from qa.training.example import Example
from qa.training.loop import Job, Plan, Training, averaged, mixed
from qa.training.mixture import FIRST, HELD, LAST, MAIN, Parts
from qa.training.team import Team

PLAN = Plan(rounds=2, passages=40, layers=2, tokens=400, peak_rate=3e-4, watched=2)
DRUGS = ("ocrelizumab", "natalizumab", "fingolimod", "cladribine", "ofatumumab", "alemtuzumab")


def parts(set_size: int = 6) -> Parts:
    examples: dict[str, list[Example]] = {name: [] for name in HELD if name != "medquad"}
    for name in examples:
        for number, drug in enumerate(DRUGS[:set_size]):
            text = f"The drug {drug} lowers {number + 2} kinds of cells. It is stored in the cold."
            answer = (Span(text.index("lowers"), text.index(".")),)
            asked = f"What does {drug} lower"
            examples[name] += [
                Example(name, drug, asked, text, drug, answer),
                Example(name, drug, f"Who sells {drug}", text, drug, ()),
            ]
    articles = [
        Article(
            f"{drug}-{aspect}",
            drug,
            aspect,
            f"{aspect} of {drug}?",
            f"The {aspect} of {drug} is well described.",
        )
        for drug in DRUGS
        for aspect in ("treatment", "outlook", "causes")
    ]
    return Parts(examples, articles)


def trained(plan: Plan, out: Path, rounds: int | None = None) -> Training:
    training = Training(
        Job(plan, bundled_tokenizer().parent, out, out, 1), (parts(), parts()), Team(0, 1)
    )
    training.resume()
    training.run(rounds)
    return training


def test_a_run_learns_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    whole = trained(PLAN, tmp_path / "whole")
    trained(PLAN, tmp_path / "halved", rounds=1)
    halved = trained(PLAN, tmp_path / "halved")
    lines = (tmp_path / "whole" / "curve.jsonl").read_text().splitlines()
    curve = [json.loads(line) for line in lines]
    assert curve[1]["loss"] < curve[0]["loss"]
    # Watched after the last round alone: two passages with two questions each, one answered.
    assert "squad2" not in curve[0]
    assert (curve[1]["squad2"]["pairs"], curve[1]["squad2"]["answerable"]) == (4.0, 0.5)
    for (name, one), other in zip(
        whole.averaged.state_dict().items(), halved.averaged.state_dict().values(), strict=True
    ):
        assert torch.allclose(one, other, atol=1e-5), name


def test_the_word_vectors_stay_as_they_are(tmp_path: Path) -> None:
    training = trained(replace(PLAN, rounds=1), tmp_path)
    fresh = Training(
        Job(PLAN, bundled_tokenizer().parent, tmp_path, tmp_path / "new", 1),
        (parts(), parts()),
        Team(0, 1),
    )
    new, old = training.network.state_dict(), fresh.network.state_dict()
    changed = {name for name in old if not torch.equal(new[name], old[name])}
    assert not any("word_embeddings" in name for name in changed)
    assert any("layer.0." in name for name in changed)


def test_a_run_goes_on_from_another_and_can_be_mixed_with_it(tmp_path: Path) -> None:
    trained(replace(PLAN, rounds=1), tmp_path / "first")
    further = replace(PLAN, rounds=1, seed=2, dropout=0.1, start=str(tmp_path / "first"))
    trained(further, tmp_path / "second")
    again = trained(further, tmp_path / "again").averaged.state_dict()
    first, second = averaged(tmp_path / "first"), averaged(tmp_path / "second")
    half = mixed(second, first, 0.5)
    name = "pointer.weight"
    assert not torch.equal(first[name], second[name])
    assert torch.allclose(half[name], (first[name] + second[name]) / 2)
    assert all(torch.allclose(again[key], second[key], atol=1e-5) for key in second)


def test_a_run_draws_the_mixture_it_is_told() -> None:
    shares = [PLAN.shares(number) for number in range(2)]
    assert shares == [FIRST, MAIN]
    assert replace(PLAN, mixture="last").shares(0) == LAST
    assert {sum(share.values()) for share in (FIRST, MAIN, LAST)} == {100}


@pytest.mark.parametrize(("done", "rate"), [(0.0, 0.0), (0.05, 3e-4), (0.525, 1.5e-4), (1.0, 0.0)])
def test_the_rate_rises_and_falls_to_nothing(done: float, rate: float) -> None:
    assert PLAN.rate(done) == pytest.approx(rate)
