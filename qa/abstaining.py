"""What is said where nothing is quoted, to people who speak another language than the pages."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from index import OpenIndex
from qa.conversation.spoken import spoken_in
from qa.messages import Contacts, Messages
from qa.messages.naming import named
from qa.reply import Reason

# Whatever judges questions and passages was made of English.
_ALWAYS_READ = (None, "en")

Speak = Callable[[str], Messages]


@dataclass(frozen=True, slots=True)
class Said:
    """The message in the reader's language, its last line in `asked_in` where there is such."""

    message: str
    asked_in: str | None = None


def is_out_of_reach(question: str, index: OpenIndex) -> bool:
    """Tell whether `question` is plainly in a language that the pages aren't in.

    What is found for it is found by chance, however sure of it a model made of English is.
    """
    asked_in = spoken_in(question)
    return (
        asked_in not in _ALWAYS_READ and bool(index.languages) and asked_in not in index.languages
    )


def say_why(
    reason: Reason,
    question: str,
    pages: Collection[str],
    messages: Messages,
    speak: Speak,
    contacts: Contacts,
) -> Said:
    """Say why nothing is quoted, and which languages the `pages` are in where that may be why.

    Nobody who asks for a pain in the chest in Spanish may take it for an answer that English pages
    hold nothing on it: their own words name the emergency number. `speak` gives the texts of a
    language; `pages` are empty where nobody knows theirs.
    """
    plain = messages.text(f"abstain_{reason}")
    asked_in = spoken_in(question) if pages else None
    if not pages or asked_in in pages or (asked_in is None and messages.language in pages):
        return Said(plain)
    lines = [_with_pages(reason, pages, messages, contacts)]
    if asked_in is None or asked_in == messages.language:
        return Said(lines[0])
    lines.append(_with_pages(reason, pages, speak(asked_in), contacts))
    return Said("\n".join(lines), asked_in)


def _with_pages(
    reason: Reason, pages: Collection[str], messages: Messages, contacts: Contacts
) -> str:
    emergency = contacts.emergency(messages)
    languages = named(sorted(pages), messages.language)
    why = messages.text("abstain_language", languages=languages, emergency=emergency)
    return f"{messages.text(f'abstain_{reason}')} {why}"
