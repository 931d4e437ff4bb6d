"""Make the tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the three tables; what a migration made never changes, so they are spelt out here."""
    op.create_table(
        "citewell_records",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("surface", sa.String(16), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(32)),
        sa.Column("question", sa.Text),
        sa.Column("confidence", sa.Float),
        sa.Column("index_version", sa.String(64)),
        sa.Column("passages", sa.JSON, nullable=False),
    )
    op.create_index("ix_citewell_records_asked_at", "citewell_records", ["asked_at"])
    op.create_table(
        "citewell_feedback",
        sa.Column(
            "record_id",
            sa.String(32),
            sa.ForeignKey("citewell_records.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("helped", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String(32)),
    )
    op.create_table(
        "citewell_urgent",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )
