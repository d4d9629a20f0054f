"""Runs the migrations on a connection that is open already."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config


def upgrade(connection: sa.Connection, revision: str) -> None:
    """Bring the tables up to a revision, inside the caller's transaction."""
    command.upgrade(config_for(connection), revision)


def config_for(connection: sa.Connection) -> Config:
    """Alembic's settings for a connection that is open already."""
    config = Config()
    # A percent sign begins an interpolation in Alembic's settings.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
