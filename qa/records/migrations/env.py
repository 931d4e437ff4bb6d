"""Run by Alembic, over the connection that `qa.records.database` hands it."""

from alembic import context

from qa.records.tables import METADATA


def migrate() -> None:
    """Apply what is missing, all of it or nothing."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=METADATA,
        version_table="citewell_version",
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


migrate()
