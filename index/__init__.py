"""Passages in, one sealed folder out; then folder in, hits out."""

from index.build import Built, Options, build
from index.encoder import Encoder, EncoderIdentity
from index.filters import Filter
from index.opened import OpenIndex
from index.versions import current_folder, open_current

__all__ = [
    "Built",
    "Encoder",
    "EncoderIdentity",
    "Filter",
    "OpenIndex",
    "Options",
    "build",
    "current_folder",
    "open_current",
]
