"""The documents that come with Citewell."""

from pathlib import Path

BUNDLED = Path(__file__).parent / "documents"
