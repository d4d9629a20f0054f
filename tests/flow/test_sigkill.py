"""The server is killed at any moment of a replay: nothing acknowledged is lost, nothing doubled."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from kezek_kiosk.simulate.compare import compare_with_report
from kezek_kiosk.simulate.profile import PROFILES
from kezek_kiosk.simulate.replay import Replay

NINE_O_CLOCK = datetime(2031, 3, 4, 4, 0, tzinfo=UTC)
KILLS = 30


class Killer(threading.Thread):
    """Kills the server again and again, a random short while after it came back."""

    def __init__(self, office: Any, kills: int, seed: int) -> None:
        super().__init__(daemon=True)
        self._office, self._left, self._random = office, kills, Random(seed)
        self._alive, self._dead = threading.Event(), threading.Event()
        self._alive.set()
        self.over = threading.Event()
        self.killed = 0

    def run(self) -> None:
        while self._left and not self.over.is_set():
            self._alive.wait()
            self.over.wait(self._random.uniform(0.02, 0.35))
            self._alive.clear()
            self._office.kill()
            self._left -= 1
            self.killed += 1
            self._dead.set()

    def revive(self) -> None:
        """Called by the replay when the server is gone."""
        if self._dead.wait(0.5):
            self._dead.clear()
            self._office.start()
            self._alive.set()


@pytest.mark.slow(30)
def test_killing_the_server_loses_no_acknowledged_ticket_and_repeats_no_number(
    open_office: Callable[..., Any],
) -> None:
    office = open_office(windows=20)
    killer = Killer(office, KILLS, seed=7)

    with office.client() as api:
        replay = Replay(
            api,
            replace(PROFILES["city"], visitors=400),
            seed=99,
            opens_at=NINE_O_CLOCK,
            when_unreachable=killer.revive,
        )
        killer.start()
        ledger = replay.run()
        killer.over.set()
        killer.join()
        if killer.killed == office.starts:
            office.start()
        found = compare_with_report(api, ledger, exact_waits=True)
        issued = [event["number"] for event in _events(api) if event["kind"] == "ticket_issued"]

    assert killer.killed >= KILLS
    assert found == []
    assert len(issued) == len(set(issued)) == len(ledger.visitors) == 400
    assert set(issued) == {visitor.number for visitor in ledger.visitors.values()}
    assert office.run("journal", "verify").returncode == 0
    assert replay.repeated_commands > 0


def _events(api: Any) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    while True:
        after = events[-1]["seq"] if events else 0
        page = api.get("/events", after=after, limit=500)["events"]
        if not page:
            return events
        events += page
