"""txtai: an Embeddings database with stored texts, in its own archive of files.

Questions take turns. All threads of a txtai database share one SQLite cursor, into which each
search also writes the rows it has found: two at once end in "Recursive use of cursors not
allowed", and its source leaves the locking to the caller.
"""

from threading import Lock

from txtai import Embeddings

from ..protocol import Finder, Places


def build(places: Places) -> None:
    embeddings = Embeddings(path=str(places.model), content=True, gpu=False)
    embeddings.index((page.id, page.whole, None) for page in places.pages())
    embeddings.save(str(places.saved))
    embeddings.close()


def open_saved(places: Places) -> Finder:
    embeddings = Embeddings()
    embeddings.load(str(places.saved))
    turn = Lock()

    def find(question: str, k: int) -> list[tuple[str, str]]:
        with turn:
            rows = embeddings.search(question, k)
        return [(found["id"], found["text"]) for found in rows]

    return Finder(find)
