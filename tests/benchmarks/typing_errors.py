"""What misspelt questions find, and which correct words are read as others.

`python -m tests.benchmarks.typing_errors [--index ROOT] [--questions 60] [--seed 1]` draws questions
of the public sets, lets a finger slip in one word of each, and searches for both wordings. It
prints for how many the first passage is the same, by how the word was read. Then it reads words
that are right: terms of medicine, names of drugs, words of abstracts and encyclopedias. None of
them is a typing error.
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
from qa.settings import load_settings
from qa.startup import load_assistant
from tests.benchmarks.work import DAY

SHARED = Path(__file__).parents[3] / "shared" / "eval"
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
    with gzip.open(SHARED / "medquad/corpus.jsonl.gz", "rt", encoding="utf-8", newline="\n") as f:
        yield from map(json.loads, f)


def _rows(name: str) -> Iterator[dict[str, Any]]:
    with (SHARED / name).open(encoding="utf-8", newline="\n") as file:
        yield from map(json.loads, file)


def _texts(name: str) -> list[str]:
    return [row["text"] for row in _rows(name)]


def _sentences(name: str) -> list[str]:
    return [part for text in _texts(name) for part in re.split(r"(?<=[.?!])\s", text)]


def search_mistyped(assistant: Assistant, each: int, seed: int) -> Iterator[str]:
    """Yield lines on how alike misspelt questions are to the same without."""
    draw = random.Random(seed)  # noqa: S311
    alike: dict[str, list[bool]] = defaultdict(list)
    common: list[float] = []
    for name, asked in questions().items():
        for question in draw.sample(asked, min(each, len(asked))):
            made = mistyped(question, draw)
            if made is None:
                continue
            first, shared = _compared(assistant, made)
            common.append(shared)
            for group in ("all", name, _how(assistant, made)):
                alike[group].append(first)
    yield f"{'misspelt questions':34}{'n':>6}{'alike':>9}   95 % interval"
    for group, found in alike.items():
        low, high = wilson(sum(found), len(found))
        share = 100 * sum(found) / len(found)
        yield f"{group:34}{len(found):>6}{share:>7.1f} %   {100 * low:.1f} to {100 * high:.1f}"
    yield f"passages in common, of ten: {np.mean(common):.3f}"


def _compared(assistant: Assistant, made: Mistyped) -> tuple[bool, float]:
    typed, meant = (
        [hit.passage.id for hit in assistant.search(text, _DEPTH)]
        for text in (made.typed, made.meant)
    )
    return typed[:1] == meant[:1], len({*typed} & {*meant}) / (len(meant) or 1)


def _how(assistant: Assistant, made: Mistyped) -> str:
    read = assistant.interpreter.interpret(made.typed)
    for how, changes in (("repaired", read.repairs), ("guessed", getattr(read, "guesses", ()))):
        for change in changes:
            if change.typed.lower() == made.wrong:
                return f"- {how}, {'right' if change.read == made.right else 'wrong'}"
    speller = assistant.interpreter.speller
    a_word = speller.in_pages(made.wrong) or speller.is_english(made.wrong)
    return "- typed is a word itself" if a_word else "- left as typed"


def read_correct(assistant: Assistant) -> Iterator[str]:
    """Yield lines on how many different correct words are read as others."""
    yield f"{'correct words, per 1,000':34}{'n':>6}{'repaired':>11}{'searched besides':>19}"
    for name, texts in correct_words().items():
        counts = Counter(word for text in texts for word in set(words(text)))
        least = 2 if name.endswith("twice") else 1
        seen: set[str] = set()
        changed: Counter[str] = Counter()
        for text in texts:
            new = {word for word in words(text) if counts[word] >= least and _is_long(word)} - seen
            if not new:
                continue
            seen |= new
            read = assistant.interpreter.speller.repair(text)
            for how, repairs in (("repaired", read[1]), ("guessed", read[3] if read[3:] else ())):
                changed[how] += len(new & {word for r in repairs for word in words(r.typed)})
        per = {how: 1000 * number / len(seen) for how, number in changed.items()}
        yield f"{name:34}{len(seen):>6}{per.get('repaired', 0):>11.2f}{per.get('guessed', 0):>19.2f}"


def _is_long(word: str) -> bool:
    return len(word) >= 4 and word.isalpha()


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
        for line in search_mistyped(assistant, arguments.questions, arguments.seed):
            click.echo(line)
        click.echo()
        for line in read_correct(assistant):
            click.echo(line)


if __name__ == "__main__":
    main()
