"""Documents as hypothesis makes them: any blocks that a page could show."""

from pathlib import Path

from hypothesis import strategies as st

from corpus import Document
from corpus.outline import Block, outline

WORDS = ["pain", "T-cell", "0.5 mg", "e.g.", "Dr. Lee", "Ärzte", "😀", "•", "vs.", "a|b", "i.v."]
PROSE = st.lists(st.sampled_from([*WORDS, "Stop.", "Why?", "\n", " "]), min_size=1).map(" ".join)
TEXTS = st.one_of(PROSE, st.text(alphabet=st.characters(codec="utf-8"), min_size=1))


@st.composite
def blocks(draw: st.DrawFn) -> list[Block]:
    levels = draw(st.lists(st.integers(0, 6), min_size=1, max_size=8))
    return [Block(draw(TEXTS), level) for level in levels]


@st.composite
def documents(draw: st.DrawFn) -> Document:
    page = outline(draw(blocks()))
    return Document(id="page", title="A page", text=page.text, sections=page.sections)


def count_words(texts: list[str]) -> list[int]:
    """Count tokens as a tokenizer would that knows only words."""
    return [len(text.split()) for text in texts]


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
