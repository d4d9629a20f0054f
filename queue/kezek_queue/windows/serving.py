"""At the window: service starts and ends, nobody comes, a visit goes on elsewhere or waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from kezek_core.errors import ClockError
from kezek_core.events import EventKind
from kezek_core.moments import Span, span_between
from kezek_core.tickets import Command, after
from kezek_core.waits import Outcome, judge
from kezek_queue.clock import MICROSECOND, to_us
from kezek_queue.errors import WindowEmptyError
from kezek_queue.office.lookup import service_of
from kezek_queue.office.office import Service
from kezek_queue.schema.prepared import Prepared
from kezek_queue.schema.tables import service_days
from kezek_queue.store.transaction import Transaction
from kezek_queue.tickets.no_show_rule import FACT, no_show_too_early
from kezek_queue.tickets.rows import TicketRow
from kezek_queue.tickets.ticket_store import (
    change_part,
    expect,
    get,
    judge_part,
    legal_columns,
    open_part,
    reopen_part,
    save,
)
from kezek_queue.values import Expected, WindowAnswer
from kezek_queue.windows.command import WindowCommand

_SERVED = Prepared(
    service_days.update()
    .where(
        service_days.c.office_id == sa.bindparam("office"),
        service_days.c.office_day == sa.bindparam("day"),
        service_days.c.service == sa.bindparam("slug"),
    )
    .values(
        served=service_days.c.served + 1,
        service_us=service_days.c.service_us + sa.bindparam("length_us"),
    )
)
_FIRST_SERVED = Prepared(service_days.insert())


def start(tx: Transaction, window: int, *, actor: str, expected: Expected) -> WindowAnswer:
    """The visitor came: the wait is over and judged."""
    desk = WindowCommand(tx, window, actor, expected)
    before = desk.visitor()
    expect(before, Command.START)
    serving = replace(
        before,
        state=after(Command.START),
        started=tx.now,
        clock=before.clock.started(tx.now, tx.boots),
    )
    save(tx, before, serving)
    wait = judge_part(tx, serving, Outcome.SERVING, operator=actor)
    desk.tell(EventKind.SERVICE_STARTED, serving, **judged(serving, wait))
    return desk.answer(serving)


def finish(tx: Transaction, window: int, *, actor: str, expected: Expected) -> WindowAnswer:
    """The visit is over."""
    desk = WindowCommand(tx, window, actor, expected)
    return desk.answer(finished=finish_visit(desk, desk.visitor()))


def finish_visit(desk: WindowCommand, before: TicketRow) -> TicketRow:
    """End the service at the desk; the day learns how long it took."""
    expect(before, Command.FINISH)
    served = replace(before, state=after(Command.FINISH), finished_us=to_us(desk.tx.now.at))
    save(desk.tx, before, served)
    length = _end_service(desk.tx, served, Outcome.SERVED)
    desk.seat(None)
    desk.tell(EventKind.SERVICE_FINISHED, served, **_service_facts(length))
    return served


def no_show(tx: Transaction, window: int, *, actor: str, expected: Expected) -> WindowAnswer:
    """Nobody came, called often and long enough: judged up to the first unanswered call.

    Raises:
        NoShowTooEarlyError: by the office's rule it does not count yet.
    """
    desk = WindowCommand(tx, window, actor, expected)
    before = desk.visitor()
    expect(before, Command.NO_SHOW)
    calls = tx.office.no_show.look(before.clock.unanswered_calls, tx.now, tx.boots)
    if not calls.enough:
        raise no_show_too_early(before.number, calls)
    absent = replace(before, state=after(Command.NO_SHOW), clock=before.clock.absent())
    save(tx, before, absent)
    wait = judge_part(tx, absent, Outcome.NO_SHOW, operator=actor)
    desk.seat(None, absent=absent.id)
    desk.tell(EventKind.VISITOR_ABSENT, absent, **judged(absent, wait), **rule_facts(tx))
    return desk.answer()


def undo_no_show(tx: Transaction, window: int, *, actor: str, expected: Expected) -> WindowAnswer:
    """The visitor was there after all: as if the no-show had not been pressed."""
    desk = WindowCommand(tx, window, actor, expected)
    desk.must_be_free()
    if desk.window.absent_id is None:
        raise WindowEmptyError(
            f"expected a no-show at window {window} that can be undone, there is none; "
            "let the visitor return to the queue instead",
            window=window,
        )
    before = get(tx, desk.window.absent_id)
    expect(before, Command.UNDO_NO_SHOW)
    called = replace(before, state=after(Command.UNDO_NO_SHOW), clock=before.clock.found())
    save(tx, before, called)
    reopen_part(tx, called)
    desk.seat(called.id)
    desk.tell(EventKind.ABSENCE_WITHDRAWN, called)
    return desk.answer(called)


def transfer(
    tx: Transaction, window: int, *, service: str, actor: str, expected: Expected
) -> WindowAnswer:
    """Wait again at another service, in the order of the first arrival; the clock goes on."""
    target = service_of(tx.office, service)
    desk = WindowCommand(tx, window, actor, expected)
    before = desk.visitor()
    expect(before, Command.TRANSFER)
    length = _end_service(tx, before, Outcome.TRANSFERRED)
    waiting = _waiting_again(tx, before, target)
    save(tx, before, waiting)
    open_part(tx, waiting)
    desk.seat(None)
    desk.tell(
        EventKind.TICKET_TRANSFERRED,
        waiting,
        stage=waiting.stage.value,
        limit_minutes=waiting.limit_minutes,
        standard=waiting.standard,
        edition=waiting.edition,
        source=waiting.source,
        from_service=before.service,
        **_service_facts(length),
    )
    return desk.answer(finished=waiting)


def hold(
    tx: Transaction, window: int, *, until: datetime | None, actor: str, expected: Expected
) -> WindowAnswer:
    """The called visitor waits aside, until a time or until somebody calls; the clock goes on."""
    desk = WindowCommand(tx, window, actor, expected)
    before = desk.visitor()
    expect(before, Command.HOLD)
    held = put_on_hold(before, until)
    save(tx, before, held)
    desk.seat(None)
    desk.tell(EventKind.TICKET_HELD, held, until=until and until.isoformat())
    return desk.answer(finished=held)


def put_on_hold(before: TicketRow, until: datetime | None) -> TicketRow:
    """The ticket on hold.

    Raises:
        ClockError: ``until`` has no time zone.
    """
    if until is not None and until.tzinfo is None:
        raise ClockError(
            f"expected an aware instant to hold until, got {until.isoformat()}; add its time zone"
        )
    return replace(
        before,
        state=after(Command.HOLD),
        held_until_us=None if until is None else to_us(until),
        clock=before.clock.held(),
    )


def judged(row: TicketRow, wait: Span) -> dict[str, Any]:
    """What an event says of a wait that was judged."""
    return {
        "waited_us": wait.length // MICROSECOND,
        "exact": wait.exact,
        "limit_minutes": row.limit_minutes,
        "verdict": judge(wait, row.limit_minutes).value,
    }


def rule_facts(tx: Transaction) -> dict[str, Any]:
    """By which rule a no-show counted: the settings change, an event does not."""
    return {FACT: tx.office.no_show.to_json()}


def _end_service(tx: Transaction, row: TicketRow, outcome: Outcome) -> Span | None:
    length = None if row.started is None else span_between(row.started, tx.now, tx.boots)
    change_part(
        tx,
        row,
        outcome=outcome.value,
        finished_us=to_us(tx.now.at),
        service_us=length and length.length // MICROSECOND,
        service_exact=length and int(length.exact),
    )
    if length is not None and length.exact:
        _learn(tx, row, length.length)
    return length


def _learn(tx: Transaction, row: TicketRow, length: timedelta) -> None:
    """Add a service time to what the day has seen."""
    day = row.office_day.isoformat()
    length_us = length // MICROSECOND
    where = {"office": tx.office_id, "day": day, "slug": row.service}
    if _SERVED.change(tx.connection, **where, length_us=length_us) == 0:
        _FIRST_SERVED.change(
            tx.connection,
            office_id=tx.office_id,
            office_day=day,
            service=row.service,
            served=1,
            service_us=length_us,
        )


def _waiting_again(tx: Transaction, before: TicketRow, target: Service) -> TicketRow:
    stage = before.stage if target.offers(before.stage) else target.stages[0]
    return replace(
        before,
        state=after(Command.TRANSFER),
        service=target.id,
        stage=stage,
        part=before.part + 1,
        part_began=tx.now,
        first_call=None,
        started=None,
        clock=before.clock.transferred(tx.now),
        marks=0,
        **legal_columns(tx, target, stage),
    )


def _service_facts(length: Span | None) -> dict[str, Any]:
    if length is None:
        return {"measured": False}
    return {
        "measured": True,
        "service_us": length.length // MICROSECOND,
        "service_exact": length.exact,
    }
