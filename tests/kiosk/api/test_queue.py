"""The calls of the API against the demo office: shapes, roles, refusals."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from kezek_kiosk.web.context import Services
from kezek_queue import ManualClock
from kezek_queue.reports.formats.csv_text import safe_cell

TICKET_KEYS = [
    "id",
    "number",
    "service",
    "service_title",
    "stage",
    "state",
    "language",
    "category",
    "window",
    "issued_at",
    "called_at",
    "started_at",
    "finished_at",
    "held_until",
    "limit_minutes",
    "standard",
    "edition",
    "source",
    "waited_seconds",
    "exact",
    "verdict",
    "near_limit",
    "minutes_to_limit",
    "calls",
    "no_show",
]


def _issue(client: FlaskClient, service: str = "household", **more: Any) -> dict[str, Any]:
    answer = client.post("/api/v1/tickets", json={"service": service, **more})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return answer.json


def _problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert (answer.status_code, answer.json["code"]) == (status, code), answer.json
    assert answer.mimetype == "application/problem+json"
    assert answer.json["type"] == f"/problems/{code}"
    assert answer.json["status"] == status
    assert answer.json["detail"]
    return answer.json


def test_a_ticket_has_the_shape_of_the_design(admin: FlaskClient) -> None:
    body = {
        "service": "household", "language": "kk", "category": None, "idempotency_key": "tap-1",
    }  # fmt: skip

    answer = admin.post("/api/v1/tickets", json=body)

    assert answer.status_code == 201
    assert list(answer.json) == [
        "id",
        "number",
        "service",
        "stage",
        "issued_at",
        "limit_minutes",
        "ahead",
        "expected_wait_minutes",
        "status_url",
        "status_path",
        "print_job",
    ]
    assert answer.json["id"] == "2026-11-23-K001"
    assert answer.json["number"] == "K001"
    assert (answer.json["limit_minutes"], answer.json["ahead"]) == (40, 0)
    assert answer.json["print_job"] == 1


def test_the_same_key_gives_the_same_ticket_and_no_second_print(admin: FlaskClient) -> None:
    body = {"service": "household", "idempotency_key": "tap-1"}
    first = admin.post("/api/v1/tickets", json=body)

    again = admin.post("/api/v1/tickets", json=body)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json["id"] == first.json["id"]
    assert again.json["print_job"] == first.json["print_job"]


def test_the_key_may_come_as_a_header(admin: FlaskClient) -> None:
    headers = {"Idempotency-Key": "tap-1"}
    first = admin.post("/api/v1/tickets", json={"service": "household"}, headers=headers)

    again = admin.post("/api/v1/tickets", json={"service": "household"}, headers=headers)

    assert again.status_code == 200
    assert again.json["id"] == first.json["id"]


def test_a_key_used_for_another_service_is_a_conflict(admin: FlaskClient) -> None:
    admin.post("/api/v1/tickets", json={"service": "household", "idempotency_key": "tap-1"})

    again = admin.post("/api/v1/tickets", json={"service": "apostille", "idempotency_key": "tap-1"})

    _problem(again, 409, "idempotency_conflict")


def test_an_unknown_service_is_refused_and_nothing_is_counted(
    admin: FlaskClient, house: Services
) -> None:
    before = house.queue.last_seq()

    answer = admin.post("/api/v1/tickets", json={"service": "passport"})

    _problem(answer, 422, "unknown_service")
    assert house.queue.last_seq() == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "service"),
        ({"service": 1}, "service"),
        ({"service": ""}, "service"),
        ({"service": "x" * 65}, "service"),
        ({"service": "a\x00b"}, "service"),
        ({"service": ["household"]}, "service"),
        ({"service": "household", "language": "de"}, "language"),
        ({"service": "household", "language": {"kk": 1}}, "language"),
        ({"service": "household", "category": 1}, "category"),
        ({"service": "household", "stage": "lunch"}, "stage"),
        ({"service": "household", "stage": {}}, "stage"),
        ({"service": "household", "idempotency_key": "кілт"}, "idempotency_key"),
        ({"service": "household", "idempotency_key": "x" * 129}, "idempotency_key"),
        ({"service": "household", "print_ticket": 1}, "print_ticket"),
        ({"service": "household", "iin": "900101300123"}, "iin"),
        ([], "body"),
        ("household", "body"),
        (7, "body"),
    ],
)
def test_a_wrong_field_is_named_with_the_expected_form(
    admin: FlaskClient, body: Any, field: str
) -> None:
    answer = admin.post("/api/v1/tickets", json=body)

    problem = _problem(answer, 400, "bad_request")
    assert problem["facts"]["field"] == field
    assert problem["facts"]["expected"]


@pytest.mark.parametrize(
    ("data", "mimetype", "status", "code"),
    [
        (b"{", "application/json", 400, "bad_request"),
        (b"\xff\xfe", "application/json", 400, "bad_request"),
        (b'{"service": NaN}', "application/json", 400, "bad_request"),
        (b"[" * 20_000, "application/json", 400, "bad_request"),
        (b"service=household", "application/x-www-form-urlencoded", 415, "not_json"),
        (b'{"service":"household"}', "text/plain", 415, "not_json"),
        (b'{"a":"' + b"x" * 70_000 + b'"}', "application/json", 413, "too_large"),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(
    admin: FlaskClient, data: bytes, mimetype: str, status: int, code: str
) -> None:
    answer = admin.post("/api/v1/tickets", data=data, content_type=mimetype)

    _problem(answer, status, code)


def test_a_closed_office_says_when_it_opens(
    admin: FlaskClient, house: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kezek_queue.errors import OfficeClosedError

    def closed(*_: Any, **__: Any) -> None:
        raise OfficeClosedError("closed", opens_at="2026-11-24T04:00:00+00:00")

    monkeypatch.setattr(type(house.queue), "issue", closed)

    answer = admin.post(
        "/api/v1/tickets", json={"service": "household"}, headers={"Accept-Language": "ru"}
    )

    problem = _problem(answer, 409, "office_closed")
    assert "24.11.2026 09:00" in problem["detail"]
    assert problem["facts"]["opens_at"] == "2026-11-24T04:00:00+00:00"


def test_a_ticket_can_be_looked_at_by_anyone(admin: FlaskClient, anyone: FlaskClient) -> None:
    first, second = _issue(admin), _issue(admin)

    shown = anyone.get(f"/api/v1/tickets/{second['id']}")

    assert shown.status_code == 200
    assert list(shown.json) == [*TICKET_KEYS, "ahead", "expected_wait_minutes"]
    assert (shown.json["ahead"], shown.json["state"]) == (1, "waiting")
    assert shown.json["service_title"]["kk"] == "Қосалқы шаруашылық"
    assert first["number"] == "K001"


def test_a_visit_walks_from_next_to_finish(admin: FlaskClient, clock: ManualClock) -> None:
    ticket = _issue(admin)["id"]
    admin.post("/api/v1/windows/2/open")
    clock.advance(minutes=10)

    called = admin.post("/api/v1/windows/2/next", json={"expected_ticket": None})
    clock.advance(minutes=1)
    started = admin.post("/api/v1/windows/2/start", json={"expected_ticket": ticket})
    finished = admin.post("/api/v1/windows/2/finish", json={"expected_ticket": ticket})

    assert list(called.json) == ["window", "ticket", "finished"]
    assert list(called.json["window"]) == [
        "id",
        "status",
        "services",
        "operator",
        "ticket",
        "waiting",
    ]
    assert list(called.json["ticket"]) == TICKET_KEYS
    assert called.json["ticket"]["minutes_to_limit"] == 30
    assert started.json["ticket"]["waited_seconds"] == 660
    assert finished.json["ticket"] is None
    assert finished.json["finished"]["verdict"] == "within"


def test_minutes_to_the_limit_are_never_rounded_up(admin: FlaskClient, clock: ManualClock) -> None:
    ticket = _issue(admin, "apostille")["id"]
    found = []

    for seconds in (1, 20 * 60 - 1, 1):
        clock.advance(seconds=seconds)
        found.append(admin.get(f"/api/v1/tickets/{ticket}").json)

    assert [each["minutes_to_limit"] for each in found] == [19, 0, -1]
    assert [each["verdict"] for each in found] == ["within", "within", "breached"]


def test_a_double_press_changes_nothing(admin: FlaskClient) -> None:
    first, _ = _issue(admin), _issue(admin)
    admin.post("/api/v1/windows/2/open")
    admin.post("/api/v1/windows/2/next", json={"expected_ticket": None})

    again = admin.post("/api/v1/windows/2/next", json={"expected_ticket": None})

    problem = _problem(again, 409, "stale_command")
    assert problem["facts"]["current"] == first["id"]
    assert admin.get("/api/v1/windows/2").json["window"]["waiting"] == 1


def test_finish_before_start_names_the_state_in_words(admin: FlaskClient) -> None:
    _issue(admin)
    admin.post("/api/v1/windows/2/open")
    admin.post("/api/v1/windows/2/next")

    answer = admin.post("/api/v1/windows/2/finish", headers={"Accept-Language": "kk"})

    problem = _problem(answer, 409, "wrong_state")
    assert "K001 талоны: шақырылды" in problem["detail"]


def test_every_window_command_answers_with_the_window(
    admin: FlaskClient, clock: ManualClock
) -> None:
    ids = [_issue(admin)["id"] for _ in range(4)]

    def post(command: str, **body: Any) -> dict[str, Any]:
        answer = admin.post(f"/api/v1/windows/2/{command}", json=body)
        assert answer.status_code == 200, (command, answer.json)
        return answer.json

    assert post("open")["window"]["status"] == "open"
    assert post("next")["ticket"]["id"] == ids[0]
    clock.advance(seconds=20)
    assert post("recall", expected_ticket=ids[0])["ticket"]["calls"] == 2
    clock.advance(seconds=40)
    assert post("no_show")["ticket"] is None
    assert post("undo")["ticket"]["id"] == ids[0]
    assert post("no_show")["window"]["ticket"] is None
    assert post("next")["ticket"]["id"] == ids[1]
    assert post("hold", until="2026-11-23T06:00:00+00:00")["ticket"] is None
    assert post("recall", ticket=ids[1])["ticket"]["id"] == ids[1]
    assert post("start")["ticket"]["state"] == "serving"
    assert post("transfer", service="apostille")["ticket"] is None
    assert post("hold", ticket=ids[2])["window"]["ticket"] is None
    assert post("pause")["window"]["status"] == "paused"
    assert post("resume")["window"]["status"] == "open"
    assert post("close")["window"]["status"] == "closed"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("kk", "A001 талонын 18 секундтан кейін қайта шақырыңыз."),
        ("ru", "Повторите вызов талона A001 через 18 с."),
        ("en", "Call A001 again in 18 s. “Did not come” is possible in 58 s."),
    ],
)
def test_a_no_show_right_after_the_call_is_refused_in_words(
    admin: FlaskClient, clock: ManualClock, language: str, told: str
) -> None:
    _issue(admin, "military-service")
    called = admin.post("/api/v1/windows/1/next").json["ticket"]
    clock.advance(seconds=2)

    answer = admin.post("/api/v1/windows/1/no_show", headers={"Accept-Language": language})

    problem = _problem(answer, 409, "no_show_too_early")
    assert problem["detail"].startswith(told)
    assert called["no_show"] == {
        "possible": False,
        "calls_counted": 1,
        "calls_missing": 1,
        "call_in_seconds": 20.0,
        "possible_in_seconds": 60.0,
        "rule": {"calls": 2, "apart_seconds": 20, "after_seconds": 60},
    }
    assert admin.get("/api/v1/windows/1").json["ticket"]["state"] == "called"


def test_what_is_missing_before_a_no_show_is_said_step_by_step(
    admin: FlaskClient, clock: ManualClock
) -> None:
    _issue(admin, "military-service")
    admin.post("/api/v1/windows/1/next")
    told = []

    for seconds, press in ((30, None), (15, "recall"), (20, None)):
        clock.advance(seconds=seconds)
        if press is not None:
            admin.post(f"/api/v1/windows/1/{press}")
        answer = admin.post("/api/v1/windows/1/no_show", headers={"Accept-Language": "en"})
        told.append(answer.json.get("detail", answer.status_code))

    assert told == [
        "Call A001 again now (1 more). “Did not come” is possible in 30 s.",
        "A001 may still be on the way. “Did not come” is possible in 15 s.",
        200,
    ]


def test_what_staff_do_with_a_ticket_at_no_window(
    admin: FlaskClient, absent: Callable[..., None]
) -> None:
    one, two = _issue(admin)["id"], _issue(admin)["id"]

    def post(ticket: str, command: str, **body: Any) -> dict[str, Any]:
        answer = admin.post(f"/api/v1/tickets/{ticket}/{command}", json=body)
        assert answer.status_code == 200, (command, answer.json)
        return answer.json

    assert post(one, "hold", until="2026-11-23T06:00:00+00:00")["state"] == "held"
    assert post(one, "release")["state"] == "waiting"
    assert post(one, "reprint")["print_job"] == 3
    assert post(two, "cancel")["state"] == "cancelled"
    admin.post("/api/v1/windows/2/open")
    admin.post("/api/v1/windows/2/next")
    absent(2)
    assert post(one, "return")["state"] == "waiting"


@pytest.mark.parametrize(
    "path",
    ["/tickets/2026-11-23-X999", "/windows/99", "/print-jobs/99", "/nothing", "/windows/99999999"],
)
def test_what_does_not_exist_is_a_problem_document(anyone: FlaskClient, path: str) -> None:
    answer = anyone.get(f"/api/v1{path}")

    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"


def test_another_method_is_a_problem_that_names_the_right_ones(anyone: FlaskClient) -> None:
    answer = anyone.delete("/api/v1/queue")

    _problem(answer, 405, "method_not_allowed")
    assert "GET" in answer.headers["Allow"]


def test_the_queue_and_the_board_have_the_shape_of_the_contract(
    admin: FlaskClient, anyone: FlaskClient
) -> None:
    _issue(admin)
    admin.post("/api/v1/windows/2/open")
    admin.post("/api/v1/windows/2/next")

    queue, board = anyone.get("/api/v1/queue").json, anyone.get("/api/v1/board?rows=1").json

    assert set(queue) >= {
        "now",
        "seq",
        "office_day",
        "open",
        "opens_at",
        "services",
        "windows",
        "tickets",
    }
    assert len(queue["services"]) == len(queue["windows"]) == 8
    assert list(queue["services"][0]) == (
        [
            "service",
            "title",
            "waiting",
            "open_windows",
            "limit_minutes",
            "expected_wait_minutes",
            "full",
        ]
    )
    assert list(board) == ["now", "seq", "office_day", "waiting", "calls", "since", "days"]
    assert list(board["calls"][0]) == (
        ["ticket", "number", "window", "called_at", "calls", "seq", "state"]
    )
    assert board["seq"] == queue["seq"]


def test_events_are_paged_without_gap_or_overlap(admin: FlaskClient) -> None:
    for _ in range(5):
        _issue(admin)
    seen: list[int] = []

    while True:
        page = admin.get(f"/api/v1/events?after={seen[-1] if seen else 0}&limit=2").json
        if not page["events"]:
            break
        seen += [event["seq"] for event in page["events"]]
        assert page["last"] == seen[-1]

    assert seen == list(range(1, len(seen) + 1))
    assert len(seen) >= 5


def test_only_staff_see_who_did_it(admin: FlaskClient, anyone: FlaskClient) -> None:
    _issue(admin)

    for_staff = admin.get("/api/v1/events").json["events"][-1]
    for_all = anyone.get("/api/v1/events").json["events"][-1]

    assert for_staff["actor"].startswith("token-")
    assert "actor" not in for_all
    assert for_all["kind"] == "ticket_issued"


@pytest.mark.parametrize(
    "path",
    [
        "/events?after=-1", "/events?after=x", "/events?limit=0", "/events?limit=1001",
        "/events?before=1", "/board?rows=0", "/board?rows=1e3", "/stream?after=x",
        "/queue?x=1", "/reports/waits?from=yesterday",
        "/reports/waits?from=2026-11-23&to=2026-11-22",
        "/reports/waits?from=2020-01-01&to=2026-01-01", "/reports/waits?from=0001-01-01",
        "/reports/waits/log?verdict=late", "/reports/waits/log?service=passport",
        "/reports/waits.csv?language=de", "/reports/waits.xlsx?language=de",
        "/reports/waits.pdf?from=2026-11-23&to=2026-11-22",
    ],
)  # fmt: skip
def test_a_wrong_query_is_named(admin: FlaskClient, path: str) -> None:
    _problem(admin.get(f"/api/v1{path}"), 400, "bad_request")


def test_print_jobs_are_leased_reported_and_followed(
    client_of: Callable[..., FlaskClient], anyone: FlaskClient
) -> None:
    kiosk = client_of("kiosk")
    ticket = _issue(kiosk)

    jobs = kiosk.post("/api/v1/print-jobs/lease", json={"agent": "hall"}).json["jobs"]
    none = kiosk.post("/api/v1/print-jobs/lease", json={"agent": "other"}).json["jobs"]
    report = {"lease": jobs[0]["lease"], "outcome": "printed", "detail": "ok"}
    reported = kiosk.post(f"/api/v1/print-jobs/{jobs[0]['id']}/report", json=report)
    again = kiosk.post(f"/api/v1/print-jobs/{jobs[0]['id']}/report", json=report)

    assert list(jobs[0]) == [
        "id", "lease", "ticket", "slip", "copy", "subject_kind", "subject_id",
    ]  # fmt: skip
    assert jobs[0]["ticket"] == ticket["id"]
    assert (jobs[0]["subject_kind"], jobs[0]["subject_id"]) == ("ticket", ticket["id"])
    assert jobs[0]["slip"]["kind"] == "ticket"
    assert jobs[0]["slip"]["status_url"] is ticket["status_url"] is None  # at 127.0.0.1 no phone
    assert none == []
    assert (reported.status_code, reported.get_data()) == (204, b"")
    _problem(again, 409, "lease_lost")
    state = anyone.get(f"/api/v1/print-jobs/{jobs[0]['id']}").json
    printed = {"id": jobs[0]["id"], "state": "printed", "detail": "ok", "stopped": None}
    assert state == printed


def test_a_lease_waits_for_a_job_no_longer_than_asked(
    client_of: Callable[..., FlaskClient], house: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    kiosk = client_of("kiosk")
    waited: list[float] = []

    def event_arrives(_queue: Any, _after: int, seconds: float) -> bool:
        waited.append(seconds)
        house.queue.issue("household")
        return True

    monkeypatch.setattr(type(house.queue), "wait_for_event", event_arrives)

    body = {"agent": "hall", "wait_seconds": 20}
    jobs = kiosk.post("/api/v1/print-jobs/lease", json=body).json["jobs"]

    assert len(jobs) == 1
    assert len(waited) == 1
    assert waited[0] <= 1.0


def test_a_long_poll_ends_when_the_server_stops(
    client_of: Callable[..., FlaskClient], house: Services
) -> None:
    kiosk = client_of("kiosk")
    house.stopping.set()

    answer = kiosk.post("/api/v1/print-jobs/lease", json={"agent": "hall", "wait_seconds": 30})

    assert answer.json == {"jobs": []}


def test_the_report_counts_every_wait_and_csv_equals_json(
    admin: FlaskClient, clock: ManualClock
) -> None:
    for service in ("household", "apostille", "apostille"):
        _issue(admin, service)
    clock.advance(timedelta(minutes=25))

    table = admin.get("/api/v1/reports/waits").json
    log = admin.get("/api/v1/reports/waits/log?verdict=breached").json
    sheet = admin.get("/api/v1/reports/waits/log.csv?language=en&verdict=breached")

    assert list(table) == [
        "from", "to", "formula", "services", "total", "no_show_rules", "journal",
    ]  # fmt: skip
    assert (table["total"]["total"], table["total"]["breached"]) == (3, 2)
    assert [wait["number"] for wait in log["waits"]] == ["T001", "T002"]
    rows = list(csv.reader(io.StringIO(sheet.get_data(as_text=True).removeprefix("\ufeff"))))
    assert [row[0] for row in rows[:-4]] == ["Ticket", "T001", "T002"]
    assert rows[-2] == ["Full journal hash", log["journal"]["hash"]]
    assert rows[1][5] == "2026-11-23 10:00:00"


def test_a_sheet_opens_in_kazakh_with_its_own_name(admin: FlaskClient) -> None:
    answer = admin.get(
        "/api/v1/reports/waits.csv?from=2026-11-23&to=2026-11-23",
        headers={"Accept-Language": "kk"},
    )

    assert answer.get_data().startswith(b"\xef\xbb\xbf")
    assert answer.get_data(as_text=True).splitlines()[0].startswith("\ufeffҚызмет;Барлығы;")
    disposition = answer.headers["Content-Disposition"]
    assert 'filename="kezek-waits-2026-11-23.csv"' in disposition
    assert "filename*=UTF-8''%D0%9A%D2%AF%D1%82%D1%83" in disposition


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_run_as_a_formula(formula: str) -> None:
    assert safe_cell(formula) == f"'{formula}"


def test_numbers_stay_numbers_with_the_decimal_mark_of_the_language() -> None:
    assert safe_cell(-1) == -1
    assert safe_cell(-1.5, "kk") == "-1,5"
    assert safe_cell(2.25, "en") == "2.25"
    assert safe_cell(None) == ""


@pytest.mark.parametrize("prefix", ["", "/api/v1"])
def test_health_is_told_at_both_addresses(
    anyone: FlaskClient, house: Services, prefix: str
) -> None:
    alive, ready = anyone.get(f"{prefix}/healthz"), anyone.get(f"{prefix}/readyz")
    metrics = anyone.get(f"{prefix}/metrics")

    assert alive.json == {"status": "ok", "instance": house.instance}
    assert (ready.status_code, ready.json["checks"]["database"]) == (200, "ok")
    assert "kezek_waiting{" in metrics.get_data(as_text=True)


def test_a_failing_check_makes_the_server_unready_and_is_named(
    anyone: FlaskClient, house: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kezek_queue.errors import StorageFailedError

    def broken(_queue: Any) -> int:
        raise StorageFailedError("the disk does not answer")

    monkeypatch.setattr(type(house.queue), "last_seq", broken)

    ready = anyone.get("/readyz")

    assert ready.status_code == 503
    assert ready.json["checks"]["database"] == "storage_failed"


def test_metrics_count_requests_by_call_and_status(admin: FlaskClient, anyone: FlaskClient) -> None:
    _issue(admin)
    admin.post("/api/v1/tickets", json={})

    text = anyone.get("/metrics").get_data(as_text=True)

    assert 'kezek_http_requests_total{endpoint="api_tickets.issue",status="201"} 1.0' in text
    assert 'kezek_http_requests_total{endpoint="api_tickets.issue",status="400"} 1.0' in text
    assert 'kezek_waiting{service="household"} 1.0' in text


@pytest.mark.parametrize("code", ["storage_full", "storage_failed"])
def test_a_disk_that_fails_is_told_without_the_inside(
    admin: FlaskClient, house: Services, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    from kezek_queue import errors

    kinds = {"storage_full": errors.StorageFullError, "storage_failed": errors.StorageFailedError}

    def broken(*_: Any, **__: Any) -> None:
        raise kinds[code]("cannot write /srv/kezek/kezek.db", file="/srv/kezek/kezek.db")

    monkeypatch.setattr(type(house.queue), "issue", broken)

    answer = admin.post("/api/v1/tickets", json={"service": "household"})

    problem = _problem(answer, 507, code)
    assert "/srv" not in answer.get_data(as_text=True)
    assert list(problem["facts"]) == ["incident"]


def test_an_unforeseen_failure_shows_a_number_and_no_trace(
    admin: FlaskClient,
    house: Services,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("secret inside")

    monkeypatch.setattr(type(house.queue), "issue", broken)

    answer = admin.post("/api/v1/tickets", json={"service": "household"})

    problem = _problem(answer, 500, "failure")
    assert problem["facts"]["incident"] in problem["detail"]
    assert problem["facts"]["incident"] in caplog.text
    assert "secret inside" not in answer.get_data(as_text=True)


def test_the_same_failure_of_a_page_is_a_page(
    anyone: FlaskClient, house: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("secret inside")

    monkeypatch.setattr(type(house.queue), "snapshot", broken)

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
