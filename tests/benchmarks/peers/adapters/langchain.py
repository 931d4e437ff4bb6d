"""LangChain: its FAISS vector store with its HuggingFace embeddings."""

from langchain_community.vectorstores import FAISS
from langchain_huggingface import HuggingFaceEmbeddings

from ..protocol import Finder, Places


def _embeddings(places: Places) -> HuggingFaceEmbeddings:
    return HuggingFaceEmbeddings(model_name=str(places.model), model_kwargs={"device": "cpu"})


def build(places: Places) -> None:
    pages = list(places.pages())
    store = FAISS.from_texts(
        [page.whole for page in pages],
        _embeddings(places),
        metadatas=[{"page": page.id} for page in pages],
    )
    store.save_local(str(places.saved))


def open_saved(places: Places) -> Finder:
    # It keeps its texts in a pickle; this one was written by the build just before.
    store = FAISS.load_local(
        str(places.saved), _embeddings(places), allow_dangerous_deserialization=True
    )

    def find(question: str, k: int) -> list[tuple[str, str]]:
        found = store.similarity_search(question, k)
        return [(document.metadata["page"], document.page_content) for document in found]

    return Finder(find)
