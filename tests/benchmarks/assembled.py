"""A sealed index of any size, put together file by file: to build a million passages takes hours.

Its pages are those of `synthetic`, one passage of three sentences each; fifty thousand of them are
repeated under other ids. The product's own writers write its files. What is left out is reading,
cutting and embedding: a vector is a mixture of vectors of real sentences, and each passage's
another one amid those of its sentences.
"""

import re
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document, Passage, Span
from corpus.passages import context_of
from corpus.pins import Curation
from index import expectation, opened
from index.building import finish
from index.curating import write_curated
from index.dense import DenseKind, DenseWriter
from index.encoder import Encoder, Vectors
from index.glossary import write_glossary
from index.lexical import LexicalWriter
from index.manifest import Counts
from index.records import document_to_record, passage_to_record, write_records
from index.terms import Analyzer
from index.versions import set_current
from tests.benchmarks.synthetic import SENTENCES_A_PAGE, mixture_bases, pages

VERSION = "assembled"
DISTINCT = 50_000
_MIXED = 4
_NOISE = 0.25
_QUERIES = 200


def assemble(count: int, encoder: Encoder, root: Path) -> None:
    """Write an index of `count` passages under `root` and make it current."""
    folder = root / VERSION
    folder.mkdir(parents=True)
    _write_texts(count, folder)
    write_curated(folder, Curation(), folder / opened.DOCUMENTS, folder / opened.PASSAGES)
    width = encoder.identity.dimension
    _save(folder / expectation.QUESTIONS, np.zeros((0, width), np.float16))
    write_glossary(folder / opened.GLOSSARY, [])
    dense = _write_vectors(count, encoder, folder)
    counts = Counts(documents=count, passages=count, sentences=SENTENCES_A_PAGE * count)
    finish(folder, VERSION, encoder.identity, "none", counts, dense)
    set_current(root, VERSION)


def _write_texts(count: int, folder: Path) -> None:
    lexical = LexicalWriter(Analyzer())
    written = list(pages(min(count, DISTINCT)))
    cut = [_passage_of(page, lexical) for page in written]
    numbers = range(count)
    write_records(folder / opened.DOCUMENTS, (_document(n, written) for n in numbers))
    write_records(folder / opened.PASSAGES, (_passage(n, cut) for n in numbers))
    write_records(folder / opened.DOCUMENT_IDS, (f"page-{n}" for n in numbers))
    _repeat(lexical, count // len(written))
    lexical.write(folder)
    _save(folder / opened.SENTENCE_STARTS, np.arange(count + 1, dtype=np.int64) * SENTENCES_A_PAGE)
    _save(folder / opened.CONTEXT_OF_ROW, np.arange(count, dtype=np.int32) % len(written))


def _document(number: int, written: Sequence[Document]) -> dict[str, Any]:
    return document_to_record(written[number % len(written)]) | {"id": f"page-{number}"}


def _passage(number: int, cut: Sequence[Passage]) -> dict[str, Any]:
    record = passage_to_record(cut[number % len(cut)], number)
    return record | {"document_id": f"page-{number}"}


def _repeat(lexical: LexicalWriter, times: int) -> None:
    """Let the passages that `lexical` has collected stand so many times."""
    units, rows = np.array(lexical._unit_starts), np.array(lexical._first_units)
    shifts = np.arange(times)[:, None]
    lexical._terms *= times
    lexical._unit_starts = array("q", [0, *(shifts * units[-1] + units[1:]).ravel().tolist()])
    lexical._first_units = array("q", [0, *(shifts * rows[-1] + rows[1:]).ravel().tolist()])


def _passage_of(page: Document, lexical: LexicalWriter) -> Passage:
    ends = [match.start() for match in re.finditer(r"(?<=[.?!]) ", page.text)]
    spans = tuple(Span(start, end) for start, end in _thirds(page.text, ends))
    passage = Passage(page.id, Span(0, len(page.text)), page.text, (), spans)
    sentences = [passage.sentence_text(number) for number in range(SENTENCES_A_PAGE)]
    lexical.add(context_of(page.title, ()), sentences)
    return passage


def _thirds(text: str, ends: list[int]) -> list[tuple[int, int]]:
    """Cut `text` at two of `ends`; where there are not enough of them, anywhere."""
    one, two = ends[:2] if len(ends) >= 2 else (len(text) // 3, 2 * len(text) // 3)
    return [(0, one), (one, two), (two, len(text))]


def _write_vectors(count: int, encoder: Encoder, folder: Path) -> DenseKind:
    chance = np.random.default_rng(0)
    bases, width = mixture_bases(encoder), encoder.identity.dimension
    distinct = min(count, DISTINCT)
    dense = DenseWriter(width)
    contexts = _mixed(bases, distinct, chance)
    _save(folder / opened.CONTEXTS, contexts.astype("<f2"))
    sentences = _mixed(bases, SENTENCES_A_PAGE * distinct, chance)
    amid = sentences.reshape(distinct, SENTENCES_A_PAGE, width).mean(axis=1)
    with (folder / opened.SENTENCES).open("wb") as file:
        shape = (SENTENCES_A_PAGE * count, width)
        header = {"descr": "<f2", "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(file, header)
        for _ in range(count // distinct):
            file.write(sentences.astype("<f2").tobytes())
            # Of the same text, and yet no two are equal: what is near must be told apart.
            dense.add(_unit(amid + _noise(amid.shape, chance)))
    step = max(1, len(sentences) // _QUERIES)
    return dense.write(folder / opened.DENSE, np.ascontiguousarray(sentences[::step][:_QUERIES]))


def _mixed(bases: Vectors, count: int, chance: np.random.Generator) -> Vectors:
    chosen = chance.integers(len(bases), size=(count, _MIXED))
    shares = chance.dirichlet(np.ones(_MIXED), size=count).astype(np.float32)
    mixed = np.zeros((count, bases.shape[1]), np.float32)
    for place in range(_MIXED):
        mixed += bases[chosen[:, place]] * shares[:, place : place + 1]
    return _unit(mixed + _noise(mixed.shape, chance))


def _noise(shape: tuple[int, ...], chance: np.random.Generator) -> Vectors:
    noise: Vectors = chance.standard_normal(shape, dtype=np.float32)
    return noise * np.float32(_NOISE / np.sqrt(shape[-1]))


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def _save(path: Path, values: NDArray[Any]) -> None:
    np.save(path, values, allow_pickle=False)
