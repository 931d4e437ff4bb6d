"""txtai: an Embeddings database with stored texts, in its own archive of files."""

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

    def find(question: str, k: int) -> list[tuple[str, str]]:
        return [(found["id"], found["text"]) for found in embeddings.search(question, k)]

    return Finder(find)
