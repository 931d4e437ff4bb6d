"""LlamaIndex: VectorStoreIndex with a local HuggingFace embedding, in its own storage folder."""

from llama_index.core import (
    Document,
    StorageContext,
    VectorStoreIndex,
    load_index_from_storage,
)
from llama_index.embeddings.huggingface import HuggingFaceEmbedding

from ..protocol import Finder, Places


def _embedding(places: Places) -> HuggingFaceEmbedding:
    return HuggingFaceEmbedding(model_name=str(places.model), device="cpu")


def build(places: Places) -> None:
    # Its splitter cuts long documents by default, and each part keeps its document's id.
    documents = [Document(text=page.whole, id_=page.id) for page in places.pages()]
    made = VectorStoreIndex.from_documents(documents, embed_model=_embedding(places))
    made.storage_context.persist(str(places.saved))


def open_saved(places: Places) -> Finder:
    context = StorageContext.from_defaults(persist_dir=str(places.saved))
    opened = load_index_from_storage(context, embed_model=_embedding(places))

    def find(question: str, k: int) -> list[tuple[str, str]]:
        found = opened.as_retriever(similarity_top_k=k).retrieve(question)
        return [(scored.node.ref_doc_id, scored.node.get_content()) for scored in found]

    return Finder(find)
