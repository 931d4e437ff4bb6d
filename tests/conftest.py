"""The bundled article, indexed once by the bundled encoder, for tests of the real thing."""

from datetime import date
from pathlib import Path

import hypothesis
import pytest

from corpus import read_sources
from corpus.bundled import BUNDLED
from index import Encoder, build, open_current
from index.loading import load_encoder
from index.model_files import BUNDLED_NAME
from index.progress import silent
from qa.messages import load_contacts, load_messages
from qa.pipeline import Assistant
from qa.query import Interpreter
from qa.ranking import load_ranker
from qa.referring import Referrer
from qa.routing import load_router
from qa.settings import Settings

TODAY = date(2026, 11, 22)

# A busy machine must not fail a test that is only slow.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    return load_encoder(BUNDLED_NAME, None, tmp_path_factory.mktemp("encoders")).encoder


@pytest.fixture(scope="session")
def article_root(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """Return a root whose current index holds the bundled article; nobody may change it."""
    root = tmp_path_factory.mktemp("article") / "indexes"
    build(read_sources([BUNDLED]), encoder, root, silent)
    return root


@pytest.fixture(scope="session")
def assistant(article_root: Path, encoder: Encoder) -> Assistant:
    settings = Settings()
    index = open_current(article_root)
    messages = load_messages("en")
    return Assistant(
        index=index,
        encoder=encoder,
        interpreter=Interpreter.of(index),
        ranker=load_ranker(),
        messages=messages,
        referrer=Referrer(load_router(encoder), messages, load_contacts(None)),
        threshold=settings.threshold,
        depth=settings.depth,
        today=lambda: TODAY,
    )
