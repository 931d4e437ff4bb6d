"""Options that several commands share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from corpus.review import ANSWERING, State
from index import Filter
from index.errors import NoIndexError
from qa.errors import OutputError
from qa.question import DEFAULT_K
from qa.settings import Settings, load_settings

# Click is not to check that it can be read: the code that reads it says what to do about it, and
# people in danger are still sent to people.
any_path = click.Path(path_type=Path, readable=False)
index_option = click.option(
    "--index",
    "index_root",
    type=any_path,
    help="A folder of indexes, or one version's folder (default: the setting `index_root`).",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
batch_option = click.option(
    "--batch",
    "batch",
    type=click.File("rb"),
    help="Read one JSON object a line from this file (- for standard input).",
)


def k_option(default: int, most: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command an option `--k`, the most passages that it shows."""
    return click.option(
        "--k",
        default=default,
        type=click.IntRange(1, most),
        show_default=True,
        help="The most passages to show.",
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """How a reply is shown: as JSON or for a person, with or without the reasons for it."""

    as_json: bool
    explain: bool


def shown_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give `command` an argument `shown`."""

    @json_option
    @click.option(
        "--explain",
        is_flag=True,
        help="Show the reasons for the reply, and what speaks for each passage.",
    )
    @wraps(command)
    def shown(*arguments: Any, as_json: bool, explain: bool, **named: Any) -> None:
        command(*arguments, shown=Shown(as_json, explain), **named)

    return shown


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a question is answered: from how many passages at most, and whether in its own words."""

    k: int
    as_typed: bool


def wanted_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give `command` an argument `wanted`."""

    @k_option(DEFAULT_K, most=10)
    @click.option(
        "--as-typed",
        is_flag=True,
        help="Search for these very words: repair none, carry none over.",
    )
    @wraps(command)
    def asked(*arguments: Any, k: int, as_typed: bool, **named: Any) -> None:
        command(*arguments, wanted=Wanted(k, as_typed), **named)

    return asked


def filter_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give `command` an argument `only`, made from the options that narrow the search."""

    @click.option("--document", multiple=True, help="Only pages with this id.")
    @click.option("--section", multiple=True, help="Only passages under this heading.")
    @click.option("--language", multiple=True, help="Only pages in this language (en, de-CH).")
    @click.option("--tag", multiple=True, help="Only pages with this tag.")
    @click.option(
        "--state",
        multiple=True,
        type=click.Choice([state.value for state in ANSWERING]),
        help="Only pages whose review is in this state.",
    )
    @wraps(command)
    def narrowed(
        *arguments: Any,
        document: tuple[str, ...],
        section: tuple[str, ...],
        language: tuple[str, ...],
        tag: tuple[str, ...],
        state: tuple[str, ...],
        **named: Any,
    ) -> None:
        states = tuple(State(value) for value in state)
        command(*arguments, only=Filter(document, section, language, tag, states), **named)

    return narrowed


def settings_with(index_root: Path | None = None, **overrides: Any) -> Settings:
    """Load the settings; what was given on the command line wins."""
    given = {name: value for name, value in overrides.items() if value is not None}
    if index_root is not None:
        given["index_root"] = index_root
    return load_settings(**given)


def refuse_misplaced(index_root: Path | None) -> None:
    """Raise NoIndexError if `--index` names a root inside a folder that doesn't exist.

    Opening a root without an index builds one there: a mistyped path must not get one that
    nobody will look for.
    """
    if index_root is None:
        return
    try:
        index_root.parent.stat()
    except FileNotFoundError as error:
        raise NoIndexError(index_root) from error
    except OSError:
        # The code that opens it says why it can't be read.
        return


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Raise OutputError for `path` where the block can't write there."""
    try:
        yield
    except OSError as error:
        raise OutputError(path, error) from error


def one_of(typed: str | None, batch: object | None, name: str) -> None:
    """Refuse a command that names both a text and a batch, or neither."""
    if (typed is None) == (batch is None):
        raise click.UsageError(f"give either {name} or --batch FILE")
