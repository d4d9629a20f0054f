"""The kiosk's page and what it is told of the office."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kezek_hardware import SilentVoice
from kezek_kiosk.app import create_app
from kezek_kiosk.compose import build_services
from kezek_kiosk.pages.visitor.kiosk_state import Closed, kiosk_state, why_closed
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock

WEEK = """
[hours]
mon = "09:00-13:00, 14:00-18:00"
tue = "09:00-18:00"
fri = "09:00-18:00"
"""


def data_of(page: str) -> Any:
    found = re.search(r'id="page-data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found.group(1))


@pytest.fixture
def week_office(data_dir: Path) -> Callable[[str], AppContext]:
    """Opens the office with plain hours and a last-ticket time, at an instant of the week."""
    opened: list[AppContext] = []
    path = data_dir / "office.toml"
    text = re.sub(r"\[hours\].*\n(\w+ = .*\n)+", WEEK.lstrip(), path.read_text("utf-8"))
    last = "last_minutes_before_closing"
    text, found = re.subn(rf"{last} = \d+", f"{last} = 30", text)
    assert found == 1
    path.write_text(text, "utf-8")

    def at(local: str) -> AppContext:
        instant = datetime.fromisoformat(f"{local}+05:00").astimezone(UTC)
        opened.append(build_services(data_dir, clock=ManualClock(instant)))
        return opened[-1]

    yield at  # type: ignore[misc]
    for context in opened:
        context.close()


@pytest.mark.parametrize(
    ("local", "reason", "opens_ru"),
    [
        ("2026-11-23T08:00", Closed.HOURS, "Сегодня в 09:00"),
        ("2026-11-23T10:00", None, None),
        ("2026-11-23T13:30", Closed.BREAK, "Сегодня в 14:00"),
        ("2026-11-23T17:40", Closed.LAST_TICKETS, "Завтра в 09:00"),
        ("2026-11-23T19:00", Closed.HOURS, "Завтра в 09:00"),
        ("2026-11-24T19:00", Closed.HOURS, "27 ноября 2026 г., в 09:00"),
    ],
)
def test_a_closed_kiosk_says_why_and_when_it_opens(
    week_office: Callable[[str], AppContext],
    local: str,
    reason: Closed | None,
    opens_ru: str | None,
) -> None:
    context = week_office(local)

    with create_app(context).test_request_context("/"):
        state = kiosk_state(context.queue.snapshot(), context.queue.office)

    assert state["closed"] == (reason and reason.value)
    assert (state["opens"] or {}).get("ru") == opens_ru


def test_a_day_whose_numbers_are_all_given_out_is_a_reason_of_its_own(context: AppContext) -> None:
    snapshot = context.queue.snapshot()
    full = replace(snapshot, services=tuple(replace(s, full=True) for s in snapshot.services))

    assert why_closed(snapshot, context.queue.office) is None
    assert why_closed(full, context.queue.office) is Closed.DAY_LIMIT


def test_the_page_knows_its_texts_in_three_languages(anyone: FlaskClient) -> None:
    data = data_of(anyone.get("/kiosk").get_data(as_text=True))

    assert set(data["languages"]) == {"kk", "ru", "en"}
    assert data["texts"]["kk"]["Take a ticket"] == "Талон алу"
    assert data["texts"]["ru"]["Take a ticket"] == "Взять талон"
    assert data["texts"]["en"]["Take a ticket"] == "Take a ticket"
    assert (data["idle_seconds"], data["warning_seconds"], data["ticket_page_seconds"]) == (
        45,
        20,
        15,
    )


def test_the_page_forbids_zoom_by_style_and_carries_no_name_field(anyone: FlaskClient) -> None:
    page = anyone.get("/kiosk").get_data(as_text=True)

    assert page.count("<input") == 1  # the pairing token
    assert 'lang="kk" data-language="kk"' in page
    assert page.index('data-language="kk"') < page.index('data-language="ru"')


@pytest.mark.parametrize(
    ("asked", "used"), [("5.88", 5.88), ("0", 4.03), ("99", 4.03), ("wide", 4.03)]
)
def test_the_glass_may_be_measured_and_nonsense_is_left_out(
    anyone: FlaskClient, asked: str, used: float
) -> None:
    assert data_of(anyone.get(f"/kiosk?mm={asked}").get_data(as_text=True))["px_per_mm"] == used


def test_the_state_names_services_with_stages_waits_and_a_fresh_token(
    anyone: FlaskClient, context: AppContext
) -> None:
    context.queue.open_window(1, actor="operator1")
    context.queue.issue("military-service")

    state = anyone.get("/kiosk/state").get_json()

    first = state["services"][0]
    assert first["service"] == "military-service"
    assert first["stages"] == ["submission", "pickup"]
    assert (first["waiting"], first["limit_minutes"], first["full"]) == (1, 30, False)
    assert set(first["expected_wait_minutes"]) == {"p50", "p90"}
    assert set(first["title"]) == {"kk", "ru", "en"}
    assert state["may_issue"] is True
    assert state["csrf_token"]


def test_a_kiosk_that_is_not_open_to_the_lan_must_be_paired(
    context: AppContext, client_of: Callable[..., FlaskClient]
) -> None:
    closed = replace(
        context,
        settings=replace(context.settings, kiosk=replace(context.settings.kiosk, open=False)),
    )
    stranger = create_app(closed).test_client()
    token = context.tokens.create("kiosk")

    unpaired = stranger.get("/kiosk/state").get_json()
    paired = stranger.get("/kiosk/state", headers={"Authorization": f"Bearer {token}"}).get_json()

    assert (unpaired["may_issue"], paired["may_issue"]) == (False, True)


@pytest.fixture
def speaking_app(context: AppContext) -> Flask:
    return create_app(replace(context, voice=SilentVoice()))


def test_a_screen_is_read_aloud_when_asked(
    speaking_app: Flask, csrf_of: Callable[..., str]
) -> None:
    browser = speaking_app.test_client()
    headers = {"X-CSRFToken": csrf_of(browser, "/kiosk")}

    spoken = browser.post(
        "/kiosk/speech", json={"text": "Қызметті таңдаңыз.", "language": "kk"}, headers=headers
    )

    assert spoken.status_code == 200
    assert spoken.mimetype == "audio/wav"
    assert spoken.data.startswith(b"RIFF")


@pytest.mark.parametrize(
    "body", [{}, {"text": "", "language": "kk"}, {"text": "a", "language": "x"}]
)
def test_what_cannot_be_spoken_is_not_found(
    speaking_app: Flask, csrf_of: Callable[..., str], body: dict[str, str]
) -> None:
    browser = speaking_app.test_client()
    headers = {"X-CSRFToken": csrf_of(browser, "/kiosk")}

    assert browser.post("/kiosk/speech", json=body, headers=headers).status_code == 404


def test_an_office_without_a_voice_offers_none(
    context: AppContext, csrf_of: Callable[..., str]
) -> None:
    browser = create_app(replace(context, voice=None)).test_client()
    headers = {"X-CSRFToken": csrf_of(browser, "/kiosk")}

    page = browser.get("/kiosk").get_data(as_text=True)
    spoken = browser.post("/kiosk/speech", json={"text": "a", "language": "kk"}, headers=headers)

    assert 'data-tool="speak"' not in page
    assert spoken.status_code == 404
