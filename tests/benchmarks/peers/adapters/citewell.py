"""Citewell, all of it: who needs people, sentences, confidence and the check of each quote.

But for the reader, which none of the others has: CITEWELL_READER=bundled measures it with it.
"""

import os
from dataclasses import dataclass
from datetime import date

from index.progress import silent
from qa.cli.terminal import render
from qa.pipeline import Assistant
from qa.reader import OFF
from qa.settings import Settings, load_settings
from qa.startup import HowToRead, build_index, load_assistant, load_encoder

from ..protocol import Places


@dataclass(frozen=True, slots=True)
class _Opened:
    assistant: Assistant

    def answer(self, question: str) -> str:
        return render(self.assistant.ask(question), self.assistant.messages)

    def ranking(self, question: str, k: int) -> list[str]:
        return [hit.passage.document_id for hit in self.assistant.search(question, k)]


def _settings(places: Places) -> Settings:
    return load_settings(
        index_root=places.saved / "indexes",
        encoder=str(places.model),
        encoder_cache=places.saved / "encoders",
        reader=os.environ.get("CITEWELL_READER", OFF),
    )


def build(places: Places) -> None:
    settings = _settings(places)
    reading = HowToRead(date.today(), lambda _finding: None)
    build_index(settings, [places.corpus], load_encoder(settings), silent, reading)


def open_saved(places: Places) -> _Opened:
    return _Opened(load_assistant(_settings(places), silent, date.today))
