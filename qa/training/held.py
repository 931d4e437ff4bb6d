"""Public questions on documents that the reader was not trained on, to weigh its judgement with."""

from collections.abc import Container, Iterator, Mapping
from functools import partial
from pathlib import Path

from corpus import Passage
from index import Encoder
from qa.ranking.fit.lookup import DEPTH
from qa.ranking.fit.public_set import PublicSet, family_of
from qa.ranking.rank import load_ranker
from qa.ranking.rereading import READ
from qa.reader import Reader
from qa.training.held_sites import HeldSites
from qa.training.mixture import divide, load
from qa.training.weigh import Asked, Part, read_by

INDEXES = Path("var/fit")  # `python -m qa.ranking.fit` keeps its indexes there too.
# By folder: the name in the training's mixture, and what all its questions together count.
HELD_SETS = {"squad2_dev_half": ("squad2", 600.0), "clapnq_dev": ("clapnq", 400.0)}
SITES_COUNT = 1500.0  # All their questions together: they are what publishers are asked.


def held_parts(
    data: Path, sites: Path | None, encoder: Encoder, reader: Reader
) -> Mapping[str, Part]:
    """Ask the reader what each of HELD_SETS asks of its held-out pages, each of its own page.

    `sites` is a folder of HeldSites, whose questions are one more part.
    """
    _, held = divide(load(data))
    parts = {}
    for folder, (name, counts) in HELD_SETS.items():
        labelled = PublicSet(data / folder, INDEXES, encoder)
        families = held_families(labelled, {e.document for e in held.examples[name]})
        parts[folder] = Part(list(_asked(labelled, families, reader)), counts)
    if sites is not None:
        asked = HeldSites(sites, list(held.articles), INDEXES).asked(encoder, reader)
        parts[sites.name] = Part(list(asked), SITES_COUNT)
    return parts


def held_families(labelled: PublicSet, held: set[str]) -> frozenset[str]:
    """Return the families of the documents `held`, which the training names by title or by id."""
    index = labelled.index
    documents = [index.document(name) for name in index.document_ids]
    found = {family_of(d.id) for d in documents if d is not None and d.title in held}
    return frozenset(found | held)


def _asked(labelled: PublicSet, families: frozenset[str], reader: Reader) -> Iterator[Asked]:
    index, ranker = labelled.index, load_ranker()
    for asked in labelled.asked:
        if asked.family not in families:
            continue
        put = labelled.put(asked, "family")
        hits = ranker.rank(index, put.query, put.embedded, DEPTH, READ, put.allowed)
        if read := read_by(reader, index, put.query.text, hits, partial(_is_of, asked.gains)):
            yield read


def _is_of(documents: Container[str], passage: Passage) -> bool:
    return passage.document_id in documents
