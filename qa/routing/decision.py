"""The fitted decision: a logistic regression over the embedding and a few reviewed cues."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from qa.routing.kinds import Kind

HARMLESS = "harmless"
LABELS = ("crisis", "emergency", "personal_advice", HARMLESS)
# Unit vectors of 384 numbers are small beside cues of 0 and 1; this gives both a say.
EMBEDDING_SCALE = 4.0
_SAME_ENCODER = 0.95

Array = npt.NDArray[np.floating[Any]]


class QueryEncoder(Protocol):
    """The part of an encoder that routing needs."""

    def encode_queries(self, queries: Sequence[str]) -> Array:
        """Return one unit row for each query."""
        ...


@dataclass(frozen=True, slots=True)
class DecisionData:
    """The reviewed part: cues, gates and thresholds of `data/decision.toml`."""

    cues: tuple[re.Pattern[str], ...]
    gates: Mapping[str, re.Pattern[str]]
    thresholds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Decision:
    """Probabilities of the four labels, from weights that a command in this package remakes."""

    data: DecisionData
    encoder: QueryEncoder
    weights: Array
    intercept: Array

    def probabilities(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """Return one probability a label for each normalised text."""
        scores = features(texts, self.encoder, self.data.cues) @ self.weights.T + self.intercept
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares = powers / powers.sum(axis=1, keepdims=True)
        return [dict(zip(LABELS, map(float, row), strict=True)) for row in shares]

    def may_say(self, kind: Kind, text: str) -> bool:
        """Tell whether a word stands in the text without which `kind` isn't decided by fit."""
        return bool(self.data.gates[kind].search(text))


def features(texts: Sequence[str], encoder: QueryEncoder, cues: Sequence[re.Pattern[str]]) -> Array:
    """Return one row a text: its scaled embedding, then 0 or 1 for each cue."""
    said = np.array([[float(bool(cue.search(text))) for cue in cues] for text in texts])
    return np.hstack([EMBEDDING_SCALE * encoder.encode_queries(list(texts)), said])


def load_decision_data() -> DecisionData:
    """Read the reviewed part."""
    source = files(__package__).joinpath("data/decision.toml").read_text(encoding="utf-8")
    data = tomllib.loads(source)
    cues = tuple(re.compile(pattern) for pattern in data["cues"].values())
    gates = {kind: re.compile(pattern) for kind, pattern in data["gates"].items()}
    return DecisionData(cues, gates, data["thresholds"])


def load_decision(encoder: QueryEncoder) -> Decision | None:
    """Load the fitted weights, or None where `encoder` is another than they were fitted with.

    The encoder is known by the vector it gives to one stored sentence: another runtime of the
    same model passes, another model doesn't, and its vectors would mean something else here.
    """
    source = files(__package__).joinpath("data/decision.json").read_text(encoding="utf-8")
    fitted = json.loads(source)
    probe = np.array(fitted["probe"]["vector"])
    vector = encoder.encode_queries([fitted["probe"]["text"]])[0]
    if vector.shape != probe.shape or float(vector @ probe) < _SAME_ENCODER:
        return None
    weights, intercept = np.array(fitted["weights"]), np.array(fitted["intercept"])
    return Decision(load_decision_data(), encoder, weights, intercept)
