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

from index.model_files import BUNDLED_NAME
from index.sentence_transformer import SentenceTransformerEncoder
from qa.routing.decision import LABELS, MACHINES, STEP, likeness, load_decision_data, squared
from qa.routing.features import Array, QueryEncoder, features
from qa.routing.normalise import load_normaliser
from qa.routing.router import long_sentences

_HERE = Path(__file__).parent / "data"
_TUNING = Path("tests/questions/safety_tune.jsonl")
# Long questions on the article, told with all that happened: not urgent, sentence by sentence.
TOLD = Path("tests/questions/article_tune.jsonl")
# What a person tells by the way. It isn't urgent; whether it wants advice is not said.
CALM = "calm"
_PROBE = "what does the immune system do"
# How dearly a sentence on the wrong side is paid for; flat from 1 to 10.
_PRICE = 3.0
_FOLDS = 3
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
    return [(part, CALM) for question in told for part in long_sentences(question)]


def write(labelled: Sequence[tuple[str, str]], encoder: QueryEncoder, folder: Path) -> None:
    """Fit the three machines and write their files into `folder`."""
    normalise, data = load_normaliser(), load_decision_data()
    rows = features([normalise(text) for text, _ in labelled], encoder, data.cues)
    kept = np.clip(np.round(rows / STEP), -127, 127).astype(np.int8)
    fits = [_fit(kept * STEP, *members) for members in _members(labelled)]
    pulls = np.round(np.stack([pull for pull, _, _ in fits], axis=1), _DIGITS)
    # A sentence that pulls nowhere would be compared with every question for nothing.
    pulling = np.any(pulls, axis=1)
    digest = sha256("\n".join(f"{label}\t{text}" for text, label in labelled).encode()).hexdigest()
    fitted = {
        "made_by": "python -m qa.routing.fit",
        "encoder": BUNDLED_NAME,
        "sentences": len(labelled),
        "pulling": int(pulling.sum()),
        "sentences_sha256": digest,
        "machines": MACHINES,
        "offsets": _rounded([offset for _, offset, _ in fits]),
        "scale": [_rounded([scale[part] for _, _, scale in fits]) for part in (0, 1)],
        "probe": {"text": _PROBE, "vector": _rounded(encoder.encode_queries([_PROBE])[0])},
    }
    lines = ",\n".join(f" {json.dumps(key)}: {json.dumps(value)}" for key, value in fitted.items())
    (folder / "decision.json").write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    (folder / "sentences.bin").write_bytes(kept[pulling].tobytes())
    (folder / "pulls.bin").write_bytes(pulls[pulling].astype("<f4").tobytes())


def _members(labelled: Sequence[tuple[str, str]]) -> list[tuple[_Flags, _Flags]]:
    """Return for each machine which sentences it is fitted on, and which of all are its yes."""
    crisis, emergency, advice, harmless = (
        np.array([given == label for _, given in labelled]) for label in LABELS
    )
    urgent = crisis | emergency
    everything = np.ones(len(labelled), dtype=bool)
    return [(everything, urgent), (urgent, crisis), (advice | harmless, advice)]


def _fit(rows: Array, member: _Flags, yes: _Flags) -> tuple[Array, float, tuple[float, float]]:
    """Return each sentence's pull, the offset, and what makes a share of their sum."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.svm import SVC

    own, answers = rows[member], yes[member]
    alike = likeness(own, own, squared(own))
    machine = SVC(C=_PRICE, kernel="precomputed", cache_size=500)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    # Of a sentence in its own fit the machine is too sure; shares come from sentences left out.
    left_out = cross_val_predict(machine, alike, answers, cv=folds, method="decision_function")
    shape = LogisticRegression(C=100).fit(left_out[:, None], answers)
    machine.fit(alike, answers)
    pulls = np.zeros(len(rows))
    pulls[np.flatnonzero(member)[machine.support_]] = machine.dual_coef_[0]
    scale = (float(shape.coef_[0, 0]), float(shape.intercept_[0]))
    return pulls, float(machine.intercept_[0]), scale


def _rounded(numbers: Sequence[float] | Array) -> list[float]:
    return [round(float(number), _DIGITS) for number in numbers]


def main() -> None:
    """Fit on the sentences in the repository and replace the files."""
    labelled = [*read_labelled([_HERE / "examples.jsonl", _TUNING]), *read_told(TOLD)]
    write(labelled, SentenceTransformerEncoder(), _HERE)


if __name__ == "__main__":
    main()
