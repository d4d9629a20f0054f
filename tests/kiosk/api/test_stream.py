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

from kezek_kiosk.api.stream import told_to_anybody, told_to_staff
from kezek_kiosk.app import create_app
from kezek_kiosk.web.context import AppContext
from kezek_kiosk.web.event_feeds import Tell
from kezek_kiosk.web.held_places import SCREENS_PER_THREAD
from kezek_queue.errors import StorageFailedError


def _texts(context: AppContext, after: int, tell: Tell = told_to_anybody) -> Iterator[str]:
    """What a screen is sent, as it comes."""
    return iter(context.event_feeds.follow(after, tell).wait, "")


def _parsed(texts: Iterator[str]) -> Iterator[dict[str, str]]:
    """The fields of each block that is no comment."""
    for block in (block for text in texts for block in text.split("\n\n")):
        lines = [line for line in block.splitlines() if line and not line.startswith(":")]
        fields = dict(line.split(": ", 1) for line in lines)
        if "data" in fields:
            yield fields


def test_a_stream_catches_up_from_the_place_it_is_given(context: AppContext) -> None:
    for _ in range(5):
        context.queue.issue("household")
    last = context.queue.last_seq()

    found = list(islice(_parsed(_texts(context, last - 3)), 3))

    assert [int(each["id"]) for each in found] == [last - 2, last - 1, last]
    events = [json.loads(each["data"]) for each in found]
    assert [each["kind"] for each in events] == ["ticket_issued"] * 3
    assert all("event" not in each for each in found), "a name would need a listener of its own"
    data = events[-1]
    assert (data["seq"], data["number"]) == (last, "K005")


def test_what_happens_between_two_connections_is_not_lost(context: AppContext) -> None:
    context.queue.issue("household")
    first = next(_parsed(_texts(context, context.queue.last_seq() - 1)))
    context.queue.issue("household")
    context.queue.issue("household")

    again = islice(_parsed(_texts(context, int(first["id"]))), 2)

    assert [json.loads(each["data"])["number"] for each in again] == ["K002", "K003"]


def test_an_open_stream_tells_what_is_committed_meanwhile(context: AppContext) -> None:
    texts = _texts(context, context.queue.last_seq())
    opening = next(texts)

    context.queue.issue("apostille")
    live = next(texts)

    assert opening.startswith("retry: ")
    assert "T001" in live


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


def test_screens_beyond_the_last_place_are_refused_until_one_goes(context: AppContext) -> None:
    server = replace(context.settings.server, threads=1)
    app: Flask = create_app(replace(context, settings=replace(context.settings, server=server)))
    client = app.test_client()

    first = [client.get("/api/v1/stream") for _ in range(SCREENS_PER_THREAD)]
    more = client.get("/api/v1/stream")
    for each in first:
        each.close()
    again = client.get("/api/v1/stream")
    again.close()

    assert [each.status_code for each in (*first, again)] == [200] * (SCREENS_PER_THREAD + 1)
    assert more.status_code == 503
    assert more.json["code"] == "streams_full"
    assert more.headers["Retry-After"] == "10"
    assert context.screen_places.open == 0


def test_asking_for_the_head_of_a_stream_takes_no_place(
    anyone: FlaskClient, context: AppContext
) -> None:
    answers = [
        anyone.head("/api/v1/stream", environ_base={"REMOTE_ADDR": "10.0.0.2"}) for _ in range(20)
    ]

    assert {each.status_code for each in answers} == {200}
    assert context.screen_places.open == 0


def test_a_stream_whose_journal_cannot_be_read_at_once_takes_no_place(
    anyone: FlaskClient, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise StorageFailedError("the disk does not answer")

    monkeypatch.setattr(type(context.queue), "events", broken)

    answer = anyone.get("/api/v1/stream?after=0")

    assert answer.status_code == 507
    assert context.screen_places.open == 0


def test_strangers_leave_places_for_staff_and_boards(
    context: AppContext, anyone: FlaskClient, supervisor: FlaskClient
) -> None:
    taken = []
    for number in range(2, 30):
        strange = {"REMOTE_ADDR": f"10.0.0.{number}"}
        taken += [anyone.get("/api/v1/stream", environ_base=strange) for _ in range(12)]
    statuses = [each.status_code for each in taken]

    board = anyone.get("/api/v1/stream", environ_base={"REMOTE_ADDR": "127.0.0.1"})
    staff = supervisor.get("/api/v1/stream", environ_base={"REMOTE_ADDR": "10.0.0.99"})
    for each in (*taken, board, staff):
        each.close()

    assert statuses.count(200) == 192
    assert (board.status_code, staff.status_code) == (200, 200)


def test_only_a_stream_of_staff_names_the_actor(context: AppContext) -> None:
    context.queue.issue("household", actor="operator1")
    after = context.queue.last_seq() - 1

    for_staff = next(_parsed(_texts(context, after, told_to_staff)))
    for_all = next(_parsed(_texts(context, after)))

    assert json.loads(for_staff["data"])["actor"] == "operator1"
    assert "actor" not in json.loads(for_all["data"])
