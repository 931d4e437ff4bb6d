"""Whether a question finds the same by a medicine's name that the pages don't hold.

`python -m tests.benchmarks.medicine_names --index ROOT FILE` takes the questions (JSONL, `text` or
`question`) that name a medicine as the pages of ROOT do, asks each again by another of its names,
and prints how many have the same document first, and what each way is answered.
"""

import argparse
import random
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from index.progress import silent
from index.terms import words
from qa.evaluation.lines import read_records
from qa.pipeline import Assistant
from qa.query.medicines import Medicines
from qa.reply import Answer
from qa.settings import load_settings
from qa.startup import load_assistant


def renamed(questions: list[str], vocabulary: set[str]) -> Iterator[tuple[str, str]]:
    """Yield each question that names a medicine, and the same by a name not in `vocabulary`."""
    rng = random.Random(1)  # noqa: S311 - nothing secret is drawn
    for group in Medicines(vocabulary).groups:
        short = [name for name in group if len(words(name)) == 1]
        held = [name for name in short if words(name)[0] in vocabulary]
        others = [name for name in short if name not in held]
        if not held or not others:
            continue
        name = re.compile(r"\b(?:" + "|".join(map(re.escape, held)) + r")\b", re.IGNORECASE)
        for question in questions:
            if name.search(question):
                yield question, name.sub(rng.choice(others), question)


def main() -> None:
    """Print how the questions by another name fare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    settings = load_settings(index_root=options.index)
    assistant: Assistant = load_assistant(settings, silent, date.today)
    questions = [str(r.get("text", r.get("question"))) for _, r in read_records(options.file)]
    vocabulary = set(assistant.index.lexical.words())
    alike = answered = by_other = asked = 0
    for question, other in renamed(questions, vocabulary):
        first, second = (assistant.search(text, 1)[0] for text in (question, other))
        alike += first.passage.document_id == second.passage.document_id
        answered += isinstance(assistant.ask(question), Answer)
        by_other += isinstance(assistant.ask(other), Answer)
        asked += 1
    click.echo(
        f"{asked} questions: {alike / max(1, asked):.1%} find the same document first by another "
        f"name; answered {answered} by the pages' name, {by_other} by the other"
    )


if __name__ == "__main__":
    main()
