"""groundkit: lexical by default, as its command `grk search` is."""

import asyncio
import threading
from pathlib import Path

from groundkit.config import RetrievalConfig
from groundkit.index.metadata import SQLiteMetadataStore
from groundkit.indexer import Indexer
from groundkit.ingestion.loaders import FileLoader
from groundkit.runtime import CollectionRuntime

from ..protocol import Finder, Places

COLLECTION = "default"


async def _ingest(places: Places) -> None:
    store = await SQLiteMetadataStore.open(places.saved, COLLECTION)
    try:
        loader = FileLoader(allowed_base_dir=places.markdown)
        indexer = Indexer(store, loader, collection=COLLECTION)
        await indexer.index_directory(str(places.markdown))
    finally:
        await store.close()


def build(places: Places) -> None:
    asyncio.run(_ingest(places))


def open_saved(places: Places) -> Finder:
    # One loop for all callers, as in its server.
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()

    async def acquire() -> object:
        runtime = await CollectionRuntime.open(places.saved, COLLECTION, RetrievalConfig())
        return (await runtime.acquire()).retriever

    retriever = asyncio.run_coroutine_threadsafe(acquire(), loop).result()
    page_ids = places.page_ids()

    def find(question: str, k: int) -> list[tuple[str, str]]:
        searching = retriever.search(question, top_k=k)
        found = asyncio.run_coroutine_threadsafe(searching, loop).result().results
        numbers = [int(Path(hit.source).stem[1:]) for hit in found]
        return [(page_ids[n], hit.content) for n, hit in zip(numbers, found, strict=True)]

    return Finder(find)
