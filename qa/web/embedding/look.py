"""What an operator chooses for the widget, and the lines to paste for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from qa.messages import LANGUAGES
from qa.web.embedding.colour import DEFAULT, Colour, read_colour
from qa.web.embedding.widget import Widget

LONGEST_TITLE = 60
POSITIONS = ("right", "left")
_ATTRIBUTES = ("title", "lang", "color", "position")


@dataclass(frozen=True, slots=True)
class Look:
    """A choice of how the widget looks; what is None is left to the page it stands on."""

    title: str | None
    language: str | None
    colour: Colour | None
    position: str | None
    inline: bool
    pinned: bool

    def attributes(self) -> Markup:
        """Return the choice as attributes of the script."""
        named = {name: self._named()[name] for name in _ATTRIBUTES}
        return Markup("").join(
            Markup(' data-{}="{}"').format(name, value) for name, value in named.items() if value
        )

    def chosen(self) -> dict[str, str]:
        """Return the choice as the fields of a form, from which `read_look` reads it again."""
        return {name: value for name, value in self._named().items() if value}

    def _named(self) -> dict[str, str]:
        return {
            "title": self.title or "",
            "lang": self.language or "",
            "color": str(self.colour or ""),
            "position": "" if self.inline else self.position or "",
            "mode": "inline" if self.inline else "",
            "pinned": "on" if self.pinned else "",
        }


def read_look(given: Mapping[str, str]) -> Look:
    """Read a choice from a form; what can't be one counts as not chosen."""
    language, position = given.get("lang"), given.get("position")
    colour = read_colour(given.get("color"))
    return Look(
        title=given.get("title", "").strip()[:LONGEST_TITLE] or None,
        language=language if language in LANGUAGES else None,
        colour=None if colour == DEFAULT else colour,
        position=position if position in POSITIONS else None,
        inline=given.get("mode") == "inline",
        pinned="pinned" in given,
    )


def snippet(look: Look, origin: str, widget: Widget, words: str) -> Markup:
    """Return the HTML for a page; `words` link to the chat where there is no JavaScript.

    `origin` is ours, without a slash at its end.
    """
    path = f"/widget/{widget.version}.js" if look.pinned else "/widget.js"
    fixed = Markup(' integrity="{}" crossorigin="anonymous"').format(widget.integrity)
    script = Markup('<script src="{}{}"{}{} defer></script>').format(
        origin, path, fixed if look.pinned else "", look.attributes()
    )
    query = f"?lang={look.language}" if look.language else ""
    link = Markup('<a href="{}/{}">{}</a>').format(origin, query, look.title or words)
    if look.inline:
        return Markup("<div data-citewell>{}</div>\n{}").format(link, script)
    return Markup("{}\n<noscript>{}</noscript>").format(script, link)
