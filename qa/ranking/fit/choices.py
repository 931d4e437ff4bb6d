"""What the order and the highlight are fitted on: each question's candidates, right and wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from qa.ranking.evidence import SIGNALS
from qa.ranking.fit.arithmetic import Choice, ndcg
from qa.ranking.fit.public_set import Gathered, PublicSet
from qa.ranking.order import UNDECIDED_ORDER, Order, how_named


def _by_document(found: Gathered, weight: float) -> Choice:
    right = np.array([document in found.asked.gains for document in found.documents])
    signals = found.evidence.passages.astype(np.float64)
    return Choice(signals, found.owner, right, weight)


def highlight_choices(labelled: PublicSet, weight: float) -> Iterator[Choice]:
    """Yield each answered question, which share `weight`, with the sentences of its passage."""
    fitted_on = [one for one in labelled.asked if one.spans and not one.checked]
    for asked in fitted_on:
        found = labelled.find(asked, "family")
        if found is None:
            continue
        for place, row in enumerate(found.evidence.rows):
            passage = labelled.index.passage(int(row))
            spans = [(s.start, s.end) for s in passage.sentences]
            if passage.document_id in asked.gains and len(spans) > 1:
                signals = found.evidence.sentences_of(place).astype(np.float64)
                right = [any(s <= a and b <= e for a, b in asked.spans) for s, e in spans]
                yield Choice(
                    signals, np.arange(len(spans)), np.array(right), weight / len(fitted_on)
                )


def check_order(labelled: PublicSet, order: Order) -> float:
    """Return the mean nDCG@10 over the questions that were not fitted on."""
    values: list[float] = []
    for asked in labelled.asked:
        if not asked.checked or not asked.gains:
            continue
        found = labelled.find(asked)
        if found is not None:
            gains = np.array([asked.gains.get(d, 0.0) for d in found.documents])
            scores = order.scores(found.evidence).astype(np.float64)
            values.append(ndcg(scores, found.owner, gains, list(asked.gains.values())))
    return float(np.mean(values)) if values else 0.0


def order_choices(labelled: PublicSet, weight: float) -> list[Choice]:
    """Return the questions to fit the order on, which share `weight`."""
    asked = [one for one in labelled.asked if one.gains and not one.checked]
    found = [labelled.find(one) for one in asked]
    return [_by_document(one, weight / len(asked)) for one in found if one is not None]


def among(choices: Sequence[Choice], names: Sequence[str]) -> list[Choice]:
    """Return each choice with the signals called `names` alone."""
    columns = [SIGNALS.index(name) for name in names]
    return [replace(choice, signals=choice.signals[:, columns]) for choice in choices]


def parted(choices: Sequence[Choice]) -> list[Choice]:
    """Return each with its signals twice: as far as headings name what is asked, and as far as not.

    So the weights of both parts are fitted together, as they are mixed.
    """
    parted = []
    for choice, kept in zip(choices, among(choices, UNDECIDED_ORDER), strict=True):
        share = how_named(choice.signals)
        both = np.hstack([share * kept.signals, (1.0 - share) * kept.signals])
        parted.append(replace(choice, signals=both))
    return parted
