"""cairn-assistant: lexical, with a threshold below which it refuses."""

from dataclasses import dataclass

from cairn.config import Config
from cairn.engine import ask
from cairn.index import Index, build_and_write, read_index
from cairn.retrieve import retrieve

from ..protocol import Places


@dataclass(frozen=True, slots=True)
class _Opened:
    index: Index
    config: Config
    page_ids: list[str]

    def answer(self, question: str) -> str:
        return ask(question, self.index, self.config, lang="en").answer.text

    def ranking(self, question: str, k: int) -> list[str]:
        trace = retrieve(question, self.index, threshold=0.0, candidates=k, lang="en")
        return [self.page_ids[int(found.passage.doc_id[1:])] for found in trace.candidates]


def build(places: Places) -> None:
    build_and_write(places.markdown, places.saved / "index.json")


def open_saved(places: Places) -> _Opened:
    index = read_index(places.saved / "index.json", places.markdown)
    return _Opened(index, Config(), places.page_ids())
