"""The fitted decision: a text is weighed against the example sentences that are like it."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from index.products import products
from index.runtime.integer_rows import IntegerRows
from qa.routing.features import Array, Axes, QueryEncoder, features
from qa.routing.kinds import Kind
from qa.routing.wording import Words, read_words

HARMLESS = "harmless"
LABELS = ("crisis", "emergency", "personal_advice", HARMLESS)
# The three questions that are decided, in the order of the columns of the pulls.
MACHINES = ("urgent", "crisis", "personal_advice")
# All layers of the encoder, and half of them.
DEPTHS = 2
# Sentences are kept in steps of this size.
STEP = 1 / 127
# How fast likeness falls with distance; chosen on families of sentences left out of the fit.
_FALL = 0.5
_SAME_ENCODER = 0.95


@dataclass(frozen=True, slots=True)
class DecisionData:
    """The reviewed part: cues, gates, calm words and thresholds of `data/decision.toml`."""

    cues: tuple[re.Pattern[str], ...]
    general: re.Pattern[str]
    gates: Mapping[str, re.Pattern[str]]
    calm: re.Pattern[str]
    thresholds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Examples:
    """The example sentences as features, and how each pulls, in files that a command remakes.

    `axes` are the directions of the encoder's spaces that the sentences differ in. `sentences` has
    a row of features for each. `pulls` has one row for each machine, of what each sentence adds
    for what is at no distance of the origin. `words` add to the sums, `offsets` one for each
    machine, and `scale` makes shares of them.
    """

    axes: Axes
    sentences: IntegerRows
    pulls: Array
    words: Words
    offsets: Array
    scale: Array

    def shares(self, rows: Array, texts: Sequence[str]) -> Array:
        """Return, for each text and its row of features, the share of yes for each machine."""
        few = rows.astype(np.float32)
        # Likeness is a product of three: of both lengths, one of which is in the pulls, and this.
        near = self.sentences.products(few * np.float32(2 * _FALL * STEP))
        np.exp(near, out=near)
        sums = np.stack([products(self.pulls, row) for row in near]) * fallen(few)[:, None]
        sums = sums + np.stack([self.words.sums(text) for text in texts]) + self.offsets
        return np.asarray(1 / (1 + np.exp(-(sums * self.scale[0] + self.scale[1]))))


@dataclass(frozen=True, slots=True)
class Decision:
    """Probabilities of the four labels, from examples that stand in the repository."""

    data: DecisionData
    encoder: QueryEncoder
    examples: Examples

    def probabilities(
        self, texts: Sequence[str], beside: Sequence[str] = ()
    ) -> list[dict[str, float]]:
        """Return one probability a label for each normalised text.

        Those `beside` are embedded with them: two texts at once take little longer than one.
        """
        embedded = self.encoder.encode_by_depth([*texts, *beside])[: len(texts)]
        rows = features(texts, embedded, self.data.cues, self.examples.axes)
        shares = self.examples.shares(rows, texts)
        return [_of_labels(*map(float, row)) for row in shares]

    def urgent_from(self, kind: Kind, text: str) -> float:
        """Return the probability from which `text` counts as urgent, most likely as `kind`."""
        limits = self.data.thresholds
        if self.data.calm.search(text):
            return limits["urgent_in_calm"]
        return limits[kind if self.may_say(kind, text) else "urgent_without_gate"]

    def reads(self, text: str) -> bool:
        """Say whether `text` is in letters that the encoder has learnt from."""
        if text.isascii():
            return any(map(str.isalpha, text))
        letters = [c for c in text if c.isalpha()]
        return 2 * sum(c.isascii() for c in letters) > len(letters)

    def least_with_rule(self, kind: Kind, text: str) -> float:
        """Return the probability of urgency below which a rule for `kind` is overruled in `text`.

        It is 0 where nothing overrules it: no sign of crisis is argued away, but in a question
        that speaks of nobody.
        """
        if kind == "crisis" and not self.data.general.search(text):
            return 0.0
        return self.data.thresholds[f"{kind}_with_rule"]

    def may_say(self, kind: Kind, text: str) -> bool:
        """Say whether the text holds a word without which the fit never decides for `kind`."""
        return bool(self.data.gates[kind].search(text))


def alike(rows: Array, products: Array, squares: Array) -> Array:
    """Return how alike each row is to others: 1 for the same, towards 0 for nothing.

    `products` are the rows' with the others, `squares` the others' squared lengths.
    """
    apart = squared(rows.astype(products.dtype))[:, None] + squares[None, :]
    return np.asarray(np.exp(_FALL * (2 * products - apart)))


def fallen(rows: Array) -> Array:
    """Return how alike each row is to the origin: what its length takes from its likenesses."""
    return np.asarray(np.exp(-_FALL * squared(rows)))


def squared(rows: Array) -> Array:
    """Return the squared length of each row."""
    return np.asarray(np.einsum("rc,rc->r", rows, rows))


def _of_labels(urgent: float, crisis: float, advice: float) -> dict[str, float]:
    rest = 1 - urgent
    each = (urgent * crisis, urgent * (1 - crisis), rest * advice, rest * (1 - advice))
    return dict(zip(LABELS, each, strict=True))


def load_decision_data() -> DecisionData:
    """Read the reviewed part."""
    source = files(__package__).joinpath("data/decision.toml").read_text(encoding="utf-8")
    data = tomllib.loads(source)
    cues = tuple(re.compile(pattern) for pattern in data["cues"].values())
    gates = {kind: re.compile(pattern) for kind, pattern in data["gates"].items()}
    general, calm = re.compile(data["cues"]["general"]), re.compile(data["calm"]["words"])
    return DecisionData(cues, general, gates, calm, data["thresholds"])


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was fitted, and a sentence with the vector that the encoder it was fitted with gives."""

    data: DecisionData
    examples: Examples
    probe: str
    vector: Array

    def with_encoder(self, encoder: QueryEncoder) -> Decision | None:
        """Return the decision, or None where `encoder` is another than it was fitted with.

        The encoder is known by the vector it gives to the probe: another runtime of the same
        model passes, another model doesn't, and its vectors would mean something else here.
        """
        vector = encoder.encode_queries([self.probe])[0]
        if vector.shape != self.vector.shape or float(vector @ self.vector) < _SAME_ENCODER:
            return None
        return Decision(self.data, encoder, self.examples)


def load_decision(encoder: QueryEncoder) -> Decision | None:
    """Load the fitted decision, or None where `encoder` is another than it was fitted with."""
    return load_fitted().with_encoder(encoder)


def load_fitted() -> Fitted:
    """Read what was fitted."""
    fitted = json.loads(_data("decision.json"))
    count = fitted["sentences"]
    rows = np.frombuffer(_data("sentences.bin"), dtype=np.int8).reshape(count, -1)
    pulls = np.frombuffer(_data("pulls.bin"), dtype="<f4").reshape(count, len(MACHINES))
    probe = fitted["probe"]
    examples = Examples(
        Axes.read(_data("axes.bin"), DEPTHS, len(probe["vector"])),
        IntegerRows(rows),
        np.ascontiguousarray(pulls.T * _fallen(rows)),
        read_words(_data("words.txt"), _data("words.bin"), fitted["rarest"]),
        np.array(fitted["offsets"]),
        np.array(fitted["scale"]),
    )
    return Fitted(load_decision_data(), examples, probe["text"], np.array(probe["vector"]))


def _fallen(rows: npt.NDArray[np.int8]) -> Array:
    # Part by part: all of them as floats would be the most that a start has to write.
    parts = np.array_split(rows, 1 + len(rows) // 256)
    return np.concatenate([fallen(part * np.float32(STEP)) for part in parts])


def _data(name: str) -> bytes:
    return files(__package__).joinpath(f"data/{name}").read_bytes()
