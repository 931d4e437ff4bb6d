"""What the training's commands are given, looked at before anything is read or trained."""

from collections.abc import Sequence
from dataclasses import asdict
from os import PathLike
from pathlib import Path

import click

from qa.ranking.fit.medquad import MEDQUAD
from qa.training.loop import Plan
from qa.training.mixture import divide, load
from qa.training.written import with_written


class FolderOf(click.Path):
    """A folder that holds `files`; what it lacks is named, with the `remedy`."""

    def __init__(self, files: Sequence[str], remedy: str) -> None:
        super().__init__(path_type=Path, exists=True, file_okay=False)
        self._files, self._remedy = files, remedy

    def convert(
        self,
        value: str | PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Path:
        """Return the folder, or fail naming its first missing files."""
        folder = Path(str(super().convert(value, param, ctx)))
        lacking = [name for name in self._files if not (folder / name).is_file()]
        if lacking:
            self.fail(f"{folder} lacks {', '.join(lacking[:3])}; {self._remedy}", param, ctx)
        return folder


_OF_EACH = {
    "scifact": ("qrels.tsv", "qrels_train.tsv", "queries.jsonl"),
    "squad2_dev_half": ("questions.jsonl",),
    "clapnq_dev": ("questions.jsonl",),
    "covidqa": ("questions.jsonl", "qrels.tsv"),
    "pubmedqa": ("queries.jsonl", "qrels.tsv"),
    "covid_faq": ("queries.jsonl", "qrels.tsv"),
}
PUBLIC_SETS = FolderOf(
    [
        *(f"{name}/{file}" for name, of in _OF_EACH.items() for file in ("corpus.jsonl", *of)),
        MEDQUAD,
    ],
    "name the folder that holds the public sets",
)
ENCODER = FolderOf(
    ["config.json", "tokenizer.json"],
    "name the folder of the encoder's model, as sentence-transformers keeps it",
)
RUN = FolderOf(
    ["plan.json", "checkpoint.pt"], "name the --out of a `train` that has finished a round"
)

SITES = FolderOf(["pages.json", "questions.jsonl"], "name a folder of questions on held-out pages")
WEIGHTS = FolderOf(["model.onnx", "reader.json"], "name the --out of a `ship`")


def changed(plan: Plan, changes: Sequence[str]) -> Plan:
    """Return `plan` with each NAME=VALUE; the value is read as the type it replaces."""
    known = asdict(plan)
    for change in changes:
        name, sign, value = change.partition("=")
        if name not in known:
            raise click.BadParameter(f"{name!r} is not one of {', '.join(known)}")
        if not sign:
            raise click.BadParameter(f"{change!r} gives no value; write {name}=VALUE")
        kind = type(known[name])
        try:
            known[name] = kind(value)
        except ValueError as error:
            wanted = "whole number" if kind is int else "number"
            found = f"{name} is {value!r}, which is no {wanted}; its default is {known[name]}"
            raise click.BadParameter(found) from error
    try:
        made = Plan(**known)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    _look_at_folders(made)
    return made


def _look_at_folders(plan: Plan) -> None:
    """Fail now: a worker that finds nothing there would only print a traceback."""
    if plan.start:
        RUN.convert(plan.start, None, None)
    if plan.written and not any(Path(plan.written).glob("*.jsonl")):
        raise click.BadParameter(f"written: {plan.written} holds no questions (*.jsonl)")


def look_at_written(folder: Path, data: Path) -> None:
    """Fail where a question written for the reader isn't one to train on, for the same reason."""
    try:
        with_written(divide(load(data))[0], folder)
    except ValueError as error:
        raise click.BadParameter(f"written: {error}") from error
