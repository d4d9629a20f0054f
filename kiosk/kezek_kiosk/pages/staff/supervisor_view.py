"""What a supervisor sees of the queue: every wait by what is left of it, every window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kezek_core.tickets import IN_QUEUE
from kezek_kiosk.pages.staff.limits import Level, Limit
from kezek_queue import Office, QueueSnapshot, Ticket, WindowState
from kezek_queue.clock import ClockSource


@dataclass(frozen=True, slots=True)
class RunningWait:
    """One visitor whose clock runs, with how it stands."""

    ticket: Ticket
    limit: Limit


@dataclass(frozen=True, slots=True)
class ShownWindow:
    """One window and the visitor at it."""

    window: WindowState
    ticket: Ticket | None


@dataclass(frozen=True, slots=True)
class HallView:
    """The hall at one instant.

    Args:
        seq: the last journal event this view contains.
        now: aware UTC.
        shown_day: the office day that the figures tell of.
        open: whether tickets are issued.
        opens_at: when they are issued next; None while open.
        clock: who says what time it is.
        waits: whose clock runs, the nearest to the limit first; those without a limit last.
        windows: in the office's order.
    """

    seq: int
    now: datetime
    shown_day: date
    open: bool
    opens_at: datetime | None
    clock: ClockSource
    waits: tuple[RunningWait, ...]
    windows: tuple[ShownWindow, ...]

    @property
    def clock_known(self) -> bool:
        """Whether the day and the hour are known."""
        return self.clock is not ClockSource.UNKNOWN

    def count(self, level: str) -> int:
        """How many running waits stand at ``level``."""
        return sum(wait.limit.level is Level(level) for wait in self.waits)


def hall_view(snapshot: QueueSnapshot, office: Office) -> HallView:
    """The whole hall out of one snapshot."""
    by_id = {ticket.id: ticket for ticket in snapshot.tickets}
    waits = [
        RunningWait(each, Limit(each.wait.length, each.limit_minutes, office.near_limit_percent))
        for each in snapshot.tickets
        if each.state in IN_QUEUE
    ]
    return HallView(
        seq=snapshot.seq,
        now=snapshot.now,
        shown_day=snapshot.shown_day,
        open=snapshot.open,
        opens_at=snapshot.opens_at,
        clock=snapshot.clock,
        waits=tuple(sorted(waits, key=lambda wait: wait.limit.left)),
        windows=tuple(ShownWindow(each, by_id.get(each.ticket or "")) for each in snapshot.windows),
    )
