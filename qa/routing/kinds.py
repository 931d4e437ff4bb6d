"""The three kinds of question that need people, most urgent first."""

from typing import Literal

Kind = Literal["crisis", "emergency", "personal_advice"]
KINDS: tuple[Kind, ...] = ("crisis", "emergency", "personal_advice")
