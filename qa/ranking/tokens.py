"""How a query's tokens are met by passages, each token by itself."""

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.opened import Contents
from index.products import products_of_each

Matrix = NDArray[np.float32]

# A token tells passages apart by how far its best place stands above the mean of so many best.
_TOLD_APART = 10


def token_cosines(contents: Contents, tokens: Vectors) -> tuple[Matrix, Matrix, Matrix]:
    """Return for each passage how well the query's tokens are met.

    That is on average, at worst, and by the tokens that tell the passages found apart. Each token
    looks for its best place alone, a sentence or the title and headings: often those name the
    subject, and a sentence says what is asked about it.
    """
    passages = len(contents.firsts) - 1
    near = products_of_each(contents.vectors[passages:], tokens)
    met = np.maximum.reduceat(near, contents.firsts[:-1] + passages, axis=1)
    np.maximum(met, near[:, :passages], out=met)
    mean = np.add.reduce(met, axis=0) / len(tokens)
    return mean, np.minimum.reduce(met, axis=0), _telling(met) @ met


def _telling(met: Matrix) -> NDArray[np.float32]:
    """Return each token's share, all of them 1 together: little where many passages meet it alike.

    On pages about one drug the drug's name is met by all, and what is asked about it by one.
    """
    passages = met.shape[1]
    best = met if passages <= _TOLD_APART else np.partition(met, -_TOLD_APART)[:, -_TOLD_APART:]
    above = np.maximum.reduce(best, axis=1) - np.add.reduce(best, axis=1) / best.shape[1]
    # Squared, so that few tokens decide; where all are met alike, each counts the same.
    shares = np.square(above + np.float32(1e-3))
    telling: NDArray[np.float32] = shares / np.add.reduce(shares)
    return telling
