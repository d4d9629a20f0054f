"""The live stream: catches up without loss, goes on live, ends with the server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kezek_kiosk.api import stream as stream_module
from kezek_kiosk.api.stream import event_lines
from kezek_kiosk.app import create_app
from kezek_kiosk.web.context import AppContext
from kezek_kiosk.web.stream_places import THREADS_FOR_CALLS


def _parsed(blocks: Iterator[str]) -> Iterator[dict[str, str]]:
    """The fields of each block that is no comment."""
    for block in blocks:
        lines = [line for line in block.splitlines() if line and not line.startswith(":")]
        fields = dict(line.split(": ", 1) for line in lines)
        if "data" in fields:
            yield fields


def test_a_stream_catches_up_from_the_place_it_is_given(context: AppContext) -> None:
    for _ in range(5):
        context.queue.issue("household")
    last = context.queue.last_seq()

    found = list(islice(_parsed(event_lines(context, last - 3, with_actor=False)), 3))

    assert [int(each["id"]) for each in found] == [last - 2, last - 1, last]
    events = [json.loads(each["data"]) for each in found]
    assert [each["kind"] for each in events] == ["ticket_issued"] * 3
    assert all("event" not in each for each in found), "a name would need a listener of its own"
    data = events[-1]
    assert (data["seq"], data["number"]) == (last, "K005")


def test_what_happens_between_two_connections_is_not_lost(context: AppContext) -> None:
    context.queue.issue("household")
    first = next(_parsed(event_lines(context, context.queue.last_seq() - 1, with_actor=False)))
    context.queue.issue("household")
    context.queue.issue("household")

    again = islice(_parsed(event_lines(context, int(first["id"]), with_actor=False)), 2)

    assert [json.loads(each["data"])["number"] for each in again] == ["K002", "K003"]


def test_a_long_journal_comes_in_pages_without_gap(
    context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_module, "PAGE", 2)
    for _ in range(7):
        context.queue.issue("household")
    last = context.queue.last_seq()

    found = islice(_parsed(event_lines(context, 0, with_actor=False)), last)

    assert [int(each["id"]) for each in found] == list(range(1, last + 1))


def test_an_open_stream_tells_what_is_committed_meanwhile(context: AppContext) -> None:
    lines = event_lines(context, context.queue.last_seq(), with_actor=False)
    opening = next(lines)

    context.queue.issue("apostille")
    live = next(lines)

    assert opening.startswith("retry: ")
    assert "T001" in live


def test_a_silent_stream_says_every_15_seconds_that_it_lives(
    context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = [0.0]

    def listen(_queue: Any, _after: int, seconds: float) -> bool:
        passed[0] += seconds
        return False

    monkeypatch.setattr(type(context.queue), "wait_for_event", listen)
    monkeypatch.setattr(stream_module.time, "monotonic", lambda: passed[0])
    lines = event_lines(context, context.queue.last_seq(), with_actor=False)
    next(lines)

    comments = [next(lines) for _ in range(2)]

    assert comments == [": still here\n\n"] * 2
    assert passed[0] == 30.0


def test_a_stream_ends_when_the_server_stops(context: AppContext) -> None:
    lines = event_lines(context, context.queue.last_seq(), with_actor=False)
    next(lines)

    context.stopping.set()

    assert list(lines) == []


def test_a_stream_ends_when_the_journal_cannot_be_read(
    context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kezek_queue.errors import StorageFailedError

    def broken(*_: Any, **__: Any) -> None:
        raise StorageFailedError("the disk does not answer")

    lines = event_lines(context, 0, with_actor=False)
    next(lines)
    monkeypatch.setattr(type(context.queue), "events", broken)

    assert list(lines) == []


def test_the_header_of_a_returning_screen_goes_before_the_address(
    anyone: FlaskClient, context: AppContext
) -> None:
    for _ in range(3):
        context.queue.issue("household")
    last = context.queue.last_seq()
    context.stopping.set()

    with anyone.get("/api/v1/stream?after=0", headers={"Last-Event-ID": str(last - 1)}) as answer:
        text = answer.get_data(as_text=True)

    assert answer.mimetype == "text/event-stream"
    assert f": after {last - 1}" in text


def test_without_a_place_a_stream_begins_now(anyone: FlaskClient, context: AppContext) -> None:
    context.queue.issue("household")
    last = context.queue.last_seq()
    context.stopping.set()

    with anyone.get("/api/v1/stream") as answer:
        assert f": after {last}" in answer.get_data(as_text=True)


def test_streams_leave_threads_for_calls_and_give_their_place_back(context: AppContext) -> None:
    server = replace(context.settings.server, threads=THREADS_FOR_CALLS + 1)
    app: Flask = create_app(replace(context, settings=replace(context.settings, server=server)))
    client = app.test_client()

    first = client.get("/api/v1/stream")
    second = client.get("/api/v1/stream")
    first.close()
    third = client.get("/api/v1/stream")
    third.close()

    assert (first.status_code, second.status_code, third.status_code) == (200, 503, 200)
    assert second.json["code"] == "streams_full"
    assert second.headers["Retry-After"] == "10"
    assert context.stream_places.open == 0


def test_strangers_leave_places_for_staff_and_boards(
    context: AppContext, anyone: FlaskClient, supervisor: FlaskClient
) -> None:
    taken = []
    for number in range(2, 10):
        strange = {"REMOTE_ADDR": f"10.0.0.{number}"}
        taken += [anyone.get("/api/v1/stream", environ_base=strange) for _ in range(12)]
    statuses = [each.status_code for each in taken]

    board = anyone.get("/api/v1/stream", environ_base={"REMOTE_ADDR": "127.0.0.1"})
    staff = supervisor.get("/api/v1/stream", environ_base={"REMOTE_ADDR": "10.0.0.99"})
    for each in (*taken, board, staff):
        each.close()

    assert statuses.count(200) == 42
    assert (board.status_code, staff.status_code) == (200, 200)


def test_only_a_stream_of_staff_names_the_actor(context: AppContext) -> None:
    context.queue.issue("household", actor="operator1")
    after = context.queue.last_seq() - 1

    for_staff = next(_parsed(event_lines(context, after, with_actor=True)))
    for_all = next(_parsed(event_lines(context, after, with_actor=False)))

    assert json.loads(for_staff["data"])["actor"] == "operator1"
    assert "actor" not in json.loads(for_all["data"])
