"""What the fitted decision is given of a text."""

import re

import numpy as np

from qa.routing.features import Axes, features


def embedded(texts: int) -> np.ndarray:
    """Return rows of two depths, in which some directions hold far more than others."""
    drawn = np.random.default_rng(7).normal(size=(texts, 2, 120)) * np.linspace(4, 0.1, 120) + 1
    units: np.ndarray = drawn / np.linalg.norm(drawn, axis=2, keepdims=True)
    return units


def test_either_depth_counts_alike_whatever_its_spread() -> None:
    rows = Axes.of(embedded(500)).along(embedded(500))
    halves = np.split(rows, 2, axis=1)
    for half in halves:
        np.testing.assert_allclose(half.mean(axis=0), 0, atol=1e-6)
        np.testing.assert_allclose(np.square(half).sum(axis=1).mean(), 1, rtol=1e-6)


def test_axes_are_read_as_they_were_written() -> None:
    axes, texts = Axes.of(embedded(300)), embedded(20)
    again = Axes.read(axes.written(), 2, 120)
    np.testing.assert_allclose(again.along(texts), axes.along(texts), atol=2e-3)


def test_cues_stand_beside_the_sense() -> None:
    cues, texts = [re.compile("me"), re.compile("it")], ["is it me", "what is it"]
    axes, rows = Axes.of(embedded(200)), embedded(2)
    found = features(texts, rows, cues, axes)
    np.testing.assert_array_equal(found[:, :-2], axes.along(rows))
    np.testing.assert_array_equal(found[:, -2:] > 0, [[True, True], [False, True]])
