"""The page where operators choose how the widget looks, and the demo page it is shown on."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from qa.web.embedding.colour import BLACK, CONTROL, DEFAULT, TEXT, WHITE, Colour, accents, ink_on
from qa.web.embedding.look import LONGEST_TITLE, Look, snippet
from qa.web.embedding.widget import Widget
from qa.web.languages import Languages
from qa.web.rendering import Renderer


@dataclass(frozen=True, slots=True)
class Contrast:
    """One thing said of a colour: a contrast, and the least that it has to be."""

    said: str
    contrast: float
    least: float

    @property
    def enough(self) -> bool:
        """Say whether people can see it."""
        return self.contrast >= self.least


def findings(colour: Colour) -> list[Contrast]:
    """Say how well the button can be seen and read; a white line sets it off on dark pages."""
    ink = ink_on(colour)
    return [
        Contrast(f"{_name(ink)} words on the button", colour.contrast(ink), TEXT),
        Contrast("The button on a white page", colour.contrast(WHITE), CONTROL),
    ]


def _name(ink: Colour) -> str:
    return "Black" if ink == BLACK else "White"


class Configurator:
    """Renders both pages, in English: they are for people who write HTML."""

    def __init__(self, languages: Languages, sites: Sequence[str], widget: Widget) -> None:
        """Offer `widget`; `sites` are those that may show the chat."""
        self._languages, self._sites, self._widget = languages, tuple(sites), widget

    def page(self, look: Look, origin: str) -> str:
        """Return the configurator with one choice made; `origin` is the address we answer at."""
        colour = look.colour or DEFAULT
        light, dark = accents(colour)
        return self._renderer.template(
            "embed.html",
            language="en",
            direction="ltr",
            look=look,
            colour=colour,
            findings=findings(colour),
            link_colours=(light, dark),
            languages={r.language: r.messages.text("language_name") for r in self._languages.all()},
            longest_title=LONGEST_TITLE,
            origin=origin,
            preview=f"{self._languages.base}/demo?" + urlencode(look.chosen()),
            sites=self._sites,
            snippet=self._snippet(look, origin),
        )

    def demo(self, look: Look, origin: str) -> str:
        """Return a page of a site that has pasted the lines."""
        return self._renderer.template(
            "demo.html", inline=look.inline, snippet=self._snippet(look, origin)
        )

    @property
    def _renderer(self) -> Renderer:
        return self._languages.default

    def _snippet(self, look: Look, origin: str) -> str:
        spoken = self._languages.choose(look.language, None)
        return snippet(look, origin, self._widget, spoken.messages.text("widget_open"))
