"""What an open index gives to be compared with a question."""

from pathlib import Path

import numpy as np

from index import OpenIndex, build
from index.progress import silent
from tests.fakes import HashingEncoder, pages


def test_contents_of_all_passages_are_those_of_each(tmp_path: Path) -> None:
    built = build(pages(6), HashingEncoder(), tmp_path, silent)
    index = OpenIndex.open(built.folder)
    together = index.contents(np.arange(6))
    for row in range(6):
        alone = index.contents(np.array([row]))
        part = slice(*together.firsts[row : row + 2])
        np.testing.assert_array_equal(together.passages[row], index.dense.vector(row))
        np.testing.assert_array_equal(together.passages[row], alone.passages[0])
        np.testing.assert_array_equal(together.contexts[row], alone.contexts[0])
        np.testing.assert_array_equal(together.sentences[part], alone.sentences)
        np.testing.assert_array_equal(alone.sentences, index.sentence_vectors(row))
        units = together.units.firsts[row] + np.arange(len(alone.sentences) + 1)
        stands = np.isin(together.units.unit_of, units)
        assert together.units.terms[stands].tolist() == index.lexical.row_terms(row).tolist()
        assert np.isin(units[1:], together.units.sentences).all()
        assert units[0] not in together.units.sentences
