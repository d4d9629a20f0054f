"""Windows as the journal proves them: open or not, who sits there, who stands there."""

from __future__ import annotations

from typing import Any

from kezek_core.events import EventKind
from kezek_core.tickets import TicketState
from kezek_queue.proving.differences import Differences
from kezek_queue.proving.tables import Book, StoredTables
from kezek_queue.schema.tables import windows
from kezek_queue.tickets.replay_visit import ID_DATE_CHARACTERS
from kezek_queue.values import Event, WindowStatus

SEATED = frozenset(
    {EventKind.TICKET_CALLED, EventKind.TICKET_RECALLED, EventKind.ABSENCE_WITHDRAWN}
)
"""A visitor stands at the window after these."""

GONE = frozenset(
    {
        EventKind.SERVICE_FINISHED,
        EventKind.TICKET_TRANSFERRED,
        EventKind.VISITOR_ABSENT,
        EventKind.TICKET_HELD,
        EventKind.TICKET_CANCELLED,
        EventKind.DAY_CLOSED,
    }
)
"""Nobody stands where this visitor stood after these."""

SERVING = TicketState.SERVING.value
EMPTY = {"operator": None, "ticket_id": None, "absent_id": None}


class Windows:
    """Every window that was ever opened."""

    def __init__(self, stored: StoredTables, differences: Differences) -> None:
        self._book = Book(windows, stored, differences)

    @property
    def books(self) -> tuple[Book, ...]:
        """The tables this proves."""
        return (self._book,)

    def take(self, event: Event) -> None:
        """Let one event happen to the windows."""
        kind, window = event.kind, event.window
        if kind in (EventKind.WINDOW_OPENED, EventKind.WINDOW_RESUMED):
            self._change(window, status=WindowStatus.OPEN.value, operator=event.actor)
        elif kind is EventKind.WINDOW_PAUSED:
            self._change(window, status=WindowStatus.PAUSED.value)
        elif kind is EventKind.WINDOW_CLOSED:
            self._change(window, status=WindowStatus.CLOSED.value, operator=None, absent_id=None)
        elif kind in SEATED:
            self._change(window, ticket_id=event.ticket_id, absent_id=None)
        elif kind in GONE and event.ticket_id is not None:
            self._free(event.ticket_id)
            if kind is EventKind.VISITOR_ABSENT:
                self._change(window, absent_id=event.ticket_id)
        elif kind is EventKind.CLOSING_TAKEN_BACK and event.body.get("state") == SERVING:
            self._change(window, ticket_id=event.ticket_id)
        elif kind is EventKind.DAY_CLOSED:
            self._forget_absent_of(event.body["office_day"])
        elif kind is EventKind.VISITOR_RETURNED:
            self._forget("absent_id", event.ticket_id)

    def _change(self, window: int | None, **columns: Any) -> None:
        known = self._book.get(window)
        self._book.put(window, **(columns if known else EMPTY | columns))

    def _free(self, ticket_id: str) -> None:
        self._forget("ticket_id", ticket_id)

    def _forget(self, column: str, ticket_id: str | None) -> None:
        for _, row in self._book.open_rows():
            if row[column] == ticket_id:
                row[column] = None

    def _forget_absent_of(self, office_day: str) -> None:
        for _, row in self._book.open_rows():
            if str(row["absent_id"])[:ID_DATE_CHARACTERS] == office_day:
                row["absent_id"] = None
