"""What misspelt questions find, and which correct words are read as others.

`python -m tests.benchmarks.typing_errors [--index ROOT] [--questions 60] [--seed 1]` draws
questions of the public sets, lets a finger slip in one word of each, and searches for both
wordings. It prints for how many the first passage is the same, by how the word was read. Then it
reads words that are right: terms of medicine, names of drugs, words of abstracts and
encyclopedias. Each that is read as another is an error, but for the few that the sets misspell.
"""

import argparse
import gzip
import json
import random
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np

from index.progress import silent
from index.terms import STOP_WORDS, words
from qa.evaluation.intervals import wilson
from qa.pipeline import Assistant
from qa.query.spelling import Speller
from qa.settings import load_settings
from qa.startup import load_assistant
from tests.benchmarks.work import DAY
from tests.public_sets import PUBLIC

_MOST_WORDS = 14
_TYPED = re.compile(r"(?<![\w'’-])[A-Za-z]{4,}(?![\w'’-])")
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = "aeiou"
_SLIPS = {"left out": 34, "swapped": 16, "twice": 12, "next key": 14, "vowel": 14, "put in": 10}
_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Mistyped:
    """A question with one word typed wrong, and without."""

    typed: str
    meant: str
    wrong: str
    right: str


def mistyped(question: str, draw: random.Random) -> Mistyped | None:
    """Let a finger slip in one word of `question`, the likelier the longer it is."""
    places = [m for m in _TYPED.finditer(question) if m.group().lower() not in STOP_WORDS]
    if not places:
        return None
    place = draw.choices(places, [len(m.group()) for m in places])[0]
    right = place.group().lower()
    wrong = slipped(right, draw)
    typed = question[: place.start()] + wrong + question[place.end() :]
    return Mistyped(typed, question, wrong, right)


def slipped(word: str, draw: random.Random) -> str:
    """Return `word` with one slip, seldom at its first letter."""
    while True:
        kind = draw.choices(list(_SLIPS), list(_SLIPS.values()))[0]
        n = draw.randrange(1, len(word)) if draw.random() < 0.93 else 0
        before, letter, after = word[:n], word[n], word[n + 1 :]
        match kind:
            case "left out":
                found = before + after
            case "swapped":
                found = before + after[:1] + letter + after[1:]
            case "twice":
                found = before + letter + letter + after
            case "next key":
                found = before + draw.choice(_beside(letter)) + after
            case "vowel":
                found = before + (draw.choice(_VOWELS) if letter in _VOWELS else letter) + after
            case _:
                found = before + draw.choice(_beside(letter)) + letter + after
        if found != word:
            return found


def _beside(letter: str) -> str:
    row = next(n for n, keys in enumerate(_KEYS) if letter in keys)
    column = _KEYS[row].index(letter)
    near = [keys[max(0, column - 1) : column + 2] for keys in _KEYS[max(0, row - 1) : row + 2]]
    return "".join(near).replace(letter, "")


def questions() -> dict[str, list[str]]:
    """Return the questions of each set: on medicine, and on anything."""
    found = {
        "medquad": [row["title"].replace(" ?", "?") for row in _medquad()],
        "medicationqa": _texts("medicationqa/queries.jsonl"),
        "covid_faq": _texts("covid_faq/queries.jsonl"),
        "clapnq": _texts("clapnq_dev/queries.jsonl"),
        "clinc150": _texts("clinc150/utterances.jsonl"),
    }
    return {
        name: [q for q in dict.fromkeys(texts) if len(q.split()) <= _MOST_WORDS]
        for name, texts in found.items()
    }


def correct_words() -> dict[str, list[str]]:
    """Return texts made of correct words alone, of each set."""
    terms = [
        term
        for row in _rows("hpo_lay_terms/terms.jsonl")
        for term in (row["clinical"], *row["lay"], *row["other_synonyms"])
    ]
    return {
        "hpo_lay_terms": terms,
        "medquad, titles": list(dict.fromkeys(row["title"] for row in _medquad())),
        "medicationqa, drugs": [row["focus"] for row in _rows("medicationqa/queries.jsonl")],
        "scifact, twice": _sentences("scifact/corpus.jsonl"),
        "squad2, twice": _sentences("squad2_dev_half/corpus.jsonl"),
    }


def _medquad() -> Iterator[dict[str, Any]]:
    with gzip.open(PUBLIC / "medquad/corpus.jsonl.gz", "rt", encoding="utf-8", newline="\n") as f:
        yield from map(json.loads, f)


def _rows(name: str) -> Iterator[dict[str, Any]]:
    with (PUBLIC / name).open(encoding="utf-8", newline="\n") as file:
        yield from map(json.loads, file)


def _texts(name: str) -> list[str]:
    return [row["text"] for row in _rows(name)]


def _sentences(name: str) -> list[str]:
    return [part for text in _texts(name) for part in re.split(r"(?<=[.?!])\s", text)]


@dataclass(frozen=True, slots=True)
class Alike:
    """Whether both wordings of a question have the same first passage, by groups of questions.

    `common` is the share of the first ten passages that both find.
    """

    first: dict[str, list[bool]]
    common: list[float]


def search_mistyped(assistant: Assistant, each: int, seed: int) -> Alike:
    """Search for `each` questions of each set, typed wrong and right."""
    draw = random.Random(seed)  # noqa: S311
    first: dict[str, list[bool]] = defaultdict(list)
    common: list[float] = []
    for name, asked in questions().items():
        for question in draw.sample(asked, min(each, len(asked))):
            made = mistyped(question, draw)
            if made is None:
                continue
            typed, meant = (
                [hit.passage.id for hit in assistant.search(text, _DEPTH)]
                for text in (made.typed, made.meant)
            )
            common.append(len({*typed} & {*meant}) / (len(meant) or 1))
            for group in ("all", name, _how(assistant, made)):
                first[group].append(typed[:1] == meant[:1])
    return Alike(first, common)


def _how(assistant: Assistant, made: Mistyped) -> str:
    read = assistant.interpreter.interpret(made.typed)
    for how, changes in (("repaired", read.repairs), ("searched besides", read.guesses)):
        for change in changes:
            if change.typed.lower() == made.wrong:
                return f"- {how}, {'right' if change.read == made.right else 'wrong'}"
    speller = assistant.interpreter.speller
    a_word = speller.in_pages(made.wrong) or speller.is_english(made.wrong)
    return "- typed is a word itself" if a_word else "- left as typed"


def read_correct(speller: Speller, name: str, texts: list[str]) -> tuple[int, int, int]:
    """Count the different correct words of `texts`: all, those repaired, those guessed at."""
    counts = Counter(word for text in texts for word in set(words(text)))
    least = 2 if name.endswith("twice") else 1
    seen: set[str] = set()
    repaired: set[str] = set()
    guessed: set[str] = set()
    for text in texts:
        new = {word for word in words(text) if counts[word] >= least and _is_long(word)} - seen
        if new:
            seen |= new
            read = speller.repair(text)
            repaired |= {word for r in read.repairs for word in words(r.typed)} & new
            guessed |= {word for g in read.guesses for word in words(g.typed)} & new
    return len(seen), len(repaired), len(guessed)


def _is_long(word: str) -> bool:
    return len(word) >= 4 and word.isalpha()


def _lines(assistant: Assistant, each: int, seed: int) -> Iterator[str]:
    found = search_mistyped(assistant, each, seed)
    yield f"{'misspelt questions':34}{'n':>6}{'alike':>9}   95 % interval"
    for group, alike in found.first.items():
        low, high = wilson(sum(alike), len(alike))
        share = 100 * sum(alike) / len(alike)
        yield f"{group:34}{len(alike):>6}{share:>7.1f} %   {100 * low:.1f} to {100 * high:.1f}"
    yield f"passages in common, of ten: {np.mean(found.common):.3f}"
    yield ""
    yield f"{'correct words, per 1,000':34}{'n':>6}{'repaired':>11}{'searched besides':>19}"
    for name, texts in correct_words().items():
        n, repaired, guessed = read_correct(assistant.interpreter.speller, name, texts)
        yield f"{name:34}{n:>6}{1000 * repaired / n:>11.2f}{1000 * guessed / n:>19.2f}"


def main() -> None:
    """Ask, read, and print what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--index", type=Path)
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = arguments.index or Path(folder) / "indexes"
        settings = load_settings(index_root=root, encoder_cache=Path(folder) / "encoders")
        assistant = load_assistant(settings, silent, lambda: DAY)
        for line in _lines(assistant, arguments.questions, arguments.seed):
            click.echo(line)


if __name__ == "__main__":
    main()
