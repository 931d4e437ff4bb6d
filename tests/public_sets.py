"""Where the public sets are, which are measured with and never copied here."""

import os
from pathlib import Path

import pytest

PUBLIC = Path(os.environ.get("PUBLIC_SETS", Path(__file__).parents[2] / "shared" / "eval"))
needs_public_sets = pytest.mark.skipif(not PUBLIC.is_dir(), reason="the public sets are not here")
