"""Show what routing refers of public questions, and what a reviewer said of each.

`python -m tests.qa.routing.fires FILE.jsonl ...` reads questions from the files' `question` or
`text`, and prints each that is referred with its kind, what said so and the verdict of
reviewed.jsonl; then how many were, how many of them are real requests, and how many false alarms.

A verdict is the kind of people that the question needs, or "nobody", with a reason. Asking what one
should do or take oneself is a real request; asking how things are in general is none. The
questions themselves are not copied here: a verdict names the set, by its folder, and the id.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from qa.encoding import load_encoder
from qa.routing import Routed, Router, load_router
from qa.settings import Settings

REVIEWED = Path(__file__).with_name("reviewed.jsonl")
REQUEST, FALSE_ALARM, UNSEEN = "real request", "false alarm", "not reviewed"

Verdicts = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Fire:
    """One question that is referred, and what a reviewer said: REQUEST, FALSE_ALARM or UNSEEN."""

    question_id: str
    question: str
    routed: Routed
    verdict: str


def read_verdicts(path: Path = REVIEWED) -> dict[tuple[str, str], str]:
    """Read which people each reviewed question needs, by its set and id."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {(line["set"], line["id"]): line["needs"] for line in lines}


def fires(router: Router, file: Path, verdicts: Verdicts) -> tuple[int, list[Fire]]:
    """Return how many questions `file` holds, and each that is referred."""
    lines = file.read_text(encoding="utf-8").split("\n")
    found = []
    records = [json.loads(line) for line in lines if line]
    for record in records:
        question = record.get("question") or record["text"]
        question_id = str(record.get("_id") or record.get("id"))
        routed = router.route(question)
        if routed is not None:
            needs = verdicts.get((file.parent.name, question_id))
            found.append(Fire(question_id, question, routed, _verdict(routed, needs)))
    return len(records), found


def _verdict(routed: Routed, needs: str | None) -> str:
    if needs is None:
        return UNSEEN
    # A wish for advice that is taken for an emergency is a false alarm too.
    return REQUEST if routed.kind == needs else FALSE_ALARM


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def main(files: tuple[Path, ...]) -> None:
    """Print what is referred of each file."""
    router, verdicts = load_router(load_encoder(Settings())), read_verdicts()
    for file in files:
        count, found = fires(router, file, verdicts)
        for fire in found:
            said = (fire.verdict, fire.routed.kind, fire.routed.why, fire.question_id)
            click.echo("\t".join((*said, fire.question)))
        told = Counter(fire.verdict for fire in found)
        parts = ", ".join(f"{told[said]} {said}" for said in (REQUEST, FALSE_ALARM, UNSEEN))
        click.echo(f"{file}: {len(found)} of {count} referred: {parts}")


if __name__ == "__main__":
    main()
