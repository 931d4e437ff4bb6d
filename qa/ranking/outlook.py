"""What a reader is likely to say of what it hasn't read, so that it needn't read everything."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from qa.errors import WeightsError

OUTLOOK = "outlook.json"
HIGH = 99  # The percentile of readings, and of their rises, that counts as the most to expect.


@dataclass(frozen=True, slots=True)
class Outlook:
    """Logits of a reader, as they were on the questions its weights were fitted on.

    Of a passage past the first ones `usual` is the middle and `high` hardly ever exceeded. `rise`
    is hardly ever exceeded by what the best sentence gets alone above the whole passage.
    """

    usual: float
    high: float
    rise: float

    @classmethod
    def of(cls, late: NDArray[np.float32], rises: NDArray[np.float32]) -> Self:
        """Fit to the logits of passages past the first ones, and to the rises of sentences."""
        usual, high = np.percentile(late, [50, HIGH])
        return cls(*(round(float(v), 2) for v in (usual, high, np.percentile(rises, HIGH))))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Load what `save` wrote; WeightsError where it can't be read."""
        try:
            kept = _Kept.model_validate_json(path.read_text(encoding="utf-8"))
        except (OSError, ValidationError) as error:
            found = " ".join(str(error).split())
            raise WeightsError(path.name, f"it can't be read ({found})") from error
        return cls(kept.usual, kept.high, kept.rise)

    def save(self, path: Path, about: str) -> None:
        """Write it as JSON that a person can review."""
        kept = _Kept(about=about, usual=self.usual, high=self.high, rise=self.rise)
        path.write_text(kept.model_dump_json(indent=1) + "\n", encoding="utf-8")


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    usual: float
    high: float
    rise: float
