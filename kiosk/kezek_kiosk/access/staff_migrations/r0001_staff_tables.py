"""The first tables of people and devices; those that version 0.1.0 made are taken over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Make the tables, or keep those of 0.1.0 with everything in them.

    0.1.0 made the very same ones by itself and counted their form in ``staff_schema``, which
    never got beyond 1; Alembic counts it now.
    """
    if sa.inspect(op.get_bind()).has_table("staff_schema"):
        op.drop_table("staff_schema")
        return
    op.create_table(
        "users",
        sa.Column("office_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("pin_hash", sa.String(), nullable=False),
        sa.Column("window", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "id"),
    )
    op.create_index("users_by_name", "users", ["office_id", "name"], unique=True)
    op.create_table(
        "tokens",
        sa.Column("office_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("window", sa.Integer(), nullable=True),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("last_used_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "id"),
    )
    op.create_index("tokens_by_digest", "tokens", ["office_id", "digest"], unique=True)
    op.create_table(
        "staff_sessions",
        sa.Column("office_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("window", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "digest"),
    )
    op.create_table(
        "sign_in_attempts",
        sa.Column("office_id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "account", "device"),
    )
