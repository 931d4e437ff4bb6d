"""What an evaluation found, as report.json holds it: each figure, and each question's part in it.

Two reports of the same sets can be compared question by question.
"""

import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from qa.evaluation.errors import ReportFileError

JSON_NAME = "report.json"

Kind = Literal["conversations", "labelled", "pairs", "paragraphs", "plain", "retrieval", "safety"]
Unit = Literal["share", "score", "ms"]
Better = Literal["higher", "lower", "neither"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Row(_Part):
    """One question and what came of it.

    `outcome` is "answer", an abstention's reason, a referral's kind, or "hits" of a search.
    `confidence` is the probability that the first passage answers, whether it was shown or not;
    `answers` says whether it does. `values` holds the question's part in each measure.
    """

    id: str
    question: str
    outcome: str
    took_ms: float
    groups: dict[str, str] = {}
    confidence: float | None = None
    answerable: bool | None = None
    answers: bool | None = None
    passage_id: str | None = None
    highlight: str | None = None
    values: dict[str, float] = {}


class Measure(_Part):
    """One figure with its 95 % interval, over `n` questions."""

    name: str
    value: float
    low: float
    high: float
    n: int
    unit: Unit
    better: Better


class Group(_Part):
    """The same figures over the questions whose `field` is `value`."""

    field: str
    value: str
    measures: tuple[Measure, ...]


class SetReport(_Part):
    """What one set showed; `scorer` is "fitted" for the product's own ranking."""

    name: str
    kind: Kind
    sha256: str
    index_version: str
    scorer: str = "fitted"
    measures: tuple[Measure, ...]
    groups: tuple[Group, ...]
    rows: tuple[Row, ...]


class Report(_Part):
    """What one run of `citewell evaluate` found; `threshold` is the confidence it answered at."""

    schema_version: Literal[1] = 1
    encoder: str
    threshold: float
    sets: tuple[SetReport, ...]


def write_report(report: Report, path: Path) -> None:
    """Write report.json."""
    text = json.dumps(report.model_dump(), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def read_report(path: Path) -> Report:
    """Read report.json, also from the folder that holds it."""
    file = path
    try:
        file = path / JSON_NAME if path.is_dir() else path
        return Report.model_validate_json(file.read_bytes())
    except OSError as error:
        raise ReportFileError(file, f"it can't be read ({error.strerror})") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise ReportFileError(file, f"no report: {place}: {first['msg']}") from error
