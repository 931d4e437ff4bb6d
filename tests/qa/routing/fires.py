"""Show what routing refers of questions that are on no person's own care, for a person to look at.

`python -m tests.qa.routing.fires FILE.jsonl ...` reads questions from the files' `question` or
`text`, and prints each that is referred with its kind and what said so, and how many were.
"""

import json
from pathlib import Path

import click

from qa.encoding import load_encoder
from qa.routing import Router, load_router
from qa.settings import Settings


def fires(router: Router, file: Path) -> tuple[int, list[tuple[str, str, str]]]:
    """Return how many questions `file` holds, and (kind, why, question) of each referred one."""
    lines = file.read_text(encoding="utf-8").split("\n")
    records = [json.loads(line) for line in lines if line]
    questions = [record.get("question") or record["text"] for record in records]
    routed = [(question, router.route(question)) for question in questions]
    return len(questions), [(to.kind, to.why, question) for question, to in routed if to]


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def main(files: tuple[Path, ...]) -> None:
    """Print what is referred of each file."""
    router = load_router(load_encoder(Settings()))
    for file in files:
        count, referred = fires(router, file)
        for kind, why, question in referred:
            click.echo(f"{kind}\t{why}\t{question}")
        click.echo(f"{file}: {len(referred)} of {count} referred")


if __name__ == "__main__":
    main()
