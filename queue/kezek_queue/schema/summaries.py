"""The summaries of office days that are over, which reports of weeks and years are made from.

They say nothing that ``parts`` and the journal do not say, and a day without one is counted from
its parts. So a summary may be forgotten at any time, and must be when a part of its day changes:
the database itself does that, in the transaction of the change, whoever makes it.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Table, Text

from kezek_queue.schema.parts import metadata, office_key
from kezek_queue.schema.tickets import parts

day_summaries = Table(
    "day_summaries",
    metadata,
    office_key(),
    Column("office_day", Text, primary_key=True),
    Column("service", Text, primary_key=True),
    Column("first_arrival", BigInteger, nullable=False),
    Column("first_part", Integer, nullable=False),
    Column("judged", Text, nullable=False),
    Column("waits", LargeBinary, nullable=False),
    Column("own_us", BigInteger, nullable=False),
    Column("own_once_us", BigInteger, nullable=False),
    Column("left_out", Integer, nullable=False),
    Column("returns", Integer, nullable=False),
    Column("visits", Text, nullable=False),
    Column("limits", Text, nullable=False),
    Column("no_shows", Text, nullable=False),
)
"""What a row of the table of waits and of the quality table is counted from: a day and a service.

``first_arrival`` and ``first_part`` are the place of its first wait; ``judged`` holds outcome,
verdict, verdict with the visitor's own absence counted, and how many; ``waits`` the exact lengths
in ascending order, 8 bytes each in microseconds, little-endian; ``visits`` the services a visit
went on to, and how many of those visits were served, waited 40 minutes at most, were there;
``limits`` what limited the waits; ``no_shows`` the rules by which no-shows counted, and how many.
"""

hour_summaries = Table(
    "hour_summaries",
    metadata,
    office_key(),
    Column("office_day", Text, primary_key=True),
    Column("service", Text, primary_key=True),
    Column("window", Integer, primary_key=True, autoincrement=False),
    Column("operator", Text, primary_key=True),
    Column("hour_us", BigInteger, primary_key=True, autoincrement=False),
    Column("served", Integer, nullable=False),
    Column("no_show", Integer, nullable=False),
    Column("left", Integer, nullable=False),
    Column("never_called", Integer, nullable=False),
    Column("within", Integer, nullable=False),
    Column("breached", Integer, nullable=False),
    Column("estimated", Integer, nullable=False),
    Column("no_limit", Integer, nullable=False),
    Column("waits", LargeBinary, nullable=False),
    Column("services", Integer, nullable=False),
    Column("service_us", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""The same waits by window (0 for none), operator ("" for none) and the hour they began in.

``hour_us`` is the instant at which that hour of the office began; ``services`` and ``service_us``
count and add up the service times that are known exactly.
"""

for _summary in (day_summaries, hour_summaries):
    # Whoever fills the tables of an office fills these after the parts, which would empty them.
    _summary.add_is_dependent_on(parts)

SQLITE_FORGETS = """
CREATE TRIGGER {name} AFTER {change} ON parts WHEN EXISTS (
    SELECT 1 FROM day_summaries
    WHERE office_id = NEW.office_id AND office_day = NEW.office_day
)
BEGIN
    DELETE FROM hour_summaries WHERE office_id = NEW.office_id AND office_day = NEW.office_day;
    DELETE FROM day_summaries WHERE office_id = NEW.office_id AND office_day = NEW.office_day;
END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION parts_forget_summary() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    DELETE FROM hour_summaries WHERE office_id = NEW.office_id AND office_day = NEW.office_day;
    DELETE FROM day_summaries WHERE office_id = NEW.office_id AND office_day = NEW.office_day;
    RETURN NULL;
END $$
"""
POSTGRESQL_TRIGGER = """
CREATE TRIGGER parts_forget_summary AFTER INSERT OR UPDATE ON parts
FOR EACH ROW EXECUTE FUNCTION parts_forget_summary()
"""


def forgetting_ddl(dialect: str) -> tuple[str, ...]:
    """The statements that let a changed part forget its day's summary.

    A part that is taken out changes nothing that was counted: years are moved to an archive.

    Args:
        dialect: by SQLAlchemy's name of it.
    """
    if dialect == "postgresql":
        return POSTGRESQL_FUNCTION, POSTGRESQL_TRIGGER
    return (
        SQLITE_FORGETS.format(name="parts_new_forgets_summary", change="INSERT"),
        SQLITE_FORGETS.format(name="parts_changed_forgets_summary", change="UPDATE"),
    )
