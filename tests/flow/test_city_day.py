"""A day of a city centre: 1 341 visitors, 20 windows, every ticket printed, every wait judged.

On PostgreSQL a third of the visitors: its commands are the same, and each takes twice as long.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from kezek_kiosk.simulate.compare import compare_with_report
from kezek_kiosk.simulate.profile import PROFILES
from kezek_kiosk.simulate.replay import Replay
from kezek_printers.emulator.virtual import list_papers

NINE_O_CLOCK = datetime(2031, 3, 4, 4, 0, tzinfo=UTC)
VISITORS = {"sqlite": 1341, "postgresql": 447}


@pytest.fixture
def visitors(request: pytest.FixtureRequest) -> int:
    return VISITORS[request.node.callspec.params["store"]]


@pytest.mark.slow(30)
def test_a_city_day_is_printed_once_judged_whole_and_counted_alike(
    open_office: Callable[..., Any], wait_until: Callable[..., None], visitors: int
) -> None:
    office = open_office(windows=20)
    office.start_agent()

    with office.client() as api:
        profile = replace(PROFILES["city"], visitors=visitors)
        replay = Replay(api, profile, seed=2031, opens_at=NINE_O_CLOCK)
        ledger = replay.run()
        wait_until(lambda: len(list_papers(office.data / "papers")) >= visitors, seconds=60)
        found = compare_with_report(api, ledger, exact_waits=True)

    printed = Counter(paper.number for paper in list_papers(office.data / "papers"))
    assert found == []
    assert len(ledger.visitors) == visitors
    assert printed == Counter({visitor.number: 1 for visitor in ledger.visitors.values()})
    assert all(part.wait is not None for part in ledger.parts())
    assert office.run("journal", "verify").returncode == 0
