"""What can be wrong with a question, a setting or a reply.

CitewellError
├── QuestionError               a question that can't be asked
│   └── QuestionTooLongError
├── BatchLineError              a line of a batch file that isn't a question
├── SettingsError               a setting that isn't known or can't be used
│   └── CalibrationError        the file that the setting `calibration` names
├── MessagesError               an operator's text or contact that can't be used
├── GlossaryError               a glossary that can't be read
├── WeightsError                weights of a ranking or confidence model that don't fit the signals
├── RecordsError                the database of asked questions, which never stops an answer
│   └── NoRecordsError          one in which nothing has been kept yet
├── OutputError                 a file or folder to write into that can't be written
├── UsersError                  the password file of the desk, or a name or password for it
└── UnverifiedQuoteError        a quote that isn't in the open index: never shown, always raised
"""

from pathlib import Path

from corpus.errors import CitewellError


class QuestionError(CitewellError):
    """A question that can't be asked."""


class QuestionTooLongError(QuestionError):
    """A question that is longer than the limit."""

    def __init__(self, length: int, limit: int) -> None:
        self.length, self.limit = length, limit
        super().__init__(
            f"the question has {length} characters, more than {limit}; ask it in fewer words"
        )


class BatchLineError(CitewellError):
    """A line of a batch file that isn't a question."""

    def __init__(
        self, name: str, line: int, found: str, remedy: str = "write one JSON object a line"
    ) -> None:
        self.name, self.line, self.found, self.remedy = name, line, found, remedy
        super().__init__(f"{name}, line {line}: {found}; {remedy}")


class SettingsError(CitewellError):
    """A setting that isn't known or can't be used."""


class MessagesError(CitewellError):
    """An operator's text or contact that can't be used."""

    def __init__(self, file: Path, found: str, remedy: str) -> None:
        self.file, self.found, self.remedy = file, found, remedy
        super().__init__(f"{file}: {found}; {remedy}")


class GlossaryError(CitewellError):
    """A glossary that can't be read."""

    def __init__(self, path: Path, found: str) -> None:
        self.path, self.found = path, found
        super().__init__(f'{path}: {found}; write groups = [["lay term", "clinical term"], ...]')


class WeightsError(CitewellError):
    """Weights that don't fit the signals they are meant for."""

    def __init__(self, name: str, found: str) -> None:
        self.name, self.found = name, found
        super().__init__(f"{name}: {found}; reinstall citewell, or fit the weights again")


class CalibrationError(SettingsError):
    """A calibration file that can't be used."""

    def __init__(self, path: Path, found: str) -> None:
        self.path, self.found = path, found
        super().__init__(
            f"{path}: {found}; write it with `citewell calibrate`, or leave `calibration` unset"
        )


class RecordsError(CitewellError):
    """The database of asked questions can't be used; answering goes on without it."""

    def __init__(
        self, database: str, found: str, remedy: str = "fix it, or fix `records_url`"
    ) -> None:
        self.database, self.found, self.remedy = database, found, remedy
        super().__init__(f"{database}: {found}; {remedy}")


class NoRecordsError(RecordsError):
    """A database that isn't there yet, or has no tables yet."""

    def __init__(self, database: str, found: str) -> None:
        remedy = "fix `records_url`, or set `record_questions` and let people ask"
        super().__init__(database, f"{found}, so nothing is kept in it", remedy)


class OutputError(CitewellError):
    """A result can't be written where it was meant to go."""

    def __init__(self, path: Path, cause: OSError) -> None:
        self.path = path
        super().__init__(f"{path}: it can't be written ({cause.strerror}); name another place")


class UsersError(CitewellError):
    """The desk's password file can't be used, or a name or password can't be added to it."""

    def __init__(self, file: Path, found: str, remedy: str) -> None:
        self.file, self.found, self.remedy = file, found, remedy
        super().__init__(f"{file}: {found}; {remedy}")


class UnverifiedQuoteError(CitewellError):
    """A quote that isn't, character for character, in a document of the open index."""

    def __init__(self, passage_id: str, index_version: str) -> None:
        self.passage_id, self.index_version = passage_id, index_version
        super().__init__(
            f"passage {passage_id} is not in its document in index {index_version}; "
            f"rebuild with `citewell build`"
        )
