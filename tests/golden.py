"""The replies to the article's question sets, one a line, for a reviewer to read the diff of.

`python -m tests.golden --write` writes them anew; a test fails where a reply has changed.
"""

import json
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, assert_never

import click

from index.progress import silent
from qa.pipeline import Assistant
from qa.reply import Abstention, Answer, Referral, Reply
from qa.settings import Settings
from qa.startup import load_assistant

QUESTIONS = Path(__file__).with_name("questions")
REVIEWED = QUESTIONS / "article_replies.jsonl"
SETS = ("article_tune", "article_test")


def lines(assistant: Assistant) -> Iterator[str]:
    """Yield a line for each question: what came back, and where the first quote stands.

    Probabilities are left out: they differ in their last digits from machine to machine.
    """
    for name in SETS:
        for line in (QUESTIONS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            told = {"id": row["id"], "question": row["question"]}
            told |= _told(assistant.ask(row["question"], 1))
            yield json.dumps(told, ensure_ascii=False)


def _told(reply: Reply) -> dict[str, Any]:
    read = {"read_as": reply.read_as} if reply.read_as else {}
    match reply:
        case Answer():
            said = {"kind": "answer", "match": reply.match.value}
        case Abstention():
            return {"kind": "abstention", "reason": reply.reason.value, **read}
        case Referral():
            said = {"kind": "referral", "referral": reply.kind.value}
        case _:
            assert_never(reply)
    for passage in reply.passages[:1]:
        section = " > ".join(passage.citation.section)
        said |= {"section": section, "highlight": passage.highlighted}
    return said | read


@click.command()
@click.option("--write", is_flag=True, help="Make them the reviewed ones.")
def main(*, write: bool) -> None:
    """Print the replies, or write them to the reviewed file."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(index_root=Path(folder) / "indexes")
        assistant = load_assistant(settings, silent, date.today)
        text = "".join(f"{line}\n" for line in lines(assistant))
    if write:
        REVIEWED.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)


if __name__ == "__main__":
    main()
