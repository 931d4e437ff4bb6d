"""Remake `data/decision.json`: `python -m qa.routing.fit`, from the repository's root.

Fitted on the sentences of `data/examples.jsonl` and the tuning part of tests/questions, all
written for this purpose. The same sentences and encoder give the same file.
"""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from index.model_files import BUNDLED_NAME
from index.sentence_transformer import SentenceTransformerEncoder
from qa.routing.decision import LABELS, QueryEncoder, features, load_decision_data
from qa.routing.normalise import load_normaliser

_HERE = Path(__file__).parent / "data"
_TUNING = Path("tests/questions/safety_tune.jsonl")
_PROBE = "what does the immune system do"
# Inverse strength of the ridge; five-fold cross-validation is flat from 0.1 to 1.
_RIDGE = 0.3
_DIGITS = 4


def read_labelled(paths: Sequence[Path]) -> list[tuple[str, str]]:
    """Read (text, label) from files of one JSON object a line."""
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [json.loads(line) for line in lines]
    return [(row["text"], row["label"]) for row in rows]


def fit(labelled: Sequence[tuple[str, str]], encoder: QueryEncoder) -> dict[str, object]:
    """Return the fitted weights in the form of `data/decision.json`."""
    from sklearn.linear_model import LogisticRegression

    normalise, data = load_normaliser(), load_decision_data()
    rows = features([normalise(text) for text, _ in labelled], encoder, data.cues)
    labels = np.array([LABELS.index(label) for _, label in labelled])
    model = LogisticRegression(C=_RIDGE, max_iter=5000).fit(rows, labels)
    digest = sha256("\n".join(f"{label}\t{text}" for text, label in labelled).encode()).hexdigest()
    vector = encoder.encode_queries([_PROBE])[0]
    return {
        "made_by": "python -m qa.routing.fit",
        "encoder": BUNDLED_NAME,
        "sentences": len(labelled),
        "sentences_sha256": digest,
        "labels": LABELS,
        "probe": {"text": _PROBE, "vector": _rounded(vector)},
        "intercept": _rounded(model.intercept_),
        "weights": [_rounded(row) for row in model.coef_],
    }


def _rounded(numbers: np.ndarray[tuple[int, ...], np.dtype[np.floating]]) -> list[float]:
    return [round(float(number), _DIGITS) for number in numbers]


def main() -> None:
    """Fit on the sentences in the repository and replace the file."""
    labelled = read_labelled([_HERE / "examples.jsonl", _TUNING])
    fitted = fit(labelled, SentenceTransformerEncoder())
    lines = ",\n".join(f" {json.dumps(key)}: {json.dumps(value)}" for key, value in fitted.items())
    (_HERE / "decision.json").write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
