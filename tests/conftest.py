"""The bundled article, indexed once by the bundled encoder, for tests of the real thing."""

from datetime import date
from pathlib import Path

import hypothesis
import pytest

from index import Encoder, open_current
from index.loading import load_encoder
from index.model_files import BUNDLED_NAME
from index.progress import silent
from qa.pipeline import Assistant
from qa.settings import Settings
from qa.startup import assistant_over, open_or_build

TODAY = date(2026, 11, 22)

# A busy machine must not fail a test that is only slow.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    return load_encoder(BUNDLED_NAME, None, tmp_path_factory.mktemp("encoders")).encoder


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return the default settings with an index root of the tests' own; nobody may change it."""
    return Settings(index_root=tmp_path_factory.mktemp("article") / "indexes")


@pytest.fixture(scope="session")
def article_root(settings: Settings, encoder: Encoder) -> Path:
    """Return a root whose current index holds the bundled article, pins included."""
    open_or_build(settings, lambda: encoder, silent, TODAY)
    return settings.index_root


@pytest.fixture(scope="session")
def assistant(settings: Settings, article_root: Path, encoder: Encoder) -> Assistant:
    return assistant_over(open_current(article_root), encoder, settings, lambda: TODAY)
