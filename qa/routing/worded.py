"""How the example sentences are worded, while the decision is fitted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from index.terms import Analyzer
from qa.routing.features import Array
from qa.routing.wording import SHARES, parts, telling

# A part that stands in one sentence alone links it to no other.
_SHARED = 2
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of parts: `held` has a unit row for each text, a column for each of `names`."""

    share: float
    names: Sequence[str]
    squares: Array
    held: Any


@dataclass(frozen=True, slots=True)
class Worded:
    """The texts by their words and pairs of words, and by the pieces of their words."""

    kinds: Sequence[_Kind]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        """Take normalised texts apart."""
        analyzer = Analyzer()
        apart = zip(*[parts(analyzer, text) for text in texts], strict=True)
        return cls([_kind(share, kind) for share, kind in zip(SHARES, apart, strict=True)])

    def likeness(self) -> Array:
        """Return how alike each text is worded to each, as it is added to that of their sense."""
        return np.asarray(sum(k.share * (k.held @ k.held.T).toarray() for k in self.kinds))

    def write(self, pulls: Array, folder: Path) -> None:
        """Write what the parts say where each text pulls so, one column of `pulls` a machine.

        Likeness of words is a product, so that all that the texts say by it comes to one sum.
        """
        names = [name for kind in self.kinds for name in kind.names]
        numbers = [np.column_stack([k.squares, _said(k, pulls)]) for k in self.kinds]
        (folder / "words.txt").write_text("\n".join(names) + "\n", encoding="utf-8")
        rounded = np.round(np.vstack(numbers), _DIGITS)
        (folder / "words.bin").write_bytes(rounded.astype("<f4").tobytes())


def _kind(share: float, texts: Sequence[Sequence[str]]) -> _Kind:
    from scipy.sparse import coo_array

    counts = Counter(part for text in texts for part in text)
    names = sorted(part for part, held in counts.items() if held >= _SHARED)
    places = {name: place for place, name in enumerate(names)}
    squares = {part: telling(held, len(texts)) for part, held in counts.items()}
    found = [
        (row, places[part], (squares[part] / sum(squares[other] for other in text)) ** 0.5)
        for row, text in enumerate(texts)
        for part in text
        if part in places
    ]
    rows, columns, values = zip(*found, strict=True)
    shape = (len(texts), len(names))
    held = coo_array((np.array(values, dtype=np.float32), (rows, columns)), shape=shape).tocsr()
    return _Kind(share, names, np.array([squares[name] for name in names]), held)


def _said(kind: _Kind, pulls: Array) -> Array:
    return np.asarray((kind.held.T @ pulls) * np.sqrt(kind.squares)[:, None])
