"""Who speaks another language than the pages learns which one they are in, on every surface."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser

from index import Encoder
from index.progress import silent
from qa.messages import LANGUAGES, load_messages
from qa.reply import Abstention, Answer
from qa.settings import Settings
from qa.startup import load_assistant
from qa.web.app import create_app
from qa.web.holder import Holder
from qa.web.languages import Languages
from qa.web.rendering import Covered
from qa.wire import from_wire

IN_SPANISH = "¿Cuáles son los síntomas de la gota?"
IN_ENGLISH = "How do I bake sourdough bread at home?"
IN_NONE = "sourdough"
Ask = Callable[..., dict[str, object]]
Serve = Callable[..., Ask]


@pytest.fixture
def serve(tmp_path: Path, encoder: Encoder) -> Serve:
    """Serve pages in the languages given; return what asks them, with a browser's language."""

    def serve_one(*languages: str | None, **settings: object) -> Ask:
        folder = tmp_path / "pages"
        folder.mkdir()
        for number, language in enumerate(languages):
            stated = f"language: {language}\n" if language else ""
            page = (
                f"---\ntitle: Relapses {number}\n{stated}---\nA relapse lasts for {number} days.\n"
            )
            (folder / f"page-{number}.md").write_text(page, encoding="utf-8")
        chosen = Settings.model_validate(
            {"sources": (folder,), "index_root": tmp_path / "indexes"} | settings
        )
        assistant = load_assistant(chosen, silent, lambda: date(2026, 1, 15), lambda: encoder)
        client = TestClient(create_app(Holder(assistant), chosen, time.perf_counter))

        def ask(question: str, accepted: str) -> dict[str, object]:
            reply: dict[str, object] = client.post(
                "/api/v1/ask", json={"question": question}, headers={"Accept-Language": accepted}
            ).json()
            assert (reply["kind"], reply["passages"]) == ("abstention", [])
            return reply

        return ask

    return serve_one


def plain(language: str) -> str:
    return load_messages(language).text("abstain_not_in_corpus")


def test_a_spanish_reader_of_english_pages_learns_that_they_are_english(serve: Serve) -> None:
    ask = serve("en-GB", "en", region="GB")
    for question in (IN_SPANISH, IN_NONE):
        reply = ask(question, "es-MX")
        assert reply["message"] == (
            f"{plain('es')} Las páginas revisadas están en inglés. Pregunte en el idioma de las "
            "páginas. En una emergencia, llame: 999."
        )
        assert reply["asked_in"] is None
    # Whoever asks in the language of the pages knows it.
    assert ask(IN_ENGLISH, "es")["message"] == plain("es")


def test_a_spanish_question_in_an_english_chat_is_answered_in_both(serve: Serve) -> None:
    reply = serve("en", region="GB")(IN_SPANISH, "en")
    assert reply["message"] == (
        f"{plain('en')} The reviewed pages are in English. Please ask in the language of the "
        "pages. In an emergency, call 999.\n"
        f"{plain('es')} Las páginas revisadas están en inglés. Pregunte en el idioma de las "
        "páginas. En una emergencia, llame: 999."
    )
    assert reply["asked_in"] == "es"
    read = from_wire(reply)
    assert isinstance(read, Abstention)
    shown = LexborHTMLParser(Languages("en").default.reply(read, Covered()))
    first, second = shown.css(".cw-message")
    assert first.text() + "\n" + second.text() == reply["message"]
    assert (first.attributes.get("lang"), second.attributes.get("lang")) == (None, "es")


def test_nothing_is_quoted_by_chance_for_a_question_in_another_language(serve: Serve) -> None:
    ask = serve("en", threshold=0.0)
    for question in (IN_SPANISH, "Ist das ansteckend?"):
        assert ask(question, "en")["asked_in"] in ("es", "de")


def test_staff_may_pin_a_question_in_another_language(tmp_path: Path, encoder: Encoder) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "relapse.md").write_text(
        "---\ntitle: Relapses\nlanguage: en\n---\nA relapse lasts for three days.\n", "utf-8"
    )
    (pages / "pins.toml").write_text(
        '[[pin]]\nquestion = "¿Cuáles son los síntomas de la gota?"\ndocument = "relapse"\n'
        'quote = "A relapse lasts for three days."\n',
        "utf-8",
    )
    chosen = Settings(sources=(pages,), index_root=tmp_path / "indexes")
    assistant = load_assistant(chosen, silent, lambda: date(2026, 1, 15), lambda: encoder)
    reply = assistant.ask(IN_SPANISH)
    assert isinstance(reply, Answer)


def test_english_readers_of_english_pages_are_told_nothing_of_languages(serve: Serve) -> None:
    ask = serve("en")
    for question in (IN_ENGLISH, IN_NONE, "waht is imunotherapy wit ocrelizumab"):
        reply = ask(question, "en")
        assert (reply["message"], reply["asked_in"]) == (plain("en"), None)


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_each_language_names_that_of_the_pages(serve: Serve, language: str) -> None:
    names = {
        "es": "inglés y español",
        "fr": "anglais et espagnol",
        "de": "Englisch und Spanisch",
        "pl": "angielski i hiszpański",
        "ar": "الإنجليزية والإسبانية",
    }
    message = str(serve("en", "es")(IN_NONE, language)["message"])
    assert (names[language] in message) == (language != "es")


def test_english_readers_of_spanish_pages_learn_it_too(serve: Serve) -> None:
    message = str(serve("es")(IN_ENGLISH, "en")["message"])
    assert "The reviewed pages are in Spanish." in message


def test_what_pages_do_not_state_is_not_said(serve: Serve) -> None:
    ask = serve(None, None, "en")
    assert ask(IN_SPANISH, "es")["message"] == plain("es")
    assert ask(IN_SPANISH, "en")["message"] == plain("en")


def test_the_operators_own_lines_are_said_in_the_other_language_too(
    serve: Serve, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[es]\nabstain_language = "Páginas en {languages}."\n', encoding="utf-8")
    ask = serve("en", messages=own)
    assert str(ask(IN_SPANISH, "en")["message"]).endswith(
        "\n" + plain("es") + " Páginas en inglés."
    )
    # Somebody is editing it: what is shipped is said meanwhile.
    own.write_text("[es", encoding="utf-8")
    assert "Las páginas revisadas están en inglés." in str(ask(IN_SPANISH, "en")["message"])
