"""Which language a person is spoken to in: the one asked for in the address, or the browser's."""

from dataclasses import dataclass
from pathlib import Path

from qa.messages import LANGUAGES, load_messages, negotiate
from qa.web.rendering import Renderer


class Languages:
    """One renderer for each language that there are messages in."""

    def __init__(
        self, default: str, own: Path | None = None, region: str | None = None, base: str = ""
    ) -> None:
        """Speak `default` to those who ask for no language that there is.

        `own` is the operator's file of lines to replace, `region` says how dates are written, and
        `base` below which path we stand (/help).
        """
        self.base = base
        self.default = Renderer(load_messages(default, own), region=region, base=base)
        self._renderers = {
            language: Renderer(
                load_messages(language, own), addressed=True, region=region, base=base
            )
            for language in LANGUAGES
        }
        self._renderers[self.default.language] = self.default

    def all(self) -> list[Renderer]:
        """Return every renderer."""
        return list(self._renderers.values())

    def choose(self, asked: str | None, accepted: str | None) -> Renderer:
        """Return the renderer for `?lang=` or, where it is absent, for Accept-Language."""
        wanted = [asked] if asked else accepted_languages(accepted or "")
        return self._renderers[negotiate(wanted, self.default.language)]


def accepted_languages(header: str) -> list[str]:
    """Return the tags of an Accept-Language header, the most wanted first; ties stay in order."""
    weighed: list[tuple[float, str]] = []
    for part in header.split(",")[:20]:
        tag, _, parameter = part.partition(";")
        name, _, value = parameter.partition("=")
        weight = 1.0
        if name.strip() == "q":
            try:
                weight = float(value)
            except ValueError:
                weight = 0.0
        if weight > 0 and tag.strip():
            weighed.append((-weight, tag.strip()))
    return [tag for _, tag in sorted(weighed, key=lambda pair: pair[0])]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: the address that questions are counted under, and the language to answer in."""

    address: str
    renderer: Renderer
