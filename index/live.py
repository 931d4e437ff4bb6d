"""Keep a server on the current index: a new one is opened beside the old one, then swapped in."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

from corpus.errors import CitewellError
from index.versions import CURRENT, current_folder

POLL_SECONDS = 1.0
# A refused version may have been fixed in place, or refused for want of memory or files.
_POLLS_TO_RETRY = 60

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
_Stamp = tuple[int, int] | None


class Live(Generic[_T]):
    """Holds what was made of the current version, and replaces it when another is current.

    `open_one` opens, verifies and asks a version's folder; where it raises, the version is
    refused, logged once, and what was held stays.
    """

    def __init__(
        self,
        root: Path,
        open_one: Callable[[Path], _T],
        held: _T | None = None,
        folder: Path | None = None,
    ) -> None:
        """Start with `held`, which was made of the version in `folder`, or with nothing."""
        self._root, self._open_one = root, open_one
        self._held, self._folder = held, folder
        # Not the file's present stamp: CURRENT may have changed while `held` was being made.
        self._seen: _Stamp = None
        self._refused: str | None = None
        self._polls = 0
        self._polling = threading.Lock()

    @property
    def now(self) -> _T | None:
        """Return what answers now, or None before the first index that can be opened.

        Take it once a request, so that one index answers it whole.
        """
        return self._held

    @property
    def refused(self) -> str | None:
        """Say why the version that CURRENT names doesn't answer, or None where it does."""
        return self._refused

    def poll(self) -> None:
        """Look whether CURRENT names another version, and if so open it and swap it in."""
        with self._polling:
            self._polls += 1
            stamp = self._stamp()
            retry = self._refused is not None and self._polls % _POLLS_TO_RETRY == 0
            if stamp == self._seen and not retry:
                return
            self._seen = stamp
            try:
                folder = current_folder(self._root)
                if folder != self._folder:
                    self._held, self._folder = self._open_one(folder), folder
                    _log.info("index %s answers from now on", folder.name)
                self._refused = None
            except (CitewellError, OSError) as error:
                if str(error) != self._refused:
                    answering = self._folder.name if self._folder else "nothing"
                    _log.error("an index is refused, %s answers meanwhile: %s", answering, error)
                self._refused = str(error)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Poll once a second in a thread of its own until the block is left."""
        stop = threading.Event()

        def watch() -> None:
            while not stop.wait(POLL_SECONDS):
                self.poll()

        thread = threading.Thread(target=watch, name="index-watch", daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def _stamp(self) -> _Stamp:
        # Replaced in one step, CURRENT is another file each time: its inode or its time differs.
        try:
            status = (self._root / CURRENT).stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino
