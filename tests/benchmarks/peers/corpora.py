"""The pages that every peer indexes and the questions they are asked.

A folder in the BEIR form is taken as it is. In `medquad`, which judges nothing, questions are
made: the question that heads a page, with another name of the same condition in place of the
condition's own. The page under that question is right (2), others on the condition are near (1).
"""

import gzip
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.peers.protocol import Page

CORPUS = ("corpus.jsonl", "corpus.jsonl.gz")
SYNONYMS = "lay_synonyms.jsonl"
_SHORTEST_NAME = 6
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Some of `total` pages, and questions with document ids and how well each answers."""

    name: str
    total: int
    pages: list[Page]
    questions: dict[str, str]
    qrels: dict[str, dict[str, int]]


def read_benchmark(folder: Path, documents: int, questions: int) -> Benchmark:
    """Read at most so many documents and questions of `folder`, the same ones each time."""
    found = [folder / name for name in CORPUS if (folder / name).is_file()]
    if not found:
        raise FileNotFoundError(f"{folder} holds none of {CORPUS}; name a folder that does")
    records = list(_lines(found[0]))
    if (folder / SYNONYMS).is_file():
        return _with_synonyms(folder, records, documents, questions)
    return _judged(folder, records, documents, questions)


def write_benchmark(benchmark: Benchmark, work: Path) -> None:
    """Write the corpus as JSON Lines and as Markdown files, and the questions."""
    pages = work / "pages"
    pages.mkdir(parents=True)
    with (work / "corpus.jsonl").open("w", encoding="utf-8") as file:
        for number, page in enumerate(benchmark.pages):
            record = {"_id": page.id, "title": page.title, "text": page.text}
            file.write(json.dumps(record) + "\n")
            front = f"---\nid: d{number}\ntitle: {page.title}\nlang: en\n---\n"
            (pages / f"d{number}.md").write_text(front + page.text + "\n", encoding="utf-8")
    asked = json.dumps(list(benchmark.questions.values()))
    (work / "questions.json").write_text(asked, encoding="utf-8")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    opened: Any = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="\n") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def _page(record: dict[str, Any]) -> Page:
    # One line, and no longer than a title is: it stands in front matter.
    title = " ".join((record.get("title") or record["text"][:60]).split())[:_LONGEST_TITLE]
    return Page(str(record["_id"]), title, record["text"])


def _judged(
    folder: Path, records: list[dict[str, Any]], documents: int, questions: int
) -> Benchmark:
    texts = {str(line["_id"]): line["text"] for line in _lines(folder / "queries.jsonl")}
    judged: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").split("\n")[1:]:
        if line:
            query, document, grade = line.split("\t")
            judged.setdefault(query, {})[document] = int(grade)
    chosen = _sample([query for query in judged if max(judged[query].values()) > 0], questions)
    wanted = {document for query in chosen for document in judged[query]}
    needed = [record for record in records if str(record["_id"]) in wanted]
    others = [record for record in records if str(record["_id"]) not in wanted]
    kept = needed + _sample(others, max(0, documents - len(needed)))
    return Benchmark(
        folder.resolve().name,
        len(records),
        [_page(record) for record in kept if record["text"].strip()],
        {query: texts[query] for query in chosen},
        {query: judged[query] for query in chosen},
    )


def _with_synonyms(
    folder: Path, records: list[dict[str, Any]], documents: int, questions: int
) -> Benchmark:
    conditions: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        conditions.setdefault(record["focus"].casefold(), []).append(record)
    names = _other_names(_lines(folder / SYNONYMS))
    kept: dict[str, list[dict[str, Any]]] = {}
    left = documents
    for condition in _sample(list(conditions), len(conditions)):
        # Whole conditions, so that a right page stands among near ones.
        if len(conditions[condition]) <= left:
            kept[condition] = conditions[condition]
            left -= len(conditions[condition])
    asked: dict[str, str] = {}
    qrels: dict[str, dict[str, int]] = {}
    for condition in _sample([name for name in kept if names.get(name)], questions):
        chance = random.Random(condition)  # noqa: S311
        record = chance.choice(kept[condition])
        place = record["title"].casefold().find(condition)
        if place < 0:
            continue
        before, after = record["title"][:place], record["title"][place + len(condition) :]
        query = str(record["_id"])
        asked[query] = f"{before}{chance.choice(names[condition])}{after}"
        qrels[query] = {
            str(page["_id"]): 2 if page["qtype"] == record["qtype"] else 1
            for page in kept[condition]
        }
    pages = [_page(record) for group in kept.values() for record in group]
    return Benchmark(folder.resolve().name, len(records), pages, asked, qrels)


def _other_names(lines: Iterable[dict[str, Any]]) -> dict[str, list[str]]:
    """Names that stand for one condition alone and are no abbreviation."""
    listed = {line["term"].casefold(): line["synonyms"] for line in lines}
    told = Counter(name.casefold() for names in listed.values() for name in set(names))
    return {
        term: [
            name
            for name in names
            if told[name.casefold()] == 1
            and len(name) >= _SHORTEST_NAME
            and not name.isupper()
            and name.casefold() not in listed
        ]
        for term, names in listed.items()
    }


def _sample(items: list[Any], most: int) -> list[Any]:
    return random.Random(0).sample(items, min(most, len(items)))  # noqa: S311
