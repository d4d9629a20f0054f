"""The tables of complaints and surveys."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, SmallInteger, Table, Text, text

from kezek_queue.schema.parts import metadata, office_key, partial_index

UNRESOLVED = text("resolved_on IS NULL")

complaints = Table(
    "complaints",
    metadata,
    office_key(),
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
    # The book of complaints by day, and every report of a period.
    Index("complaints_day", "office_id", "registered_on", "number"),
    # What is still to be answered, the most urgent first.
    partial_index("complaints_open", "office_id", "due_on", "number", where=UNRESOLVED),
)
"""What statistics need of a complaint, and no more; who complained of what is kept beside it."""

complaint_people = Table(
    "complaint_people",
    metadata,
    office_key(),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Text, nullable=False),
    Column("data", Text, nullable=False),
    # Who complained, one complaint after another; and erasing them.
    Index("complaint_people_number", "office_id", "number", "seq"),
)
"""Personal data of complaints, by the event they came with: outside the journal's chain, and
blanked in place, so that the statistics stay whole."""

surveys = Table(
    "surveys",
    metadata,
    office_key(),
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
    # Opinions of a period by service.
    Index("surveys_day", "office_id", "office_day", "service"),
)
"""One answer for a ticket: 1 satisfied, 0 not satisfied, nothing where a question was left out."""
