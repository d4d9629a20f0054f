"""The agent's way from devices to the API: a panel's window, a button's ticket, the roll, parts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from kezek_hardware.machine.sd_notify import FakeServiceManager
from kezek_hardware.pins.call_panel import CommandRefusedError, WindowAwayError
from kezek_hardware.pins.panel_logic import PanelCommand, WindowPhase, WindowView
from kezek_hardware.pins.pins import PinWiringError
from kezek_kiosk.agent.api_client import Refused, ServerUnreachable
from kezek_kiosk.agent.device_factory import DeviceFactory
from kezek_kiosk.agent.device_set import AgentParts
from kezek_kiosk.agent.roll_file import RollFile
from kezek_kiosk.agent.ticket_taker import TRIES, TicketTaker
from kezek_kiosk.agent.window_client import ApiWindowLine
from kezek_kiosk.errors import SettingsError
from kezek_kiosk.settings.devices import (
    PanelSettings,
    TicketButtonSettings,
    WindowBoardSettings,
)
from kezek_kiosk.settings.settings import Settings
from kezek_kiosk.web.context import AppContext


class Api:
    """The server's answers by a test client, as the agent's client gives them."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client
        self.lost = 0
        self.away = False
        self.posted: list[dict[str, Any]] = []

    def get(self, path: str) -> Any:
        return self._body_of(self._client.get(f"/api/v1{path}"))

    def post(self, path: str, body: dict[str, Any]) -> Any:
        self.posted.append(body)
        answer = self._body_of(self._client.post(f"/api/v1{path}", json=body))
        if self.lost:
            self.lost -= 1
            raise ServerUnreachable("the answer was lost")
        return answer

    def _body_of(self, answer: Any) -> Any:
        if self.away:
            raise ServerUnreachable("gone")
        if answer.status_code >= 400:
            raise Refused(answer.status_code, answer.json)
        return answer.json


class Impatient(threading.Event):
    """A stop event that lets nobody wait."""

    def wait(self, timeout: float | None = None) -> bool:
        return self.is_set()


def test_a_panel_calls_starts_and_finishes_at_its_window(
    context: AppContext, client_of: Callable[..., FlaskClient]
) -> None:
    line = ApiWindowLine(Api(client_of("operator", 1)), 1)  # type: ignore[arg-type]
    service = context.queue.office.windows[1].services[0]
    ticket = context.queue.issue(service).ticket.id
    before = line.look()

    views = [
        line.command(PanelCommand("next", None)),
        line.command(PanelCommand("recall", ticket)),
        line.command(PanelCommand("start", ticket)),
        line.command(PanelCommand("finish", ticket)),
    ]

    assert before == WindowView(WindowPhase.FREE, None, 1)
    assert views == [
        WindowView(WindowPhase.CALLED, ticket, 0),
        WindowView(WindowPhase.CALLED, ticket, 0),
        WindowView(WindowPhase.SERVING, ticket, 0),
        WindowView(WindowPhase.FREE, None, 0),
    ]


def test_a_paused_window_is_told_as_such(
    context: AppContext, client_of: Callable[..., FlaskClient]
) -> None:
    line = ApiWindowLine(Api(client_of("operator", 1)), 1)  # type: ignore[arg-type]
    context.queue.open_window(1, actor="x")

    context.queue.pause(1, actor="x")

    assert line.look().phase is WindowPhase.PAUSED


def test_a_panel_that_is_behind_or_at_another_window_is_refused(
    client_of: Callable[..., FlaskClient],
) -> None:
    api = Api(client_of("operator", 1))

    with pytest.raises(CommandRefusedError):
        ApiWindowLine(api, 1).command(PanelCommand("start", "2026-11-23-A001"))  # type: ignore[arg-type]
    with pytest.raises(CommandRefusedError):
        ApiWindowLine(api, 2).command(PanelCommand("next", None))  # type: ignore[arg-type]
    api.away = True
    with pytest.raises(WindowAwayError):
        ApiWindowLine(api, 1).look()  # type: ignore[arg-type]


def test_one_press_is_one_ticket_though_answers_are_lost(
    context: AppContext, client_of: Callable[..., FlaskClient]
) -> None:
    api = Api(client_of("kiosk"))
    api.lost = 2
    buttons = {"b": TicketButtonSettings(service="household", pin=5, language="ru")}

    TicketTaker(api, buttons, Impatient()).pressed("b")  # type: ignore[arg-type]

    (ticket,) = context.queue.snapshot().tickets
    assert (ticket.service, ticket.language) == ("household", "ru")
    assert len(api.posted) == 3


def test_a_button_without_server_gives_up_and_a_refused_one_does_not_insist(
    client_of: Callable[..., FlaskClient], caplog: pytest.LogCaptureFixture
) -> None:
    away, refused = Api(client_of("kiosk")), Api(client_of("kiosk"))
    away.away = True

    TicketTaker(away, {"b": TicketButtonSettings("household")}, Impatient()).pressed("b")  # type: ignore[arg-type]
    TicketTaker(refused, {"b": TicketButtonSettings("teapots")}, Impatient()).pressed("b")  # type: ignore[arg-type]

    assert (len(away.posted), len(refused.posted)) == (TRIES, 1)
    assert "pressed in vain" in caplog.text
    assert "unknown_service" in caplog.text


def test_a_roll_is_reckoned_on_where_the_agent_left_it(tmp_path: Path) -> None:
    path = tmp_path / "rolls.json"
    first = RollFile(path)
    roll = first.roll("hall", length_mm=80_000, near_end_mm=0)
    assert roll is not None
    first.keep("hall", roll.after(100.0))

    again = RollFile(path).roll("hall", length_mm=80_000, near_end_mm=0)
    other = RollFile(path).roll("hall", length_mm=40_000, near_end_mm=0)

    assert again is not None
    assert other is not None
    assert (again.printed_mm, again.tickets_left) == (100.0, 799)
    assert (other.printed_mm, other.tickets_left) == (0.0, None)
    assert RollFile(path).roll("hall", length_mm=0, near_end_mm=0) is None


@pytest.mark.parametrize(
    "text", ["", "[]", '{"hall": 1}', '{"hall": {"length_mm": "x"}}', "\x00", '{"hall": {}}']
)
def test_a_broken_file_of_rolls_costs_only_the_estimate(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rolls.json"
    path.write_text(text)

    roll = RollFile(path).roll("hall", length_mm=80_000, near_end_mm=0)

    assert roll is not None
    assert roll.printed_mm == 0


def test_rolls_that_cannot_be_kept_are_told_and_cost_no_slip(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rolls = RollFile(tmp_path / "missing" / "rolls.json")

    rolls.keep("hall", rolls.roll("hall", length_mm=80_000, near_end_mm=0))

    assert "cannot keep the rolls" in caplog.text


def parts(data: Path, **devices: Any) -> AgentParts:
    return AgentParts(
        replace(Settings(), **devices),
        DeviceFactory(),
        data,
        server="http://127.0.0.1:1",
        token="t",
        name="hall",
        manager=FakeServiceManager(),
    )


def test_an_office_without_devices_has_a_printer_and_nothing_else(tmp_path: Path) -> None:
    made = parts(tmp_path)

    assert set(made.workers) == {"printer-hall", "devices"}
    assert [source().kind for source in made.sources] == ["printer"]
    assert made.follower is None


def test_a_panel_without_its_token_is_told_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="kezek tokens create --role operator --window 3"):
        parts(tmp_path, panels=(PanelSettings(window=3),))


def test_two_parts_at_one_pin_are_told_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "panel-token").write_text("t")

    with pytest.raises(PinWiringError, match="ticket of household"):
        parts(
            tmp_path,
            panels=(PanelSettings(window=1),),
            ticket_buttons=(TicketButtonSettings(service="household", pin=17),),
        )


def test_a_board_of_no_window_is_told_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="numbers of windows"):
        parts(tmp_path, window_boards=(WindowBoardSettings(addresses={"hall": 1}),))
