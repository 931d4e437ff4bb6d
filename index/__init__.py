"""Passages in, one sealed folder out; then folder in, hits out."""

from typing import TYPE_CHECKING

from index.encoder import Encoder, EncoderIdentity
from index.english import English
from index.english_pairs import EnglishPairs
from index.filters import Filter
from index.lexical import LexicalIndex
from index.opened import OpenIndex
from index.rarity import Rarity
from index.terms import Analyzer
from index.versions import current_folder, open_current

if TYPE_CHECKING:
    from index.building import Built, Options, build

__all__ = [
    "Analyzer",
    "Built",
    "Encoder",
    "EncoderIdentity",
    "English",
    "EnglishPairs",
    "Filter",
    "LexicalIndex",
    "OpenIndex",
    "Options",
    "Rarity",
    "build",
    "current_folder",
    "open_current",
]


def __getattr__(name: str) -> object:
    """Import what builds when it is first asked for: an answer should not wait for it."""
    if name in {"Built", "Options", "build"}:
        from index import building

        return getattr(building, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
