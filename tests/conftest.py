"""The bundled article, indexed once by the bundled encoder, for tests of the real thing."""

from datetime import date
from pathlib import Path

import pytest

from corpus import read_sources
from corpus.bundled import BUNDLED
from index import Encoder, build, open_current
from index.loading import load_encoder
from index.model_files import BUNDLED_NAME
from qa.messages import load_messages
from qa.pipeline import Assistant
from qa.settings import Settings

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    return load_encoder(BUNDLED_NAME, None, tmp_path_factory.mktemp("encoders")).encoder


@pytest.fixture(scope="session")
def article_root(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """Return a root whose current index holds the bundled article; nobody may change it."""
    root = tmp_path_factory.mktemp("article") / "indexes"
    build(read_sources([BUNDLED]), encoder, root, lambda _done, _total: None)
    return root


@pytest.fixture(scope="session")
def assistant(article_root: Path, encoder: Encoder) -> Assistant:
    settings = Settings()
    return Assistant(
        index=open_current(article_root),
        encoder=encoder,
        messages=load_messages("en"),
        threshold=settings.threshold,
        depth=settings.depth,
        today=lambda: TODAY,
    )
