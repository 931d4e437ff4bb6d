"""Passages in, one sealed folder out; then folder in, hits out."""

from index.build import Built, Options, build
from index.encoder import Encoder, EncoderIdentity
from index.english import English
from index.filters import Filter
from index.lexical import LexicalIndex
from index.opened import OpenIndex
from index.rarity import Rarity
from index.terms import Analyzer
from index.versions import current_folder, open_current

__all__ = [
    "Analyzer",
    "Built",
    "Encoder",
    "EncoderIdentity",
    "English",
    "Filter",
    "LexicalIndex",
    "OpenIndex",
    "Options",
    "Rarity",
    "build",
    "current_folder",
    "open_current",
]
