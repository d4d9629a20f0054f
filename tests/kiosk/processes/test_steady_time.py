"""A clock that is set throws nobody out of a page either."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kezek_kiosk.access.sessions import StaffSessions
from kezek_kiosk.compose import build_services
from kezek_kiosk.processes.steady_time import boot_seconds, steady_time
from kezek_kiosk.web.context import AppContext

NOON = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


class Clocks:
    """A wall clock that people set, and seconds that nobody can."""

    def __init__(self) -> None:
        self.wall = NOON
        self.passed = 100.0

    def set_by(self, span: timedelta) -> None:
        self.wall += span

    def let_pass(self, span: timedelta) -> None:
        self.wall += span
        self.passed += span.total_seconds()


@pytest.mark.parametrize("days", [40, -40])
def test_whoever_is_signed_in_stays_so_when_the_clock_is_set(
    context: AppContext, days: int
) -> None:
    clocks = Clocks()
    now = steady_time(lambda: clocks.wall, lambda: clocks.passed)
    sessions = StaffSessions(context.queue.store, now, idle=timedelta(minutes=15))
    session = sessions.begin(context.accounts.find("supervisor"))

    clocks.let_pass(timedelta(minutes=10))
    clocks.set_by(timedelta(days=days))
    after_the_step = sessions.find(session.id)
    clocks.let_pass(timedelta(minutes=6))

    assert after_the_step == session
    assert sessions.find(session.id) is None, "and idleness still ends it"


def test_the_sessions_of_a_server_age_by_the_boot_clock(
    data_dir: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = build_services(data_dir)
    try:
        session = context.sessions.begin(context.accounts.find("supervisor"))
        monkeypatch.setattr(
            "kezek_kiosk.compose._wall_time", lambda: datetime.now(UTC) + timedelta(days=40)
        )

        assert context.sessions.find(session.id) == session
    finally:
        context.close()


def test_the_boot_clock_does_not_go_back() -> None:
    readings = [boot_seconds() for _ in range(100)]

    assert readings == sorted(readings)
