import random

from qa.ranking.fit.medquad import ANSWERED, Article
from qa.ranking.fit.sites import divided, questions_of

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
    asked, again = (list(questions_of(site(), [], random.Random(1))) for _ in range(2))  # noqa: S311
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
    assert divided(subjects)[0] == ["gout", "flu"]
