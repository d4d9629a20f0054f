"""Whose boot it was: several machines may share an office on a server."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision: str | None = "0016"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """The boots so far are those of one machine, whose name nobody knew."""
    op.add_column("boots", sa.Column("machine", sa.Text(), server_default="", nullable=False))
