"""The page of the virtual devices and the calls behind it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kezek_kiosk.app import create_app
from kezek_kiosk.devices.status import KINDS, DeviceReport
from kezek_kiosk.devices.virtual_bench import ShownDevice, VirtualBench, VirtualDevice
from kezek_kiosk.pages.hardware.hardware_view import COLUMNS, cards
from kezek_kiosk.pages.hardware.hardware_words import KINDS as TITLES
from kezek_kiosk.web.context import AppContext

PRESS, ORDERS = "/api/v1/virtual-hardware/press", "/api/v1/virtual-hardware/orders"
DEVICES: list[dict[str, Any]] = [
    {
        "name": "panel-1",
        "kind": "panel",
        "label": "1",
        "keys": ["next", "recall"],
        "switches": {"unplugged": False},
        "shows": [{"name": "lamp", "look": "on"}],
    },
    {"name": "buttons", "kind": "buttons", "keys": ["apostille"]},
    {
        "name": "windows",
        "kind": "window_board",
        "shows": [
            {"name": "1", "text": "A015", "look": "blink"},
            {"name": "2", "look": "dark"},
        ],
    },
    {"name": "scanner-1", "kind": "scanner", "label": "keyboard hall", "takes_code": True},
    {
        "name": "speaker",
        "kind": "speaker",
        "keys": ["chime"],
        "shows": [
            {"name": "2026-11-23T05:00:09+00:00", "text": "Үшінші терезеге келіңіз", "look": "kk"}
        ],
    },
    {
        "name": "printer-hall",
        "kind": "printer",
        "label": "hall",
        "switches": {"paper_end": True, "a_new_fault": False},
        "shows": [{"name": "paper", "text": "1795343689353950682", "look": "A015"}],
    },
    {"name": "machine", "kind": "machine",
     "shows": [{"name": "disk", "text": "full", "look": "bad"}]},
    {"name": "watchdog", "kind": "watchdog",
     "shows": [{"name": "strokes", "text": "7"}, {"name": "timeout", "text": "14"}]},
]  # fmt: skip


@pytest.fixture
def context(context: AppContext) -> AppContext:
    """The demo office with virtual devices."""
    return replace(context, virtual=VirtualBench())


@pytest.fixture
def app(context: AppContext) -> Flask:
    return create_app(context)


@pytest.fixture
def agent(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    return client_of("kiosk")


def _show(agent: FlaskClient) -> list[dict[str, Any]]:
    answer = agent.post(ORDERS, json={"devices": DEVICES})
    assert answer.status_code == 200, answer.json
    return list(answer.json["orders"])


def _page(client: FlaskClient, language: str = "ru") -> str:
    answer = client.get(f"/hardware?lang={language}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def _as_real_office(monkeypatch: pytest.MonkeyPatch, context: AppContext) -> None:
    office = replace(context.queue.office, demo=False)
    monkeypatch.setattr(type(context.queue), "office", property(lambda _queue: office))


def test_the_page_says_how_to_start_an_agent_that_is_not_there(anyone: FlaskClient) -> None:
    page = _page(anyone)

    assert "kezek agent --virtual-hardware" in page
    assert "Устройства появятся здесь" in page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", ["Виртуалды жабдық", "Шақыру пульті", "1-терезе", "Қағаз жоқ"]),
        ("ru", ["Виртуальное оборудование", "Пульт вызова", "окно 1", "Нет бумаги"]),
        ("en", ["Virtual hardware", "Call panel", "window 1", "No paper", "Scan this code"]),
    ],
)  # fmt: skip
def test_every_device_stands_on_the_page(
    anyone: FlaskClient, agent: FlaskClient, language: str, words: list[str]
) -> None:
    _show(agent)

    page = _page(anyone, language)

    for word in words:
        assert word in page, word
    assert len(re.findall(r'data-card="', page)) == len(DEVICES)
    assert "data-away hidden" in page


def test_boards_lamp_announcements_and_papers_are_seen(
    anyone: FlaskClient, agent: FlaskClient
) -> None:
    _show(agent)

    page = _page(anyone)

    assert re.search(r'data-window="1".*?data-look="blink">A015<', page, re.S)
    assert re.search(r'data-window="2".*?data-look="dark"', page, re.S)
    assert 'data-lamp="on"' in page
    assert '<time>10:00:09</time><span lang="kk">Үшінші терезеге келіңіз</span>' in page
    assert "/papers/1795343689353950682.png" in page
    assert 'data-check="disk" data-health="bad"' in page


def test_a_switch_says_whether_it_is_on_and_a_new_one_keeps_its_own_name(
    anyone: FlaskClient, agent: FlaskClient
) -> None:
    _show(agent)

    page = _page(anyone)

    assert re.search(r'aria-checked="true"[^>]*data-switch="paper_end"', page)
    assert re.search(r'aria-checked="false"[^>]*data-switch="a_new_fault".*?a_new_fault', page)


def test_a_card_says_what_the_staff_are_told_of_the_device(
    anyone: FlaskClient, agent: FlaskClient, context: AppContext
) -> None:
    _show(agent)
    context.devices.put("agent", [DeviceReport("hall", "printer", "paper_end")])

    assert "Кончилась бумага" in _page(anyone)


def test_the_state_brings_every_card_after_a_change(
    anyone: FlaskClient, agent: FlaskClient
) -> None:
    _show(agent)

    state = anyone.get("/hardware/state?after=0&wait_seconds=0").json

    assert state["present"] is True
    assert [each["name"] for each in state["cards"]] == [each["name"] for each in DEVICES]
    assert "<section" in state["cards"][0]["html"]
    assert "<html" not in state["cards"][0]["html"]


def test_a_press_on_the_page_reaches_the_agent(visitor: FlaskClient, agent: FlaskClient) -> None:
    _show(agent)

    shown = [
        visitor.post(PRESS, json=body).status_code
        for body in (
            {"device": "panel-1", "what": "next"},
            {"device": "printer-hall", "what": "paper_end", "value": False},
            {"device": "scanner-1", "what": "code", "value": "123456789"},
        )
    ]

    assert shown == [204, 204, 204]
    assert _show(agent) == [
        {"device": "panel-1", "what": "next", "value": None},
        {"device": "printer-hall", "what": "paper_end", "value": False},
        {"device": "scanner-1", "what": "code", "value": "123456789"},
    ]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"device": "panel-1"},
        {"device": "panel-9", "what": "next"},
        {"device": "panel-1", "what": "next", "value": 1},
        {"device": "panel-1", "what": "next", "value": True},
        {"device": "scanner-1", "what": "code", "value": ""},
        {"device": "panel-1", "what": "next", "more": 1},
    ],
)
def test_a_press_on_nothing_is_refused(
    admin: FlaskClient, agent: FlaskClient, body: dict[str, Any]
) -> None:
    _show(agent)

    answer = admin.post(PRESS, json=body)

    assert (answer.status_code, answer.json["code"]) == (400, "bad_request")


@pytest.mark.parametrize(
    "devices",
    [
        "all",
        [1],
        [{"name": "x"}],
        [{"name": "x", "kind": "toaster"}],
        [{"name": "x", "kind": "panel", "more": 1}],
        [{"name": "x", "kind": "panel", "keys": "next"}],
        [{"name": "x", "kind": "panel", "switches": {"a": 1}}],
        [{"name": "x", "kind": "panel", "shows": [{"text": "a"}]}],
        [{"name": "x", "kind": "panel", "takes_code": "yes"}],
        [{"name": "x", "kind": "panel"}] * 65,
    ],
)
def test_devices_of_another_form_are_refused(agent: FlaskClient, devices: Any) -> None:
    answer = agent.post(ORDERS, json={"devices": devices})

    assert (answer.status_code, answer.json["code"]) == (400, "bad_request")


@pytest.mark.parametrize("role", ["operator", "supervisor"])
def test_in_a_real_office_only_an_admin_may_look_and_press(
    context: AppContext,
    client_of: Callable[..., FlaskClient],
    signed_in: Callable[..., tuple[FlaskClient, str]],
    agent: FlaskClient,
    admin: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    role: str,
) -> None:
    _show(agent)
    names = {"operator": "operator1", "supervisor": "supervisor"}
    (browser, _), (boss, _) = signed_in(names[role]), signed_in("admin")
    _as_real_office(monkeypatch, context)
    body = {"device": "panel-1", "what": "next"}

    refused = client_of(role, 1 if role == "operator" else None).post(PRESS, json=body)

    assert refused.status_code == 403
    assert admin.post(PRESS, json=body).status_code == 204
    assert browser.get("/hardware").status_code == 403
    assert browser.get("/hardware/state").status_code == 403
    assert boss.get("/hardware").status_code == 200
    assert boss.get("/hardware/state").status_code == 200


def test_in_a_real_office_a_stranger_signs_in_first(
    app: Flask, context: AppContext, anyone: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    _as_real_office(monkeypatch, context)
    pressed = app.test_client().post(PRESS, json={"device": "panel-1", "what": "next"})

    assert anyone.get("/hardware").status_code == 302
    assert anyone.get("/hardware/state").status_code == 401
    assert pressed.status_code == 401


def test_only_a_device_token_shows_devices(
    visitor: FlaskClient, client_of: Callable[..., FlaskClient]
) -> None:
    assert visitor.post(ORDERS, json={}).status_code == 401
    assert client_of("operator", 1).post(ORDERS, json={}).status_code == 403


def test_a_server_with_real_devices_has_nothing_of_this(
    context: AppContext, client_of: Callable[..., FlaskClient]
) -> None:
    client = create_app(replace(context, virtual=None)).test_client()
    token = context.tokens.create("admin")
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"

    assert client.get("/hardware").status_code == 404
    assert client.get("/hardware/state").status_code == 404
    assert client.post(PRESS, json={"device": "x", "what": "y"}).status_code == 404
    assert client.post(ORDERS, json={}).status_code == 404


def test_every_kind_of_device_has_its_word_and_its_column() -> None:
    assert COLUMNS.keys() == TITLES.keys()
    assert set(KINDS) - set(TITLES) == {"lamp"}


def test_the_languages_of_a_call_stand_together_and_the_newest_call_first(app: Flask) -> None:
    said = [
        ("kk", "1-kk"),
        ("ru", "1-ru"),
        ("kk", "2-kk"),
        ("ru", "2-ru"),
        ("kk", "3-kk"),
    ]
    shows = tuple(
        ShownDevice(f"2026-11-23T05:00:0{place}+00:00", text, language)
        for place, (language, text) in enumerate(said)
    )

    with app.test_request_context("/hardware"):
        (card,) = cards([VirtualDevice("speaker", "speaker", shows=shows[::-1])], [])

    assert [(each.at, each.sentences) for each in card.heard] == [
        ("10:00:04", (("kk", "3-kk"),)),
        ("10:00:02", (("kk", "2-kk"), ("ru", "2-ru"))),
        ("10:00:00", (("kk", "1-kk"), ("ru", "1-ru"))),
    ]
