"""Tickets that one device drew faster than people can: seen as one burst, cancelled as one act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import sqlalchemy as sa

from kezek_core.events import EventKind
from kezek_core.moments import Boots, Moment
from kezek_core.tickets import TicketState
from kezek_queue.journal.journal import rows_about
from kezek_queue.office.office import Office
from kezek_queue.store.transaction import Transaction
from kezek_queue.tickets.rows import LIVE_TICKETS, TicketRow, find, read_row, view
from kezek_queue.values import Ticket
from kezek_queue.visits.commands import cancel
from kezek_queue.visits.reasons import checked_reason

BURST_TICKETS = 20
"""Of one device within a minute: no row of people takes a ticket every three seconds."""

BURST_US = 60 * 1_000_000
LATELY_US = 60 * BURST_US
"""Whoever still waits an hour later is somebody; nobody is asked about them any more."""


@dataclass(frozen=True, slots=True)
class Burst:
    """Many tickets of one device, of whom none was called yet.

    Args:
        source: the actor of the journal who drew them.
        tickets: those that wait, in the order of arrival; `BURST_TICKETS` at least.
        first_at: when the first of them was drawn, aware UTC.
        last_at: when the last was.
    """

    source: str
    tickets: tuple[Ticket, ...]
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class _Drawn:
    row: TicketRow
    source: str

    def us_before(self, later: Moment) -> int:
        """How long before another instant of the same boot."""
        return later.boottime_us - self.row.issued.boottime_us


def bursts_lately(
    connection: sa.Connection, office: Office, now: Moment, boots: Boots
) -> tuple[Burst, ...]:
    """The bursts of the last hour whose tickets wait, the earliest first."""
    found = []
    for run in _runs(_drawn(connection, office.id), now):
        tickets = tuple(view(each.row, now, boots, office) for each in run)
        found.append(Burst(run[0].source, tickets, run[0].row.issued.at, run[-1].row.issued.at))
    return tuple(sorted(found, key=lambda burst: burst.tickets[0].arrival_seq))


def cancel_burst(
    tx: Transaction, first: str, last: str, *, reason: str, actor: str
) -> tuple[Ticket, ...]:
    """Cancel what the device that drew one ticket has drawn from there to another one.

    Whoever was called meanwhile, or came from another device, stays.

    Args:
        tx: the transaction.
        first: id of the first ticket of the burst.
        last: id of its last one.
        reason: why, in words; it stands in the journal for good, so it names nobody.
        actor: who decides.

    Returns:
        Who was cancelled, in the order of arrival; the same once more cancels nobody.

    Raises:
        ReasonNeededError: the reason is missing, too long or not on one line.
        UnknownTicketError: there is no such ticket.
    """
    why = checked_reason(reason)
    begin, end = (find(tx.connection, tx.office_id, each) for each in (first, last))
    source = _sources(tx.connection, tx.office_id, [begin])[first]
    chosen = [
        each.row.id
        for each in _drawn(tx.connection, tx.office_id)
        if each.source == source and begin.arrival_seq <= each.row.arrival_seq <= end.arrival_seq
    ]
    return tuple(cancel(tx, each, actor=actor, reason=why, burst=first) for each in chosen)


def _runs(drawn: Sequence[_Drawn], now: Moment) -> Iterator[list[_Drawn]]:
    """What was drawn too fast lately, device by device, in this boot of the machine."""
    by_device: dict[str, list[_Drawn]] = {}
    for each in drawn:
        if each.row.issued.boot_id == now.boot_id and each.us_before(now) <= LATELY_US:
            by_device.setdefault(each.source, []).append(each)
    for line in by_device.values():
        fast = _fast_places(line)
        # Neighbours stand at the same distance from their place among the fast ones.
        for _, places in groupby(enumerate(fast), lambda pair: pair[1] - pair[0]):
            yield [line[place] for _, place in places]


def _fast_places(line: Sequence[_Drawn]) -> list[int]:
    """The places of all that lie in some minute with too many."""
    fast: set[int] = set()
    for begin in range(len(line) - BURST_TICKETS + 1):
        end = begin + BURST_TICKETS - 1
        if line[begin].us_before(line[end].row.issued) <= BURST_US:
            fast.update(range(begin, end + 1))
    return sorted(fast)


def _drawn(connection: sa.Connection, office_id: str) -> list[_Drawn]:
    """Whoever waits and was never called, and who drew their tickets."""
    rows = [read_row(row) for row in LIVE_TICKETS.rows(connection, office=office_id)]
    rows = [
        row for row in rows
        if row.state is TicketState.WAITING and row.part == 1 and not row.times
    ]  # fmt: skip
    if not rows:
        return []
    sources = _sources(connection, office_id, rows)
    return [_Drawn(row, sources[row.id]) for row in rows]


def _sources(
    connection: sa.Connection, office_id: str, rows: Sequence[TicketRow]
) -> dict[str, str]:
    issued = rows_about(connection, office_id, [row.id for row in rows], [EventKind.TICKET_ISSUED])
    return {each.ticket_id: each.actor for each in issued}
