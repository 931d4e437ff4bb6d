"""The fixed texts: complete in every language, easy to read in English, open to the operator."""

import re
from pathlib import Path

import pytest
import textstat

from qa.errors import MessagesError
from qa.messages import LANGUAGES, load_messages, negotiate
from qa.messages.own import places

ENGLISH = load_messages("en")
# Years of school; a child of ten or eleven is in the fifth.
_FIFTH, _SIXTH = 5.0, 6.0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything_with_the_same_places(language: str) -> None:
    texts = load_messages(language).texts
    assert set(texts) == set(ENGLISH.texts)
    for key, text in texts.items():
        assert text.strip() == text != "", key
        assert places(text) == places(ENGLISH.texts[key]), key


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_no_sentence_is_left_in_english(language: str) -> None:
    texts = load_messages(language).texts
    same = [k for k, v in texts.items() if v == ENGLISH.texts[k] and len(v.split()) > 2]
    assert same == []


def test_every_message_is_shown_by_something() -> None:
    files = [f for f in Path("qa").rglob("*") if f.suffix in {".py", ".html", ".js"}]
    sources = "\n".join(f.read_text("utf-8") for f in [*files, Path("qa/messages/contacts.toml")])
    named = set(re.findall(r"\w+", sources))
    # Keys put together: f"care_message_{kind}", and "answer_" ~ match ~ "_means" in a template.
    put = re.findall(r'"([a-z_]+_)(?:\{[^"}]+\}([a-z_]*)"|" ~ [a-z.]+(?: ~ "([a-z_]+)")?)', sources)
    made = [re.compile(f"{start}\\w+{one or other}") for start, one, other in put]
    silent = [k for k in ENGLISH.texts if k not in named and not any(m.fullmatch(k) for m in made)]
    assert silent == []


def test_arabic_is_written_from_right_to_left() -> None:
    assert load_messages("ar").direction == "rtl"
    assert {load_messages(x).direction for x in LANGUAGES if x != "ar"} == {"ltr"}


def test_english_can_be_read_by_a_child_of_ten() -> None:
    sentences = {k: filled(v) for k, v in ENGLISH.texts.items() if len(v.split()) >= 6}
    assert len(sentences) > 30
    assert textstat.automated_readability_index(" ".join(sentences.values())) <= _FIFTH
    assert textstat.coleman_liau_index(" ".join(sentences.values())) <= _SIXTH
    care = {k: v for k, v in sentences.items() if k.startswith("care_message")}
    for key, text in care.items():
        assert textstat.automated_readability_index(text) <= _FIFTH, key


def filled(text: str) -> str:
    return text.format(**dict.fromkeys(places(text), "this"))


@pytest.mark.parametrize(
    ("wanted", "got"),
    [(["es-MX"], "es"), (["nl", "de-AT"], "de"), (["nl"], "en"), ([], "en"), (["AR"], "ar")],
)
def test_the_first_language_that_there_is_wins(wanted: list[str], got: str) -> None:
    assert negotiate(wanted) == got


def test_an_operator_replaces_single_lines(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[en]\nchat_send = "Go"\n[de]\nchat_send = "Los"\n', encoding="utf-8")
    english = load_messages("en", own)
    assert english.text("chat_send") == "Go"
    assert english.text("chat_clear") == ENGLISH.text("chat_clear")
    assert load_messages("de", own).text("chat_send") == "Los"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[en]\nchat_sned = "Go"\n', "no message 'chat_sned'"),
        ("[en]\nchat_send = 3\n", "'chat_send' is not a text"),
        ('[en]\nchat_send = "{who}"\n', "'chat_send' has a place"),
        ("[en\n", "is not TOML"),
        ("x = " + "[" * 5000, "is not TOML"),
        ("en = 1\n", "is not a table"),
        ('chat_send = "Go"\n', "'chat_send' is not a language"),
        ('[english]\nchat_send = "Go"\n', "'english' is not a language"),
        ('[de]\nchat_sned = "Los"\n', "no message 'chat_sned'"),
        ('[en]\nchat_send = " "\n', "'chat_send' is not a text"),
        ('[en]\ndirection = "up"\n', "'direction' is 'up'"),
        ('[en]\ncare_message_emergency = "Call {emergency"\n', "a brace that stands alone"),
        ('[en]\ncare_message_emergency = "Call {emergency!x}"\n', "a place we can't fill"),
        ('[en]\ncare_message_emergency = "Call {emergency:>%}"\n', "a place we can't fill"),
    ],
)
def test_an_operators_slip_is_named(tmp_path: Path, text: str, named: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(MessagesError, match=named):
        load_messages("en", own)
