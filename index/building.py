"""Documents in, one sealed folder out: built beside, verified, asked, renamed, made current."""

import hashlib
import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from corpus.document import Document
from corpus.pins import Curation
from index import opened
from index.curated import curated_questions
from index.curating import write_curated
from index.dense import FLAT_UP_TO, DenseKind
from index.encoder import Encoder, EncoderIdentity
from index.errors import (
    EncoderMismatchError,
    IndexFolderError,
    NoIndexError,
    UnwritableFolderError,
)
from index.expectation import write_pulls
from index.glossary import Group, write_glossary
from index.manifest import FORMAT_VERSION, Counts, Manifest, index_version, seal, write_manifest
from index.opened import OpenIndex
from index.progress import Progress
from index.records import write_starts
from index.self_check import check_answers
from index.texts import splitter, write_documents, write_passages
from index.vectors import JOURNAL_PREFIX, journal_name, write_vectors
from index.versions import (
    adopt,
    build_lock,
    install,
    open_current,
    prune,
    sweep,
    versions,
    working_folder,
)
from index.words import write_words

KEEP = 3
_MOST_LENDERS = 3
MANY_BYTES = 500_000
"""From so much text on another encoder may embed pages, if there is one for many of them.

It is half a minute's work for the exact one on two cores, and the other takes some seconds to
load. Below it the same pages have the same vectors on every processor.
"""

_log = logging.getLogger(__name__)

Meanwhile = Literal["refuse", "wait", "wait_and_open"]
"""While another build runs in the root: an error, or wait for its end and then build, or wait and
then build only where there still is no current index."""


@dataclass(frozen=True, slots=True)
class Options:
    """How many versions stay, what to do while another builds, when search stops being exact.

    `curation` is what staff decided about questions, to seal with the index; `glossary` holds the
    publisher's groups of equal terms. `expected` documents come at most, if that is known.
    `for_many` loads what embeds many pages faster than the encoder, with nearly its vectors.
    """

    keep: int = KEEP
    meanwhile: Meanwhile = "refuse"
    flat_up_to: int = FLAT_UP_TO
    curation: Curation = field(default_factory=Curation)
    glossary: tuple[Group, ...] = ()
    expected: int | None = None
    for_many: Callable[[Encoder], Encoder] | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """The folder that is now current; `reused` where the same inputs had been built before."""

    folder: Path
    manifest: Manifest
    reused: bool


def build(
    documents: Iterable[Document],
    encoder: Encoder,
    root: Path,
    progress: Progress,
    options: Options | None = None,
) -> Built:
    """Build an index of `documents` under `root` and make it current.

    Whatever stops the build, the index that was current before stays so, and what had been
    embedded is not embedded again by the next build.
    """
    options = options or Options()
    try:
        root.mkdir(parents=True, exist_ok=True)
        with build_lock(root, wait=options.meanwhile != "refuse"):
            there = _current(root) if options.meanwhile == "wait_and_open" else None
            if there is not None:
                return Built(there.folder, there.manifest, reused=True)
            sweep(root)
            with working_folder(root) as work:
                built = _build_in(work, documents, encoder, progress, options)
            _remove_journals(root, "")
            prune(root, options.keep)
            return built
    except OSError as error:
        raise UnwritableFolderError(root, error) from error


def _current(root: Path) -> OpenIndex | None:
    try:
        return open_current(root)
    except NoIndexError:
        return None


def _build_in(
    work: Path,
    documents: Iterable[Document],
    encoder: Encoder,
    progress: Progress,
    options: Options,
) -> Built:
    root = work.parent
    write_documents(work, documents, progress, options.expected)
    documents_sha256 = seal(work / opened.DOCUMENTS).sha256
    if options.for_many and (work / opened.DOCUMENTS).stat().st_size >= MANY_BYTES:
        encoder = options.for_many(encoder)
    version = index_version(documents_sha256, encoder.identity, splitter(), _sha256_of(options))
    existing = adopt(root, version, lambda index: check_answers(index, encoder))
    if existing is not None:
        return Built(existing.folder, existing.manifest, reused=True)
    lenders = _lenders(root, encoder)
    same_cuts = [folder for folder, manifest in lenders.items() if manifest.splitter == splitter()]
    counts = write_passages(work, same_cuts, encoder, progress)
    write_curated(work, options.curation, work / opened.DOCUMENTS, work / opened.PASSAGES)
    write_glossary(work / opened.GLOSSARY, options.glossary)
    _remove_journals(root, journal_name(encoder.identity))
    write_words(work)
    dense = write_vectors(work, lenders, encoder, progress, options.flat_up_to)
    manifest = finish(work, version, encoder.identity, splitter(), counts, dense)
    check_answers(OpenIndex.open(work), encoder)
    return Built(install(root, work, version), manifest, reused=False)


def finish(
    work: Path,
    version: str,
    encoder: EncoderIdentity,
    cutting: str,
    counts: Counts,
    dense: DenseKind,
) -> Manifest:
    """Write what follows from the other files of `work`, and the manifest that seals them all."""
    write_pulls(work, *curated_questions(work))
    for name, starts in opened.STARTS.items():
        write_starts(work / name, work / starts)
    manifest = Manifest(
        format_version=FORMAT_VERSION,
        index_version=version,
        encoder=encoder,
        splitter=cutting,
        counts=counts,
        dense=dense,
        files={name: seal(work / name) for name in opened.FILES},
    )
    write_manifest(work, manifest)
    return manifest


def _sha256_of(options: Options) -> str:
    curation = options.curation
    decided = [[pin.model_dump() for pin in curation.pins], curation.unanswered, options.glossary]
    text = json.dumps(decided, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _lenders(root: Path, encoder: Encoder) -> dict[Path, Manifest]:
    """Return the newest sound versions of the same encoder: what is damaged must not spread.

    Nor are vectors of two precisions mixed: an index says how all of its own were made.
    """
    found: dict[Path, Manifest] = {}
    for version in versions(root)[:_MOST_LENDERS]:
        try:
            index = OpenIndex.open(version.folder)
            index.check_encoder(encoder)
            if index.manifest.encoder.precision == encoder.identity.precision:
                found[version.folder] = index.manifest
        except EncoderMismatchError:
            continue
        except IndexFolderError as error:
            _log.warning("nothing of it is used again: %s", error)
    return found


def _remove_journals(root: Path, kept: str) -> None:
    for path in root.glob(f"{JOURNAL_PREFIX}*"):
        if not kept or not path.name.startswith(kept):
            path.unlink(missing_ok=True)
