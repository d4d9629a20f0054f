"""Calls reach boards, loudspeaker and panels through every interruption, and none is invented."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kezek_hardware.boards.frame_rules import FrameTextError
from kezek_kiosk.agent.api_client import ServerUnreachable, _event
from kezek_kiosk.agent.call_follower import CallFollower, HallNow
from kezek_kiosk.agent.call_sinks import QuietSink, WindowBoardSink

NOON = datetime(2031, 3, 4, 7, tzinfo=UTC)


class Impatient(threading.Event):
    """A stop event that lets nobody wait."""

    def wait(self, timeout: float | None = None) -> bool:
        return self.is_set()


class Noted(QuietSink):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.heard: list[tuple[Any, ...]] = []
        self.changes = 0

    def settle(self, hall: HallNow) -> None:
        self.heard.append(("settle", dict(hall.at)))

    def called(self, number: str, window: int) -> None:
        self.heard.append(("called", number, window))

    def passed(self, number: str, window: int, *, lately: bool) -> None:
        self.heard.append(("passed", number, window, lately))

    def came(self, number: str, window: int) -> None:
        self.heard.append(("came", number, window))

    def left(self, number: str, window: int) -> None:
        self.heard.append(("left", number, window))

    def stands(self, number: str, window: int) -> None:
        self.heard.append(("stands", number, window))

    def changed(self) -> None:
        self.changes += 1


class Stream:
    def __init__(self, events: list[Any]) -> None:
        self.events = events
        self.closed = 0

    def __iter__(self) -> Iterator[Any]:
        for event in self.events:
            if isinstance(event, Exception):
                raise event
            yield event

    def close(self) -> None:
        self.closed += 1


class Server:
    """Connections in a row: each with the hall at its beginning and the events that follow."""

    def __init__(self, stop: threading.Event, *connections: Any) -> None:
        self.stop = stop
        self.connections = list(connections)
        self.asked_after: list[int] = []
        self.state = "called"
        self.later: tuple[int, dict[int, str], list[Any]] | None = None
        """The hall after the last connection; it is told once."""
        self.streams: list[Stream] = []

    def get(self, path: str) -> Any:
        if not self.connections and self.later is not None:
            connection, self.later = self.later, None if path.startswith("/board") else self.later
            return self._answer(path, connection)
        if not self.connections:
            self.stop.set()
            raise ServerUnreachable("gone")
        if isinstance(self.connections[0], Exception):
            raise self.connections.pop(0)
        return self._answer(path, self.connections[0])

    def _answer(self, path: str, connection: tuple[int, dict[int, str], list[Any]]) -> Any:
        seq, at, _ = connection
        if path.startswith("/board"):
            calls = [{"number": number, "window": window} for window, number in at.items()]
            return {"calls": calls}
        return {
            "now": NOON.isoformat(),
            "seq": seq,
            "tickets": [
                {"id": number, "number": number, "state": self.state} for number in at.values()
            ],
            "windows": [{"id": window, "ticket": at.get(window)} for window in (1, 2)],
        }

    def follow(self, last_seq: int) -> Stream:
        self.asked_after.append(last_seq)
        _, _, events = self.connections.pop(0)
        self.streams.append(Stream(events))
        return self.streams[-1]

    def close(self) -> None:
        self.connections = []


def event(seq: int, kind: str, number: str = "A001", window: int | None = 1, age_s: float = 0.0):
    at = (NOON - timedelta(seconds=age_s)).isoformat()
    return {"seq": seq, "kind": kind, "number": number, "window": window, "at": at}


def followed(*connections: Any, state: str = "called") -> tuple[Noted, Server]:
    stop = Impatient()
    server, sink = Server(stop, *connections), Noted()
    server.state = state
    CallFollower(server, [sink], stop, monotonic=lambda: 0.0).run()  # type: ignore[arg-type]
    return sink, server


@pytest.mark.parametrize(
    ("kind", "step"),
    [
        ("ticket_called", "called"),
        ("ticket_recalled", "called"),
        ("service_started", "came"),
        ("service_finished", "left"),
        ("visitor_absent", "left"),
        ("ticket_held", "left"),
        ("ticket_transferred", "left"),
        ("ticket_cancelled", "left"),
        ("absence_withdrawn", "stands"),
    ],
)
def test_every_step_of_a_call_is_told(kind: str, step: str) -> None:
    sink, _ = followed((4, {}, [event(5, kind)]))

    assert sink.heard == [("settle", {}), (step, "A001", 1)]


def test_what_concerns_no_window_is_only_a_change() -> None:
    sink, _ = followed((4, {}, [event(5, "ticket_issued", window=None), event(6, "limit_near")]))

    assert sink.heard == [("settle", {})]
    assert sink.changes == 2


def test_after_an_interruption_the_hall_is_settled_and_the_stream_goes_on_where_it_was() -> None:
    sink, server = followed(
        (4, {}, [event(5, "ticket_called"), ServerUnreachable("gone")]),
        ServerUnreachable("still gone"),
        (8, {2: "A002"}, [event(9, "ticket_called", "A003", 1)]),
    )

    assert server.asked_after == [4, 5]
    assert sink.heard == [
        ("settle", {}),
        ("called", "A001", 1),
        ("settle", {2: "A002"}),
        ("called", "A003", 1),
    ]
    assert all(stream.closed for stream in server.streams)


def test_of_what_was_missed_every_call_is_told_and_who_has_not_come_is_called() -> None:
    sink, _ = followed(
        (4, {}, [event(5, "ticket_issued", window=None), ServerUnreachable("gone")]),
        (
            9,
            {1: "A002"},
            [
                event(6, "ticket_called", "A001"),
                event(7, "service_finished", "A001"),
                event(8, "ticket_called", "A002"),
                event(9, "ticket_called", "A009", 2),
            ],
        ),
    )

    assert sink.heard[2:] == [
        ("passed", "A001", 1, True),
        ("called", "A002", 1),
        ("passed", "A009", 2, True),
    ]


@pytest.mark.parametrize(
    ("state", "age_s", "step"),
    [
        ("called", 12, ("called", "A001", 1)),
        ("called", 600, ("called", "A001", 1)),
        ("serving", 12, ("passed", "A001", 1, True)),
        ("serving", 600, ("passed", "A001", 1, False)),
    ],
)
def test_a_missed_call_is_made_up_for_as_long_as_nobody_has_come(
    state: str, age_s: float, step: tuple[Any, ...]
) -> None:
    sink, _ = followed(
        (4, {}, [event(5, "ticket_issued", window=None), ServerUnreachable("gone")]),
        (6, {1: "A001"}, [event(6, "ticket_called", age_s=age_s)]),
        state=state,
    )

    assert sink.heard[1:] == [("settle", {1: "A001"}), step]


@pytest.mark.parametrize(
    ("state", "step"), [("called", ("called", "A001", 1)), ("serving", ("passed", "A001", 1, True))]
)
def test_an_event_that_was_held_up_is_told_by_how_the_hall_is_now(
    state: str, step: tuple[Any, ...]
) -> None:
    stop, sink = Impatient(), Noted()
    server = Server(stop, (4, {}, [event(5, "ticket_called", age_s=30)]))
    server.later, server.state = (6, {1: "A001"}, []), state

    CallFollower(server, [sink], stop, monotonic=lambda: 0.0).run()  # type: ignore[arg-type]

    assert sink.heard == [("settle", {}), ("settle", {1: "A001"}), step]


def test_a_day_that_is_closed_out_is_looked_at_anew() -> None:
    stop, sink = Impatient(), Noted()
    closed = event(5, "day_closed", number="", window=None)
    server = Server(stop, (4, {1: "A001"}, [closed]))
    server.later = (5, {}, [])

    CallFollower(server, [sink], stop, monotonic=lambda: 0.0).run()  # type: ignore[arg-type]

    assert sink.heard == [("settle", {1: "A001"}), ("settle", {})]


def test_a_server_that_began_anew_is_followed_from_its_own_beginning() -> None:
    _, server = followed(
        (400, {}, [event(401, "ticket_called"), ServerUnreachable("gone")]), (3, {}, [])
    )

    assert server.asked_after == [400, 3]


def test_a_board_that_cannot_show_a_number_silences_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Narrow(QuietSink):
        def called(self, number: str, window: int) -> None:
            raise FrameTextError("too narrow")

    stop, sink = Impatient(), Noted()
    server = Server(stop, (4, {}, [event(5, "ticket_called")]))

    CallFollower(server, [Narrow(), sink], stop).run()  # type: ignore[arg-type]

    assert sink.heard[-1] == ("called", "A001", 1)
    assert "too narrow" in caplog.text


class Boards:
    """The boards of windows 1 and 2."""

    windows = (1, 2)

    def __init__(self) -> None:
        self.shown: dict[int, str] = {}

    def call(self, window: int, number: str) -> None:
        self.shown[window] = f"*{number}*"

    def show(self, window: int, number: str) -> None:
        self.shown[window] = number

    def clear(self, window: int) -> None:
        self.shown.pop(window, None)


def test_a_window_board_shows_who_is_there_and_goes_dark_after() -> None:
    boards = Boards()
    sink = WindowBoardSink(boards)  # type: ignore[arg-type]
    sink.settle(HallNow(at={1: "A001", 7: "A007"}))
    settled = dict(boards.shown)
    sink.left("A001", 1)
    sink.called("A002", 1)
    sink.left("A001", 1)
    called = dict(boards.shown)

    sink.left("A002", 1)

    assert settled == {1: "A001"}
    assert called == {1: "*A002*"}
    assert boards.shown == {}


def test_a_block_of_the_stream_without_a_place_in_the_journal_is_no_event() -> None:
    assert _event([": still here"]) is None
    assert _event(['data: {"kind": "devices"}']) is None
    assert _event(["id: 7", 'data: {"seq": 7}']) == {"seq": 7}
