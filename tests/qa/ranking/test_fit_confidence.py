import random

import numpy as np

from qa.ranking.confidence import CONFIDENCE_SIGNALS, UNDECIDED_SIGNALS
from qa.ranking.fit_confidence import Judged, Part, _folds, fit_parts
from qa.ranking.fit_medquad import ANSWERED, Article
from qa.ranking.fit_sites import _divided, _questions

TELLING = "rarest_missing"


def rows(count: int) -> list[Judged]:
    """Passages that answer where one signal is low; every other signal is noise."""
    rng = np.random.default_rng(3)
    made = []
    for _ in range(count):
        signals = rng.normal(size=len(CONFIDENCE_SIGNALS)).astype(np.float32)
        answers = bool(signals[CONFIDENCE_SIGNALS.index(TELLING)] < 0)
        made.append(Judged(signals, answers))
    return made


def test_the_signal_that_tells_decides_and_unknown_rows_check_it() -> None:
    model, came = fit_parts({"one": Part(300.0, rows(600))}, UNDECIDED_SIGNALS)
    shares = dict(zip(model.names, np.abs(model.weights).tolist(), strict=True))
    assert max(shares, key=shares.__getitem__) == TELLING
    assert model.weights[UNDECIDED_SIGNALS.index(TELLING)] < 0
    assert came["answered, one"] > 0.9
    assert came["false answers, one"] < 0.1


def test_rows_of_one_group_are_never_fitted_on_and_checked_on_both() -> None:
    groups = [17, 3, 17, 4, 3, 17]
    folds = _folds([r._replace(group=g) for r, g in zip(rows(6), groups, strict=True)])
    assert len({(group, int(fold)) for group, fold in zip(groups, folds, strict=True)}) == 3
    assert _folds(rows(7)).tolist() == [0, 1, 2, 3, 4, 0, 1]


TEXTS = {
    "information": "Gout is a disease of the joints.",
    "symptoms": "A symptom is pain in a toe.",
    "treatment": "Doctors treat it with rest.",
}


def site() -> list[list[Article]]:
    return [
        [
            Article(f"{name}-{aspect}", name, aspect, f"{aspect} of {name}?", text)
            for aspect, text in TEXTS.items()
        ]
        for name in ("Gout (joints)", "Mumps")
    ]


def test_a_site_is_asked_what_it_answers_and_what_it_does_not() -> None:
    asked, again = (list(_questions(site(), [], random.Random(1))) for _ in range(2))  # noqa: S311
    answered = [one for one in asked if one.pages]
    assert {page.partition("-")[0] for one in answered for page in one.pages} == {
        "Gout (joints)",
        "Mumps",
    }
    missing = [one for one in asked if not one.pages]
    assert len(missing) == 4
    held = {w for aspect in ANSWERED if aspect.name in TEXTS for w in aspect.wordings}
    assert held.isdisjoint(one.wording for one in missing)
    assert asked == again


def test_only_subjects_with_several_aspects_are_asked_about() -> None:
    (rich, _), (single, *_) = site(), site()
    subjects = {"gout": rich, "flu": single[:1]}
    assert _divided(subjects)[0] == ["gout", "flu"]
