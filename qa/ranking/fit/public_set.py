"""Labelled questions to fit on, from public sets in the BEIR form, and their evidence."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from corpus import read_sources
from index import Encoder, build, open_current
from qa.query import Query
from qa.ranking.evidence import Evidence
from qa.ranking.fit.lookup import Lookup, Put

Within = Literal["set", "family", "page"]
# Of one set: more would not move so few weights.
MOST_QUESTIONS = 1500
# A tenth of a set's documents would do to check on; half is fairer to small sets.
_PARTS = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the documents that answer it, of which there may be none.

    `family` names what it shares its documents with: questions of one family are all fitted on
    or all checked on. `page` is the document that it is asked of, answering or not, where its set
    says so. `spans` are the answers' places in the first document.
    """

    id: str
    text: str
    gains: dict[str, float]
    family: str
    page: str | None = None
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def checked(self) -> bool:
        """Say whether this question is for checking and never for fitting."""
        return crc32(self.family.encode()) % _PARTS == 1


@dataclass(frozen=True, slots=True)
class Gathered:
    """A question and what was found for it; `documents` numbers the owner of each row."""

    asked: Asked
    query: Query
    evidence: Evidence
    documents: list[str]
    owner: NDArray[np.int64]


class PublicSet:
    """One public set, indexed, with its questions."""

    def __init__(
        self,
        folder: Path,
        indexes: Path,
        encoder: Encoder,
        *,
        most: int | None = MOST_QUESTIONS,
        tested: bool = False,
    ) -> None:
        """Index `folder`'s corpus below `indexes`, unless that has been done before.

        Of the questions at most `most` are kept; those of the set's test only to measure with it.
        """
        self.name = folder.name
        root = indexes / folder.name
        build(read_sources([folder / "corpus.jsonl"]), encoder, root, lambda *_: None)
        self.lookup = Lookup.of(open_current(root), encoder)
        self.index = self.lookup.index
        # Any even draw would do; this one is the same on every machine.
        drawn = sorted(
            _read_asked(folder, tested=tested), key=lambda asked: crc32(asked.id.encode())
        )
        self.asked = drawn[:most]
        self._document = [self.index.passage(n).document_id for n in range(len(self.index))]
        self._families = np.array([family_of(document) for document in self._document])

    def put(self, asked: Asked, within: Within = "set", *, own: bool = True) -> Put:
        """Return how the index is asked, of what `find` looks through."""
        allowed: NDArray[np.bool_] = np.ones(len(self._document), dtype=bool)
        match within:
            case "family":
                allowed &= self._families == asked.family
            case "page":
                allowed &= np.array([document == asked.page for document in self._document])
            case "set":
                pass
        if not own:
            allowed &= ~np.isin(self._document, list(asked.gains))
        return self.lookup.put(asked.text, allowed)

    def find(self, asked: Asked, within: Within = "set", *, own: bool = True) -> Gathered | None:
        """Gather evidence `within` the whole set, the question's family or the page it is asked of.

        With `own` False the documents that answer it are left out.
        """
        put = self.put(asked, within, own=own)
        evidence = self.lookup.evidence(put)
        if not len(evidence.rows):
            return None
        documents, owner = np.unique(
            [self._document[row] for row in evidence.rows], return_inverse=True
        )
        return Gathered(asked, put.query, evidence, documents.tolist(), owner.astype(np.int64))


def family_of(document: str) -> str:
    """Return what stands before the last hyphen of an id, as sets number parts of one page."""
    return document.rpartition("-")[0] or document


def _read_asked(folder: Path, *, tested: bool) -> Iterator[Asked]:
    gains: dict[str, dict[str, float]] = {}
    # Where a set has a part for training, the other part is its test.
    parted = (folder / "qrels_train.tsv").is_file()
    named = [folder / name for name in ("qrels_train.tsv", "qrels.tsv")][tested:]
    path = next(path for path in named if path.is_file())
    for line in path.read_text(encoding="utf-8").split("\n")[1:]:
        if line:
            query, document, gain = line.split("\t")
            if float(gain) > 0:
                gains.setdefault(query, {})[document] = float(gain)
    details = {row["id"]: row for row in read_lines(folder / "questions.jsonl")}
    for row in read_lines(folder / "queries.jsonl"):
        if parted and row["_id"] not in gains:
            continue
        detail = details.get(row["_id"], {})
        own = gains.get(row["_id"], {}) if detail.get("answerable", True) else {}
        page = detail.get("context_id")
        page = page if isinstance(page, str) else None
        context = page or next(iter(sorted(own)), row["_id"])
        family = _family(folder, context)
        yield Asked(row["_id"], row["text"], own, family, page, _spans(detail))


def _family(folder: Path, context: str) -> str:
    # The questions of covidqa name the whole article as their context already.
    return context if folder.name == "covidqa" else family_of(context)


def _spans(detail: dict[str, Any]) -> tuple[tuple[int, int], ...]:
    answers = [a for a in detail.get("answers", []) if isinstance(a, dict) and "answer_start" in a]
    return tuple((a["answer_start"], a["answer_start"] + len(a["text"])) for a in answers)


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read one JSON object a line, parted by line feeds alone; none where there is no file.

    The file may be gzipped.
    """
    if not path.is_file():
        return []
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line.strip()]
