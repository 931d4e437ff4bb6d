"""The lexical part of a build: the terms of the passages, and which of them share a context."""

from pathlib import Path

import numpy as np

from index import opened
from index.lexical import LexicalWriter
from index.terms import Analyzer
from index.texts import embedding_texts


def write_words(work: Path) -> None:
    """Write the lexical index of the passages written before.

    Contexts are numbered in the order in which passages first have them, as are their vectors.
    """
    lexical = LexicalWriter(Analyzer())
    contexts: dict[str, int] = {}
    context_of_row: list[int] = []
    for seen in embedding_texts(work):
        lexical.add(seen.context, seen.sentences)
        context_of_row.append(contexts.setdefault(seen.context, len(contexts)))
    lexical.write(work)
    with (work / opened.CONTEXT_OF_ROW).open("wb") as file:
        np.save(file, np.array(context_of_row, dtype=np.int32), allow_pickle=False)
