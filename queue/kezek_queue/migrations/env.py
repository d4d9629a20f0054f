"""Alembic's entry: it migrates the connection it is given, in one transaction."""

from __future__ import annotations

from alembic import context

from kezek_queue.schema import metadata


def run() -> None:
    """Run the revisions that are missing; the caller holds the transaction."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        transactional_ddl=True,
        transaction_per_migration=False,
    )
    context.run_migrations()


run()
