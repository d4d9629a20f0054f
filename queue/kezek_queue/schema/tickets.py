"""The tables of the queue: days, tickets, windows, papers."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    text,
)

from kezek_queue.schema.parts import metadata, office_key, partial_index

WAITING = text("state = 'waiting'")
HELD = text("state = 'held'")
ABSENT = text("state = 'no_show'")
LIVE = text("state IN ('called', 'held', 'serving', 'waiting')")
BEARING = text("state IN ('called', 'held', 'no_show', 'serving', 'waiting')")
"""Who may still be called by their number: everybody in the queue, and the absent too."""
DUE = text("due_us IS NOT NULL")
CALLED_EVER = text("called_seq IS NOT NULL")
ESTIMATED = text("wait_exact = 0")
MEASURED = text("wait_us IS NOT NULL")
OPEN_JOB = text("state IN ('leased', 'pending')")

days = Table(
    "days",
    metadata,
    office_key(),
    Column("office_day", Text, primary_key=True),
    Column("closed", SmallInteger, nullable=False, server_default="0"),
    # The live days: what every board, queue and closing out asks first.
    partial_index("days_open", "office_id", "office_day", where=text("closed = 0")),
)
"""Office days on which a ticket was issued."""

counters = Table(
    "counters",
    metadata,
    office_key(),
    Column("office_day", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)
"""Numbers given out in an office day, by letter and by ``service:`` slug."""

service_days = Table(
    "service_days",
    metadata,
    office_key(),
    Column("office_day", Text, primary_key=True),
    Column("service", Text, primary_key=True),
    Column("served", Integer, nullable=False),
    Column("service_us", BigInteger, nullable=False),
)
"""What the day has seen of service times."""

tickets = Table(
    "tickets",
    metadata,
    office_key(),
    Column("id", Text, primary_key=True),
    Column("number", Text, nullable=False),
    Column("office_day", Text, nullable=False),
    Column("arrival_seq", BigInteger, nullable=False),
    Column("service", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("category", Text),
    Column("category_rank", Integer, nullable=False),
    Column("window", Integer),
    Column("part", Integer, nullable=False),
    Column("times", Integer, nullable=False),
    Column("called_seq", BigInteger),
    Column("limit_minutes", Integer),
    Column("standard", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("issued_moment", Text, nullable=False),
    Column("part_moment", Text, nullable=False),
    Column("first_call_moment", Text),
    Column("called_us", BigInteger),
    Column("started_moment", Text),
    Column("finished_us", BigInteger),
    Column("held_until_us", BigInteger),
    Column("running_moment", Text),
    Column("call_moments", Text),
    Column("stopped_moment", Text),
    Column("counted_us", BigInteger, nullable=False),
    Column("counted_exact", SmallInteger, nullable=False),
    Column("own_us", BigInteger, nullable=False),
    Column("own_exact", SmallInteger, nullable=False),
    Column("marks", SmallInteger, nullable=False),
    Column("due_us", BigInteger),
    Column("due_boot", Text),
    CheckConstraint(
        "state IN ('waiting', 'called', 'serving', 'served', 'no_show', 'cancelled', 'held')",
        name="tickets_state",
    ),
    # The day comes before the arrival so that the planner cannot take this index of all tickets
    # for the small one of those in the queue: then every look at the queue would read all years.
    Index("tickets_arrival", "office_id", "office_day", "arrival_seq", unique=True),
    # Who is next for a window, and how many wait before a newcomer.
    partial_index(
        "tickets_waiting", "office_id", "service", "category_rank", "arrival_seq", where=WAITING
    ),
    # The queue as it stands, for windows, supervisor and closing out.
    partial_index("tickets_live", "office_id", "arrival_seq", where=LIVE),
    # Holds whose time has come.
    partial_index("tickets_held", "office_id", "held_until_us", where=HELD),
    # Who may still come back today.
    partial_index("tickets_absent", "office_id", "office_day", "arrival_seq", where=ABSENT),
    # Whose limit the watcher must tell of next.
    partial_index("tickets_due", "office_id", "arrival_seq", "due_us", "due_boot", where=DUE),
    # The newest calls, for a board that is opened.
    partial_index("tickets_called", "office_id", "called_seq", where=CALLED_EVER),
)

parts = Table(
    "parts",
    metadata,
    office_key(),
    Column("ticket_id", Text, primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("number", Text, nullable=False),
    Column("office_day", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("category", Text),
    Column("language", Text, nullable=False),
    Column("standard", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("limit_minutes", Integer),
    Column("service_limit_minutes", Integer),
    Column("window", Integer),
    Column("operator", Text),
    Column("issued_us", BigInteger, nullable=False),
    Column("called_us", BigInteger),
    Column("started_us", BigInteger),
    Column("finished_us", BigInteger),
    Column("issued_to_called_us", BigInteger),
    Column("called_to_started_us", BigInteger),
    Column("issued_to_started_us", BigInteger),
    Column("issued_to_called_exact", SmallInteger),
    Column("called_to_started_exact", SmallInteger),
    Column("issued_to_started_exact", SmallInteger),
    Column("wait_us", BigInteger),
    Column("wait_exact", SmallInteger),
    Column("own_us", BigInteger, nullable=False, server_default="0"),
    Column("own_exact", SmallInteger, nullable=False, server_default="1"),
    Column("service_us", BigInteger),
    Column("service_exact", SmallInteger),
    Column("verdict", Text),
    Column("outcome", Text, nullable=False),
    Column("returns", Integer, nullable=False, server_default="0"),
    ForeignKeyConstraint(["office_id", "ticket_id"], ["tickets.office_id", "tickets.id"]),
    # The log by day and time, page by page, and every report of some office days.
    Index("parts_day", "office_id", "office_day", "issued_us"),
    # The log by the length of the wait, over so many days that sorting them would take seconds.
    partial_index("parts_wait", "office_id", "wait_us", where=MEASURED),
    # Lower bounds: to measure them again, and the log of them. The column of the condition stands
    # in the index for the planner, who else takes another index that knows the office alone.
    partial_index("parts_estimated", "office_id", "wait_exact", "ticket_id", where=ESTIMATED),
)
"""One row for every part of a visit, so that reports are plain queries."""

taken_back = Table(
    "taken_back",
    metadata,
    office_key(),
    Column("ticket_id", Text, primary_key=True),
    Column("moment", Text, nullable=False),
    ForeignKeyConstraint(["office_id", "ticket_id"], ["tickets.office_id", "tickets.id"]),
)
"""Visitors whose closing out was taken back, and when: their day ends as if they came then."""

windows = Table(
    "windows",
    metadata,
    office_key(),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("status", Text, nullable=False),
    Column("operator", Text),
    Column("ticket_id", Text),
    Column("absent_id", Text),
    CheckConstraint("status IN ('open', 'paused', 'closed')", name="windows_status"),
    # No visitor is at two windows.
    Index("windows_ticket", "office_id", "ticket_id", unique=True),
)
"""``absent_id`` is the last no-show of the window, while it may be undone."""

print_jobs = Table(
    "print_jobs",
    metadata,
    office_key(),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("subject_id", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("slip", Text, nullable=False),
    Column("copy", SmallInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("outcome", Text),
    Column("detail", Text, nullable=False),
    Column("printer", Text),
    Column("agent", Text),
    Column("lease", Text),
    Column("lease_moment", Text),
    Column("lease_us", BigInteger),
    Column("subject_kind", Text, nullable=False, server_default="unknown"),
    # What is still to be printed.
    partial_index("print_jobs_open", "office_id", "id", where=OPEN_JOB),
    # The papers of a ticket, a request or a complaint: reprints, and erasing.
    Index("print_jobs_subject", "office_id", "subject_kind", "subject_id", "id"),
)
"""``subject_kind`` and ``subject_id`` are the values of ``kezek_core.papers.Subject``."""
