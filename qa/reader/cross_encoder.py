"""Any public cross-encoder as the reader, by name or path, through sentence-transformers."""

from collections.abc import Sequence

import numpy as np

from qa.reader.errors import CrossEncoderError
from qa.reader.reading import ReaderInput, Reading


class CrossEncoderReader:
    """Scores each passage, and each of its sentences, with one model.

    Only a model already on this machine can be named: nothing is fetched. Its score is taken as a
    logit, so the confidence must be refitted for it.
    """

    def __init__(self, model: str) -> None:
        # Imported here: it takes seconds, and nothing else of the reader needs it.
        from sentence_transformers import CrossEncoder

        try:
            self._model = CrossEncoder(model, device="cpu", local_files_only=True)
        except OSError as error:
            # The library's words are several lines on connecting to a hub, which nothing here does.
            raise CrossEncoderError(model, "there is no such model on this machine") from error
        except ValueError as error:
            raise CrossEncoderError(model, " ".join(str(error).split())) from error
        if self._model.num_labels != 1:
            raise CrossEncoderError(model, f"it gives {self._model.num_labels} scores")
        self._name = model

    @property
    def name(self) -> str:
        """Return the name or path the model was loaded by."""
        return self._name

    def read(self, question: str, passages: Sequence[ReaderInput]) -> list[Reading]:
        """Return one reading for each passage; a sentence's share is the softmax of its score."""
        texts = [_placed(p.context, p.text) for p in passages]
        sentences = [span.of(p.text) for p in passages for span in p.sentences]
        scores = self._scores(question, [*texts, *sentences])
        readings, start = [], len(texts)
        for number, passage in enumerate(passages):
            end = start + len(passage.sentences)
            weights = np.exp(scores[start:end] - scores[start:end].max())
            shares = tuple(float(share) for share in weights / weights.sum())
            readings.append(Reading(float(scores[number]), shares))
            start = end
        return readings

    def _scores(
        self, question: str, texts: Sequence[str]
    ) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        from torch.nn import Identity

        if not texts:
            return np.zeros(0)
        pairs = [(question, text) for text in texts]
        scores = self._model.predict(
            pairs, activation_fn=Identity(), show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(scores, dtype=np.float64)


def _placed(context: str, text: str) -> str:
    return f"{context}: {text}" if context else text
