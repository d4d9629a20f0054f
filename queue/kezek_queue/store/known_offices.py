"""Which offices a database knows: each has a head row, and one that moved away has none."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from kezek_queue.schema.tables import offices

MOVED = " moved "
"""Between the id of an office that lives elsewhere now and the instant: no id has a space."""


def knows_office(connection: sa.Connection, office_id: str) -> bool:
    """Whether an office works in this database."""
    known = sa.select(offices.c.office_id).where(offices.c.office_id == office_id)
    return connection.execute(known).one_or_none() is not None


def know_office(connection: sa.Connection, office_id: str) -> None:
    """Make the head row of an office, once."""
    if not knows_office(connection, office_id):
        connection.execute(offices.insert(), {"office_id": office_id})


def retire_office(connection: sa.Connection, office_id: str, at: datetime) -> None:
    """The office lives in another database now: whoever has it open here writes nothing more.

    Its head row gets another name; every transaction takes the head row first.
    """
    name = f"{office_id}{MOVED}{at:%Y-%m-%dT%H:%M:%SZ}"
    connection.execute(
        offices.update().where(offices.c.office_id == office_id).values(office_id=name)
    )


def moved_away(connection: sa.Connection, office_id: str) -> str | None:
    """When an office moved away from this database last; None when it never did."""
    prefix = f"{office_id}{MOVED}"
    names = (
        sa.select(offices.c.office_id)
        .where(offices.c.office_id.startswith(prefix, autoescape=True))
        .order_by(offices.c.office_id.desc())
        .limit(1)
    )
    name: str | None = connection.execute(names).scalar_one_or_none()
    return None if name is None else name.removeprefix(prefix)
