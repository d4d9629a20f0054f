"""The tables of the register of requests."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    text,
)

from kezek_queue.schema.parts import metadata, office_key, partial_index

OPEN_REQUEST = text("state IN ('accepted', 'corrected', 'returned', 'sent')")
KEPT_REQUEST = text("state IN ('ready', 'unclaimed')")
ERASABLE = text("closed_on IS NOT NULL AND erased_on IS NULL")

register_editions = Table(
    "register_editions",
    metadata,
    office_key(),
    Column("id", Text, primary_key=True),
    Column("text", Text, nullable=False),
)
"""What a standard said on the day of an acceptance, once for every wording."""

register_requests = Table(
    "register_requests",
    metadata,
    office_key(),
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
    # The register by day, page by page, and every report of a period.
    Index("register_requests_day", "office_id", "accepted_on", "number"),
    # Requests under way, the most urgent first.
    partial_index("register_requests_due", "office_id", "due_on", "number", where=OPEN_REQUEST),
    # Results that lie in the office, by the day until which they are kept.
    partial_index(
        "register_requests_kept", "office_id", "keep_until_on", "number", where=KEPT_REQUEST
    ),
    # Whose people are to be forgotten by now.
    partial_index("register_requests_erasable", "office_id", "closed_on", "number", where=ERASABLE),
)
"""One row for every request that was accepted; it names nobody and is never deleted."""

register_steps = Table(
    "register_steps",
    metadata,
    office_key(),
    Column("number", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
)
"""Which journal events belong to a request."""

register_visits = Table(
    "register_visits",
    metadata,
    office_key(),
    Column("ticket_id", Text, primary_key=True),
    Column("number", Text, nullable=False),
    ForeignKeyConstraint(["office_id", "ticket_id"], ["tickets.office_id", "tickets.id"]),
    ForeignKeyConstraint(
        ["office_id", "number"], ["register_requests.office_id", "register_requests.number"]
    ),
    # The pick-up visits of a request.
    Index("register_visits_number", "office_id", "number", "ticket_id"),
)
"""Which request a pick-up ticket was taken for; a request may have had several of them."""

register_refusals = Table(
    "register_refusals",
    metadata,
    office_key(),
    Column("id", Text, primary_key=True),
    Column("service", Text, nullable=False),
    Column("standard", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("ticket_id", Text),
    Column("window", Integer),
    Column("missing", Text, nullable=False),
    Column("closed_on", Text, nullable=False),
    Column("erased_on", Text),
    # Whose people are to be forgotten by now.
    partial_index("register_refusals_erasable", "office_id", "closed_on", where=ERASABLE),
)
"""One row for every incomplete set of documents that was not taken."""

register_people = Table(
    "register_people",
    metadata,
    office_key(),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("subject", Text, nullable=False),
    Column("data", Text, nullable=False),
    # Who is named in a request or a refusal; and erasing them.
    Index("register_people_subject", "office_id", "subject", "seq"),
)
"""Whatever names a person. Rows are appended and blanked in place, never deleted: SQLite copies
rows about when it rebalances pages, and a copy would outlive the row."""
