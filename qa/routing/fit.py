"""Remake the fitted decision: `python -m qa.routing.fit`, from the repository's root.

Fitted on the sentences of `data/examples.jsonl` and the tuning part of tests/questions, all
written for this purpose. The same sentences and encoder give the same files.
"""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.loading import load_encoder
from index.model_files import BUNDLED_NAME
from qa.routing.decision import LABELS, MACHINES, STEP, alike, load_decision_data, squared
from qa.routing.features import Array, Axes, QueryEncoder, features
from qa.routing.normalise import load_normaliser
from qa.routing.router import told_sentences
from qa.routing.worded import Worded
from qa.routing.wording import telling
from qa.settings import Settings

_HERE = Path(__file__).parent / "data"
_TUNING = Path("tests/questions/safety_tune.jsonl")
# Long questions on the article, told with all that happened: not urgent, sentence by sentence.
TOLD = Path("tests/questions/article_tune.jsonl")
# What a person tells by the way. It isn't urgent; whether it wants advice is not said.
CALM = "calm"
_PROBE = "what does the immune system do"
# How little is made of one sentence; flat from 0.1 to 0.3.
_RIDGE = 0.15
# Sentences of one family stand together in the files: so many are left out at once.
_FAMILY, _FOLDS = 40, 4
_DIGITS = 4

_Flags = npt.NDArray[np.bool_]


def read_labelled(paths: Sequence[Path]) -> list[tuple[str, str]]:
    """Read (text, label) from files of one JSON object a line."""
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [json.loads(line) for line in lines]
    return [(row["text"], row["label"]) for row in rows]


def read_told(path: Path) -> list[tuple[str, str]]:
    """Read the sentences of the long questions in a file of questions on the pages."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    told = [row["question"] for row in rows if row["style"] == "long"]
    return [(part, CALM) for question in told for part in told_sentences(question)[0]]


def write(labelled: Sequence[tuple[str, str]], encoder: QueryEncoder, folder: Path) -> None:
    """Fit the three machines and write their files into `folder`."""
    normalise, data = load_normaliser(), load_decision_data()
    texts = [normalise(text) for text, _ in labelled]
    embedded = encoder.encode_by_depth(texts)
    # Read again as they are kept: sentences and questions must go through the same ones.
    axes = Axes.read(Axes.of(embedded).written(), *embedded.shape[1:])
    rows = features(texts, embedded, data.cues, axes)
    kept = np.clip(np.round(rows / STEP), -127, 127).astype(np.int8)
    worded = Worded.of(texts)
    near = _likeness((kept * STEP).astype(np.float32)) + worded.likeness()
    fits = [_fit(near, *members) for members in _members(labelled)]
    pulls = np.stack([pull for pull, _, _ in fits], axis=1)
    digest = sha256("\n".join(f"{label}\t{text}" for text, label in labelled).encode()).hexdigest()
    fitted = {
        "made_by": "python -m qa.routing.fit",
        "encoder": BUNDLED_NAME,
        "sentences": len(labelled),
        "sentences_sha256": digest,
        "machines": MACHINES,
        "offsets": _rounded([offset for _, offset, _ in fits]),
        "scale": [_rounded([scale[part] for _, _, scale in fits]) for part in (0, 1)],
        "rarest": round(telling(1, len(texts)), _DIGITS),
        "probe": {"text": _PROBE, "vector": _rounded(encoder.encode_queries([_PROBE])[0])},
    }
    lines = ",\n".join(f" {json.dumps(key)}: {json.dumps(value)}" for key, value in fitted.items())
    (folder / "decision.json").write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    (folder / "axes.bin").write_bytes(axes.written())
    (folder / "sentences.bin").write_bytes(kept.tobytes())
    (folder / "pulls.bin").write_bytes(np.round(pulls, _DIGITS).astype("<f4").tobytes())
    worded.write(pulls, folder)


def _likeness(rows: Array) -> Array:
    return alike(rows, rows @ rows.T, squared(rows))


def _members(labelled: Sequence[tuple[str, str]]) -> list[tuple[_Flags, _Flags]]:
    """Return for each machine which sentences it is fitted on, and which of all are its yes."""
    crisis, emergency, advice, harmless = (
        np.array([given == label for _, given in labelled]) for label in LABELS
    )
    urgent = crisis | emergency
    everything = np.ones(len(labelled), dtype=bool)
    return [(everything, urgent), (urgent, crisis), (advice | harmless, advice)]


def _fit(near: Array, member: _Flags, yes: _Flags) -> tuple[Array, float, tuple[float, float]]:
    """Return each sentence's pull, the offset, and what makes a share of their sum."""
    from sklearn.linear_model import LogisticRegression

    places = np.flatnonzero(member)
    own, answers = near[np.ix_(places, places)], np.where(yes[places], 1.0, -1.0)
    offset = float(answers.mean())
    # Of a sentence in its own fit the machine is too sure; shares come from families left out.
    families = np.arange(len(places)) // _FAMILY % _FOLDS
    left_out = np.zeros(len(places))
    for fold in range(_FOLDS):
        out, rest = np.flatnonzero(families == fold), np.flatnonzero(families != fold)
        pull = _pulls(own[np.ix_(rest, rest)], answers[rest] - offset)
        left_out[out] = own[np.ix_(out, rest)] @ pull + offset
    shape = LogisticRegression(C=100).fit(left_out[:, None], answers)
    pulls = np.zeros(len(near))
    pulls[places] = _pulls(own, answers - offset)
    return pulls, offset, (float(shape.coef_[0, 0]), float(shape.intercept_[0]))


def _pulls(near: Array, answers: Array) -> Array:
    """Return how each sentence pulls, the less the more the others say the same."""
    from scipy.linalg import solve

    steady = near + np.float32(_RIDGE) * np.eye(len(near), dtype=np.float32)
    return np.asarray(solve(steady, answers.astype(np.float32), assume_a="pos", overwrite_a=True))


def _rounded(numbers: Sequence[float] | Array) -> list[float]:
    return [round(float(number), _DIGITS) for number in numbers]


def main() -> None:
    """Fit on the sentences in the repository and replace the files."""
    labelled = [*read_labelled([_HERE / "examples.jsonl", _TUNING]), *read_told(TOLD)]
    encoder = load_encoder(BUNDLED_NAME, None, Settings().encoder_cache).encoder
    write(labelled, encoder, _HERE)


if __name__ == "__main__":
    main()
