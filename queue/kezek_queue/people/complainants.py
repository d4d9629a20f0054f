"""Who complained of what: kept beside the complaints, outside the journal, blanked on demand."""

from __future__ import annotations

import json
from dataclasses import dataclass

import sqlalchemy as sa

from kezek_queue.journal.event_text import canonical
from kezek_queue.schema.tables import complaint_people
from kezek_queue.store.transaction import Transaction

_mine = complaint_people.c.office_id == sa.bindparam("office")
_OF_COMPLAINT = (
    sa.select(complaint_people.c.seq, complaint_people.c.data)
    .where(_mine, complaint_people.c.number == sa.bindparam("complaint"))
    .order_by(complaint_people.c.seq)
)
_BLANK = (
    complaint_people.update()
    .where(_mine, complaint_people.c.seq == sa.bindparam("place"))
    .values(data=sa.bindparam("blank"))
)


@dataclass(frozen=True, slots=True)
class ComplaintDetails:
    """The personal side of a complaint; everything is None once it was erased.

    Args:
        text: what is complained of.
        name: who complains.
        contact: where the answer goes.
        accepted_by: the member of staff on the talon; None for the kiosk.
        outcome: what was answered.
    """

    text: str | None = None
    name: str | None = None
    contact: str | None = None
    accepted_by: str | None = None
    outcome: str | None = None


def keep(tx: Transaction, number: str, **texts: str | None) -> None:
    """Keep the personal texts that came with the event recorded last."""
    given = {name: text for name, text in texts.items() if text is not None}
    if given:
        row = {"office_id": tx.office_id, "seq": tx.counters.last_seq, "number": number}
        tx.connection.execute(complaint_people.insert(), {**row, "data": canonical(given)})


def details_of(connection: sa.Connection, office_id: str, number: str) -> ComplaintDetails:
    """The personal texts of a complaint; empty once they were erased."""
    return ComplaintDetails(**texts_of(connection, office_id, number))


def texts_of(connection: sa.Connection, office_id: str, number: str) -> dict[str, str]:
    """The same by their names; none for what is no complaint's number."""
    texts: dict[str, str] = {}
    for row in connection.execute(_OF_COMPLAINT, {"office": office_id, "complaint": number}):
        texts |= json.loads(row.data) if row.data.strip() else {}
    return texts


def blank(tx: Transaction, number: str) -> None:
    """Write spaces over the personal texts of a complaint.

    A row keeps its length in bytes, so that SQLite writes over it where it stands.
    """
    where = {"office": tx.office_id, "complaint": number}
    for row in tx.connection.execute(_OF_COMPLAINT, where).all():
        blanks = " " * len(row.data.encode())
        tx.connection.execute(_BLANK, {"office": tx.office_id, "place": row.seq, "blank": blanks})
