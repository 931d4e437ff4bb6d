"""Haystack: its in-memory document store and embedding retriever, saved as its own JSON."""

from haystack import Document
from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from ..protocol import Finder, Places


def build(places: Places) -> None:
    documents = [Document(content=page.whole, meta={"page": page.id}) for page in places.pages()]
    embedder = SentenceTransformersDocumentEmbedder(model=str(places.model), progress_bar=False)
    embedder.warm_up()
    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    store.write_documents(embedder.run(documents)["documents"])
    store.save_to_disk(str(places.saved / "store.json"))


def open_saved(places: Places) -> Finder:
    store = InMemoryDocumentStore.load_from_disk(str(places.saved / "store.json"))
    embedder = SentenceTransformersTextEmbedder(model=str(places.model), progress_bar=False)
    embedder.warm_up()
    retriever = InMemoryEmbeddingRetriever(store)

    def find(question: str, k: int) -> list[tuple[str, str]]:
        vector = embedder.run(question)["embedding"]
        found = retriever.run(query_embedding=vector, top_k=k)["documents"]
        return [(document.meta["page"], document.content) for document in found]

    return Finder(find)
