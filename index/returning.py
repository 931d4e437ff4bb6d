"""Pages that no longer answer and would again, if an older version were made current."""

from datetime import date
from pathlib import Path

from index.errors import IndexFolderError, ReturningPagesError
from index.manifest import read_manifest, verify_files
from index.opened import DOCUMENT_IDS, OpenIndex
from index.records import Records
from index.versions import Check, current_folder


def refuse_returning(root: Path, day: date) -> Check:
    """Return a check that raises for an older version with pages that the current one lacks.

    They were withdrawn, made drafts or deleted since, and their owner should say that they may
    answer again; those that have expired by `day` won't. A page that only changed doesn't matter.
    """

    def check(older: OpenIndex) -> None:
        answering = _answering(root)
        back = set(older.document_ids) - answering - older.curated.expired_on(day)
        if back:
            pages = [document_id for document_id in older.document_ids if document_id in back]
            raise ReturningPagesError(older.folder, pages)

    return check


def _answering(root: Path) -> frozenset[str]:
    """Return the ids in the current version, whatever else of it is damaged."""
    try:
        current = current_folder(root)
        verify_files(current, read_manifest(current), [DOCUMENT_IDS])
    except IndexFolderError as error:
        found = f"{error.found}, so the pages that would answer again are not known"
        remedy = f"{error.remedy}, or add `--yes` if any page may"
        raise IndexFolderError(error.folder, found, remedy) from error
    return frozenset(Records(current / DOCUMENT_IDS).all())
