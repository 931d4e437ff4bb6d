"""Remake the weights: `python -m qa.ranking.fit ../shared/eval`, from the repository's root.

The public sets are indexed below `var/fit` the first time, which takes a while. Half of each
set's families of questions are fitted on, the other half only checked on; what came of it stands
in each weights file under `made`.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.encoding import load_encoder
from qa.ranking.confidence import CONFIDENCE_SIGNALS, confidence_signals
from qa.ranking.evidence import SENTENCE_SIGNALS, SIGNALS
from qa.ranking.fit_article import Article
from qa.ranking.fit_data import Asked, Found, LabelledSet, read_lines
from qa.ranking.fitting import Choice, calibration_error, fit_order, fit_probability, ndcg
from qa.ranking.model import CONFIDENCE, HIGHLIGHT, RANKING, LinearModel
from qa.settings import Settings

_WEIGHTS = Path(__file__).parent / "weights"
_INDEXES = Path("var/fit")
_TUNING = Path("tests/questions/article_tune.jsonl")
# What each set counts beside the others, however many questions it has.
ORDER_SETS = {"covid_faq": 1.0, "covidqa": 1.0, "squad2_dev_half": 1.0, "scifact": 1.0}
HIGHLIGHT_SETS = {"squad2_dev_half": 1.0}
CONFIDENCE_SETS = {"squad2_dev_half": 600.0, "clapnq_dev": 400.0, "covid_faq": 150.0}
_ARTICLE_ORDER, _ARTICLE_CONFIDENCE, _ELSEWHERE_CONFIDENCE = 2.0, 1500.0, 150.0
# Questions that the article can't answer; every second is fitted on.
ELSEWHERE = {
    "clinc150/utterances.jsonl": "text",
    "kqa/patient_questions.jsonl": "question",
}
_RIDGE = 2.0


def _by_document(found: Found, weight: float) -> Choice:
    right = np.array([document in found.asked.gains for document in found.documents])
    signals = found.evidence.passages.astype(np.float64)
    return Choice(signals, found.owner, right, weight)


def highlight_choices(labelled: LabelledSet, weight: float) -> Iterator[Choice]:
    """Yield each answered question with the sentences of the passage that answers it."""
    for asked in labelled.asked:
        if asked.checked or not asked.spans:
            continue
        found = labelled.find(asked, own_family=True)
        if found is None:
            continue
        for place, row in enumerate(found.evidence.rows):
            passage = labelled.index.passage(int(row))
            spans = [(s.start, s.end) for s in passage.sentences]
            if passage.document_id in asked.gains and len(spans) > 1:
                signals = found.evidence.sentences_of(place).astype(np.float64)
                right = [any(s <= a and b <= e for a, b in asked.spans) for s, e in spans]
                yield Choice(signals, np.arange(len(spans)), np.array(right), weight)


def confidence_rows(
    labelled: LabelledSet, order: LinearModel, asked: Iterable[Asked]
) -> Iterator[tuple[NDArray[np.float32], bool]]:
    """Yield the signals of the first passage and whether it answers."""
    for one in asked:
        found = labelled.find(one, own_family=bool(one.spans))
        if found is None:
            continue
        scores = order(found.evidence.passages)
        place = int(scores.argmax())
        text = labelled.index.passage(int(found.evidence.rows[place])).text
        signals = confidence_signals(found.query, found.evidence, scores, place, text)
        yield signals, found.documents[found.owner[place]] in one.gains


def check_order(labelled: LabelledSet, order: LinearModel) -> float:
    """Return the mean nDCG@10 over the questions that were not fitted on."""
    values: list[float] = []
    for asked in labelled.asked:
        if not asked.checked or not asked.gains:
            continue
        found = labelled.find(asked)
        if found is not None:
            gains = np.array([asked.gains.get(d, 0.0) for d in found.documents])
            scores = order(found.evidence.passages).astype(np.float64)
            values.append(ndcg(scores, found.owner, gains, list(asked.gains.values())))
    return float(np.mean(values)) if values else 0.0


def order_choices(labelled: LabelledSet, weight: float) -> list[Choice]:
    """Return the questions to fit the order on, which share `weight`."""
    asked = [one for one in labelled.asked if one.gains and not one.checked]
    found = [labelled.find(one) for one in asked]
    return [_by_document(one, weight / len(asked)) for one in found if one is not None]


def _model(names: tuple[str, ...], weights: NDArray[np.float64], intercept: float) -> LinearModel:
    return LinearModel(names, weights.astype(np.float32), intercept)


def _fit_confidence(
    sets: dict[str, LabelledSet], article: Article, order: LinearModel, data: Path
) -> tuple[LinearModel, dict[str, float]]:
    parts = {
        name: (weight, list(confidence_rows(sets[name], order, sets[name].asked)))
        for name, weight in CONFIDENCE_SETS.items()
    }
    tuning = list(article.confidence_rows(order))
    parts["article_tune"] = (_ARTICLE_CONFIDENCE, tuning)
    for name, field in ELSEWHERE.items():
        texts = [line[field] for line in read_lines(data / name)][::2]
        parts[name] = (_ELSEWHERE_CONFIDENCE, [(article.signals(t, order), False) for t in texts])
    signals = np.array([row for _, rows in parts.values() for row, _ in rows], dtype=np.float64)
    answers = np.array([answer for _, rows in parts.values() for _, answer in rows])
    weights = np.concatenate([np.full(len(rows), w / len(rows)) for w, rows in parts.values()])
    slopes, intercept = fit_probability(signals, answers, weights, _RIDGE)
    # What calibration there is on questions not seen: fitted on four fifths, checked on a fifth.
    fold = np.arange(len(answers)) % 5
    stated = np.empty(len(answers))
    for number in range(5):
        away = fold != number
        own, at = fit_probability(signals[away], answers[away], weights[away], _RIDGE)
        stated[~away] = 1.0 / (1.0 + np.exp(-(signals[~away] @ own + at)))
    error = calibration_error(stated, answers, weights)
    return _model(CONFIDENCE_SIGNALS, slopes, intercept), {"expected calibration error": error}


def _write(
    name: str, about: str, fitted_on: dict[str, float], model: LinearModel, came: dict[str, float]
) -> None:
    made: dict[str, object] = {
        "command": "python -m qa.ranking.fit ../shared/eval",
        "date": date.today().isoformat(),
        "fitted on, with what each counts": fitted_on,
    }
    made |= {key: round(value, 4) for key, value in came.items()}
    signals = {n: round(float(w), 3) for n, w in zip(model.names, model.weights, strict=True)}
    content = {"about": about, "made": made, "intercept": round(model.intercept, 3)}
    text = json.dumps(content | {"signals": signals}, indent=1) + "\n"
    (_WEIGHTS / name).write_text(text, encoding="utf-8")


def main(data: Path) -> None:
    """Fit order, highlight and confidence, in this order, and replace the weights files."""
    encoder = load_encoder(Settings())
    names = dict.fromkeys([*ORDER_SETS, *HIGHLIGHT_SETS, *CONFIDENCE_SETS])
    sets = {name: LabelledSet(data / name, _INDEXES, encoder) for name in names}
    article = Article(_INDEXES, encoder, read_lines(_TUNING))
    choices = [c for name, weight in ORDER_SETS.items() for c in order_choices(sets[name], weight)]
    order = _model(SIGNALS, fit_order([*choices, *article.order_choices(_ARTICLE_ORDER)]), 0.0)
    checked = {
        f"nDCG@10, {name}, other half": check_order(sets[name], order) for name in ORDER_SETS
    }
    on = {**ORDER_SETS, _TUNING.stem: _ARTICLE_ORDER}
    _write(RANKING, "Orders passages by the signals of qa.ranking.evidence.", on, order, checked)
    sentences = [
        choice
        for name, weight in HIGHLIGHT_SETS.items()
        for choice in highlight_choices(sets[name], weight)
    ]
    marked = _model(SENTENCE_SIGNALS, fit_order(sentences), 0.0)
    _write(HIGHLIGHT, "Chooses the sentence that answers.", HIGHLIGHT_SETS, marked, {})
    confidence, calibrated = _fit_confidence(sets, article, order, data)
    about = "The log-odds that a passage answers, by the signals of qa.ranking.confidence."
    elsewhere = dict.fromkeys((name.partition("/")[0] for name in ELSEWHERE), _ELSEWHERE_CONFIDENCE)
    on = {**CONFIDENCE_SETS, _TUNING.stem: _ARTICLE_CONFIDENCE, **elsewhere}
    _write(CONFIDENCE, about, on, confidence, calibrated)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
