"""The tables, as SQLAlchemy Core sees them; every key is led by the office.

A column named ``*_us`` holds microseconds: since 1970 for an instant, else a length. A column
named ``*_moment`` holds an instant with all its clocks (see ``moment_text``).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    text,
)

REVISIONS = ("0001", "0002", "0003", "0004")
"""Every revision this version of Kezek knows, the oldest first; the last one is its own."""

WAITING = text("state = 'waiting'")
HELD = text("state = 'held'")
ABSENT = text("state = 'no_show'")
LIVE = text("state IN ('called', 'held', 'serving', 'waiting')")
DUE = text("due_us IS NOT NULL")
CALLED_EVER = text("called_seq IS NOT NULL")
ESTIMATED = text("wait_exact = 0")
OPEN_JOB = text("state IN ('leased', 'pending')")
UNRESOLVED = text("resolved_on IS NULL")
OPEN_REQUEST = text("state IN ('accepted', 'corrected', 'returned', 'sent')")
KEPT_REQUEST = text("state IN ('ready', 'unclaimed')")
ERASABLE = text("closed_on IS NOT NULL AND erased_on IS NULL")
"""Conditions of partial indexes; a query uses one by these very words, never by a parameter."""

metadata = MetaData()


def _office() -> Column[str]:
    return Column("office_id", Text, primary_key=True)


offices = Table(
    "offices",
    metadata,
    _office(),
    Column("last_seq", BigInteger, nullable=False, server_default="0"),
    Column("last_hash", Text, nullable=False, server_default=""),
    Column("last_arrival", BigInteger, nullable=False, server_default="0"),
    Column("last_job", BigInteger, nullable=False, server_default="0"),
)
"""The head row of an office: one row, taken first by every transaction."""

journal = Table(
    "journal",
    metadata,
    _office(),
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
    Index("journal_ticket", "office_id", "ticket_id", "seq"),
)
"""A table with rowids: on pages of 1 KiB a clustered one would spill most events over two."""

boots = Table(
    "boots",
    metadata,
    _office(),
    Column("boot_id", Text, primary_key=True),
    Column("ordinal", Integer, nullable=False),
    Column("last_boottime_us", BigInteger, nullable=False),
    Column("first_seq", BigInteger, nullable=False),
    Index("boots_ordinal", "office_id", "ordinal", unique=True),
)

anchors = Table(
    "anchors",
    metadata,
    _office(),
    Column("boot_id", Text, primary_key=True),
    Column("boottime_us", BigInteger, primary_key=True, autoincrement=False),
    Column("utc_us", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

days = Table(
    "days",
    metadata,
    _office(),
    Column("office_day", Text, primary_key=True),
    Column("closed", SmallInteger, nullable=False, server_default="0"),
    Index(
        "days_open",
        "office_id",
        "office_day",
        sqlite_where=text("closed = 0"),
        postgresql_where=text("closed = 0"),
    ),
)
"""Office days on which a ticket was issued."""

counters = Table(
    "counters",
    metadata,
    _office(),
    Column("office_day", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)
"""Numbers given out in an office day, by letter and by ``service:`` slug."""

service_days = Table(
    "service_days",
    metadata,
    _office(),
    Column("office_day", Text, primary_key=True),
    Column("service", Text, primary_key=True),
    Column("served", Integer, nullable=False),
    Column("service_us", BigInteger, nullable=False),
)
"""What the day has seen of service times."""

tickets = Table(
    "tickets",
    metadata,
    _office(),
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
    Column("call_moment", Text),
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
    Index("tickets_number", "office_id", "office_day", "number", unique=True),
    # The day comes before the arrival so that the planner cannot take this index of all tickets
    # for the small one of those in the queue: then every look at the queue would read all years.
    Index("tickets_arrival", "office_id", "office_day", "arrival_seq", unique=True),
    Index(
        "tickets_waiting",
        "office_id",
        "service",
        "category_rank",
        "arrival_seq",
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    ),
    Index("tickets_live", "office_id", "arrival_seq", sqlite_where=LIVE, postgresql_where=LIVE),
    Index("tickets_held", "office_id", "held_until_us", sqlite_where=HELD, postgresql_where=HELD),
    Index(
        "tickets_absent",
        "office_id",
        "office_day",
        "arrival_seq",
        sqlite_where=ABSENT,
        postgresql_where=ABSENT,
    ),
    Index(
        "tickets_due",
        "office_id",
        "arrival_seq",
        "due_us",
        "due_boot",
        sqlite_where=DUE,
        postgresql_where=DUE,
    ),
    Index(
        "tickets_called",
        "office_id",
        "called_seq",
        sqlite_where=CALLED_EVER,
        postgresql_where=CALLED_EVER,
    ),
)

parts = Table(
    "parts",
    metadata,
    _office(),
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
    ForeignKeyConstraint(["office_id", "ticket_id"], ["tickets.office_id", "tickets.id"]),
    Index("parts_day", "office_id", "office_day", "service"),
    Index(
        "parts_estimated",
        "office_id",
        "ticket_id",
        sqlite_where=ESTIMATED,
        postgresql_where=ESTIMATED,
    ),
)
"""One row for every part of a visit, so that reports are plain queries."""

windows = Table(
    "windows",
    metadata,
    _office(),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("status", Text, nullable=False),
    Column("operator", Text),
    Column("ticket_id", Text),
    Column("absent_id", Text),
    CheckConstraint("status IN ('open', 'paused', 'closed')", name="windows_status"),
    Index("windows_ticket", "office_id", "ticket_id", unique=True),
)
"""``absent_id`` is the last no-show of the window, while it may be undone."""

print_jobs = Table(
    "print_jobs",
    metadata,
    _office(),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("ticket_id", Text, nullable=False),
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
    Index("print_jobs_open", "office_id", "id", sqlite_where=OPEN_JOB, postgresql_where=OPEN_JOB),
    Index("print_jobs_ticket", "office_id", "ticket_id", "id"),
)

requests = Table(
    "requests_seen",
    metadata,
    _office(),
    Column("key", Text, primary_key=True),
    Column("office_day", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("ticket_id", Text, nullable=False),
    Column("print_job", BigInteger),
    Index("requests_seen_day", "office_id", "office_day"),
)
"""Idempotency keys and the ticket each of them led to."""

complaints = Table(
    "complaints",
    metadata,
    _office(),
    Column("number", Text, primary_key=True),
    Column("service", Text),
    Column("standard", Text),
    Column("ticket_id", Text),
    Column("form", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("registered_on", Text, nullable=False),
    Column("registered_us", BigInteger, nullable=False),
    Column("registered_by", Text, nullable=False),
    Column("due_on", Text, nullable=False),
    Column("term_amount", Integer, nullable=False),
    Column("term_unit", Text, nullable=False),
    Column("term_source", Text, nullable=False),
    Column("resolved_on", Text),
    Column("resolved_us", BigInteger),
    Column("resolved_by", Text),
    Column("justified", SmallInteger),
    Column("on_time", SmallInteger),
    Column("erased_on", Text),
    Index("complaints_day", "office_id", "registered_on", "number"),
    Index(
        "complaints_open",
        "office_id",
        "due_on",
        "number",
        sqlite_where=UNRESOLVED,
        postgresql_where=UNRESOLVED,
    ),
)
"""What statistics need of a complaint, and no more; who complained of what is kept beside it."""

complaint_people = Table(
    "complaint_people",
    metadata,
    _office(),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Text, nullable=False),
    Column("data", Text, nullable=False),
    Index("complaint_people_number", "office_id", "number", "seq"),
)
"""Personal data of complaints, by the event they came with: outside the journal's chain, and
blanked in place, so that the statistics stay whole."""

surveys = Table(
    "surveys",
    metadata,
    _office(),
    Column("ticket_id", Text, primary_key=True),
    Column("office_day", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("standard", Text, nullable=False),
    Column("answered_us", BigInteger, nullable=False),
    Column("process", SmallInteger),
    Column("information", SmallInteger),
    Column("politeness", SmallInteger),
    Column("complaint_procedure", SmallInteger),
    Column("complaint_term", SmallInteger),
    Index("surveys_day", "office_id", "office_day", "service"),
)
"""One answer for a ticket: 1 satisfied, 0 not satisfied, nothing where a question was left out."""

register_editions = Table(
    "register_editions",
    metadata,
    _office(),
    Column("id", Text, primary_key=True),
    Column("text", Text, nullable=False),
)
"""What a standard said on the day of an acceptance, once for every wording."""

register_requests = Table(
    "register_requests",
    metadata,
    _office(),
    Column("number", Text, primary_key=True),
    Column("service", Text, nullable=False),
    Column("standard", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("kept", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("ticket_id", Text),
    Column("window", Integer),
    Column("documents", Text, nullable=False),
    Column("accepted_on", Text, nullable=False),
    Column("accepted_us", BigInteger, nullable=False),
    Column("first_due_on", Text, nullable=False),
    Column("due_on", Text, nullable=False),
    Column("extension", Integer),
    Column("extended_on", Text),
    Column("extension_notice_by_on", Text),
    Column("sent_on", Text),
    Column("return_by_on", Text),
    Column("returned_on", Text),
    Column("return_notice_by_on", Text),
    Column("times_returned", Integer, nullable=False),
    Column("ready_on", Text),
    Column("keep_until_on", Text),
    Column("hand_over_on", Text),
    Column("closed_on", Text),
    Column("closed_us", BigInteger),
    Column("valid_until_on", Text),
    Column("fee_tenge", Integer, nullable=False),
    Column("paid_on", Text),
    Column("erased_on", Text),
    ForeignKeyConstraint(
        ["office_id", "kept"], ["register_editions.office_id", "register_editions.id"]
    ),
    CheckConstraint(
        "state IN ('accepted', 'sent', 'returned', 'corrected', 'ready', 'issued', 'refused', "
        "'unclaimed', 'handed_over')",
        name="register_requests_state",
    ),
    Index("register_requests_day", "office_id", "accepted_on", "number"),
    Index(
        "register_requests_due",
        "office_id",
        "due_on",
        "number",
        sqlite_where=OPEN_REQUEST,
        postgresql_where=OPEN_REQUEST,
    ),
    Index(
        "register_requests_kept",
        "office_id",
        "keep_until_on",
        "number",
        sqlite_where=KEPT_REQUEST,
        postgresql_where=KEPT_REQUEST,
    ),
    Index(
        "register_requests_erasable",
        "office_id",
        "closed_on",
        "number",
        sqlite_where=ERASABLE,
        postgresql_where=ERASABLE,
    ),
)
"""One row for every request that was accepted; it names nobody and is never deleted."""

register_steps = Table(
    "register_steps",
    metadata,
    _office(),
    Column("number", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
)
"""Which journal events belong to a request."""

register_visits = Table(
    "register_visits",
    metadata,
    _office(),
    Column("ticket_id", Text, primary_key=True),
    Column("number", Text, nullable=False),
    ForeignKeyConstraint(["office_id", "ticket_id"], ["tickets.office_id", "tickets.id"]),
    ForeignKeyConstraint(
        ["office_id", "number"], ["register_requests.office_id", "register_requests.number"]
    ),
    Index("register_visits_number", "office_id", "number", "ticket_id"),
)
"""Which request a pick-up ticket was taken for; a request may have had several of them."""

register_refusals = Table(
    "register_refusals",
    metadata,
    _office(),
    Column("id", Text, primary_key=True),
    Column("service", Text, nullable=False),
    Column("standard", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("ticket_id", Text),
    Column("window", Integer),
    Column("missing", Text, nullable=False),
    Column("closed_on", Text, nullable=False),
    Column("erased_on", Text),
    Index(
        "register_refusals_erasable",
        "office_id",
        "closed_on",
        sqlite_where=ERASABLE,
        postgresql_where=ERASABLE,
    ),
)
"""One row for every incomplete set of documents that was not taken."""

register_people = Table(
    "register_people",
    metadata,
    _office(),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("subject", Text, nullable=False),
    Column("data", Text, nullable=False),
    Index("register_people_subject", "office_id", "subject", "seq"),
)
"""Whatever names a person. Rows are appended and blanked in place, never deleted: SQLite copies
rows about when it rebalances pages, and a copy would outlive the row."""
