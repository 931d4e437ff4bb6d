"""Tie a question to words of a page: one more entry in the reviewed `pins.toml` of its source."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import tomlkit
from tomlkit.exceptions import TOMLKitError

from corpus import Document, Passage, read_sources
from corpus.bundled import BUNDLED
from corpus.errors import PinError, SourceError
from corpus.pins import PINS, Pin, passage_with, place_of, read_pins
from index.durable import replace_text

_HEAD = "# Curated answers: questions that staff tied to words of a page.\n"


class PinWriter:
    """Writes pins beside `sources`, one at a time; the next build applies them."""

    def __init__(self, sources: Sequence[Path]) -> None:
        self._sources, self._lock = tuple(sources), Lock()

    def check(self, pin: Pin, document: Document, passages: Sequence[Passage]) -> Path:
        """Check `pin` as a build would, and return the file that it would be added to.

        Raises PinError or SourceError.
        """
        passage_with(pin, place_of(pin, document), passages)
        self._refuse_second(pin)
        return self._file_for(document.id)

    def write(self, pin: Pin, document: Document, passages: Sequence[Passage]) -> Path:
        """Check `pin`, add it to its file, and return the file.

        Raises PinError or SourceError, and changes nothing then.
        """
        with self._lock:
            file = self.check(pin, document, passages)
            try:
                held = tomlkit.parse(file.read_text(encoding="utf-8") if file.exists() else _HEAD)
            except (TOMLKitError, OSError, ValueError) as error:
                raise SourceError(file, f"it can't be read ({error})", "fix it") from error
            pins = held.setdefault("pin", tomlkit.aot())
            pins.append(_entry(pin))
            self._replace(file, tomlkit.dumps(held))
        return file

    def _replace(self, file: Path, text: str) -> None:
        try:
            replace_text(file, text)
        except OSError as error:
            found = f"it can't be written ({error.strerror})"
            raise SourceError(file, found, "let the server's user write the folder") from error

    def _refuse_second(self, pin: Pin) -> None:
        keys = set(pin.keys)
        if "" in keys:
            raise PinError(pin.question, "it has a wording without words", "fix or remove it")
        for known in read_pins(self._sources):
            for key in known.keys:
                if key in keys:
                    found = f"{key!r} is pinned already, to {known.document!r}"
                    raise PinError(pin.question, found, f"change it in its {PINS}")

    def _file_for(self, document_id: str) -> Path:
        source = self._source_of(document_id)
        if source == BUNDLED:
            found = "the bundled article belongs to the package"
            raise SourceError(BUNDLED / PINS, found, "set `sources` to pages of your own")
        return (source if source.is_dir() else source.parent) / PINS

    def _source_of(self, document_id: str) -> Path:
        if len(self._sources) == 1:
            return self._sources[0]
        for source in self._sources:
            pages = read_sources((source,), lambda _: None)
            if any(document.id == document_id for document in pages):
                return source
        found = f"none of them holds {document_id!r} any more"
        raise SourceError(self._sources[0], found, "fix the setting `sources`")


def _entry(pin: Pin) -> tomlkit.items.Table:
    entry = tomlkit.table()
    entry.add("question", pin.question)
    if pin.variants:
        variants = tomlkit.item(list(pin.variants))
        entry.add("variants", variants.multiline(True))
    entry.add("document", pin.document)
    entry.add("quote", pin.quote)
    if pin.section:
        entry.add("section", list(pin.section))
    return entry
