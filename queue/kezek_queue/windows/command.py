"""A window during one command: who sits there, who stands there, and what is said of it after."""

from __future__ import annotations

from dataclasses import replace

from kezek_core.events import EventKind
from kezek_queue.dispatch.queue_state import waiting_by_service
from kezek_queue.errors import StaleCommandError, WindowBusyError, WindowEmptyError
from kezek_queue.office.office import Office
from kezek_queue.store.transaction import Transaction
from kezek_queue.tickets.rows import TicketRow
from kezek_queue.tickets.ticket_store import get, show
from kezek_queue.tickets.window_rows import WindowRow, read_windows, save_window, window_of
from kezek_queue.values import (
    AnyTicket,
    Expected,
    WindowAnswer,
    WindowState,
    WindowStatus,
)


class WindowCommand:
    """One window inside one transaction.

    Args:
        tx: the transaction.
        number: the window.
        actor: who gives the command.
        expected: the ticket id the operator's page believes here, None for nobody.

    Raises:
        UnknownWindowError: the office has no such window.
        StaleCommandError: somebody else is here by now.
    """

    def __init__(
        self, tx: Transaction, number: int, actor: str, expected: Expected = AnyTicket.ANY
    ) -> None:
        self.tx = tx
        self.actor = actor
        self.windows = read_windows(tx.connection, tx.office)
        self.window = window_of(self.windows, number)
        self._check(expected)

    @property
    def number(self) -> int:
        """The window's number."""
        return self.window.id

    def visitor(self) -> TicketRow:
        """Who is at the window.

        Raises:
            WindowEmptyError: nobody is.
        """
        if self.window.ticket_id is None:
            raise WindowEmptyError(
                f"expected a visitor at window {self.number}, nobody is there; "
                "call the next one first",
                window=self.number,
            )
        return get(self.tx, self.window.ticket_id)

    def must_be_free(self) -> None:
        """Refuse while a visitor is here.

        Raises:
            WindowBusyError: one is.
        """
        if self.window.ticket_id is not None:
            row = self.visitor()
            raise WindowBusyError(
                f"expected window {self.number} to be free, {row.number} is there "
                f"({row.state.value}); finish that visit first",
                window=self.number,
                number=row.number,
                ticket=row.id,
                state=row.state.value,
            )

    def open(self) -> None:
        """Take visitors, whoever sits here now; an open window only learns a new operator."""
        if self.window.is_open and self.window.operator == self.actor:
            return
        kind = (
            EventKind.WINDOW_RESUMED
            if self.window.status is WindowStatus.PAUSED
            else EventKind.WINDOW_OPENED
        )
        self.change(status=WindowStatus.OPEN, operator=self.actor)
        self.tell(kind)

    def seat(self, ticket_id: str | None, *, absent: str | None = None) -> None:
        """Put a visitor at the window, or nobody; remember a no-show that may be undone."""
        self.change(ticket_id=ticket_id, absent_id=absent)

    def change(
        self,
        *,
        status: WindowStatus | None = None,
        operator: str | None = None,
        ticket_id: str | AnyTicket | None = AnyTicket.ANY,
        absent_id: str | AnyTicket | None = AnyTicket.ANY,
    ) -> None:
        """Store the window with what is given changed."""
        now = self.window
        self._store(
            replace(
                now,
                status=status or now.status,
                operator=operator or now.operator,
                ticket_id=now.ticket_id if isinstance(ticket_id, AnyTicket) else ticket_id,
                absent_id=now.absent_id if isinstance(absent_id, AnyTicket) else absent_id,
            )
        )

    def leave(self) -> None:
        """Close the window: nobody sits here."""
        self._store(replace(self.window, status=WindowStatus.CLOSED, operator=None, absent_id=None))

    def tell(self, kind: EventKind, row: TicketRow | None = None, **body: object) -> int:
        """Record an event of this window."""
        about = {} if row is None else {"number": row.number, "service": row.service}
        return self.tx.record(
            kind,
            actor=self.actor,
            ticket_id=None if row is None else row.id,
            window=self.number,
            **about,
            **body,
        )

    def answer(
        self, row: TicketRow | None = None, finished: TicketRow | None = None
    ) -> WindowAnswer:
        """What the operator's page shows next."""
        counts = waiting_by_service(self.tx.connection, self.tx.office_id)
        return WindowAnswer(
            window=window_state(self.tx.office, self.window, counts),
            ticket=None if row is None else show(self.tx, row),
            finished=None if finished is None else show(self.tx, finished),
        )

    def _check(self, expected: Expected) -> None:
        current = self.window.ticket_id
        if isinstance(expected, AnyTicket) or expected == current:
            return
        raise StaleCommandError(
            f"expected {expected or 'nobody'} at window {self.number}, {current or 'nobody'} is "
            "there by now; look at the window again, then choose the command",
            window=self.number,
            expected=expected,
            current=current,
        )

    def _store(self, row: WindowRow) -> None:
        save_window(self.tx.connection, self.tx.office_id, row)
        self.window = replace(row, stored=True)
        self.windows[row.id] = self.window


def window_state(office: Office, row: WindowRow, waiting: dict[str, int]) -> WindowState:
    """The window as the outside sees it."""
    services = office.windows[row.id].services
    return WindowState(
        id=row.id,
        status=row.status,
        services=services,
        operator=row.operator,
        ticket=row.ticket_id,
        waiting=sum(waiting.get(service, 0) for service in services),
    )
