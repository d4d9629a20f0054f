"""The tables of what is packed: older events of the journal, and what old print jobs said."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, SmallInteger, Table, Text

from kezek_queue.schema.parts import metadata, office_key

journal_packs = Table(
    "journal_packs",
    metadata,
    office_key(),
    Column("first_seq", BigInteger, primary_key=True, autoincrement=False),
    Column("last_seq", BigInteger, nullable=False),
    Column("office_day", Text),
    Column("hash_before", Text, nullable=False),
    Column("last_hash", Text, nullable=False),
    Column("form", SmallInteger, nullable=False),
    Column("packed", LargeBinary, nullable=False),
    # The journal from a place on: verification, the event stream, an event's hash.
    Index("journal_packs_last", "office_id", "last_seq"),
    # The events of a ticket, whose id begins with its day.
    Index("journal_packs_day", "office_id", "office_day"),
)
"""Some hundred events each, one behind the other from the first event on (``journal.packs``).

``office_day`` is the day of all tickets they tell of but those in ``packed_strays``; null where
they tell of none. The hash of the event before and that of the last one tie them to the chain.
"""

packed_strays = Table(
    "packed_strays",
    metadata,
    office_key(),
    Column("ticket_id", Text, primary_key=True),
    Column("first_seq", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""Tickets of an earlier day of whom a pack tells: results fetched later, absences withdrawn."""

archives = Table(
    "archives",
    metadata,
    office_key(),
    Column("name", Text, primary_key=True),
    Column("first_seq", BigInteger, nullable=False),
    Column("last_seq", BigInteger, nullable=False),
    Column("last_hash", Text, nullable=False),
    Column("first_day", Text, nullable=False),
    Column("last_day", Text, nullable=False),
    Column("visits", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
)
"""Files that hold old years (``store.archives``): which events and days, and what each file was."""

slip_packs = Table(
    "slip_packs",
    metadata,
    office_key(),
    Column("last_job", BigInteger, primary_key=True, autoincrement=False),
    Column("form", SmallInteger, nullable=False),
    Column("packed", LargeBinary, nullable=False),
)
"""The slips of some hundred print jobs up to ``last_job``: on each line a job's id, a space, its
slip. Such a job itself has an empty text (``papers.slip_packs``)."""
