"""From the scanner to the screen beside it: in memory, for seconds, and only what is a number."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from kezek_hardware import FakeScanner
from kezek_kiosk.agent.api_client import Refused, ServerUnreachable
from kezek_kiosk.agent.scan_worker import ScannerSeat, ScanWorker
from kezek_kiosk.app import create_app
from kezek_kiosk.devices.scan_box import FRESH_SECONDS, MOST_SCREENS, Scan, ScanBox
from kezek_kiosk.web.context import AppContext
from kezek_kiosk.web.held_places import THREADS_FOR_CALLS

NUMBER = "260000019"
GOING = threading.Event()


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def look(box: ScanBox, screen: str = "hall", after: int = 0) -> Scan | None:
    return box.wait(screen, after, 0, GOING)


def test_a_screen_gets_its_own_scans_once() -> None:
    box = ScanBox()
    box.put("hall", NUMBER)

    first = look(box)

    assert first == Scan(1, NUMBER)
    assert look(box, after=first.place) is None
    assert look(box, "entrance") is None


def test_a_scan_is_forgotten_after_a_few_seconds() -> None:
    seconds = Seconds()
    box = ScanBox(seconds)
    box.put("hall", NUMBER)

    seconds.now += FRESH_SECONDS

    assert look(box) is None
    assert box._last == {}


@pytest.mark.parametrize(
    "code", ["900101300123", "http://kezek.local/T/ABC", "Серікова Айгүл", "2600000", " "]
)
def test_what_is_no_request_number_is_not_kept_at_all(code: str) -> None:
    box = ScanBox()

    box.put("hall", code)

    assert look(box) == Scan(1, "")
    assert code.strip() == "" or code not in repr(box._last)


def test_a_number_may_be_scanned_with_its_dashes() -> None:
    box = ScanBox()

    box.put("hall", "26-000001-9")

    assert look(box) == Scan(1, NUMBER)


def test_a_place_of_an_earlier_server_hides_no_scan() -> None:
    box = ScanBox()
    box.put("hall", NUMBER)

    assert look(box, after=4711) == Scan(1, NUMBER)


def test_many_strange_screens_fill_no_memory() -> None:
    box = ScanBox()

    for each in range(3 * MOST_SCREENS):
        box.put(f"screen-{each}", NUMBER)

    assert len(box._last) == MOST_SCREENS
    assert look(box, f"screen-{3 * MOST_SCREENS - 1}") is not None


def test_a_waiting_screen_is_woken_by_a_scan_and_by_the_end_of_the_server() -> None:
    box, stopping = ScanBox(), threading.Event()
    heard: list[Scan | None] = []
    waiting = threading.Thread(
        target=lambda: heard.append(box.wait("hall", 0, 60, stopping)), daemon=True
    )
    waiting.start()
    box.put("hall", NUMBER)
    waiting.join(5)

    stopping.set()

    assert heard == [Scan(1, NUMBER)]
    assert box.wait("hall", 1, 60, stopping) is None


def test_the_agents_scan_reaches_the_screen_over_the_server(
    admin: FlaskClient, visitor: FlaskClient
) -> None:
    begun = visitor.get("/kiosk/scan").get_json()
    sent = admin.post("/api/v1/scans", json={"code": NUMBER, "screen": "hall"})

    read = visitor.get(f"/kiosk/scan?screen=hall&after={begun['after']}")

    assert begun == {"after": 0, "number": None}
    assert sent.status_code == 204
    assert read.get_json() == {"after": 1, "number": NUMBER}
    assert read.headers["Cache-Control"] == "no-store"


def test_a_screen_that_opens_later_does_not_see_the_scan_before(
    admin: FlaskClient, visitor: FlaskClient
) -> None:
    admin.post("/api/v1/scans", json={"code": NUMBER, "screen": "hall"})

    assert visitor.get("/kiosk/scan").get_json() == {"after": 1, "number": None}


def test_a_wait_ends_empty_when_the_server_stops(context: AppContext, visitor: FlaskClient) -> None:
    context.stopping.set()

    answer = visitor.get("/kiosk/scan?after=0")

    assert answer.get_json() == {"after": 0, "number": None}
    assert context.waiting_places.open == 0


def test_waiting_screens_leave_threads_for_calls(context: AppContext, visitor: FlaskClient) -> None:
    for number in range(context.settings.server.threads - THREADS_FOR_CALLS):
        context.waiting_places.take(f"10.0.0.{number}", known=True, most=56, most_per_address=0)

    answer = visitor.get("/kiosk/scan?after=0")

    assert answer.status_code == 503


@pytest.mark.parametrize(("role", "window"), [("operator", 1), ("supervisor", None)])
def test_only_a_device_tells_scans(
    client_of: Callable[..., FlaskClient],
    anyone: FlaskClient,
    visitor: FlaskClient,
    role: str,
    window: int | None,
) -> None:
    body = {"code": NUMBER, "screen": "hall"}

    assert client_of(role, window).post("/api/v1/scans", json=body).status_code == 403
    assert anyone.post("/api/v1/scans", json=body).status_code == 401
    assert visitor.post("/api/v1/scans", json=body).status_code == 401


def test_a_kiosk_that_is_not_paired_hears_no_scans(context: AppContext) -> None:
    kiosk = replace(context.settings.kiosk, open=False)
    closed = create_app(replace(context, settings=replace(context.settings, kiosk=kiosk)))

    assert closed.test_client().get("/kiosk/scan").status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"code": NUMBER},
        {"code": "", "screen": "hall"},
        {"code": NUMBER, "screen": ""},
        {"code": 260000019, "screen": "hall"},
        {"code": "9" * 501, "screen": "hall"},
        {"code": NUMBER, "screen": "hall", "more": 1},
    ],
)
def test_a_scan_of_another_form_is_refused(admin: FlaskClient, body: dict[str, Any]) -> None:
    assert admin.post("/api/v1/scans", json=body).status_code == 400


def test_no_code_is_ever_logged(
    admin: FlaskClient, visitor: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        for code in (NUMBER, "900101300123", "9" * 600):
            admin.post("/api/v1/scans", json={"code": code, "screen": "hall"})
            visitor.post("/kiosk/receipt", json={"number": code})

    assert NUMBER not in caplog.text
    assert "900101300123" not in caplog.text
    assert "999999" not in caplog.text


class Server:
    """Takes scans; a scripted failure is raised once."""

    def __init__(self, stop: threading.Event, wanted: int) -> None:
        self.bodies: list[dict[str, str]] = []
        self.failures: list[Exception] = []
        self.closed = False
        self._stop, self._wanted = stop, wanted

    def post(self, path: str, body: dict[str, str]) -> None:
        assert path == "/scans"
        self._wanted -= 1
        if self._wanted == 0:
            self._stop.set()
        if self.failures:
            raise self.failures.pop(0)
        self.bodies.append(body)

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize(
    "failure",
    [
        ServerUnreachable("expected an answer, got none; check the address"),
        Refused(401, {"code": "token_refused"}),
    ],
)
def test_a_scan_that_cannot_be_told_is_dropped_and_the_next_one_told(
    failure: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    stop, scanner = threading.Event(), FakeScanner()
    server = Server(stop, wanted=2)
    server.failures.append(failure)
    scanner.hold_under("260000024")
    scanner.hold_under(NUMBER)

    ScanWorker(server, ScannerSeat("hall", scanner), stop).run()  # type: ignore[arg-type]

    assert server.bodies == [{"code": NUMBER, "screen": "hall"}]
    assert server.closed
    assert "a scan beside hall" in caplog.text
    assert "2600" not in caplog.text
