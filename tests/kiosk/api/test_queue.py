"""What is read of the queue over the API: board, events, print jobs, reports; unknown addresses."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock
from kezek_queue.reports.formats.csv_text import safe_cell

Issue = Callable[..., dict[str, Any]]
Problem = Callable[[Any, int, str], dict[str, Any]]


@pytest.mark.parametrize(
    "path",
    ["/tickets/2026-11-23-X999", "/windows/99", "/print-jobs/99", "/nothing", "/windows/99999999"],
)
def test_what_does_not_exist_is_a_problem_document(anyone: FlaskClient, path: str) -> None:
    answer = anyone.get(f"/api/v1{path}")

    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"


def test_another_method_is_a_problem_that_names_the_right_ones(
    problem: Problem, anyone: FlaskClient
) -> None:
    answer = anyone.delete("/api/v1/queue")

    problem(answer, 405, "method_not_allowed")
    assert "GET" in answer.headers["Allow"]


def test_the_queue_and_the_board_have_the_shape_of_the_contract(
    issue: Issue, admin: FlaskClient, anyone: FlaskClient
) -> None:
    issue(admin)
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


def test_events_are_paged_without_gap_or_overlap(issue: Issue, admin: FlaskClient) -> None:
    for _ in range(5):
        issue(admin)
    seen: list[int] = []

    while True:
        page = admin.get(f"/api/v1/events?after={seen[-1] if seen else 0}&limit=2").json
        if not page["events"]:
            break
        seen += [event["seq"] for event in page["events"]]
        assert page["last"] == seen[-1]

    assert seen == list(range(1, len(seen) + 1))
    assert len(seen) >= 5


def test_only_staff_see_who_did_it(issue: Issue, admin: FlaskClient, anyone: FlaskClient) -> None:
    issue(admin)

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
def test_a_wrong_query_is_named(problem: Problem, admin: FlaskClient, path: str) -> None:
    problem(admin.get(f"/api/v1{path}"), 400, "bad_request")


def test_print_jobs_are_leased_reported_and_followed(
    issue: Issue, problem: Problem, client_of: Callable[..., FlaskClient], anyone: FlaskClient
) -> None:
    kiosk = client_of("kiosk")
    ticket = issue(kiosk)

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
    problem(again, 409, "lease_lost")
    state = anyone.get(f"/api/v1/print-jobs/{jobs[0]['id']}").json
    printed = {"id": jobs[0]["id"], "state": "printed", "detail": "ok", "stopped": None}
    assert state == printed


def test_a_lease_waits_for_a_job_no_longer_than_asked(
    client_of: Callable[..., FlaskClient], context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    kiosk = client_of("kiosk")
    waited: list[float] = []

    def event_arrives(_queue: Any, _after: int, seconds: float) -> bool:
        waited.append(seconds)
        context.queue.issue("household")
        return True

    monkeypatch.setattr(type(context.queue), "wait_for_event", event_arrives)

    body = {"agent": "hall", "wait_seconds": 20}
    jobs = kiosk.post("/api/v1/print-jobs/lease", json=body).json["jobs"]

    assert len(jobs) == 1
    assert len(waited) == 1
    assert waited[0] <= 1.0


def test_a_long_poll_ends_when_the_server_stops(
    client_of: Callable[..., FlaskClient], context: AppContext
) -> None:
    kiosk = client_of("kiosk")
    context.stopping.set()

    answer = kiosk.post("/api/v1/print-jobs/lease", json={"agent": "hall", "wait_seconds": 30})

    assert answer.json == {"jobs": []}


def test_the_report_counts_every_wait_and_csv_equals_json(
    issue: Issue, admin: FlaskClient, clock: ManualClock
) -> None:
    for service in ("household", "apostille", "apostille"):
        issue(admin, service)
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


@pytest.mark.parametrize(
    "formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＠SUM(A1)"]
)
def test_no_cell_is_run_as_a_formula(formula: str) -> None:
    assert safe_cell(formula, "en") == f"'{formula}"


def test_numbers_stay_numbers_with_the_decimal_mark_of_the_language() -> None:
    assert safe_cell(-1, "en") == -1
    assert safe_cell(-1.5, "kk") == "-1,5"
    assert safe_cell(2.25, "en") == "2.25"
    assert safe_cell(None, "en") == ""
