"""Where the public sets are, which are measured with and never copied here."""

import os
from pathlib import Path

PUBLIC = Path(os.environ.get("PUBLIC_SETS", Path(__file__).parents[2] / "shared" / "eval"))
