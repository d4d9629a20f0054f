"""Runs the migrations on a connection that is open already."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from kezek_queue.schema.table_sets import TableSet


def upgrade(connection: sa.Connection, revision: str, tables: TableSet) -> None:
    """Bring tables up to a revision, inside the caller's transaction.

    Args:
        connection: holds the write lock.
        revision: where to.
        tables: whose revisions.
    """
    command.upgrade(config_for(connection, tables), revision)


def config_for(connection: sa.Connection, tables: TableSet) -> Config:
    """Alembic's settings for a connection that is open already; ``env.py`` serves every set."""
    config = Config()
    # A percent sign begins an interpolation in Alembic's settings.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("version_locations", str(tables.migrations).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes["connection"] = connection
    config.attributes["tables"] = tables
    return config
