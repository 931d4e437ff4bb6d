"""The encoder beside sentence-transformers, in one run, on the same texts.

`python -m tests.benchmarks.encoder [--texts 320]` prints times and ratios, the lowest cosine of
the two's vectors, and for how many questions both put the same text first. The two take turns, so
that whatever else the machine does befalls both: the ratios hold where the times don't.

Ours is onnxruntime in float32, with the model's own weights: for every question, and for pages
where there are few of them or the processor has no bfloat16, so that their index is the same on
any machine. For many pages it is torch in bfloat16, where the processor multiplies so: eight times
as fast, and nearly every question still finds the same text first, which this prints; int8 would
change the first hit of one question in five. The rest of the speed is less work: texts of one
length together, no padding, a batch that stays in a core's cache, a core to each batch.
"""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np

from corpus.passages import split
from index.encoder import Encoder, Vectors
from index.loading import load_encoder, load_for_many
from index.model_files import BUNDLED_NAME, model_folder
from index.runtime.checking import lowest_cosine
from tests.benchmarks.growth import Spent, now
from tests.benchmarks.synthetic import pages, real_questions

# A build embeds far more at once; sentence-transformers, too, pads less the more it is given.
TURN = 160
Embed = Callable[[Sequence[str]], Vectors]


def page_texts(encoder: Encoder, count: int) -> list[str]:
    """Return `count` texts as a build embeds them: a passage, then its sentences."""
    texts: list[str] = []
    for document in pages(count):
        for passage in split(document, encoder.count_tokens, encoder.identity.max_tokens):
            sentences = [passage.sentence_text(n) for n in range(len(passage.sentences))]
            texts += [f"{document.title}\n{passage.text}", *sentences]
        if len(texts) >= count:
            break
    return texts[:count]


@dataclass(frozen=True)
class Both:
    """What each spent on the same texts, and the vectors of each, ours first."""

    spent: tuple[Spent, Spent]
    vectors: tuple[Vectors, Vectors]


def in_turns(texts: Sequence[str], turn: int, ours: Embed, theirs: Embed) -> Both:
    """Embed `texts` with both, `turn` at a time."""
    spent = [Spent(0.0, 0.0), Spent(0.0, 0.0)]
    parts: list[list[Vectors]] = [[], []]
    for start in range(0, len(texts), turn):
        part = texts[start : start + turn]
        for number, embed in enumerate((ours, theirs)):
            started = now()
            parts[number].append(embed(part))
            spent[number] = spent[number] + (now() - started)
    return Both((spent[0], spent[1]), (np.concatenate(parts[0]), np.concatenate(parts[1])))


def same_first(questions: Both, texts: Both) -> float:
    """Return the share of questions for which both put the same text first."""
    firsts = [
        (asked @ read.T).argmax(axis=1)
        for asked, read in zip(questions.vectors, texts.vectors, strict=True)
    ]
    return float((firsts[0] == firsts[1]).mean())


def report(name: str, unit: str, count: int, spent: tuple[Spent, Spent]) -> None:
    """Print both rates and how many times the first is the second."""
    ours, theirs = spent
    click.echo(
        f"{name}: {count} {unit}; clock {ours.clock / count:.2f} ms against "
        f"{theirs.clock / count:.2f} each, {theirs.clock / ours.clock:.2f} times the rate; "
        f"processor {ours.cpu / count:.2f} ms against {theirs.cpu / count:.2f}, "
        f"{theirs.cpu / ours.cpu:.2f} times"
    )


def main() -> None:
    """Compare queries one by one, then pages."""
    from sentence_transformers import SentenceTransformer

    parser = argparse.ArgumentParser()
    parser.add_argument("--texts", type=int, default=320)
    parser.add_argument("--questions", type=int, default=150)
    arguments = parser.parse_args()
    count = arguments.texts
    model = SentenceTransformer(str(model_folder(BUNDLED_NAME)), device="cpu")

    def theirs(texts: Sequence[str]) -> Vectors:
        vectors = model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, np.float32)

    with tempfile.TemporaryDirectory() as cache:
        encoder = load_encoder(BUNDLED_NAME, None, Path(cache)).encoder
    questions = list(dict.fromkeys(real_questions()))[: arguments.questions + 3]
    in_turns(questions[:3], 1, encoder.encode_queries, theirs)
    asked = in_turns(questions[3:], 1, encoder.encode_queries, theirs)
    report("queries", "questions", len(questions) - 3, asked.spent)
    click.echo(f"lowest cosine {lowest_cosine(*asked.vectors):.6f}")
    texts = page_texts(encoder, count)
    for pages_encoder in dict.fromkeys((encoder, load_for_many(encoder, None))):
        identity = pages_encoder.identity
        pages_encoder.encode_passages(texts[:3])
        read = in_turns(texts, TURN, pages_encoder.encode_passages, theirs)
        report(f"build, {identity.precision} by {identity.runtime}", "texts", count, read.spent)
        first = f"the same text first for {same_first(asked, read):.1%}"
        click.echo(f"lowest cosine {lowest_cosine(*read.vectors):.6f}; {first}")


if __name__ == "__main__":
    main()
