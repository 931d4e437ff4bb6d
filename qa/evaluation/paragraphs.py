"""Read questions that are asked of their own paragraphs: questions.jsonl beside corpus.jsonl."""

from pathlib import Path
from typing import Any

from qa.evaluation.beir import CORPUS
from qa.evaluation.errors import SetError
from qa.evaluation.lines import fingerprint, question_field, read_ids, read_records
from qa.evaluation.sets import Gold, OfParagraph, ParagraphSet

_Record = dict[str, Any]


def read_paragraph_set(path: Path, records: list[tuple[int, _Record]]) -> ParagraphSet:
    """Read the questions of `path`, whose `context_id` names a document beside it."""
    documents = path.parent / CORPUS
    known = read_records(documents)
    texts = dict(zip(read_ids(documents, known), (record for _, record in known), strict=True))
    ids = read_ids(path, records)
    return ParagraphSet(
        name=path.resolve().parent.name,
        sha256=fingerprint(path, documents),
        documents=documents,
        questions=tuple(
            _question(path, line, name, record, texts)
            for name, (line, record) in zip(ids, records, strict=True)
        ),
    )


def _question(
    path: Path, line: int, name: str, record: _Record, texts: dict[str, _Record]
) -> OfParagraph:
    context = str(record["context_id"])
    if context not in texts:
        found = f"its paragraph {context!r} is not in {CORPUS}"
        raise SetError(path, line, found, "add it, or evaluate the folder as a benchmark")
    answerable = record.get("answerable")
    if not isinstance(answerable, bool):
        raise SetError(path, line, "`answerable` is neither true nor false", "label the question")
    answers = record.get("answers", [])
    gold = _gold(path, line, str(texts[context].get("text", "")), answers) if answerable else ()
    question = question_field(path, line, record)
    return OfParagraph(name, question, answerable, context, gold)


def _gold(path: Path, line: int, text: str, answers: object) -> tuple[Gold, ...]:
    """Return the answers, each by its offset or by its sentences."""
    gold: list[Gold] = []
    for answer in answers if isinstance(answers, list) else []:
        if not isinstance(answer, dict):
            raise SetError(
                path, line, f"the answer {answer!r} is not an object", "give its offsets"
            )
        for words, start in _marked(answer, text):
            if not words or start < 0 or not text.startswith(words, start):
                found = f"the answer {words[:60]!r} is not in its paragraph"
                raise SetError(path, line, found, "fix its offset or its words")
            gold.append(Gold(start, words))
    return tuple(gold)


def _marked(answer: _Record, text: str) -> list[tuple[str, int]]:
    sentences = answer.get("selected_sentences")
    if isinstance(sentences, list):
        return [(str(words), text.find(str(words))) for words in sentences]
    start = answer.get("answer_start", -1)
    return [(str(answer.get("text", "")), start if isinstance(start, int) else -1)]
