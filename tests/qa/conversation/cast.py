"""How follow-ups of the public TREC CAsT conversations are read, on the half nothing was tuned on.

`python -m tests.qa.conversation.cast [turns.jsonl]` prints the share of questions that stand alone
and are left as they were typed, and of the words that the others leave out the share that the
reading carries over.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

import click

from qa.conversation import understand
from qa.evaluation.conversations import recall_of_missing
from tests.public_sets import PUBLIC

TURNS = PUBLIC / "followup_cast" / "turns.jsonl"


@dataclass(frozen=True)
class Read:
    """Whether each question that stands alone was left alone, and the recall of each other one."""

    left_alone: tuple[bool, ...]
    recalls: tuple[float, ...]


def read_held(path: Path) -> Read:
    """Read the follow-ups of the conversations that nothing was tuned on."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    held = [row for row in rows if _is_held(row["conversation"])]
    alone = [_read(row) == row["raw"] for row in held if row["standalone"]]
    others = [row for row in held if not row["standalone"]]
    recalls = [recall_of_missing(row["raw"], row["resolved"], _read(row)) for row in others]
    return Read(tuple(alone), tuple(recall for recall in recalls if recall is not None))


def _read(row: dict[str, Any]) -> str:
    return understand(row["raw"], [turn["user"] for turn in row["history"]]).question


def _is_held(conversation: str) -> bool:
    return int(hashlib.sha256(conversation.encode()).hexdigest(), 16) % 2 == 1


@click.command()
@click.argument(
    "turns",
    default=TURNS,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
def main(turns: Path) -> None:
    """Print the two shares for the conversations in TURNS."""
    read = read_held(turns)
    alone = 100 * fmean(read.left_alone)
    click.echo(f"left alone: {alone:.1f} % of {len(read.left_alone)} questions that stand alone")
    recall = fmean(read.recalls)
    click.echo(f"recall of missing words: {recall:.3f} in {len(read.recalls)} follow-ups")


if __name__ == "__main__":
    main()
