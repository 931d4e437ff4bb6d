"""The training loop: rounds of pairs, a checkpoint and a line of figures after each."""

import copy
import json
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from qa.reader.tokens import ReaderTokenizer
from qa.training.batches import Marked, batches, collate, marked
from qa.training.example import Example
from qa.training.mixture import (
    FIRST,
    FIRST_ROUNDS,
    MAIN,
    MIXTURES,
    Mixture,
    Parts,
    divide,
    load,
)
from qa.training.network import ReaderNetwork, answer_loss
from qa.training.precision import bfloat16
from qa.training.team import Team, joined
from qa.training.validate import figures, judge, validation_sets
from qa.training.windows import Sentences
from qa.training.written import with_written

TYPICAL_TOKENS = 150  # Of a pair; makes the loss of a batch of such pairs their mean.


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that decides a run, besides the data and the weights it starts from."""

    seed: int = 1
    rounds: int = 60
    passages: int = 160
    layers: int = 6
    dropout: float = 0.0
    tokens: int = 4096
    peak_rate: float = 1.5e-4
    warm_up: float = 0.05
    average: float = 0.995
    max_tokens: int = 192
    watched: int = 60
    watch_every: int = 6
    mixture: str = ""  # One of MIXTURES; "" goes from FIRST to MAIN.
    start: str = ""  # The folder of a run whose averaged weights are gone on from.
    written: str = ""  # The folder of questions written for the reader.

    def __post_init__(self) -> None:
        counts = ("rounds", "passages", "layers", "tokens", "max_tokens", "watched", "watch_every")
        for name in counts:
            if getattr(self, name) < 1:
                raise ValueError(f"need {name} >= 1, got {getattr(self, name)}")
        for name in ("peak_rate", "warm_up", "average"):
            if not 0 < getattr(self, name) < 1:
                raise ValueError(f"need 0 < {name} < 1, got {getattr(self, name)}")
        if not 0 <= self.dropout < 1:
            raise ValueError(f"need 0 <= dropout < 1, got {self.dropout}")
        if self.mixture and self.mixture not in MIXTURES:
            raise ValueError(f"mixture {self.mixture!r} is not one of {', '.join(MIXTURES)}")

    def shares(self, number: int) -> Mapping[str, int]:
        """Return what the round of this number, from 0, is drawn from."""
        if self.mixture:
            return MIXTURES[self.mixture]
        return FIRST if number < FIRST_ROUNDS * self.rounds else MAIN

    def rate(self, done: float) -> float:
        """Return the learning rate after the share `done` of all rounds."""
        return self.peak_rate * min(done / self.warm_up, (1.0 - done) / (1.0 - self.warm_up))


@dataclass(frozen=True, slots=True)
class Job:
    """A run with its files: the plan, the encoder's folder, the public sets, where it writes."""

    plan: Plan
    encoder: Path
    data: Path
    out: Path
    workers: int = 2


class Training:
    """A run that can stop after any round and go on from its checkpoint."""

    def __init__(self, job: Job, parts: tuple[Parts, Parts], team: Team) -> None:
        plan, encoder = job.plan, job.encoder
        torch.manual_seed(plan.seed)  # Every worker starts from the same heads.
        self._plan, self._out, self._team = plan, job.out, team
        self._tokenizer = ReaderTokenizer(encoder / "tokenizer.json", plan.max_tokens)
        self._mixture = Mixture(parts[0], plan.seed)
        self._watched = validation_sets(parts[1], plan.watched)
        self._sentences = Sentences()
        self.network = ReaderNetwork(encoder, plan.layers, plan.dropout)
        if plan.start:
            self.network.load_state_dict(averaged(Path(plan.start)))
        self.averaged = copy.deepcopy(self.network)
        self._optimizer = _optimizer(self.network, plan.peak_rate)
        self._round, self._steps = 0, 0

    def resume(self) -> None:
        """Go on from the folder's checkpoint, if there is one."""
        path = self._out / "checkpoint.pt"
        if path.exists():
            state = torch.load(path, weights_only=True)
            self.network.load_state_dict(state["network"])
            self.averaged.load_state_dict(state["averaged"])
            self._optimizer.load_state_dict(state["optimizer"])
            self._round, self._steps = state["round"], state["steps"]

    def run(self, most: int | None = None) -> None:
        """Train the rounds that are left, or stop after `most`."""
        self._out.mkdir(parents=True, exist_ok=True)
        last = self._plan.rounds if most is None else min(self._plan.rounds, self._round + most)
        while self._round < last:
            started = time.monotonic()
            losses = self._train_round()
            self._round += 1
            record: dict[str, Any] = {"round": self._round, "steps": self._steps}
            record |= {"loss": float(np.mean(losses)), "train_s": round(time.monotonic() - started)}
            if self._team.first:
                self._save()
            if self._round % self._plan.watch_every == 0 or self._round == self._plan.rounds:
                record |= self._validate()
            record["s"] = round(time.monotonic() - started)
            if self._team.first:
                with (self._out / "curve.jsonl").open("a") as lines:
                    lines.write(json.dumps(record) + "\n")

    def _train_round(self) -> list[float]:
        plan, team = self._plan, self._team
        part = self._round * team.size + team.rank
        examples = self._mixture.round(part, plan.passages // team.size, plan.shares(self._round))
        rng = random.Random(part)  # noqa: S311 - nothing secret is drawn
        drawn = batches(marked(examples, self._tokenizer), plan.tokens, rng)
        steps = team.least(len(drawn))
        torch.manual_seed(1000 * plan.seed + part)  # What dropout drops, however often resumed.
        self.network.train()
        return [
            self._step(batch, (self._round + number / steps) / plan.rounds)
            for number, batch in enumerate(drawn[:steps])
        ]

    def _step(self, pairs: list[Marked], done: float) -> float:
        for group in self._optimizer.param_groups:
            group["lr"] = self._plan.rate(done) * group["scale"]
        batch = collate(pairs)
        with bfloat16():
            logits = self.network(batch.ids, batch.kinds, batch.present)
        losses = answer_loss(logits, batch.possible, batch.gold)
        # A batch of long pairs holds fewer: each pair counts alike, whichever batch it is in.
        loss = losses.sum() * (TYPICAL_TOKENS / self._plan.tokens)
        loss.backward()
        self._team.average_gradients(self.network)
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        self._steps += 1
        self._average()
        return float(loss.detach())

    def _average(self) -> None:
        # Early on a long memory would keep the untrained weights alive.
        kept = min(self._plan.average, (1 + self._steps) / (10 + self._steps))
        with torch.no_grad():
            pairs = zip(self.averaged.parameters(), self.network.parameters(), strict=True)
            moving = [(a, b) for a, b in pairs if b.requires_grad]
            torch._foreach_lerp_([a for a, _ in moving], [b for _, b in moving], 1.0 - kept)

    def _validate(self) -> dict[str, Any]:
        result = {}
        for name, examples in self._watched.items():
            shares = self._shares(examples)
            mine = shares[self._team.rank]
            judged = judge(self.averaged, self._tokenizer, mine, self._sentences)
            everyone = self._team.gathered(judged)
            result[name] = figures([e for s in shares for e in s], everyone, self._sentences)
        return result

    def _shares(self, examples: Sequence[Example]) -> list[list[Example]]:
        """Deal the passages, each with all its questions, to the workers."""
        size = self._team.size
        place = {p: n % size for n, p in enumerate(dict.fromkeys(e.passage for e in examples))}
        return [[e for e in examples if place[e.passage] == rank] for rank in range(size)]

    def _save(self) -> None:
        state = {
            "network": self.network.state_dict(),
            "averaged": self.averaged.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "round": self._round,
            "steps": self._steps,
        }
        torch.save(state, self._out / "checkpoint.tmp")
        (self._out / "checkpoint.tmp").replace(self._out / "checkpoint.pt")


def averaged(run: Path) -> dict[str, Tensor]:
    """Return the averaged weights of a run's checkpoint."""
    state = torch.load(run / "checkpoint.pt", weights_only=True)
    weights: dict[str, Tensor] = state["averaged"]
    return weights


def mixed(
    weights: Mapping[str, Tensor], others: Mapping[str, Tensor], share: float
) -> dict[str, Tensor]:
    """Return the weights with `share` of the others': they hold if one was trained on from them."""
    return {
        name: torch.lerp(weight, others[name], share) if weight.is_floating_point() else weight
        for name, weight in weights.items()
    }


def _optimizer(network: ReaderNetwork, rate: float) -> torch.optim.AdamW:
    heads = [*network.pointer.parameters(), *network.nothing.parameters()]
    known = {id(parameter) for parameter in heads}
    body = [p for p in network.parameters() if p.requires_grad and id(p) not in known]
    groups: Sequence[dict[str, Any]] = [
        {"params": body, "scale": 1.0},
        {"params": heads, "scale": 3.0},
    ]
    return torch.optim.AdamW(groups, lr=rate, weight_decay=0.01, foreach=True)


def work(rank: int, job: Job, meeting: Path) -> None:
    """Do the part of worker `rank`; every worker runs this in a process of its own."""
    torch.set_num_threads(1)
    with joined(rank, job.workers, meeting) as team:
        own, held = divide(load(job.data))
        if job.plan.written:
            own = with_written(own, Path(job.plan.written))
        training = Training(job, (own, held), team)
        training.resume()
        training.run()
