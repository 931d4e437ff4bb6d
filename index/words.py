"""The lexical part of a build: the terms of the passages, and the vectors of their contexts."""

from pathlib import Path

import numpy as np

from corpus.passages import context_of
from index import opened
from index.encoder import Encoder
from index.lexical import LexicalWriter
from index.records import Records, passage_from_record
from index.terms import Analyzer


def write_words(work: Path, encoder: Encoder) -> None:
    """Write the lexical index of the passages written before, and what their contexts mean."""
    documents, passages = Records(work / opened.DOCUMENTS), Records(work / opened.PASSAGES)
    lexical = LexicalWriter(Analyzer())
    contexts: dict[str, int] = {}
    context_of_row: list[int] = []
    row, title = -1, ""
    for number in range(len(passages)):
        record = passages[number]
        if record["document"] != row:
            row = record["document"]
            title = documents[row]["title"]
        passage = passage_from_record(record)
        context = context_of(title, passage.section)
        lexical.add(context, [passage.sentence_text(n) for n in range(len(passage.sentences))])
        # Many passages share one context: each is embedded once.
        context_of_row.append(contexts.setdefault(context, len(contexts)))
    lexical.write(work)
    arrays = {
        opened.CONTEXTS: encoder.encode_passages(list(contexts)).astype(np.float16),
        opened.CONTEXT_OF_ROW: np.array(context_of_row, dtype=np.int32),
    }
    for name, values in arrays.items():
        with (work / name).open("wb") as file:
            np.save(file, values, allow_pickle=False)
