"""Ask an index for its own texts: what intact files can still get wrong."""

import numpy as np

from corpus.passages import context_of
from index.encoder import Encoder
from index.errors import WrongAnswerError
from index.opened import OpenIndex
from index.texts import embedding_text

_ASKED = 8
# What one text's vectors may differ by between runtimes, and no two different texts' do.
_SAME = 0.98


def check_answers(index: OpenIndex, encoder: Encoder) -> None:
    """Embed some passages anew: each must find its own vector and stand in its document.

    Raises EncoderMismatchError for an index of another encoder, else WrongAnswerError.
    """
    index.check_encoder(encoder)
    rows = sorted({int(row) for row in np.linspace(0, len(index) - 1, _ASKED)})
    for row in rows:
        passage = index.passage(row)
        document = index.document(passage.document_id)
        if document is None or passage.span.of(document.text) != passage.text:
            raise WrongAnswerError(index.folder, f"{passage.id} is not in its document")
        context = context_of(document.title, passage.section)
        texts = [embedding_text(context, passage), passage.sentence_text(0), context]
        whole, sentence, heading = encoder.encode_passages(texts)
        nearest = index.dense.search(whole, 1)
        found = {
            "vector": float(index.dense.vector(row) @ whole),
            "first sentence's vector": float(index.sentence_vectors(row)[0] @ sentence),
            "context's vector": float(index.context_vector(row) @ heading),
            "nearest vector": max((cosine for _, cosine in nearest), default=0.0),
        }
        for name, cosine in found.items():
            if not cosine >= _SAME:
                raise WrongAnswerError(
                    index.folder, f"the {name} of {passage.id} is not its text's ({cosine:.2f})"
                )
