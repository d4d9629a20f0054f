"""The tables of the journal: what happened, and by which clock."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, SmallInteger, Table, Text

from kezek_queue.schema.parts import metadata, office_key

offices = Table(
    "offices",
    metadata,
    office_key(),
    Column("last_seq", BigInteger, nullable=False, server_default="0"),
    Column("last_hash", Text, nullable=False, server_default=""),
    Column("last_arrival", BigInteger, nullable=False, server_default="0"),
    Column("last_job", BigInteger, nullable=False, server_default="0"),
)
"""The head row of an office: one row, taken first by every transaction."""

journal = Table(
    "journal",
    metadata,
    office_key(),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("ticket_id", Text),
    Column("window", Integer),
    Column("actor", Text, nullable=False),
    Column("utc_us", BigInteger, nullable=False),
    Column("boottime_us", BigInteger, nullable=False),
    Column("boot_id", Text, nullable=False),
    Column("synced", SmallInteger, nullable=False),
    Column("body", Text, nullable=False),
    Column("hash", Text, nullable=False),
    # The events of a visit, and of all visits of a day.
    Index("journal_ticket", "office_id", "ticket_id", "seq"),
)
"""A table with rowids: on pages of 1 KiB a clustered one would spill most events over two."""

boots = Table(
    "boots",
    metadata,
    office_key(),
    Column("boot_id", Text, primary_key=True),
    Column("ordinal", Integer, nullable=False),
    Column("last_boottime_us", BigInteger, nullable=False),
    Column("first_seq", BigInteger, nullable=False),
    Column("machine", Text, nullable=False, server_default=""),
    # No two boots have one place; the last of them is looked for by it.
    Index("boots_ordinal", "office_id", "ordinal", unique=True),
)

anchors = Table(
    "anchors",
    metadata,
    office_key(),
    Column("boot_id", Text, primary_key=True),
    Column("boottime_us", BigInteger, primary_key=True, autoincrement=False),
    Column("utc_us", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

told_clocks = Table(
    "told_clocks",
    metadata,
    office_key(),
    Column("boot_id", Text, primary_key=True),
    Column("boottime_us", BigInteger, nullable=False),
    Column("utc_us", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""What staff said the time was, the last word of each boot: it tells the day and the hour of an
office whose clock nothing else sets right, and never measures a wait."""
