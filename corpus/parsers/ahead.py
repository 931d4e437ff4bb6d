"""Read ahead the files whose parsers are processes of their own, several side by side."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Set
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from corpus.parsers import CONFINED, ParsedPage, parse

Parsing = Callable[[], ParsedPage]
"""Returns what one file holds, or raises SourceError."""

_MOST_WORKERS = 4
# What has been read waits in memory for its turn.
_AHEAD_A_WORKER = 4


def default_workers() -> int:
    """Return how many files to read side by side: one for each processor, within reason."""
    # A confined process may take gigabytes for a hostile file: many would starve the build.
    processors = getattr(os, "sched_getaffinity", None)
    return min(_MOST_WORKERS, len(processors(0)) if processors else os.cpu_count() or 1)


def parse_ahead(
    pages: Iterable[tuple[Path, str | None, Set[str]]], workers: int
) -> Iterator[Parsing]:
    """Yield what reads each of `pages`, the arguments of `parse`, in their order.

    Up to `workers` confined files are read at once. All others take a millisecond or so, and are
    read when it is their turn.
    """
    if workers == 1:
        yield from (partial(parse, *page) for page in pages)
        return
    # Threads are enough: they only wait for their processes.
    pool = ThreadPoolExecutor(workers, thread_name_prefix="parsing")
    waiting: deque[Parsing] = deque()
    try:
        for page in pages:
            reading = partial(parse, *page)
            confined = page[0].suffix.lower() in CONFINED
            waiting.append(pool.submit(reading).result if confined else reading)
            if len(waiting) > _AHEAD_A_WORKER * workers:
                yield waiting.popleft()
        while waiting:
            yield waiting.popleft()
    finally:
        # A caller that stops at the first finding should not wait for the other files.
        pool.shutdown(cancel_futures=True)
