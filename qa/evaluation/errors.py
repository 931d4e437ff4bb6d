"""What can be wrong with an evaluation.

EvaluationError
├── SetError                a set that can't be used, with its file and line
├── UnknownLabelsError      labels that the index can't meet
├── ReportFileError         a report.json that can't be read
├── NothingToCompareError   two reports without a question in common
├── TooFewQuestionsError    not enough labelled questions to fit the confidence on
└── UnfitConfidenceError    a confidence that doesn't tell right from wrong
"""

from pathlib import Path

from corpus.counting import counted
from corpus.errors import CitewellError


class EvaluationError(CitewellError):
    """An evaluation that can't be made."""


class SetError(EvaluationError):
    """A set that can't be used; `line` counts from 1 and is None for the file as a whole."""

    def __init__(self, path: Path, line: int | None, found: str, remedy: str) -> None:
        self.path, self.line, self.found, self.remedy = path, line, found, remedy
        place = str(path) if line is None else f"{path}, line {line}"
        super().__init__(f"{place}: {found}; {remedy}")


class UnknownLabelsError(EvaluationError):
    """Labels that name what the index doesn't hold; `first` tells the first few of `count`."""

    def __init__(self, questions: str, index_version: str, first: str, count: int) -> None:
        self.questions, self.index_version, self.count = questions, index_version, count
        super().__init__(
            f"{questions}: the index {index_version} lacks what {count} of the labels name: "
            f"{first}; fix the labels, or name the index of their pages with --index"
        )


class ReportFileError(EvaluationError):
    """A report.json that can't be read."""

    def __init__(self, path: Path, found: str) -> None:
        self.path, self.found = path, found
        super().__init__(f"{path}: {found}; write it with `citewell evaluate SET --report DIR`")


class NothingToCompareError(EvaluationError):
    """Two reports that measured nothing in common."""

    def __init__(self, first: Path, second: Path) -> None:
        self.first, self.second = first, second
        super().__init__(
            f"{first} and {second} have no question of one set in common; "
            f"evaluate the same sets for both"
        )


class TooFewQuestionsError(EvaluationError):
    """Not enough labelled questions to fit the confidence on; `kind` says which are too few."""

    def __init__(self, path: Path, kind: str, found: int, needed: int) -> None:
        self.path, self.kind, self.found, self.needed = path, kind, found, needed
        questions = counted(found, "question")
        super().__init__(
            f"{path}: {questions} {kind}, but {needed} are needed; add {needed - found}"
        )


class UnfitConfidenceError(EvaluationError):
    """On these questions a higher confidence doesn't mean that more answers are right."""

    def __init__(self, path: Path, slope: float) -> None:
        self.path, self.slope = path, slope
        super().__init__(
            f"{path}: the confidence doesn't tell right from wrong here (slope {slope:.3f}); "
            f"check the labels with `citewell evaluate {path}` before calibrating"
        )
