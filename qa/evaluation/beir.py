"""Read a folder in the BEIR form: corpus.jsonl, queries.jsonl and relevance judgements."""

from pathlib import Path

from qa.evaluation.errors import SetError
from qa.evaluation.lines import fingerprint, question_field, read_ids, read_lines, read_records
from qa.evaluation.sets import RetrievalSet

CORPUS = "corpus.jsonl"
QUERIES = "queries.jsonl"
QRELS = ("qrels.tsv", "qrels/test.tsv")
_COLUMNS = "write query-id, corpus-id and score, with tabs between"


def is_beir(folder: Path) -> bool:
    """Say whether `folder` looks like a BEIR benchmark."""
    return (folder / CORPUS).is_file() and (folder / QUERIES).is_file()


def read_beir(folder: Path) -> RetrievalSet:
    """Read the benchmark in `folder`; a judgement of an unknown query or document is an error."""
    qrels_path = next((folder / name for name in QRELS if (folder / name).is_file()), None)
    if qrels_path is None:
        raise SetError(folder, None, f"it holds none of {', '.join(QRELS)}", "add the judgements")
    corpus_path, queries_path = folder / CORPUS, folder / QUERIES
    queries = _read_queries(queries_path)
    documents = set(read_ids(corpus_path, read_records(corpus_path)))
    return RetrievalSet(
        name=folder.resolve().name,
        sha256=fingerprint(corpus_path, queries_path, qrels_path),
        documents=corpus_path,
        queries=queries,
        qrels=_read_qrels(qrels_path, set(queries), documents),
    )


def _read_queries(path: Path) -> dict[str, str]:
    records = read_records(path)
    ids = read_ids(path, records)
    texts = [question_field(path, line, record, ("text",)) for line, record in records]
    return dict(zip(ids, texts, strict=True))


def _read_qrels(path: Path, queries: set[str], documents: set[str]) -> dict[str, dict[str, int]]:
    qrels: dict[str, dict[str, int]] = {}
    for line, text in read_lines(path):
        columns = text.split("\t")
        if len(columns) != 3:
            raise SetError(path, line, f"{len(columns)} columns", _COLUMNS)
        query, document, score = columns
        if line == 1 and not _is_integer(score):
            continue  # the header
        if not _is_integer(score):
            raise SetError(path, line, f"the score {score!r} is not a whole number", _COLUMNS)
        for kind, name, known in (("query", query, queries), ("document", document, documents)):
            if name not in known:
                raise SetError(path, line, f"there is no {kind} {name!r}", "fix or remove it")
        qrels.setdefault(query, {})[document] = int(score)
    if not qrels:
        raise SetError(path, None, "it judges nothing", _COLUMNS)
    return qrels


def _is_integer(text: str) -> bool:
    return text.strip().lstrip("-").isdecimal()
