"""The public sets the reader is trained on, each as examples in its own words.

Every function takes the set's folder. Lines end at a line feed only: some texts hold U+2028.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from corpus.document import Span
from corpus.printable import said_by
from qa.evaluation.errors import SetError
from qa.training.example import Example

Row = dict[str, Any]


def rows(path: Path) -> Iterator[Row]:
    """Yield the objects of a JSON Lines file, gzipped or not."""
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield json.loads(line)
            except ValueError as error:
                found = f"not JSON ({said_by(error)})"
                raise SetError(path, number, found, "fetch the set anew") from error


def qrels(path: Path) -> dict[str, list[str]]:
    """Return the relevant documents of each query, in file order."""
    relevant: dict[str, list[str]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").split("\n")[1:]:
        if line:
            query, document, grade = line.split("\t")
            if int(grade) > 0:
                relevant[query].append(document)
    return dict(relevant)


def squad2(folder: Path) -> list[Example]:
    """Return every question with its own paragraph; the article's title is the document."""
    corpus = _corpus(folder)
    return [
        Example(
            source="squad2",
            document=corpus[row["context_id"]]["title"],
            question=row["question"].strip(),
            passage=corpus[row["context_id"]]["text"],
            context=corpus[row["context_id"]]["title"],
            answers=_spans(row["answers"]),
        )
        for row in rows(folder / "questions.jsonl")
    ]


def clapnq(folder: Path) -> list[Example]:
    """Return every question with its own passage; the chosen sentences are the answers."""
    corpus = _corpus(folder)
    examples = []
    for row in rows(folder / "questions.jsonl"):
        page = corpus[row["context_id"]]
        chosen = [text for answer in row["answers"] for text in answer["selected_sentences"]]
        spans = {_find(page["text"], text) for text in chosen} - {None}
        examples.append(
            Example(
                source="clapnq",
                document=page["title"],
                question=row["question"].strip(),
                passage=page["text"],
                context=page["title"],
                answers=tuple(sorted(span for span in spans if span)),
            )
        )
    return examples


def covidqa(folder: Path) -> list[Example]:
    """Return each question with the passages of its article that hold the answer span."""
    corpus = _corpus(folder)
    relevant = qrels(folder / "qrels.tsv")
    examples = []
    for row in rows(folder / "questions.jsonl"):
        for passage_id in relevant.get(row["id"], []):
            page = corpus[passage_id]
            found = {_find(page["text"], answer["text"]) for answer in row["answers"]} - {None}
            if found:
                examples.append(
                    Example(
                        source="covidqa",
                        document=row["context_id"],
                        question=row["question"].strip(),
                        passage=page["text"],
                        context=page["title"],
                        answers=tuple(sorted(span for span in found if span)),
                    )
                )
    return examples


def whole_texts(folder: Path, source: str, relevant: Mapping[str, list[str]]) -> list[Example]:
    """Return each query with each relevant document, all of whose text is the answer."""
    corpus = _corpus(folder)
    queries = {row["_id"]: row["text"] for row in rows(folder / "queries.jsonl")}
    return [
        Example(
            source=source,
            document=document,
            question=queries[query].strip(),
            passage=corpus[document]["text"],
            context="" if source == "covid_faq" else corpus[document].get("title", ""),
            answers=(Span(0, len(corpus[document]["text"])),),
        )
        for query, documents in relevant.items()
        for document in documents
    ]


def _corpus(folder: Path) -> dict[str, Row]:
    return {row["_id"]: row for row in rows(folder / "corpus.jsonl")}


def _spans(answers: list[Row]) -> tuple[Span, ...]:
    found = {
        Span(answer["answer_start"], answer["answer_start"] + len(answer["text"]))
        for answer in answers
        if answer["text"]
    }
    return tuple(sorted(found))


def _find(text: str, part: str) -> Span | None:
    start = text.find(part)
    return Span(start, start + len(part)) if part and start >= 0 else None
