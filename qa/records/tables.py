"""The tables as SQLAlchemy sees them; the migrations make them."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)


def _tables() -> tuple[MetaData, Table, Table, Table]:
    metadata = MetaData()
    records = Table(
        "citewell_records",
        metadata,
        Column("id", String(32), primary_key=True),
        Column("asked_at", DateTime(timezone=True), nullable=False, index=True),
        Column("surface", String(16), nullable=False),
        Column("language", String(16), nullable=False),
        Column("kind", String(16), nullable=False),
        Column("reason", String(32)),
        Column("question", Text),
        Column("confidence", Float),
        Column("index_version", String(64)),
        Column("passages", JSON, nullable=False),
    )
    feedback = Table(
        "citewell_feedback",
        metadata,
        Column(
            "record_id",
            String(32),
            ForeignKey("citewell_records.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        Column("helped", Boolean, nullable=False),
        Column("reason", String(32)),
    )
    # People in danger: how many in a day, and nothing else.
    urgent = Table(
        "citewell_urgent",
        metadata,
        Column("day", Date, primary_key=True),
        Column("kind", String(16), primary_key=True),
        Column("count", Integer, nullable=False),
    )
    return metadata, records, feedback, urgent


METADATA, RECORDS, FEEDBACK, URGENT = _tables()
