"""A replayed day in an office that is not the demo one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from kezek_kiosk.simulate.office_api import OfficeApi
from kezek_kiosk.simulate.profile import PROFILES
from kezek_kiosk.simulate.replay import Replay
from kezek_queue import ManualClock, Queue
from kezek_queue.office import make_demo_office

OPENS_AT = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def test_visitors_choose_languages_that_every_office_offers(tmp_path: Path) -> None:
    office = make_demo_office().replace("[office]\n", '[office]\nlanguages = ["kk", "ru"]\n', 1)
    (tmp_path / "office.toml").write_text(office)
    clock = ManualClock(OPENS_AT)

    with Queue.create(tmp_path, clock=clock) as queue:
        api = OfficeApi(queue, clock)
        Replay(api, PROFILES["city"], seed=7, opens_at=OPENS_AT).run(OPENS_AT + timedelta(hours=1))
        chosen = {each.language for each in queue.snapshot().tickets}

    assert chosen == {"kk", "ru"}
