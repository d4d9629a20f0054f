"""Nothing an operator or a screen asks for reads the tickets of all the years before."""

from __future__ import annotations

import re
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

GROWING = ("tickets", "journal", "parts", "print_jobs")
SMALL = (
    "tickets_waiting",
    "tickets_live",
    "tickets_held",
    "tickets_due",
    "tickets_called",
    "print_jobs_open",
    "parts_estimated",
)
"""Partial indexes: they hold who is in the queue now, however many came before."""


@pytest.fixture
def spoken():
    """Every statement that is run, with its values."""
    heard = {}

    def hear(_connection, _cursor, statement, parameters, _context, _many):
        heard.setdefault(statement, parameters)

    sa.event.listen(Engine, "before_cursor_execute", hear)
    yield heard
    sa.event.remove(Engine, "before_cursor_execute", hear)


def everything(queue, clock, desk):
    """Every command and every read once."""
    queue.issue("household", idempotency_key="k", category="veteran")
    first = desk.waiting()
    queue.call_next(1, actor="x")
    queue.recall(1, actor="x")
    queue.start(1, actor="x")
    queue.transfer(1, service="military-service", actor="x")
    queue.call_next(1, actor="x")
    desk.absent(1)
    queue.undo_no_show(1, actor="x")
    queue.hold(1, actor="x")
    queue.cancel(first, actor="x")
    queue.reprint(first, actor="x")
    queue.lease_print_jobs("agent")
    clock.advance(minutes=59)
    queue.watch_limits()
    queue.release_held()
    queue.heartbeat()
    queue.snapshot()
    queue.board()
    queue.ticket_by_status_token(queue.status_token(first))
    queue.history(first)
    queue.events(after=3, limit=5)
    queue.expected_wait_of(desk.waiting())
    queue.waits(date(2026, 11, 23), date(2026, 11, 23))
    clock.advance(hours=23)  # the next day is open, and the one before not closed out
    desk.waiting()
    queue.snapshot()
    queue.board()
    clock.advance(hours=12)
    queue.close_days()


def test_every_statement_goes_down_an_index_that_stays_small(queue, clock, desk, spoken):
    everything(queue, clock, desk)

    plans = {}
    for database in (queue._database.reading, queue._database.writing):
        with database.connect() as connection:
            for statement, values in list(spoken.items()):
                if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
                    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
                    plans.setdefault(statement, []).extend(row[3] for row in rows)

    too_wide = {
        (step, statement)
        for statement, steps in plans.items()
        for step in steps
        if re.match(rf"(SCAN|SEARCH) ({'|'.join(GROWING)}|t|w)\b", step)
        and ("SCAN" in step or "(office_id=?)" in step)
        and not any(index in step for index in SMALL)
    }
    assert not too_wide
    assert len(plans) > 50
