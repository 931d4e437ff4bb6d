"""Small talk gets an approved reply, and never hides a question."""

import pytest

from qa.messages import load_messages
from qa.small_talk import small_talk


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("Hello!", "hello"),
        ("hi there :)", "hello"),
        ("Thanks a lot", "thanks"),
        ("ok thank you", "thanks"),
        ("Who are you?", "who"),
        ("hello, are you a doctor?", "doctor"),
        ("Are you a real person", "who"),
        ("what can you do?", "help"),
        ("Do you store my questions?", "privacy"),
        ("that didn't help", "sorry"),
        ("bye", "bye"),
        ("bye, thanks for your help", "thanks"),
        ("are u a doctor", "doctor"),
        ("¡Hola!", "hello"),
        ("شكرا", "thanks"),
    ],
)
def test_small_talk_is_known(said: str, key: str) -> None:
    assert small_talk().reply_to(said) == f"small_talk_{key}"


@pytest.mark.parametrize(
    "asked",
    [
        "hello, what is MS?",
        "thanks, and the side effects?",
        "which doctor treats MS?",
        "what is a good doctor",
        "help with spasms",
        "ocrelizumab",
        "hi is CAR T safe",
        "",
    ],
)
def test_a_question_is_never_small_talk(asked: str) -> None:
    assert small_talk().reply_to(asked) is None


def test_every_reply_has_its_text() -> None:
    texts = load_messages("en").texts
    assert {key for key, _ in small_talk().phrases} <= set(texts)
