"""Vectors just embedded, kept as they come, so that a killed build need not embed them again."""

import zlib
from pathlib import Path

import numpy as np
from numpy.typing import DTypeLike, NDArray

KEY_BYTES = 16


class Journal:
    """A file of (key, vector, checksum) records that only grows; a torn end is cut off."""

    def __init__(self, path: Path, dimension: int, dtype: DTypeLike) -> None:
        """Open `path`, keeping the records up to the first that is damaged."""
        self._record = np.dtype(
            [("key", f"V{KEY_BYTES}"), ("vector", dtype, dimension), ("crc", "<u4")]
        )
        path.touch()
        sound = self._sound_records(path)
        # Unbuffered: what `append` wrote outlives the process, even if it is killed.
        self._file = path.open("r+b", buffering=0)
        self._file.truncate(sound * self._record.itemsize)
        self._file.seek(0, 2)
        self._length = sound
        self._path = path

    def _sound_records(self, path: Path) -> int:
        size = self._record.itemsize
        if path.stat().st_size < size:
            return 0
        whole = path.stat().st_size // size
        records = np.memmap(path, self._record, "r", shape=(whole,))
        for row, record in enumerate(np.asarray(records)):
            if zlib.crc32(record.tobytes()[:-4]) != record["crc"]:
                return row
        return whole

    def __len__(self) -> int:
        return self._length

    def append(self, keys: list[bytes], vectors: NDArray[np.floating]) -> None:
        """Add one record for each key."""
        records = np.zeros(len(keys), dtype=self._record)
        records["key"] = np.frombuffer(b"".join(keys), dtype=f"V{KEY_BYTES}")
        records["vector"] = vectors
        records["crc"] = [zlib.crc32(record.tobytes()[:-4]) for record in records]
        whole = memoryview(records.tobytes())
        written = self._file.write(whole)
        # A disk that is nearly full takes a part and says so only by this number.
        while written < len(whole):
            written += self._file.write(whole[written:])
        self._length += len(keys)

    def keys(self) -> list[bytes]:
        """Return the keys in the order of their records."""
        return [key.tobytes() for key in self._mapped()["key"]]

    def vectors(self) -> NDArray[np.floating]:
        """Return all vectors, read from the file as they are used."""
        rows: NDArray[np.floating] = self._mapped()["vector"]
        return rows

    def _mapped(self) -> NDArray[np.void]:
        if not len(self):
            # An empty file can't be mapped.
            return np.zeros(0, dtype=self._record)
        return np.asarray(np.memmap(self._path, self._record, "r", shape=(len(self),)))

    def close(self) -> None:
        """Stop writing; the file stays until the build that it belongs to is sealed."""
        self._file.close()
