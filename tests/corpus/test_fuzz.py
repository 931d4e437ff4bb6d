"""A thousand broken files: no crash, no hang, and a finding or a document for each."""

import random
import time
from pathlib import Path

import pytest

from corpus import Finding, read_sources, split
from tests.corpus.golden import FILES
from tests.corpus.strategies import count_words

SEED = 20261122
FILES_MADE = 1000
# A confined program takes a process: a few hundred of those are enough.
SHARE_OF_CONFINED = 0.1
CONFINED = {".pdf", ".docx", ".epub"}
SECONDS_A_FILE = 60


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """Flip, cut, repeat, swap or insert a few times."""
    data = bytearray(raw)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(data) + 1)
        length = chance.choice([1, 2, 16, 200])
        match chance.randrange(5):
            case 0 if data:
                data[place - 1] ^= 1 << chance.randrange(8)
            case 1:
                del data[place : place + length]
            case 2:
                data[place:place] = data[place : place + length] * chance.choice([1, 50, 500])
            case 3:
                data[place:place] = chance.randbytes(length)
            case _:
                del data[place:]
                data += raw[chance.randrange(len(raw) + 1) :]
    return bytes(data)


@pytest.mark.slow
def test_a_thousand_broken_files_neither_crash_nor_hang(tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311
    texts = [p for p in FILES.rglob("*") if p.is_file() and p.suffix not in CONFINED]
    confined = [p for p in FILES.rglob("*") if p.suffix in CONFINED]
    told = 0
    for number in range(FILES_MADE):
        original = chance.choice(confined if chance.random() < SHARE_OF_CONFINED else texts)
        suffix = original.suffix if original.suffix != ".toml" else ".md"
        path = tmp_path / f"{number}{suffix}"
        path.write_bytes(mutated(original.read_bytes(), chance))
        if suffix == ".xml":
            continue
        findings: list[Finding] = []
        started = time.monotonic()
        documents = list(read_sources([path], findings.append))
        assert documents or findings, f"{original.name}, mutation {number}: nothing was said"
        took = time.monotonic() - started
        assert took < SECONDS_A_FILE, f"{original.name}, mutation {number}: {took:.0f} s"
        told += bool(findings)
        for document in documents:
            for passage in split(document, count_words, 100):
                assert passage.span.of(document.text) == passage.text
    assert 100 < told < FILES_MADE
