"""The keys under which commands were asked for."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, Text

from kezek_queue.schema.parts import metadata, office_key

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    office_key(),
    Column("scope", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("used_on", Text, nullable=False),
    # Keys that are old enough to be forgotten.
    Index("idempotency_keys_used", "office_id", "used_on"),
)
"""What was asked under each key (``fingerprint``), and what its answer is found again by."""
