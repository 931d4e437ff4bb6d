"""Read a publisher's files and folders as documents."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.beside import files_beside, is_folder
from corpus.catalogue import CATALOGUE, Catalogue, read_catalogue
from corpus.document import Document, Status
from corpus.errors import DuplicateDocumentError, SourceError
from corpus.facts import PageFacts
from corpus.findings import Finding, Report, refuse
from corpus.page_files import page_files
from corpus.parsers import KNOWN, assemble
from corpus.parsers.ahead import Parsing, parse_ahead
from corpus.parsers.jsonl import read_jsonl
from corpus.site import SITEMAPS, Site, read_site

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder of pages with its catalogue and the addresses that its sitemap gives."""

    root: Path
    catalogue: Catalogue
    site: Site

    def name_of(self, path: Path) -> str:
        """Return how the catalogue and the sitemap name the file."""
        return path.relative_to(self.root).as_posix()

    def reading_of(self, path: Path) -> tuple[Path, str | None, frozenset[str]]:
        """Return the file, and what the catalogue states of how it is read."""
        encoding = self.catalogue.encoding_of(self.name_of(path))
        return path, encoding, self.catalogue.ignore_fields


@dataclass(frozen=True, slots=True)
class _Page:
    """One file, the id and status it has unless others are stated, and what reads it."""

    path: Path
    default_id: str
    default_status: Status
    folder: _Folder
    parsing: Parsing


def read_sources(
    sources: Iterable[Path], report: Report = refuse, workers: int = 1
) -> Iterator[Document]:
    """Yield every document of `sources` (files or folders), in a fixed order, each id once.

    What can't be read goes to `report`, and the reading goes on; by default it is an error.
    Up to `workers` files are read side by side, which changes nothing but the time it takes.
    A source that isn't there or holds no page, and a broken catalogue, are errors always.
    Drafts, withdrawn and expired pages are yielded too: see `Document.answers_on`.
    """
    seen: dict[str, Path] = {}
    for source in sources:
        for path, document in _read(source, report, workers):
            if document.id in seen:
                duplicate = DuplicateDocumentError(document.id, str(seen[document.id]), str(path))
                if report is refuse:
                    raise duplicate
                found, _, remedy = str(duplicate).partition("; ")
                report(Finding(path, found, remedy))
                continue
            seen[document.id] = path
            yield document


def count_documents(sources: Iterable[Path]) -> int:
    """Return how many documents `sources` hold at most: one a file, and one a line of JSON.

    Raises SourceError for a source that can't be accessed.
    """
    return sum(
        _lines(path) if path.suffix.lower() == ".jsonl" and path.is_file() else 1
        for source in sources
        for path in (page_files(source, lambda _: None) if is_folder(source) else [source])
    )


def _lines(path: Path) -> int:
    try:
        with path.open("rb") as file:
            return sum(part.count(b"\n") for part in iter(lambda: file.read(1 << 20), b""))
    except OSError:
        # It becomes a finding when it is read.
        return 0


def _read(source: Path, report: Report, workers: int) -> Iterator[tuple[Path, Document]]:
    whole = is_folder(source)
    root = source if whole else source.parent
    paths = page_files(root, report) if whole else [source]
    if not paths:
        remedy = f"name a folder that holds {', '.join(sorted(KNOWN))} files"
        raise SourceError(source, "the folder holds no readable page", remedy)
    stating = _stating_folders(root) if whole else []
    folders = {folder: _folder(folder, report) for folder in (root, *stating)}
    pages = [(path, folders[_nearest(path, folders)]) for path in paths]
    if whole:
        for folder in folders.values():
            _report_strays(folder, {path for path, own in pages if own is folder}, report)
    ahead = parse_ahead((folder.reading_of(path) for path, folder in pages), workers)
    for (path, folder), parsing in zip(pages, ahead, strict=True):
        name = path.relative_to(root)
        page = _Page(path, _default_id(name), _default_status(name), folder, parsing)
        for document in _documents(page, report):
            yield path, document


def _stating_folders(root: Path) -> list[Path]:
    """Return the folders below that state things of their own: of a page, the nearest counts."""
    stated = [path for name in (CATALOGUE, SITEMAPS) for path in files_beside([root], name)]
    return [path.parent for path in stated]


def _folder(root: Path, report: Report) -> _Folder:
    return _Folder(root, read_catalogue(root), read_site(root, report))


def _nearest(path: Path, folders: Iterable[Path]) -> Path:
    return max((f for f in folders if path.is_relative_to(f)), key=lambda f: len(f.parts))


def _report_strays(folder: _Folder, pages: set[Path], report: Report) -> None:
    names = {folder.name_of(path) for path in pages}
    for name in sorted(set(folder.catalogue.pages) - names):
        reason = f"it has an entry for {name!r}, which is not a page of this catalogue"
        report(Finding(folder.root / CATALOGUE, reason, "fix the name or remove the entry"))
    missing = folder.site.missing(names)
    if missing:
        more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
        reason = f"pages of its sitemap are not here: {', '.join(missing[:_MOST_NAMED])}{more}"
        remedy = "mirror them, each in a file whose name ends in .html"
        report(Finding(folder.root, reason, remedy))


def _documents(page: _Page, report: Report) -> Iterator[Document]:
    path, folder = page.path, page.folder
    name = folder.name_of(path)
    if not _is_text(path.name) or not _is_text(page.default_id):
        report(Finding(path, "its name, or its folder's, is not UTF-8", "rename it"))
        return
    if path.suffix.lower() == ".jsonl":
        defaults = folder.catalogue.complete(name, PageFacts(), PageFacts())
        yield from read_jsonl(path, defaults, report)
        return
    try:
        parsed = page.parsing()
        named = PageFacts(id=page.default_id, status=page.default_status)
        facts = folder.catalogue.complete(name, parsed.facts, folder.site.of(name)).over(named)
        yield assemble(path, parsed, facts)
    except SourceError as error:
        report(Finding(error.path, error.found, error.remedy))
        return
    for reason, remedy in parsed.notes:
        report(Finding(path, reason, remedy))


def _is_text(name: str) -> bool:
    # Bytes that are no UTF-8 are read as surrogates, which nothing can write again.
    return not any("\ud800" <= c <= "\udfff" for c in name)


def _default_id(name: Path) -> str:
    """Name a page by its place: `fever.md` is "fever", `ms/care/index.html` is "ms-care"."""
    parts = name.with_suffix("").parts
    return "-".join(parts[:-1] if len(parts) > 1 and parts[-1] == "index" else parts)


def _default_status(name: Path) -> Status:
    # Where Jekyll keeps what it doesn't publish; those pages say nothing of it.
    return Status.DRAFT if "_drafts" in name.parts else Status.PUBLISHED
