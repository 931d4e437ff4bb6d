"""People in need get the signpost: first, alone, and when everything else is broken."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from corpus import CitewellError
from qa.cli import commands
from qa.errors import QuestionTooLongError
from qa.pipeline import Assistant
from qa.question import MOST_CHARACTERS
from qa.referring import readable_parts
from qa.reply import Abstention, Answer, Reason, Referral, ReferralKind


class _Broken:
    """Stands for everything that can fail after routing."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} was touched before the signpost")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("I can't breathe", ReferralKind.EMERGENCY),
        ("I want to end my life", ReferralKind.CRISIS),
    ],
)
def test_the_signpost_comes_before_index_and_search(
    assistant: Assistant, question: str, kind: ReferralKind
) -> None:
    broken: Any = _Broken()
    helpless = replace(assistant, index=broken, interpreter=broken, ranker=broken)
    reply = helpless.ask(question, history=["what is ocrelizumab"])
    assert isinstance(reply, Referral)
    assert reply.kind is kind
    assert reply.passages == ()
    assert 1 <= len(reply.contacts) <= 2


def test_it_is_looked_for_on_every_turn(assistant: Assistant) -> None:
    reply = assistant.ask("and now my throat is closing up", history=["what is interferon"])
    assert isinstance(reply, Referral)
    assert reply.kind is ReferralKind.EMERGENCY


def test_personal_advice_comes_with_what_the_pages_say(assistant: Assistant) -> None:
    generous = replace(assistant, threshold=0.0)
    reply = generous.ask("Should I have CAR T-cell therapy for my MS?")
    assert isinstance(reply, Referral)
    assert reply.kind is ReferralKind.PERSONAL_ADVICE
    assert reply.passages
    assert reply.index_version == assistant.index.version


def test_a_plain_question_is_answered(assistant: Assistant) -> None:
    reply = assistant.ask("What do beta interferons and ocrelizumab do in MS management?")
    assert isinstance(reply, Answer)
    assert "beta interferons and ocrelizumab" in reply.passages[0].quote


def test_a_follow_up_is_read_with_its_thread(assistant: Assistant) -> None:
    reply = assistant.ask("how does it work?", history=["what is CAR T-cell therapy?"])
    assert reply.read_as == "how does CAR T-cell therapy work?"


def test_a_follow_up_with_nothing_to_follow_is_asked_back(assistant: Assistant) -> None:
    reply = assistant.ask("how does it work?")
    assert isinstance(reply, Abstention)
    assert reply.reason is Reason.NEEDS_CONTEXT


def test_small_talk_is_no_search(assistant: Assistant) -> None:
    reply = assistant.ask("Are you a doctor?")
    assert isinstance(reply, Abstention)
    assert reply.reason is Reason.SMALL_TALK
    assert "not a doctor" in reply.message


def test_a_text_too_long_to_answer_is_still_heard(assistant: Assistant) -> None:
    cry_out, rest = "I want to kill myself. ", "The garden is green. "
    inside = [rest * before + cry_out + rest * 400 for before in (0, 30, 85, 90, 95, 170, 300)]
    for cry in (*inside, rest * 10_000 + cry_out):
        heard = (assistant.ask(cry), assistant.referrer.refer_urgently(cry))
        for referral in (*heard, assistant.referrer.refer_by_rules(cry)):
            assert isinstance(referral, Referral)
            assert referral.kind is ReferralKind.CRISIS
            assert "kill myself" in referral.question
    with pytest.raises(QuestionTooLongError):
        assistant.ask(rest * 150)


def test_at_the_start_of_a_long_text_what_no_rule_knows_is_heard_too(assistant: Assistant) -> None:
    text = "It would be easier for everyone if the river took me. " + "The garden is green. " * 150
    assert assistant.referrer.refer_by_rules(text) is None
    reply = assistant.ask(text)
    assert isinstance(reply, Referral)
    assert reply.kind is ReferralKind.CRISIS


@pytest.mark.parametrize("length", [2001, 3799, 3800, 3801, 20_000, 100_000, 100_001])
def test_of_a_long_text_every_word_is_read_with_those_around_it(length: int) -> None:
    words = [f"{number:05d}" for number in range(length // 6 + 1)]
    text = " ".join(words)[:length]
    parts = list(readable_parts(text))
    assert max(map(len, parts)) <= MOST_CHARACTERS
    assert len(parts) <= 2 + length // (MOST_CHARACTERS - 200)
    for start in range(0, length - 200, 150):
        assert any(text[start : start + 200] in part for part in parts)
    assert parts[-1].endswith(text[-200:])


@pytest.mark.parametrize(
    ("settings", "found", "called"),
    [
        ('region = "GB"\nindex_root = "broken"', "CURRENT names nonsense", "999"),
        ('sources = ["lost"]\nregion = "GB"', "lost: there is no such file or folder", "999"),
        ('treshold = 0.5\nregion = "GB"', "treshold is not a setting", "999"),
        ('threshold = 2.0\nregion = "GB"', "'threshold' is 2.0", "999"),
        ('contacts = "lost.toml"\nregion = "GB"', "lost.toml: can't be read", "999"),
        ('messages = "lost.toml"\nregion = "GB"', "lost.toml: can't be read", "999"),
        ('encoder = "lost"\nregion = "GB"', "encoder 'lost'", "999"),
        ('index_root = "broken"', "CURRENT names nonsense", "your local emergency number"),
        ('region = "Atlantis"', "there is no region 'Atlantis'", "your local emergency number"),
        ("region = GB", "citewell.toml can't be read", "your local emergency number"),
    ],
)
def test_whatever_is_broken_the_command_line_gives_the_signpost_and_then_names_it(
    settings: str, found: str, called: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "citewell.toml").write_text(f"{settings}\n")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "CURRENT").write_text("nonsense\n", encoding="utf-8")
    shown = CliRunner().invoke(commands, ["ask", "my husband has collapsed"])
    assert shown.exit_code == 0
    assert shown.stdout.startswith(f"This may be an emergency. Call {called} now")
    assert shown.stderr.startswith("citewell: ")
    assert found in shown.stderr
    with pytest.raises(CitewellError, match=re.escape(found)):
        CliRunner().invoke(commands, ["ask", "what is MS"], catch_exceptions=False)


def test_an_unknown_variable_keeps_nobody_from_the_signpost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CITEWELL_TRESHOLD", "0.5")
    monkeypatch.setenv("CITEWELL_REGION", "GB")
    shown = CliRunner().invoke(commands, ["ask", "--json", "my husband has collapsed"])
    reply = json.loads(shown.stdout)
    assert (shown.exit_code, reply["referral"], reply["passages"]) == (0, "emergency", [])
    assert "999" in reply["message"]
    assert "CITEWELL_TRESHOLD is not a setting" in shown.stderr
