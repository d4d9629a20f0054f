"""An office from nine to six at 18:00:30: whoever is still here is shown as a minute before."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock

CLOSES = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
"""18:00 in Almaty."""


@pytest.fixture
def data_dir(demo_template: Path, tmp_path: Path) -> Path:
    """The demo office with the hours of most offices."""
    office = Path(shutil.copytree(demo_template, tmp_path / "data"))
    file = office / "office.toml"
    file.write_text(file.read_text("utf-8").replace("00:00-24:00", "09:00-18:00"), "utf-8")
    return office


@pytest.fixture
def evening(context: AppContext, clock: ManualClock) -> dict[str, str]:
    """One served in time, one absent, one called at 17:55, one waiting; and it is past six."""
    queue = context.queue
    clock.move_to(CLOSES.replace(hour=12, minute=40))
    queue.issue("military-service")
    absent = queue.issue("military-service").ticket.id
    called = queue.issue("military-service").ticket.id
    waiting = queue.issue("military-service").ticket.id
    queue.call_next(1, actor="operator1")
    queue.start(1, actor="operator1")
    queue.finish(1, actor="operator1")
    queue.call_next(1, actor="operator1")
    clock.advance(minutes=1)
    queue.recall(1, actor="operator1")
    queue.no_show(1, actor="operator1")
    clock.move_to(CLOSES.replace(hour=12, minute=55))
    queue.call_next(1, actor="operator1")
    clock.move_to(CLOSES.replace(second=30))
    return {"absent": absent, "called": called, "waiting": waiting}


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def test_the_board_shows_who_was_called_before_and_after_closing(
    anyone: FlaskClient, context: AppContext, evening: dict[str, str], clock: ManualClock
) -> None:
    before = anyone.get("/api/v1/board").json["calls"]
    context.queue.start(1, actor="operator1")
    clock.move_to(CLOSES.replace(minute=5))
    context.queue.call_next(1, actor="operator1")

    after = anyone.get("/api/v1/board").json["calls"]

    assert [call["number"] for call in before] == ["A003", "A002", "A001"]
    assert [call["number"] for call in after] == ["A004", "A003", "A002", "A001"]


def test_a_no_show_is_offered_and_can_be_brought_back(
    supervisor: FlaskClient, signed_in: Callable[..., tuple[FlaskClient, str]],
    evening: dict[str, str],
) -> None:  # fmt: skip
    desk, _ = signed_in("operator1")
    absent = [each["id"] for each in supervisor.get("/api/v1/queue").json["absent"]]
    page = desk.get("/operator?window=1", follow_redirects=True).get_data(as_text=True)

    back = supervisor.post(f"/api/v1/tickets/{evening['absent']}/return")

    assert absent == [evening["absent"]]
    assert f'data-back="{evening["absent"]}"' in page
    assert (back.status_code, back.json["state"]) == (200, "waiting")


def test_the_supervisor_reads_the_figures_of_today_until_the_next_day_opens(
    reader: Callable[[str], FlaskClient], evening: dict[str, str], context: AppContext,
    clock: ManualClock,
) -> None:  # fmt: skip
    page = reader("supervisor")
    texts = {}
    for name, at in {
        "just closed": CLOSES.replace(second=30),
        "the morning after": CLOSES.replace(day=24, hour=3, minute=59),
        "opened": CLOSES.replace(day=24, hour=4),
    }.items():
        clock.move_to(at)
        context.queue.close_days()
        texts[name] = text_of(page.get("/supervisor").get_data(as_text=True))

    assert "2 of 4 waits" in texts["just closed"]
    assert "of 4 waits" in texts["the morning after"]
    assert "0 of 0 waits" in texts["opened"]


def test_a_report_without_days_is_of_the_day_that_is_shown(
    supervisor: FlaskClient, reader: Callable[[str], FlaskClient], evening: dict[str, str]
) -> None:
    answers = {
        kind: supervisor.get(f"/api/v1/reports/{kind}").json
        for kind in ("waits", "requests", "indicators")
    }
    log = reader("supervisor").get("/supervisor/log").get_data(as_text=True)

    assert {(each["from"], each["to"]) for each in answers.values()} == {
        ("2026-11-23", "2026-11-23")
    }
    assert answers["waits"]["total"]["total"] == 4
    assert "A004" in log


def test_the_phone_of_who_waits_still_counts(
    anyone: FlaskClient, context: AppContext, evening: dict[str, str]
) -> None:
    token = context.queue.status_token(evening["waiting"])

    page = text_of(anyone.get(f"/t/{token}?lang=en").get_data(as_text=True))

    assert "A004" in page
    assert "A003" in page  # the last called


def test_the_kiosk_closes_all_the_same(anyone: FlaskClient, evening: dict[str, str]) -> None:
    state = anyone.get("/kiosk/state").json

    assert state["closed"] == "hours"
    assert "09:00" in state["opens"]["en"]
