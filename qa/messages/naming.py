"""What languages are called in another language."""

from collections.abc import Sequence


def named(languages: Sequence[str], language: str) -> str:
    """Name `languages` in the words of `language`: "English and French", "inglés y francés"."""
    # Imported late: hardly any reply names a language.
    from babel import Locale
    from babel.lists import format_list

    known = Locale.parse(language).languages
    return str(format_list([known.get(tag, tag) for tag in languages], locale=language))
