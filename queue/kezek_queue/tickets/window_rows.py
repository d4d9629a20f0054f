"""A window as the database keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from kezek_queue.errors import UnknownWindowError
from kezek_queue.office.office import Office
from kezek_queue.schema.prepared import Prepared
from kezek_queue.schema.tables import windows
from kezek_queue.values import WindowStatus

_columns = (
    windows.c.id,
    windows.c.status,
    windows.c.operator,
    windows.c.ticket_id,
    windows.c.absent_id,
)
_mine = windows.c.office_id == sa.bindparam("office")
_ALL = Prepared(sa.select(*_columns).where(_mine))
UPDATE = Prepared(windows.update().where(_mine, windows.c.id == sa.bindparam("window")))
INSERT = Prepared(windows.insert())


@dataclass(frozen=True, slots=True)
class WindowRow:
    """Everything that is stored of a window; a change makes a new row."""

    id: int
    status: WindowStatus = WindowStatus.CLOSED
    operator: str | None = None
    ticket_id: str | None = None
    absent_id: str | None = None
    stored: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it takes visitors."""
        return self.status is WindowStatus.OPEN

    @property
    def is_free(self) -> bool:
        """Whether it takes visitors and has none."""
        return self.is_open and self.ticket_id is None


def read_windows(connection: sa.Connection, office: Office) -> dict[int, WindowRow]:
    """Every window of the office; one that was never opened is closed."""
    found = {
        row.id: WindowRow(
            row.id, WindowStatus(row.status), row.operator, row.ticket_id, row.absent_id, True
        )
        for row in _ALL.rows(connection, office=office.id)
    }
    return {number: found.get(number, WindowRow(number)) for number in office.windows}


def window_of(rows: Mapping[int, WindowRow], number: int) -> WindowRow:
    """The window of a number.

    Raises:
        UnknownWindowError: the office has none of this number.
    """
    if number not in rows:
        known = ", ".join(str(each) for each in rows)
        raise UnknownWindowError(
            f"expected one of the windows {known}, got {number!r}; choose one of them, "
            "or add the window to office.toml",
            window=number,
            known=list(rows),
        )
    return rows[number]


def save_window(connection: sa.Connection, office_id: str, row: WindowRow) -> None:
    """Store a window."""
    columns = {
        "status": row.status.value,
        "operator": row.operator,
        "ticket_id": row.ticket_id,
        "absent_id": row.absent_id,
    }
    if row.stored:
        UPDATE.change(connection, office=office_id, window=row.id, **columns)
    else:
        INSERT.change(connection, office_id=office_id, id=row.id, **columns)
