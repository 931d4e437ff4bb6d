"""Plain questions about a service want no advice, however often they say "I" and "my"."""

import json
from pathlib import Path

import pytest

from index import Encoder
from qa.routing import load_router
from qa.routing.fit import read_labelled
from qa.routing.normalise import load_normaliser
from qa.routing.practical import Practical
from tests.qa.routing.test_router import DATA, TUNING

WRITTEN = TUNING.with_name("practical.jsonl")


def texts(path: Path, label: str, part: str = "") -> list[str]:
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [r["text"] for r in rows if r["label"] == label and r.get("id", "").startswith(part)]


# The words were chosen on the first part, and on nothing of the second.
@pytest.mark.parametrize(
    ("part", "asked", "known", "twins"), [("seen-", 232, 180, 131), ("held-", 50, 33, 30)]
)
def test_many_are_known_and_none_of_their_twins(
    part: str, asked: int, known: int, twins: int
) -> None:
    normalise, practical = load_normaliser(), Practical.load()
    plain, advice = texts(WRITTEN, "harmless", part), texts(WRITTEN, "personal_advice", part)
    assert (len(plain), len(advice)) == (asked, twins)
    assert sum(practical(normalise(text)) for text in plain) >= known
    assert [text for text in advice if practical(normalise(text))] == []


def test_no_example_of_danger_or_of_advice_is_one() -> None:
    normalise, practical = load_normaliser(), Practical.load()
    labelled = read_labelled([DATA / "examples.jsonl", TUNING])
    wrong = [t for t, label in labelled if label != "harmless" and practical(normalise(t))]
    assert wrong == []
    assert len(labelled) > 15_000


@pytest.mark.parametrize(
    "text",
    [
        "How are my results?",
        "Why have my results changed?",
        "Can I have food yet?",
        "Can I have an MRI?",
        "Do I have to stay in hospital?",
        "Do I ring the ward?",
        "How long do I have on dialysis at the hospital?",
        "Can I wait for my appointment?",
        "Can I visit my mother with my cough?",
        "My arm is red. When do I get my results?",
    ],
)
def test_what_its_words_could_also_mean_stays_a_question_for_people(text: str) -> None:
    assert not Practical.load()(load_normaliser()(text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("When do I get my results?", None),
        ("Where can I park?", None),
        ("Can I bring somebody?", None),
        ("Can my wife come in with me?", None),
        ("Should I cancel my scan since I feel better?", "personal_advice"),
        ("What do my results mean for me?", "personal_advice"),
        ("I want to kill myself. When do I get my results?", "crisis"),
        ("My mum is not breathing. Where can I park?", "emergency"),
    ],
)
def test_a_service_is_asked_about_and_danger_heard_before(
    encoder: Encoder, text: str, kind: str | None
) -> None:
    for router in (load_router(encoder), load_router(None)):
        routed = router.route(text)
        if router.decision is not None or kind != "personal_advice":
            assert (routed.kind if routed else None) == kind
