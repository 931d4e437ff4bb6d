"""The bundled reader, run by onnxruntime: no torch, no transformers, no network."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus import Span
from index.cores import cores
from index.model_files import BUNDLED_NAME, model_folder
from index.runtime.quiet import ort
from qa.reader.choice import READER_WEIGHTS
from qa.reader.errors import ReaderWeightsError
from qa.reader.reading import ReaderInput, Reading
from qa.reader.tokens import Pair, ReaderTokenizer, Tokens, stacked
from qa.reader.view import view

FORMAT = 3
# Characters read of many passages together: of 20, the 350 nearest to the question's words each.
ROOM = 7000
UNREAD = -20.0  # The logit of a passage without a single readable token.


@dataclass(frozen=True, slots=True)
class Description:
    """What `reader.json` says of the weights beside it."""

    name: str
    model_sha256: str
    tokenizer_sha256: str
    max_tokens: int
    room: int

    @classmethod
    def read(cls, path: Path) -> "Description":
        """Return the description in `path`, or say what is wrong with it."""
        try:
            fields: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise ReaderWeightsError(path, "a description of the reader", "no file") from error
        except ValueError as error:
            raise ReaderWeightsError(path, "a description of the reader", str(error)) from error
        if fields.get("format") != FORMAT:
            raise ReaderWeightsError(path, f"format {FORMAT}", f"format {fields.get('format')!r}")
        return cls(
            name=str(fields["name"]),
            model_sha256=str(fields["model_sha256"]),
            tokenizer_sha256=str(fields["tokenizer_sha256"]),
            max_tokens=int(fields["max_tokens"]),
            room=int(fields["room"]),
        )


class BundledReader:
    """Reads with the weights in a folder: `reader.json` and `model.onnx`."""

    def __init__(self, folder: Path = READER_WEIGHTS, tokenizer: Path | None = None) -> None:
        described = Description.read(folder / "reader.json")
        tokenizer = tokenizer or bundled_tokenizer()
        _checked(tokenizer, described.tokenizer_sha256)
        options = ort.SessionOptions()
        # A pair to a core: cores that share one wait for each other at every operator.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = ort.InferenceSession(
            _checked(folder / "model.onnx", described.model_sha256),
            options,
            providers=["CPUExecutionProvider"],
        )
        # Kept: each new thread would first set aside the memory that products need.
        self._cores = ThreadPoolExecutor(cores(), thread_name_prefix="reader")
        self._tokenizer = ReaderTokenizer(tokenizer, described.max_tokens)
        self._room = described.room
        self._name = f"{described.name}@{described.model_sha256[:12]}"

    @property
    def name(self) -> str:
        """Return the weights' name and the start of their sha256."""
        return self._name

    def read(self, question: str, passages: Sequence[ReaderInput]) -> list[Reading]:
        """Return one reading for each passage, in order.

        Of a long passage the part nearest to the question's words is read, and sentences outside
        it have no share.
        """
        room = min(self._room, ROOM // max(len(passages), 1))
        views = [view(question, p.text, p.sentences, room) for p in passages]
        asked = self._tokenizer.questions([question])[0]
        rows = self._tokenizer.passages(
            [(p.context, v.of(p.text)) for p, v in zip(passages, views, strict=True)]
        )
        pairs = [Pair(asked, row) for row in rows]
        return [
            reading_of(pair.of_passage(line), row, passage.sentences, part.start)
            for pair, line, row, passage, part in zip(
                pairs, self._logits(pairs), rows, passages, views, strict=True
            )
        ]

    def _logits(self, pairs: Sequence[Pair]) -> list[NDArray[np.float32]]:
        """Return the logits of each pair, in order.

        Each by itself, which is as fast, the longest first, so that no core waits long at the end.
        """
        order = sorted(range(len(pairs)), key=lambda number: -pairs[number].length)
        found = self._cores.map(self._run, [pairs[number] for number in order])
        lines = dict(zip(order, found, strict=True))
        return [lines[number] for number in range(len(pairs))]

    def _run(self, pair: Pair) -> NDArray[np.float32]:
        ids, kinds, present = (table.astype(np.int32) for table in stacked([pair]))
        feeds = {"ids": ids, "kinds": kinds, "present": present}
        logits: NDArray[np.float32] = self._session.run(["logits"], feeds)[0][0]
        return logits


def reading_of(
    logits: NDArray[np.float32], passage: Tokens, sentences: Sequence[Span], offset: int = 0
) -> Reading:
    """Turn the logits of one question on one passage into a reading.

    The first is that of "no answer"; it shares one softmax with the passage's tokens, which follow.
    `offset` is where the part that was read starts in the passage.
    """
    nothing = float(logits[0])
    line = logits[1 : 1 + len(passage.ids)].astype(np.float64)
    evidence = passage.starts >= 0
    if not evidence.any():
        return Reading(UNREAD, tuple(0.0 for _ in sentences))
    top = line[evidence].max()
    weights = np.where(evidence, np.exp(line - top), 0.0)
    total = float(weights.sum())
    taken = np.zeros(len(line), dtype=bool)
    shares: list[float] = []
    for sentence in sentences:
        # A token across a boundary counts once, for the sentence it starts in.
        inside = passage.within(sentence.start - offset, sentence.end - offset) & ~taken
        taken |= inside
        shares.append(float(weights[inside].sum()) / total)
    return Reading(float(np.log(total) + top - nothing), tuple(shares))


def bundled_tokenizer() -> Path:
    """Return the bundled encoder's tokenizer, which the reader was trained with."""
    return model_folder(BUNDLED_NAME) / "tokenizer.json"


def _checked(path: Path, sha256: str) -> bytes:
    """Return the bytes of `path`, whose sha256 must be the one given."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReaderWeightsError(path, "the reader's weights", "no file") from error
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise ReaderWeightsError(path, f"sha256 {sha256[:12]}...", f"{found[:12]}...")
    return data
