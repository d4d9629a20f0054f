"""Alembic's entry: it migrates the connection it is given, in one transaction."""

from __future__ import annotations

from alembic import context


def run() -> None:
    """Run the revisions that are missing; the caller holds the transaction."""
    tables = context.config.attributes["tables"]
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=tables.metadata,
        version_table=tables.version_table,
        transactional_ddl=True,
        transaction_per_migration=False,
    )
    context.run_migrations()


run()
