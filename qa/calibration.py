"""A publisher's own calibration: probability in, probability out, fitted by `citewell calibrate`.

The bundled confidence is fitted on public questions. Where a publisher's pages and questions are
of another kind, two numbers fitted on labelled questions of its own set it right; they never
change which passage comes first.
"""

from dataclasses import dataclass
from math import exp, log
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qa.errors import CalibrationError

# Beyond this a probability is as good as certain, and its logit would not be finite.
_NEAREST = 1e-4


class FittedCalibration(BaseModel):
    """What a calibration file holds: the two numbers, and what they were fitted on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: Literal[1] = 1
    slope: Annotated[float, Field(gt=0.0)]
    intercept: float
    questions: str
    questions_sha256: str
    index_version: str
    answerable: int
    unanswerable: int
    right: int
    ece_before: float
    ece_after: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Maps a probability p to the one with the logit `slope` * logit(p) + `intercept`."""

    slope: float = 1.0
    intercept: float = 0.0

    def __post_init__(self) -> None:
        if self.slope <= 0:
            raise ValueError(f"a slope of {self.slope} would turn the order of answers round")

    def apply(self, probability: float) -> float:
        """Return the calibrated probability; without a calibration, the very number given."""
        if self == AS_IT_IS:
            return probability
        return 1.0 / (1.0 + exp(-(self.slope * logit(probability) + self.intercept)))


AS_IT_IS = Calibration()


def logit(probability: float) -> float:
    """Return the log odds, finite also for 0 and 1."""
    p = min(max(probability, _NEAREST), 1.0 - _NEAREST)
    return log(p / (1.0 - p))


def load_calibration(path: Path | None) -> Calibration:
    """Read what `citewell calibrate` wrote; without a path nothing is changed."""
    if path is None:
        return AS_IT_IS
    fitted = read_calibration(path)
    return Calibration(fitted.slope, fitted.intercept)


def read_calibration(path: Path) -> FittedCalibration:
    """Read all that `citewell calibrate` wrote; raises CalibrationError for what it didn't."""
    try:
        return FittedCalibration.model_validate_json(path.read_bytes())
    except OSError as error:
        raise CalibrationError(path, f"it can't be read ({error.strerror})") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise CalibrationError(path, f"{place}: {first['msg']}") from error
