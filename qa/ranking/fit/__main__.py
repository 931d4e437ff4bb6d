"""Remake the weights: `python -m qa.ranking.fit ../shared/eval`, from the repository's root.

With `decided` after it, only those of the confidence near decided questions, by the order that
ships: they are what new decisions, or new questions to tune on, change.

The public sets are indexed below `var/fit` the first time, which takes a while. Half of each
set's families of questions are fitted on, the other half only checked on; what came of it stands
in each weights file under `made`.
"""

import json
import sys
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import Encoder
from qa.encoding import load_encoder
from qa.ranking.confidence import DECIDED_SIGNALS, UNDECIDED_SIGNALS
from qa.ranking.evidence import SENTENCE_SIGNALS, SIGNALS
from qa.ranking.fit.arithmetic import fit_order
from qa.ranking.fit.article import BundledArticle
from qa.ranking.fit.choices import among, check_order, highlight_choices, order_choices, parted
from qa.ranking.fit.confidence import Part, fit_parts, from_elsewhere, judged
from qa.ranking.fit.public_set import PublicSet, Within, read_lines
from qa.ranking.fit.sites import Sites
from qa.ranking.model import (
    CONFIDENCE,
    HIGHLIGHT,
    RANKING,
    RANKING_NAMED,
    RANKING_UNNAMED,
    UNDECIDED,
    LinearModel,
)
from qa.ranking.order import DECIDED_ORDER, UNDECIDED_ORDER, Order
from qa.settings import Settings

_ODDS = "The log-odds that a passage answers, by the signals of qa.ranking.confidence"
_WEIGHTS = Path(__file__).parents[1] / "weights"
_INDEXES = Path("var/fit")
_TUNING = Path("tests/questions/article_tune.jsonl")
# Asked the way people type: vaguely, without a subject, in two words or in bad English.
_EVERYDAY = Path("tests/questions/article_everyday_tune.jsonl")
# What each set counts beside the others, however many questions it has.
ORDER_SETS = {"covid_faq": 1.0, "covidqa": 1.0, "squad2_dev_half": 1.0, "scifact": 1.0}
HIGHLIGHT_SETS = {"squad2_dev_half": 1.0}
# A quarter fits "expected", which squad2 is without, and leaves the rest as squad2 has it.
_ARTICLE_HIGHLIGHT = 0.25
_FAQ, _OF_ARTICLES = "covid_faq", "squad2_dev_half"
CONFIDENCE_SETS = {_OF_ARTICLES: 600.0, "clapnq_dev": 400.0, _FAQ: 150.0}
UNDECIDED_SETS = {_OF_ARTICLES: 300.0, "clapnq_dev": 400.0, _FAQ: 350.0}
_ARTICLE_ORDER, _SITES_ORDER = 20.0, 0.5
_ARTICLE_CONFIDENCE, _EVERYDAY_CONFIDENCE, _ELSEWHERE_CONFIDENCE = 1500.0, 1000.0, 300.0
_ELSEWHERE_UNDECIDED = 150.0
_ARTICLE_UNDECIDED, _SITES_CONFIDENCE = 500.0, 900.0
# Questions that the article can't answer; every second is fitted on.
ELSEWHERE = {
    "clinc150/utterances.jsonl": "text",
    "kqa/patient_questions.jsonl": "question",
}


def _model(names: tuple[str, ...], weights: NDArray[np.float64], intercept: float) -> LinearModel:
    return LinearModel(names, weights.astype(np.float32), intercept)


def _decided_parts(
    sets: dict[str, PublicSet], encoder: Encoder, order: Order, data: Path
) -> dict[str, Part]:
    parts = _labelled_parts(sets, CONFIDENCE_SETS, order)
    article, everyday = (
        BundledArticle(_INDEXES, encoder, read_lines(path)) for path in (_TUNING, _EVERYDAY)
    )
    parts[_TUNING.stem] = Part(_ARTICLE_CONFIDENCE, list(article.judged(order)))
    parts[_EVERYDAY.stem] = Part(_EVERYDAY_CONFIDENCE, list(everyday.judged(order)))
    for name, texts in _elsewhere(data).items():
        parts[name] = Part(_ELSEWHERE_CONFIDENCE, list(article.from_elsewhere(order, texts)))
    return parts


def _undecided_parts(
    sets: dict[str, PublicSet], article: BundledArticle, sites: Sites, order: Order, data: Path
) -> dict[str, Part]:
    parts = _labelled_parts(sets, UNDECIDED_SETS, order)
    squad2 = sets[_OF_ARTICLES]
    parts[f"{_OF_ARTICLES}, of one page"] = Part(
        UNDECIDED_SETS[_OF_ARTICLES], list(judged(squad2, order, squad2.asked, "page"))
    )
    faq = sets[_FAQ]
    parts[f"{_FAQ}, its answer left out"] = Part(
        UNDECIDED_SETS[_FAQ], list(judged(faq, order, faq.asked, own=False))
    )
    parts["medquad_sites"] = Part(_SITES_CONFIDENCE, list(sites.judged(order)))
    parts[f"{_TUNING.stem}, nothing decided"] = Part(
        _ARTICLE_UNDECIDED, list(article.judged(order))
    )
    for name, texts in _elsewhere(data).items():
        parts[f"{name} of {_FAQ}"] = Part(
            _ELSEWHERE_UNDECIDED, list(from_elsewhere(faq, order, texts))
        )
        parts[f"{name} of the article"] = Part(
            _ELSEWHERE_UNDECIDED, list(article.from_elsewhere(order, texts))
        )
    return parts


def _labelled_parts(
    sets: dict[str, PublicSet], weights: dict[str, float], order: Order
) -> dict[str, Part]:
    """Ask each set's questions, those on the paragraphs of one article of that article."""
    parts = {}
    for name, weight in weights.items():
        within: Within = "family" if name == _OF_ARTICLES else "set"
        parts[name] = Part(weight, list(judged(sets[name], order, sets[name].asked, within)))
    return parts


def _elsewhere(data: Path) -> dict[str, list[str]]:
    return {
        name.partition("/")[0]: [line[field] for line in read_lines(data / name)][::2]
        for name, field in ELSEWHERE.items()
    }


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


def _fitted_order(sets: dict[str, PublicSet], article: BundledArticle, sites: Sites) -> Order:
    """Fit the order near decided questions and far from any, and replace its weights files."""
    everywhere = [
        c for name, weight in ORDER_SETS.items() for c in order_choices(sets[name], weight)
    ]
    near = among([*everywhere, *article.order_choices(_ARTICLE_ORDER)], DECIDED_ORDER)
    far = parted([*everywhere, *sites.order_choices(_SITES_ORDER)])
    decided = _model(DECIDED_ORDER, fit_order(near), 0.0)
    named, unnamed = (
        _model(UNDECIDED_ORDER, weights, 0.0) for weights in np.split(fit_order(far), 2)
    )
    order = Order(*(model.among(SIGNALS) for model in (decided, named, unnamed)))
    checked = {
        f"nDCG@10, {name}, other half": check_order(sets[name], order) for name in ORDER_SETS
    }
    about = "Orders passages by the signals of qa.ranking.evidence"
    on = {**ORDER_SETS, _TUNING.stem: _ARTICLE_ORDER}
    _write(RANKING, f"{about}, near decided questions.", on, decided, {})
    about, on = f"{about}, far from any", {**ORDER_SETS, "medquad_sites": _SITES_ORDER}
    _write(RANKING_NAMED, f"{about}, where headings name what is asked.", on, named, checked)
    _write(RANKING_UNNAMED, f"{about}, where no heading names it.", on, unnamed, {})
    return order


def main(data: Path, *, decided_alone: bool) -> None:
    """Fit order, highlight and both confidences, in this order, and replace the weights files."""
    encoder = load_encoder(Settings())
    names = dict.fromkeys([*ORDER_SETS, *HIGHLIGHT_SETS, *CONFIDENCE_SETS, *UNDECIDED_SETS])
    sets = {name: PublicSet(data / name, _INDEXES, encoder) for name in names}
    if decided_alone:
        _write_decided(sets, encoder, Order.load(), data)
        return
    article = BundledArticle(_INDEXES, encoder, read_lines(_TUNING))
    sites = Sites(data, _INDEXES, encoder)
    order = _fitted_order(sets, article, sites)
    sentences = list(article.highlight_choices(_ARTICLE_HIGHLIGHT))
    for name, weight in HIGHLIGHT_SETS.items():
        sentences += highlight_choices(sets[name], weight)
    marked = _model(SENTENCE_SIGNALS, fit_order(sentences), 0.0)
    on = {**HIGHLIGHT_SETS, _TUNING.stem: _ARTICLE_HIGHLIGHT}
    _write(HIGHLIGHT, "Chooses the sentence that answers.", on, marked, {})
    _write_decided(sets, encoder, order, data)
    article = BundledArticle(_INDEXES, encoder, read_lines(_TUNING), decided=False)
    undecided = _undecided_parts(sets, article, sites, order, data)
    _write_confidence(UNDECIDED, f"{_ODDS}, far from any.", UNDECIDED_SIGNALS, undecided)


def _write_decided(sets: dict[str, PublicSet], encoder: Encoder, order: Order, data: Path) -> None:
    parts = _decided_parts(sets, encoder, order, data)
    _write_confidence(CONFIDENCE, f"{_ODDS}, near decided questions.", DECIDED_SIGNALS, parts)


def _write_confidence(
    name: str, about: str, signals: tuple[str, ...], parts: dict[str, Part]
) -> None:
    model, came = fit_parts(parts, signals)
    _write(name, about, {key: part.weight for key, part in parts.items()}, model, came)


if __name__ == "__main__":
    main(Path(sys.argv[1]), decided_alone=sys.argv[2:] == ["decided"])
