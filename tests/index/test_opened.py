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
    passages, contexts, sentences = np.split(together.vectors, [6, 12])
    for row in range(6):
        alone = index.contents(np.array([row]))
        part = slice(*together.firsts[row : row + 2])
        own = sentences[part]
        np.testing.assert_array_equal(passages[row], index.dense.vector(row))
        np.testing.assert_array_equal(contexts[row], index.context_vector(row))
        np.testing.assert_array_equal(own, index.sentence_vectors(row))
        np.testing.assert_array_equal(alone.vectors, [passages[row], contexts[row], *own])
        np.testing.assert_allclose(together.of_context[part], own @ contexts[row], atol=1e-6)
        assert (together.owners[part] == row).all()
        units = together.units.firsts[row] + np.arange(len(own) + 1)
        stands = np.isin(together.units.unit_of, units) & (together.units.terms >= 0)
        assert together.units.terms[stands].tolist() == index.lexical.row_terms(row).tolist()
        assert np.isin(units[1:], together.units.sentences).all()
        assert units[0] not in together.units.sentences
