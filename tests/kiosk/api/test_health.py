"""Health and metrics over the API, and what an unforeseen failure tells whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from kezek_kiosk.app import create_app
from kezek_kiosk.web.context import AppContext
from kezek_kiosk.web.write_probe import WriteProbe

Issue = Callable[..., dict[str, Any]]
Problem = Callable[[Any, int, str], dict[str, Any]]


@pytest.mark.parametrize("prefix", ["", "/api/v1"])
def test_health_is_told_at_both_addresses(
    anyone: FlaskClient, context: AppContext, prefix: str
) -> None:
    alive, ready = anyone.get(f"{prefix}/healthz"), anyone.get(f"{prefix}/readyz")
    metrics = anyone.get(f"{prefix}/metrics")

    assert alive.json == {"status": "ok", "instance": context.instance}
    assert (ready.status_code, ready.json["checks"]["database"]) == (200, "ok")
    assert "kezek_waiting{" in metrics.get_data(as_text=True)


def test_a_failing_check_makes_the_server_unready_and_is_named(
    anyone: FlaskClient, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kezek_queue.errors import StorageFailedError

    def broken(_queue: Any) -> int:
        raise StorageFailedError("the disk does not answer")

    monkeypatch.setattr(type(context.queue), "last_seq", broken)

    ready = anyone.get("/readyz")

    assert ready.status_code == 503
    assert ready.json["checks"]["database"] == "storage_failed"


def test_a_full_disk_makes_the_server_unready_though_every_question_is_answered(
    anyone: FlaskClient, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kezek_queue.errors import StorageFullError

    def full(_queue: Any) -> None:
        raise StorageFullError("the disk is full")

    monkeypatch.setattr(type(context.queue), "heartbeat", full)
    app = create_app(replace(context))

    ready = app.test_client().get("/readyz")

    assert ready.status_code == 503
    assert ready.json["checks"] == {
        **ready.json["checks"],
        "database": "ok",
        "writing": "storage_full",
    }


def test_being_asked_all_the_time_writes_once_in_five_seconds() -> None:
    written, seconds = [], [100.0]
    probe = WriteProbe(lambda: written.append(1), lambda: seconds[0])

    for _ in range(20):
        probe.check()
        seconds[0] += 1

    assert len(written) == 4


def test_metrics_count_requests_by_call_and_status(
    issue: Issue, admin: FlaskClient, anyone: FlaskClient
) -> None:
    issue(admin)
    admin.post("/api/v1/tickets", json={})

    text = anyone.get("/metrics").get_data(as_text=True)

    assert 'kezek_http_requests_total{endpoint="api_tickets.issue",status="201"} 1.0' in text
    assert 'kezek_http_requests_total{endpoint="api_tickets.issue",status="400"} 1.0' in text
    assert 'kezek_waiting{service="household"} 1.0' in text


@pytest.mark.parametrize("code", ["storage_full", "storage_failed"])
def test_a_disk_that_fails_is_told_without_the_inside(
    problem: Problem,
    admin: FlaskClient,
    context: AppContext,
    monkeypatch: pytest.MonkeyPatch,
    code: str,
) -> None:
    from kezek_queue import errors

    kinds = {"storage_full": errors.StorageFullError, "storage_failed": errors.StorageFailedError}

    def broken(*_: Any, **__: Any) -> None:
        raise kinds[code]("cannot write /srv/kezek/kezek.db", file="/srv/kezek/kezek.db")

    monkeypatch.setattr(type(context.queue), "issue", broken)

    answer = admin.post("/api/v1/tickets", json={"service": "household"})

    refusal = problem(answer, 507, code)
    assert "/srv" not in answer.get_data(as_text=True)
    assert list(refusal["facts"]) == ["incident"]


def test_an_unforeseen_failure_shows_a_number_and_no_trace(
    problem: Problem,
    admin: FlaskClient,
    context: AppContext,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("secret inside")

    monkeypatch.setattr(type(context.queue), "issue", broken)

    answer = admin.post("/api/v1/tickets", json={"service": "household"})

    refusal = problem(answer, 500, "failure")
    assert refusal["facts"]["incident"] in refusal["detail"]
    assert refusal["facts"]["incident"] in caplog.text
    assert "secret inside" not in answer.get_data(as_text=True)


def test_the_same_failure_of_a_page_is_a_page(
    anyone: FlaskClient, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("secret inside")

    monkeypatch.setattr(type(context.queue), "snapshot", broken)

    with anyone.get("/kiosk/state") as answer:
        assert answer.status_code == 500
        assert answer.mimetype == "text/html"
        assert "secret inside" not in answer.get_data(as_text=True)


def test_the_log_of_a_refusal_repeats_nothing_that_was_sent(
    admin: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")

    admin.post("/api/v1/tickets", json={"service": "900101300123", "language": "900101300123"})
    admin.get("/api/v1/tickets/900101300123")

    assert "api_tickets.issue refused: bad_request" in caplog.text
    assert "900101300123" not in caplog.text
