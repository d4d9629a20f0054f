"""What an operator sees of the queue: the visitor at the window, and who is around."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kezek_core.tickets import TicketState
from kezek_kiosk.pages.staff.limits import Level, Limit
from kezek_queue import Office, QueueSnapshot, Ticket, WindowState, WindowStatus

EVERYWHERE = frozenset({"pause"})
WITH_VISITOR = frozenset({"documents"})
BY_STATE: dict[TicketState, frozenset[str]] = {
    TicketState.CALLED: frozenset({"recall", "start", "no_show", "hold"}),
    TicketState.SERVING: frozenset({"next", "finish", "transfer"}),
}
"""Which commands the state of the visitor at the window allows; a no-show waits for its calls."""


@dataclass(frozen=True, slots=True)
class WaitingVisitor:
    """Those waiting for one service of this window.

    Args:
        service: slug.
        title: short name in the data's languages.
        waiting: how many.
        first: who arrived first; None when nobody waits.
    """

    service: str
    title: object
    waiting: int
    first: Ticket | None


@dataclass(frozen=True, slots=True)
class OperatorView:
    """One window and its part of the queue.

    Args:
        seq: the last journal event this view contains.
        now: aware UTC.
        window: its state.
        ticket: the visitor at it; None when free.
        lines: the services of the window with who waits, in the office's order.
        pressing: who waits or is on hold near or past a limit, the nearest first.
        held: on hold for one of them.
        absent: did not come today, for one of them, the latest first.
        others: the services visitors may be transferred to.
    """

    seq: int
    now: datetime
    window: WindowState
    ticket: Ticket | None
    lines: tuple[WaitingVisitor, ...]
    pressing: tuple[Ticket, ...]
    held: tuple[Ticket, ...]
    absent: tuple[Ticket, ...]
    others: tuple[WaitingVisitor, ...]

    @property
    def waiting(self) -> int:
        """How many the window may call."""
        return sum(line.waiting for line in self.lines)

    @property
    def state(self) -> str:
        """The state of the visitor at the window; ``empty`` without one."""
        return self.ticket.state.value if self.ticket else "empty"

    @property
    def commands(self) -> frozenset[str]:
        """What the operator may press now."""
        if self.ticket is not None:
            can = BY_STATE.get(self.ticket.state, frozenset()) | WITH_VISITOR
            if self.window.status is WindowStatus.PAUSED:
                can -= {"next"}
            if self.ticket.no_show is not None and not self.ticket.no_show.enough:
                can -= {"no_show"}
            return can | EVERYWHERE
        if self.window.status is WindowStatus.PAUSED:
            return EVERYWHERE
        # Never by who waits: somebody may have come since. The first call opens a closed window.
        return EVERYWHERE | {"next"}


def window_view(snapshot: QueueSnapshot, office: Office, window: int) -> OperatorView:
    """The part of the queue that concerns one window."""
    state = next(each for each in snapshot.windows if each.id == window)
    mine = [each for each in snapshot.tickets if each.service in state.services]
    waiting = [each for each in mine if each.state is TicketState.WAITING]
    held = tuple(each for each in mine if each.state is TicketState.HELD)
    lines = _lines(snapshot, waiting)
    return OperatorView(
        seq=snapshot.seq,
        now=snapshot.now,
        window=state,
        ticket=next((each for each in snapshot.tickets if each.id == state.ticket), None),
        lines=tuple(line for line in lines if line.service in state.services),
        pressing=_pressing((*waiting, *held), office.near_limit_percent),
        held=held,
        absent=_latest_first(each for each in snapshot.absent if each.service in state.services),
        others=lines,
    )


def limit_of(ticket: Ticket, near_percent: int) -> Limit:
    """A ticket's running wait against its limit."""
    return Limit(ticket.wait.length, ticket.limit_minutes, near_percent)


def _lines(snapshot: QueueSnapshot, waiting: Iterable[Ticket]) -> tuple[WaitingVisitor, ...]:
    first: dict[str, Ticket] = {}
    for ticket in waiting:
        first.setdefault(ticket.service, ticket)
    return tuple(
        WaitingVisitor(each.service, each.title, each.waiting, first.get(each.service))
        for each in snapshot.services
    )


def _pressing(waiting: Iterable[Ticket], near_percent: int) -> tuple[Ticket, ...]:
    pressed = (Level.NEAR, Level.BREACHED)
    limits = [(limit_of(ticket, near_percent), ticket) for ticket in waiting]
    near = [pair for pair in limits if pair[0].level in pressed]
    return tuple(ticket for _, ticket in sorted(near, key=lambda pair: pair[0].left))


def _latest_first(tickets: Iterable[Ticket]) -> tuple[Ticket, ...]:
    return tuple(sorted(tickets, key=lambda each: each.called_at or each.issued_at, reverse=True))
