"""Whether a colour can be read: contrast as WCAG 2.2 computes it."""

import re
from dataclasses import dataclass

TEXT, CONTROL = 4.5, 3.0  # The least contrast of text, and of what can be pressed.
_HEX = re.compile(r"#?([0-9a-fA-F]{6})")
_STEPS = 20


@dataclass(frozen=True, slots=True)
class Colour:
    """Red, green and blue, each from 0 to 255."""

    red: int
    green: int
    blue: int

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    def mixed(self, other: "Colour", share: float) -> "Colour":
        """Return this colour with a `share` (0 to 1) of another."""
        pairs = zip(self._channels(), other._channels(), strict=True)
        return Colour(*(round(a + (b - a) * share) for a, b in pairs))

    def contrast(self, other: "Colour") -> float:
        """Return the contrast ratio, from 1 (none) to 21 (black on white)."""
        dark, light = sorted((self._luminance(), other._luminance()))
        return (light + 0.05) / (dark + 0.05)

    def _channels(self) -> tuple[int, int, int]:
        return self.red, self.green, self.blue

    def _luminance(self) -> float:
        red, green, blue = (
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in (channel / 255 for channel in self._channels())
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


BLACK, WHITE = Colour(0, 0, 0), Colour(255, 255, 255)
DEFAULT = Colour(0x0A, 0x5A, 0x66)  # As in widget.css and tokens.css.
# The paper of tokens.css, and the surface of its dark scheme.
_LIGHT_GROUND, _DARK_GROUND = Colour(0xFB, 0xFA, 0xF7), Colour(0x1A, 0x21, 0x25)
_TINT = 0.1  # How much of the accent the ground of a question or a pressed button holds.


def read_colour(text: str | None) -> Colour | None:
    """Read `#rrggbb`, with or without its mark, or None for anything else."""
    found = _HEX.fullmatch(text or "")
    if found is None:
        return None
    return Colour(*bytes.fromhex(found[1]))


def ink_on(colour: Colour) -> Colour:
    """Return whichever of black and white stands out more; it reaches at least 4.5."""
    return max(WHITE, BLACK, key=colour.contrast)


def accents(colour: Colour) -> tuple[Colour, Colour]:
    """Return the colour as it can be read as text on the chat's light and on its dark ground."""
    return _readable(colour, _LIGHT_GROUND, BLACK), _readable(colour, _DARK_GROUND, WHITE)


def _readable(colour: Colour, ground: Colour, towards: Colour) -> Colour:
    shades = (colour.mixed(towards, step / _STEPS) for step in range(_STEPS + 1))
    return next(s for s in shades if s.contrast(ground.mixed(s, _TINT)) >= TEXT)
