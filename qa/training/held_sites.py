"""Small publishers' sites made of held-out pages of MedQuAD, and what people ask them.

A folder holds `pages.json`, the ids of each site's pages, and `questions.jsonl`: `site`, `question`
and, where a page of the site answers, its `document_id` and the words of the `answer`.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from corpus import Passage, read_sources
from index import Encoder, OpenIndex, build, open_current
from index.progress import silent
from qa.query import Interpreter
from qa.ranking.fit.lookup import DEPTH
from qa.ranking.fit.medquad import Article, corpus_line
from qa.ranking.rank import load_ranker
from qa.ranking.rereading import READ
from qa.reader import Reader
from qa.training.public_sets import Row, rows
from qa.training.weigh import Asked, read_by


@dataclass(frozen=True, slots=True)
class HeldSites:
    """The sites of `folder`, made of `articles`, which the reader was not trained on."""

    folder: Path
    articles: list[Article]
    indexes: Path

    def asked(self, encoder: Encoder, reader: Reader) -> Iterator[Asked]:
        """Yield what the reader says to each question whose best passages would be read.

        Raises ValueError for a page that isn't among the articles.
        """
        ranker = load_ranker()
        known = {article.id: article for article in self.articles}
        pages: list[list[str]] = json.loads((self.folder / "pages.json").read_text("utf-8"))
        if missing := [name for site in pages for name in site if name not in known]:
            raise ValueError(f"{self.folder}: {', '.join(missing)} is no held-out page of MedQuAD")
        sites = [
            self._index(number, [known[name] for name in site], encoder)
            for number, site in enumerate(pages)
        ]
        interpreters = [Interpreter.of(site) for site in sites]
        for row in rows(self.folder / "questions.jsonl"):
            index = sites[row["site"]]
            query = interpreters[row["site"]].interpret(row["question"]).query
            embedded = encoder.embed_queries(query.texts)
            hits = ranker.rank(index, query, embedded, DEPTH, READ)
            if read := read_by(reader, index, query.text, hits, partial(_answers, row=row)):
                yield read

    def _index(self, number: int, pages: Sequence[Article], encoder: Encoder) -> OpenIndex:
        root = self.indexes / f"{self.folder.name}_{number}"
        root.mkdir(parents=True, exist_ok=True)
        source = root / "pages.jsonl"
        source.write_text("".join(map(corpus_line, pages)), encoding="utf-8")
        build(read_sources([source]), encoder, root, silent)
        return open_current(root)


def _answers(passage: Passage, row: Row) -> bool:
    if passage.document_id != row.get("document_id"):
        return False
    return " ".join(row["answer"].split()) in " ".join(passage.text.split())
