"""How a request is found: by its number, its state, its day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from kezek_core.papers.request_numbers import RequestNumber
from kezek_queue import ManualClock, Queue
from kezek_queue.errors import (
    BadDateError,
    MistypedNumberError,
    RequestNumberError,
    UnknownRequestError,
)
from kezek_queue.register.values import (
    PickUpAnswer,
    RequestState,
)

INSPECTOR = "Омаров Ерлан Қайратұлы"
TODAY = date(2026, 11, 23)
MILITARY = {"application": 1, "military_id": 1, "identity_card_copy": 1}


@pytest.fixture
def office_dir(paid_office_dir):
    return paid_office_dir


def test_pick_up_refuses_a_mistyped_digit_and_knows_a_strangers_number(hand_in, register):
    shown = hand_in().request.shown
    wrong = shown[:-1] + str((int(shown[-1]) + 1) % 10)

    with pytest.raises(MistypedNumberError, match="type it again"):
        register.pick_up(wrong)
    with pytest.raises(RequestNumberError, match="scan the receipt's code"):
        register.pick_up("A015")
    stranger = RequestNumber(26, 77).shown
    assert register.pick_up(stranger).answer is PickUpAnswer.UNKNOWN
    with pytest.raises(UnknownRequestError, match=stranger):
        register.get(stranger)


def test_a_number_is_understood_as_shown_scanned_and_typed(hand_in, register):
    request = hand_in().request

    for typed in (request.number, request.shown, request.shown.replace("-", " "),
                  f" {request.number}\u00a0"):  # fmt: skip
        assert register.pick_up(typed).number == request.shown


def test_instants_and_turned_spans_are_no_dates_of_the_office(register):
    instant = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)

    for ask in (register.due_today, register.overdue, register.mark_unclaimed, register.erase_due):
        with pytest.raises(BadDateError, match="expected a date"):
            ask(instant)
    with pytest.raises(BadDateError, match="swap"):
        register.find(first_day=TODAY, last_day=TODAY - timedelta(days=1))
    with pytest.raises(BadDateError, match="0 or more"):
        register.erase_due(TODAY, -1)


def test_requests_are_found_by_state_and_day(hand_in, register, clock):
    first = hand_in().request.number
    clock.advance(days=1)
    second = hand_in().request.number
    register.send(second, actor="aida")

    def numbers(**asked):
        return [each.number for each in register.find(**asked)]

    assert numbers() == [first, second]
    assert numbers(state="sent") == [second]
    assert numbers(last_day=TODAY) == [first]
    assert numbers(first_day=date(2026, 11, 24), last_day=date(2026, 11, 24)) == [second]
    assert numbers(state=RequestState.SENT, last_day=TODAY) == []


def test_the_offices_date_decides_after_midnight_utc(office_dir, tmp_path):
    late = ManualClock(datetime(2026, 11, 22, 20, 0, tzinfo=UTC))  # 01:00 on the 23rd in Almaty

    with Queue.create(office_dir, clock=late) as queue:
        request = queue.register.accept(
            "military-service", person=None, documents=MILITARY, window=1, inspector=INSPECTOR,
            actor="aida",
        ).request  # fmt: skip

    assert request.accepted_on == TODAY


def test_no_list_reads_the_requests_of_all_the_years(hand_in, register, queue):
    heard = {}

    def hear(_connection, _cursor, statement, parameters, _context, _many):
        heard.setdefault(statement, parameters)

    sa.event.listen(Engine, "before_cursor_execute", hear)
    try:
        number = hand_in().request.number
        register.due_today(TODAY)
        register.overdue(TODAY)
        register.uncollected(TODAY)
        register.find(first_day=TODAY, last_day=TODAY)
        register.refuse(number, ["Қате бар"], actor="aida")
        register.erase_due(TODAY, 0)
        register.history(number)
    finally:
        sa.event.remove(Engine, "before_cursor_execute", hear)

    plans = []
    for database in (queue._database.reading, queue._database.writing):
        with database.connect() as connection:
            for statement, values in heard.items():
                if "register_" in statement and not statement.startswith("INSERT"):
                    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
                    plans += [row[3] for row in rows]
    assert len(plans) > 20
    for plan in plans:
        assert "SCAN" not in plan
        assert "(office_id=?)" not in plan
        assert "TEMP B-TREE" not in plan
