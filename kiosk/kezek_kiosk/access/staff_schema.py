"""The tables of people and devices, beside the queue's own in the same database.

A change of them needs a revision in ``staff_migrations``, and its number at the end of ``STAFF``.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Boolean, Column, DateTime, Index, Integer, MetaData, String, Table, false

from kezek_queue import TableSet

metadata = MetaData()

users = Table(
    "users",
    metadata,
    Column("office_id", String, primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("pin_hash", String, nullable=False),
    Column("window", Integer),
    Column("active", Boolean, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("own_pin_needed", Boolean, nullable=False, server_default=false()),
    Column("last_sign_in_at", DateTime),
    Column("last_sign_in_from", String),
    Column("failed_tries", Integer, nullable=False, server_default="0"),
    Index("users_by_name", "office_id", "name", unique=True),
)

tokens = Table(
    "tokens",
    metadata,
    Column("office_id", String, primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("digest", String, nullable=False),
    Column("role", String, nullable=False),
    Column("window", Integer),
    Column("label", String, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("last_used_at", DateTime),
    Column("revoked_at", DateTime),
    Index("tokens_by_digest", "office_id", "digest", unique=True),
)

sessions = Table(
    "staff_sessions",
    metadata,
    Column("office_id", String, primary_key=True),
    Column("digest", String, primary_key=True),
    Column("user_id", Integer, nullable=False),
    Column("window", Integer),
    Column("created_at", DateTime, nullable=False),
    Column("seen_at", DateTime, nullable=False),
    Column("pin_due", String, nullable=False, server_default="no"),
    Column("last_sign_in_at", DateTime),
    Column("last_sign_in_from", String),
    Column("failed_tries", Integer, nullable=False, server_default="0"),
)

sign_in_attempts = Table(
    "sign_in_attempts",
    metadata,
    Column("office_id", String, primary_key=True),
    Column("account", String, primary_key=True),
    Column("device", String, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", DateTime, nullable=False),
)

REVISIONS = ("0001", "0002", "0003")
STAFF = TableSet("staff", metadata, REVISIONS, Path(__file__).parent / "staff_migrations")
"""What the queue is given to make, back up and migrate these tables as it does its own."""
