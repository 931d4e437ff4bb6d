"""FAISS against numpy: exact search, codes, filters."""

import errno
import threading
from pathlib import Path

import numpy as np
import pytest

from index import dense
from index.dense import LEAST_RECALL, RECALL_AT, DenseIndex, DenseWriter
from index.encoder import Vectors


def unit_vectors(count: int, dimension: int, clusters: int = 20) -> Vectors:
    """Return rows of length 1 that lie in clusters, as the embeddings of texts do."""
    random = np.random.default_rng(7)
    centres = random.normal(size=(clusters, dimension))
    rows = centres[random.integers(clusters, size=count)]
    rows = rows + 0.7 * random.normal(size=rows.shape)
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


VECTORS = unit_vectors(3000, 48)
QUERIES = unit_vectors(100, 48)


def written(path: Path, vectors: Vectors, flat_up_to: int) -> DenseIndex:
    writer = DenseWriter(vectors.shape[1])
    for start in range(0, len(vectors), 700):
        writer.add(vectors[start : start + 700])
    writer.write(path, QUERIES, flat_up_to)
    return DenseIndex(path)


@pytest.fixture(scope="module")
def flat(tmp_path_factory: pytest.TempPathFactory) -> DenseIndex:
    return written(tmp_path_factory.mktemp("flat") / "x.faiss", VECTORS, flat_up_to=3000)


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> DenseIndex:
    return written(tmp_path_factory.mktemp("coded") / "x.faiss", VECTORS, flat_up_to=2999)


def nearest(query: Vectors, k: int, allowed: np.ndarray | None = None) -> list[int]:
    cosines = VECTORS @ query
    if allowed is not None:
        cosines = np.where(allowed, cosines, -np.inf)
    rows = np.argsort(-cosines, kind="stable")[:k]
    return [int(row) for row in rows if np.isfinite(cosines[row])]


def test_flat_search_is_numpys(flat: DenseIndex) -> None:
    for query in QUERIES:
        found = flat.search(query, 25)
        assert [row for row, _ in found] == nearest(query, 25)
        assert [c for _, c in found] == pytest.approx([VECTORS[r] @ query for r, _ in found])


def test_reading_bytes_first_finds_the_same_rows_in_the_same_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense, "_NARROWED_FROM", 3000)
    monkeypatch.setattr(dense, "_NARROWED_AT_ONCE", 700)
    index = written(tmp_path / "x.faiss", VECTORS, flat_up_to=3000)
    expected = [index.search(query, 50) for query in QUERIES]
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    assert index._narrowing is not None
    for query, found in zip(QUERIES, expected, strict=True):
        again = index.search(query, 50)
        assert [row for row, _ in again] == [row for row, _ in found]
        np.testing.assert_allclose([s for _, s in again], [s for _, s in found], atol=1e-6)
    assert {row for row, _ in index.search(QUERIES[0], 4000)} == set(range(3000))


def test_a_search_begun_finds_what_a_search_finds(
    coded: DenseIndex, flat: DenseIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense, "FLAT_UP_TO", 1000)
    some = np.arange(3000) % 7 == 0
    for index in (coded, flat):
        for allowed in (None, some):
            begun = [index.begun(query, 9, allowed) for query in QUERIES]
            assert [end() for end in begun] == [index.search(q, 9, allowed) for q in QUERIES]


def test_few_rows_are_read_whole(flat: DenseIndex) -> None:
    for query in QUERIES:
        flat.search(query, 5)
    assert flat._narrowing is None


@pytest.mark.parametrize("share", [0.0, 0.001, 0.01, 0.5, 1.0])
def test_a_filtered_search_is_exact_in_either_kind(
    flat: DenseIndex, coded: DenseIndex, share: float
) -> None:
    allowed = np.random.default_rng(1).random(len(VECTORS)) < share
    for query in QUERIES[:30]:
        expected = nearest(query, 10, allowed)
        assert [row for row, _ in flat.search(query, 10, allowed)] == expected
        assert [row for row, _ in coded.search(query, 10, allowed)] == expected


def test_what_is_coded_finds_what_its_manifest_claims(tmp_path: Path) -> None:
    writer = DenseWriter(VECTORS.shape[1])
    writer.add(VECTORS)
    kind = writer.write(tmp_path / "x.faiss", QUERIES, flat_up_to=100)
    assert kind.kind == "coded"
    assert kind.queries == len(QUERIES)
    opened = DenseIndex(tmp_path / "x.faiss")
    found = [
        len({row for row, _ in opened.search(query, RECALL_AT)} & set(nearest(query, RECALL_AT)))
        for query in QUERIES
    ]
    assert sum(found) / (RECALL_AT * len(QUERIES)) == pytest.approx(kind.recall)
    assert kind.recall >= LEAST_RECALL


def test_the_same_vectors_make_the_same_codes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        written(tmp_path / name, VECTORS, flat_up_to=0)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_vectors_come_back_as_they_were_from_either_kind(
    flat: DenseIndex, coded: DenseIndex
) -> None:
    for row in (0, 1, 1500, 2999):
        assert flat.vector(row).tolist() == VECTORS[row].tolist()
        assert coded.vector(row).tolist() == VECTORS[row].tolist()


def test_search_stays_exact_where_the_codes_miss_too_much(tmp_path: Path) -> None:
    # Two crowds on opposite sides of the middle: within each, all have nearly the same code.
    random = np.random.default_rng(3)
    side = np.repeat([[1.0], [-1.0]], 6000, axis=0) + 0.003 * random.normal(size=(12_000, 48))
    rows = (side / np.linalg.norm(side, axis=1, keepdims=True)).astype(np.float32)
    writer = DenseWriter(rows.shape[1])
    writer.add(rows)
    kind = writer.write(tmp_path / "x.faiss", rows[::300], flat_up_to=100)
    assert kind.kind == "flat"
    assert kind.recall == 1.0
    assert "recall@10 1.000; the 1600 nearest by code held 0." in kind.described()
    assert DenseIndex(tmp_path / "x.faiss").search(rows[3], 1)[0][0] == 3


def test_asking_for_more_than_there_is_gives_what_there_is(flat: DenseIndex) -> None:
    assert len(flat.search(QUERIES[0], 5000)) == 3000


def test_a_full_disk_is_an_error_and_not_a_short_file() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no /dev/full here")
    writer = DenseWriter(VECTORS.shape[1])
    writer.add(VECTORS)
    with pytest.raises(OSError, match="No space left") as raised:
        writer.write(full, QUERIES)
    assert raised.value.errno == errno.ENOSPC
