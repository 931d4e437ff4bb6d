"""The encoder beside sentence-transformers, in one run, on the same texts.

`python -m tests.benchmarks.encoder [--texts 320]` prints times and ratios. The two take turns,
so that whatever else the machine does befalls both: the ratios hold where the times don't.
"""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import numpy as np

from corpus.passages import split
from index.encoder import Encoder, Vectors
from index.loading import load_encoder
from index.model_files import BUNDLED_NAME, model_folder
from index.runtime.checking import lowest_cosine
from tests.benchmarks.growth import Spent, now
from tests.benchmarks.synthetic import pages, real_questions

TURN = 80
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


def in_turns(texts: Sequence[str], turn: int, ours: Embed, theirs: Embed) -> tuple[Spent, Spent]:
    """Embed `texts` with both, `turn` at a time, and return what each spent."""
    spent = [Spent(0.0, 0.0), Spent(0.0, 0.0)]
    for start in range(0, len(texts), turn):
        part = texts[start : start + turn]
        vectors = []
        for number, embed in enumerate((ours, theirs)):
            started = now()
            vectors.append(embed(part))
            spent[number] = spent[number] + (now() - started)
        assert lowest_cosine(vectors[0], vectors[1]) > 0.9999
    return spent[0], spent[1]


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
    count = parser.parse_args().texts
    model = SentenceTransformer(str(model_folder(BUNDLED_NAME)), device="cpu")

    def theirs(texts: Sequence[str]) -> Vectors:
        vectors = model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, np.float32)

    with tempfile.TemporaryDirectory() as cache:
        encoder = load_encoder(BUNDLED_NAME, None, Path(cache)).encoder
    questions = list(dict.fromkeys(real_questions()))
    in_turns(questions[:3], 1, encoder.encode_queries, theirs)
    spent = in_turns(questions[3:], 1, encoder.encode_queries, theirs)
    report("queries", "questions", len(questions) - 3, spent)
    texts = page_texts(encoder, count)
    report("build", "texts", count, in_turns(texts, TURN, encoder.encode_passages, theirs))


if __name__ == "__main__":
    main()
