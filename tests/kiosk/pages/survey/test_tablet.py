"""The tablet at a window: who may open it, and the one visit it learns of."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from kezek_core.texts import SHIPPED as LANGUAGES
from kezek_kiosk.app import create_app
from kezek_kiosk.settings.settings import KioskSettings
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock, Ticket


@pytest.fixture
def closed_house(context: AppContext) -> AppContext:
    """An office whose screens are paired one by one."""
    return replace(context, settings=replace(context.settings, kiosk=KioskSettings(open=False)))


def state_of(client: FlaskClient, window: int = 1) -> dict[str, object]:
    answer = client.get(f"/survey/{window}/state")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"
    state: dict[str, object] = answer.json
    return state


def test_the_tablet_learns_of_the_visit_just_finished_and_of_no_other(
    anyone: FlaskClient, serve: Callable[..., Ticket]
) -> None:
    serve(2)
    ticket = serve(1, "ru")

    state = state_of(anyone)

    assert set(state) == {"busy", "visit", "csrf_token"}
    assert state["visit"] == {"ticket": ticket.id, "number": ticket.number, "language": "ru"}
    assert state["busy"] is False


def test_the_tablet_is_calm_before_a_visit_and_knows_when_somebody_is_called(
    anyone: FlaskClient, context: AppContext, serve: Callable[..., Ticket]
) -> None:
    before = state_of(anyone)
    ticket = serve(1)
    context.queue.issue(ticket.service)
    context.queue.call_next(1, actor="operator1")

    after = state_of(anyone)

    assert (before["busy"], before["visit"]) == (False, None)
    assert (after["busy"], after["visit"]) == (True, None)


def test_nobody_is_asked_who_left_minutes_ago(
    anyone: FlaskClient, clock: ManualClock, serve: Callable[..., Ticket]
) -> None:
    serve(1)

    clock.advance(timedelta(minutes=4))

    assert state_of(anyone)["visit"] is None


def test_a_screen_that_is_not_paired_learns_nothing(
    closed_house: AppContext, serve: Callable[..., Ticket]
) -> None:
    serve(1)
    app = create_app(closed_house)
    paired = app.test_client()
    token = closed_house.tokens.create("kiosk")
    paired.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"

    stranger = app.test_client().get("/survey/1/state")

    assert stranger.status_code == 401
    assert state_of(paired)["visit"] is not None


def test_the_tablet_never_speaks_for_whoever_signed_in_beside_it(
    closed_house: AppContext, serve: Callable[..., Ticket], csrf_of: Callable[..., str]
) -> None:
    from kezek_kiosk.access.pin_rules import DEMO_PIN

    serve(1)
    browser = create_app(closed_house).test_client()
    form = {"name": "supervisor", "pin": DEMO_PIN, "csrf_token": csrf_of(browser)}
    assert browser.post("/login", data=form).status_code == 302

    assert browser.get("/survey/1/state").status_code == 401


@pytest.mark.parametrize("window", [0, 77, 999])
def test_a_window_that_is_not_there_is_told_so(anyone: FlaskClient, window: int) -> None:
    assert anyone.get(f"/survey/{window}").status_code == 404
    assert anyone.get(f"/survey/{window}/state").status_code == 404


def test_the_page_carries_every_sentence_in_every_language(anyone: FlaskClient) -> None:
    page = anyone.get("/survey/3").get_data(as_text=True)
    found = re.search(r'id="page-data">(.+?)</script>', page)
    assert found
    data = json.loads(found.group(1))

    words = set(re.findall(r'data-text="(\w+)"', page))
    assert set(data["texts"]) == set(LANGUAGES)
    assert all(words <= set(data["texts"][language]) for language in LANGUAGES)
    assert data["texts"]["kk"]["satisfied"] == "Көңілім толады"
    assert data["texts"]["ru"]["step"] == "Вопрос %(number)s из %(count)s"
    assert data["window"] == 3
