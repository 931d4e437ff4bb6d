"""Show documents as text, to compare with the reviewed text in `golden/`.

`python -m tests.corpus.golden` writes the texts anew; their diff is reviewed like code.
"""

from pathlib import Path

from corpus import Document, Finding, read_sources
from corpus.document import Status

HERE = Path(__file__).parent
FILES, GOLDEN = HERE / "files", HERE / "golden"
_FIELDS = (
    *("url", "publisher", "authors", "licence", "language", "published_on", "modified_on"),
    *("reviewed_on", "review_due_on", "expires_on", "retrieved_on", "sources", "tags", "status"),
)


def shown(document: Document) -> str:
    """Return what a document states, then its sections with their printed pages."""
    lines = [f"id: {document.id}", f"title: {document.title}"]
    for name in _FIELDS:
        value = getattr(document, name)
        if value and value != Status.PUBLISHED:
            lines.append(f"{name}: {'; '.join(value) if isinstance(value, tuple) else value}")
    for section in document.sections:
        place = section.heading or section.body
        assert place is not None
        page = document.page_of(place.start)
        where = f" (page {page})" if page else ""
        lines += ["", f"## {' > '.join(section.path) or '-'}{where}"]
        if section.body:
            lines.append(section.body.of(document.text))
    for mark in document.page_marks:
        lines.append(f"[page {mark.number}: {document.text[mark.start : mark.start + 30]!r}]")
    return "\n".join(lines) + "\n"


def read_all(source: Path) -> str:
    """Return everything that comes of one file or folder, findings last."""
    findings: list[Finding] = []
    texts = [shown(document) for document in read_sources([source], findings.append)]
    told = [f"! {f.file.relative_to(FILES)}: {f.reason}; {f.remedy}\n" for f in findings]
    return "\n".join([*texts, "".join(told)]) if told else "\n".join(texts)


def sources() -> list[Path]:
    """Return each file, and the mirrored site as one."""
    return sorted(FILES.iterdir())


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for source in sources():
        (GOLDEN / f"{source.name}.txt").write_text(read_all(source), encoding="utf-8")
