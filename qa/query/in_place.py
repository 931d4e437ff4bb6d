"""How well a word fits where it stands in a question, as the bundled encoder sees it.

Half way through its layers the encoder still tells which word stands at a place, and knows by then
what stands around it. One direction in that room parts words that are meant from words that only
look like them, and another tells at once whether any word of a question looks out of place.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Self

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from index.encoder import Encoder, Vectors
from qa.errors import WeightsError

WEIGHTS = "in_place.json"
# Words on each side of a place that are read with it: questions are seldom longer.
_AROUND = 12

# Where a sentence ends.
_ENDS = re.compile(r"(?<=[.?!;])\s+|\n+")

Place = tuple[int, int]


class Weighed(BaseModel):
    """What counts for a reading, in nats: its weight by lists and slips, being typed, its fit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    listed: float
    typed: float
    fit: float


class Fitted(BaseModel):
    """What the weights file holds; `made` says how it was fitted and what came of it.

    `fit` is the direction of words that are meant, `doubt` that of words out of place; a token is
    doubtful beyond `doubtful`. `known` weighs readings of a word, `unknown` of what is none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    made: dict[str, object]
    encoder_sha256: str
    known: Weighed
    unknown: Weighed
    fit: tuple[float, ...]
    doubt: tuple[float, ...]
    doubtful: float


@dataclass(frozen=True, slots=True)
class InPlace:
    """Weighs words where they stand, in the encoder's room."""

    encoder: Encoder
    known: Weighed
    unknown: Weighed
    fit: Vectors
    doubt: Vectors
    doubtful: float

    @classmethod
    def of(cls, encoder: Encoder) -> Self | None:
        """Return what weighs words by `encoder`, None where nothing was fitted for it."""
        fitted = load_fitted()
        if encoder.identity.weights_sha256 != fitted.encoder_sha256:
            return None
        fit, doubt = (np.array(rows, dtype=np.float32) for rows in (fitted.fit, fitted.doubt))
        return cls(encoder, fitted.known, fitted.unknown, fit, doubt, fitted.doubtful)

    def doubtful_places(self, text: str, places: Sequence[Place]) -> list[Place]:
        """Return those of `places` whose words look out of place, the most doubtful first."""
        (embedded,) = self.encoder.embed_queries([text])
        doubts = embedded.halfway @ self.doubt
        if not (doubts > self.doubtful).any():
            return []
        ends = self.encoder.count_tokens([text[:end] for place in places for end in place])
        worst = {
            place: float(doubts[first:last].max(initial=-np.inf))
            for place, first, last in zip(places, ends[::2], ends[1::2], strict=True)
        }
        found = [place for place in places if worst[place] > self.doubtful]
        return sorted(found, key=lambda place: -worst[place])

    def weigh(self, text: str, place: Place, typed: str, weighed: Mapping[str, float]) -> Vectors:
        """Return the weight, in nats but for a constant, of each reading at `place` of `text`.

        `weighed` are their weights by lists and slips; `typed` is one of them if it is a word.
        """
        sentence, at = _sentence(text, place)
        fits = states_in_place(self.encoder, sentence, at, list(weighed)) @ self.fit
        counts = self.known if typed in weighed else self.unknown
        listed = np.array(list(weighed.values()), dtype=np.float32)
        as_typed = np.array([reading == typed for reading in weighed], dtype=np.float32)
        sums: Vectors = counts.listed * listed + counts.typed * as_typed + counts.fit * fits
        return sums


def _sentence(text: str, place: Place) -> tuple[str, Place]:
    """Return the sentence around `place` and where it stands there: others say other things."""
    before = _ENDS.split(text[: place[0]])[-1]
    after = _ENDS.split(text[place[1] :])[0]
    within = (len(before), len(before) + place[1] - place[0])
    return before + text[slice(*place)] + after, within


def states_in_place(encoder: Encoder, text: str, place: Place, readings: Sequence[str]) -> Vectors:
    """Return how `encoder` sees each of `readings` at `place`: (len(readings), dimension)."""
    before = " ".join(["", *text[: place[0]].split()[-_AROUND:], ""]).lstrip()
    after = " ".join(["", *text[place[1] :].split()[:_AROUND]])
    first, *counts = encoder.count_tokens([before, *readings])
    embedded = encoder.embed_queries([f"{before}{words}{after}" for words in readings])
    rows = [e.halfway[first : first + n] for e, n in zip(embedded, counts, strict=True)]
    # Of a word that the encoder has no room left for, nothing is known.
    none = np.zeros(encoder.identity.dimension, dtype=np.float32)
    means: Vectors = np.stack([part.mean(axis=0) if len(part) else none for part in rows])
    lengths: Vectors = np.linalg.norm(means, axis=1, keepdims=True)
    lengths[lengths == 0.0] = 1.0
    units: Vectors = means / lengths
    return units


@cache
def load_fitted() -> Fitted:
    """Load the bundled weights."""
    file = files("qa.query") / WEIGHTS
    try:
        return Fitted.model_validate_json(file.read_text(encoding="utf-8"))
    except (OSError, ValidationError) as error:
        raise WeightsError(WEIGHTS, f"it can't be read ({' '.join(str(error).split())})") from error
