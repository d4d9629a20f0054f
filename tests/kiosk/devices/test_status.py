"""How devices stand: told by agents, kept in memory, silent when no word comes."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import islice
from typing import Any

import pytest
from flask.testing import FlaskClient

from kezek_kiosk.agent.api_client import ServerUnreachable
from kezek_kiosk.agent.device_reporter import REPEAT_SECONDS, DeviceReporter
from kezek_kiosk.api.stream import told_to_anybody
from kezek_kiosk.devices.status import AGENT, DeviceBook, DeviceReport
from kezek_kiosk.web.context import AppContext

PRINTER: dict[str, Any] = {
    "name": "hall",
    "kind": "printer",
    "word": "near_end",
    "facts": {"paper": "near_end", "tickets_left": 120},
}


class Seconds:
    """Monotonic seconds, moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def printer(word: str, name: str = "hall", **facts: Any) -> DeviceReport:
    return DeviceReport(name, "printer", word, "", facts)


def tell(client: FlaskClient, *devices: dict[str, Any], agent: str = "hall") -> int:
    body = {"agent": agent, "devices": list(devices)}
    return client.post("/api/v1/devices", json=body).status_code


def test_what_an_agent_tells_is_shown_to_staff(client_of: Callable[..., FlaskClient]) -> None:
    sent = tell(client_of("kiosk"), PRINTER, {"name": "desk", "kind": "scanner", "word": "absent"})

    shown = client_of("operator", 1).get("/api/v1/devices").json["devices"]

    assert sent == 204
    assert [(each["kind"], each["name"], each["word"]) for each in shown] == [
        ("printer", "hall", "near_end"),
        ("scanner", "desk", "absent"),
    ]
    assert shown[0]["facts"] == {"paper": "near_end", "tickets_left": 120}
    assert 0 <= shown[0]["seconds_ago"] < 5


def test_only_devices_tell_and_only_staff_read(
    anyone: FlaskClient, visitor: FlaskClient, client_of: Callable[..., FlaskClient]
) -> None:
    assert tell(anyone, PRINTER) == 401
    assert tell(visitor, PRINTER) == 401
    assert tell(client_of("operator", 1), PRINTER) == 403
    assert anyone.get("/api/v1/devices").status_code == 401
    assert client_of("kiosk").get("/api/v1/devices").status_code == 403


@pytest.mark.parametrize(
    "device",
    [
        {},
        {"name": "hall", "kind": "printer"},
        {"name": "hall", "kind": "teapot", "word": "ok"},
        {"name": "hall", "kind": "printer", "word": "ok", "colour": "red"},
        {"name": "hall", "kind": "printer", "word": "ok", "facts": {"left": [1]}},
        {"name": "hall", "kind": "printer", "word": "ok", "facts": {"left": "x" * 201}},
        {"name": "", "kind": "printer", "word": "ok"},
        "printer",
    ],
)
def test_a_device_that_is_told_wrongly_changes_nothing(
    context: AppContext, client_of: Callable[..., FlaskClient], device: Any
) -> None:
    assert tell(client_of("kiosk"), PRINTER, device) == 400

    assert context.devices.devices() == ()


def test_an_agent_that_falls_silent_leaves_silent_devices() -> None:
    seconds = Seconds()
    book = DeviceBook(seconds)
    book.put("hall", [printer("ok")])
    seconds.now += 45
    (still,) = book.devices()

    seconds.now += 1
    (silent,) = book.devices()

    assert (still.status, still.works) == ("ok", True)
    assert (silent.status, silent.detail, silent.stopped) == ("silent", AGENT, True)


def test_a_device_that_is_not_named_any_more_is_gone() -> None:
    book = DeviceBook(Seconds())
    book.put("hall", [printer("ok"), printer("ok", "desk")])
    book.put("archive", [printer("ok")])

    book.put("hall", [printer("ok", "desk")])

    assert [(each.agent, each.name) for each in book.devices()] == [
        ("archive", "hall"),
        ("hall", "desk"),
    ]


def test_a_silent_agent_is_forgotten_after_half_a_day() -> None:
    seconds = Seconds()
    book = DeviceBook(seconds)
    book.put("hall", [printer("ok")])

    seconds.now += 12 * 3600 + 1

    assert book.devices() == ()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ([], None),
        (["ok"], None),
        (["near_end"], None),
        (["unknown"], None),
        (["paper_end"], "paper_end"),
        (["silent"], "silent"),
        (["cover_open", "paper_end"], "cover_open"),
        (["paper_end", "ok"], None),
        (["paper_end", "unknown"], None),
    ],
)
def test_no_paper_can_come_only_when_every_printer_is_stopped(
    words: list[str], why: str | None
) -> None:
    book = DeviceBook(Seconds())
    book.put("hall", [printer(word, f"p{place}") for place, word in enumerate(words)])

    assert book.why_no_paper() == why


def test_the_ticket_page_learns_at_once_that_no_paper_can_come(
    context: AppContext, visitor: FlaskClient, client_of: Callable[..., FlaskClient]
) -> None:
    job = context.queue.issue("household").print_job
    before = visitor.get(f"/api/v1/print-jobs/{job}").json

    tell(client_of("kiosk"), {**PRINTER, "word": "paper_end"})
    after = visitor.get(f"/api/v1/print-jobs/{job}").json

    assert (before["state"], before["stopped"]) == ("pending", None)
    assert (after["state"], after["stopped"]) == ("pending", "paper_end")


def test_a_change_reaches_open_pages_and_a_count_of_tickets_does_not(context: AppContext) -> None:
    feed = context.event_feeds.follow(context.queue.last_seq(), told_to_anybody)
    feed.take()
    context.devices.put("hall", [printer("ok", tickets_left=9)])
    first = feed.wait()
    context.devices.put("hall", [printer("ok", tickets_left=8)])
    context.queue.issue("household")

    second = feed.wait()

    assert json.loads(first.removeprefix("data: ")) == {"kind": "devices"}
    assert "id:" not in first
    assert '"kind":"ticket_issued"' in second
    assert '"kind":"devices"' not in second


def test_a_device_that_speaks_again_is_news() -> None:
    seconds = Seconds()
    book = DeviceBook(seconds)
    book.put("hall", [printer("ok")])
    before = book.version
    seconds.now += 60

    book.put("hall", [printer("ok")])

    assert book.version == before + 1


def test_metrics_tell_devices_paper_and_tickets_left(
    context: AppContext, anyone: FlaskClient, client_of: Callable[..., FlaskClient]
) -> None:
    tell(
        client_of("kiosk"),
        PRINTER,
        {"name": "back", "kind": "printer", "word": "unknown"},
        {"name": "desk", "kind": "scanner", "word": "absent"},
    )

    lines = anyone.get("/metrics").get_data(as_text=True).splitlines()

    assert 'kezek_device_ok{agent="hall",kind="printer",name="hall"} 1.0' in lines
    assert 'kezek_device_ok{agent="hall",kind="scanner",name="desk"} 0.0' in lines
    assert not [line for line in lines if line.startswith("kezek_device_ok") and "back" in line]
    assert 'kezek_printer_tickets_left{agent="hall",name="hall"} 120.0' in lines
    assert 'kezek_printer_paper{agent="hall",name="hall",paper="near_end"} 1.0' in lines
    assert 'kezek_printer_paper{agent="hall",name="back",paper="unknown"} 1.0' in lines


class Heard:
    """A server that takes reports, or is away."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.away = False

    def post(self, path: str, body: dict[str, Any]) -> None:
        assert path == "/devices"
        if self.away:
            raise ServerUnreachable("gone")
        self.bodies.append(body)

    def close(self) -> None:
        self.bodies.append({})


def test_devices_are_told_at_a_change_and_again_in_time() -> None:
    seconds, server, words = Seconds(), Heard(), [printer("ok")]
    reporter = DeviceReporter(server, "hall", [lambda: words[0]], None, monotonic=seconds)  # type: ignore[arg-type]
    reporter.look()
    reporter.look()
    words[0] = printer("paper_end")
    reporter.look()
    seconds.now += REPEAT_SECONDS - 0.1
    reporter.look()
    seconds.now += 0.1

    reporter.look()

    assert [body["devices"][0]["word"] for body in server.bodies] == [
        "ok",
        "paper_end",
        "paper_end",
    ]
    assert REPEAT_SECONDS <= 15


def test_a_server_that_was_away_is_told_as_soon_as_it_is_back() -> None:
    seconds, server = Seconds(), Heard()
    reporter = DeviceReporter(server, "hall", [lambda: printer("ok")], None, monotonic=seconds)  # type: ignore[arg-type]
    server.away = True
    pauses = [reporter.look() for _ in range(8)]
    server.away = False

    reporter.look()

    assert pauses == sorted(pauses)
    assert pauses[-1] == 15
    assert len(server.bodies) == 1
    assert list(islice(server.bodies[0], 1)) == ["agent"]
