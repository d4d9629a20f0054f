"""What the server does by itself, and what is said when it fails."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from kezek_kiosk.app import create_app
from kezek_kiosk.processes.repeated import Repeated
from kezek_kiosk.upkeep.scheduler import Scheduler
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock
from kezek_queue.feedback.values import Complainant


@pytest.fixture
def passed() -> list[float]:
    """Monotonic seconds, moved by hand."""
    return [100.0]


@pytest.fixture
def scheduler(context: AppContext, passed: list[float]) -> Scheduler:
    return Scheduler(context, monotonic=lambda: passed[0])


def test_the_jobs_and_their_periods(scheduler: Scheduler) -> None:
    periods = {name: seconds for name, (seconds, _) in scheduler.jobs().items()}

    assert periods == {
        "watch_limits": 1, "release_held": 5, "heartbeat": 60, "close_days": 300, "note_tokens": 60,
        "tidy_register": 3600, "prove_office": 60, "check_file": 86_400, "summarise_days": 60,
        "pack_journal": 60, "pack_slips": 60, "renew_certificate": 43_200,
    }  # fmt: skip


def test_every_job_runs_on_a_real_office(scheduler: Scheduler) -> None:
    for name, (_, job) in scheduler.jobs().items():
        scheduler.run(name, job)

    assert scheduler.state() == "ok"


def test_an_answered_complaint_forgets_its_author_when_its_time_is_over(
    scheduler: Scheduler, context: AppContext, clock: ManualClock
) -> None:
    feedback = context.queue.feedback
    author = Complainant(name="Айгүл Сейітқызы", contact="+7 700 000 00 00")
    number = feedback.register_complaint(
        "Ұзақ күттім", actor="operator1", person=author
    ).complaint.number
    feedback.resolve_complaint(number, justified=True, outcome="Кешірім сұралды", actor="director")

    kept = feedback.complaint_details(number)
    clock.advance(days=91)
    scheduler.jobs()["tidy_register"][1]()

    assert kept != feedback.complaint_details(number)
    assert "Айгүл" not in str(feedback.complaint_details(number))


def test_the_limit_watcher_tells_near_and_reached_once_each(
    scheduler: Scheduler, context: AppContext, clock: ManualClock
) -> None:
    context.queue.issue("apostille")
    reported: list[list[str]] = []

    for minutes in (15, 1, 1, 2, 2):
        clock.advance(minutes=minutes)
        before = context.queue.last_seq()
        scheduler.run("watch_limits", context.queue.watch_limits)
        reported.append([event.kind.value for event in context.queue.events(before)])

    limits = [[kind for kind in kinds if kind.startswith("limit_")] for kinds in reported]
    assert limits == [[], ["limit_near"], [], [], ["limit_reached"]]


def test_a_failing_job_is_logged_counted_and_shown_and_comes_again(
    scheduler: Scheduler, context: AppContext, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise OSError("no space left on device")

    scheduler.run("watch_limits", broken)
    failing = scheduler.state()
    scheduler.run("watch_limits", context.queue.watch_limits)

    assert failing == "watch_limits: OSError"
    assert "no space left on device" in caplog.text
    assert context.metrics.job_failures == {"watch_limits": 1}
    assert scheduler.state() == "ok"


def test_a_job_that_keeps_failing_logs_its_trace_once(
    scheduler: Scheduler, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise OSError("no space left on device")

    for _ in range(5):
        scheduler.run("watch_limits", broken)

    assert len(caplog.records) == 5
    assert sum(bool(record.exc_info) for record in caplog.records) == 1


def test_the_health_page_shows_a_failing_job(scheduler: Scheduler, app: Flask) -> None:
    def broken() -> None:
        raise OSError("no space left on device")

    app.extensions["kezek_scheduler"] = scheduler
    scheduler.run("watch_limits", broken)

    ready = app.test_client().get("/readyz")

    assert ready.status_code == 503
    assert ready.json["checks"]["scheduler"] == "watch_limits: OSError"


def test_the_scheduler_runs_its_jobs_at_once_and_stops(
    context: AppContext, passed: list[float]
) -> None:
    ran = threading.Event()
    scheduler = _with_one_job(context, ran)

    scheduler.start()
    happened = ran.wait(5)
    scheduler.stop()
    scheduler.stop()

    assert happened


def test_a_step_of_the_wall_clock_runs_every_job_now(context: AppContext) -> None:
    ran = threading.Event()
    scheduler = _with_one_job(context, ran, seconds=3600)
    scheduler.start()
    assert ran.wait(5)
    ran.clear()

    scheduler.catch_up()

    happened = ran.wait(5)
    scheduler.stop()
    assert happened


@pytest.mark.parametrize("days", [40, -40])
def test_a_clock_set_by_weeks_costs_one_run_of_every_job_and_no_more(
    context: AppContext, caplog: pytest.LogCaptureFixture, days: int
) -> None:
    wall, runs, second = [0.0], [0], threading.Event()

    def job() -> None:
        runs[0] += 1
        if runs[0] == 2:
            second.set()

    class OneJob(Scheduler):
        def jobs(self) -> dict[str, Any]:
            return {"only": (3600, job)}

    scheduler = OneJob(context, monotonic=lambda: 100.0, wall_time=lambda: wall[0])
    scheduler.start()
    wall[0] = days * 86_400.0

    scheduler.follow_clock()
    happened = second.wait(5)
    scheduler.follow_clock()
    scheduler.stop()

    assert happened
    assert runs == [2]
    assert caplog.messages == [f"the wall clock stepped by {days * 86_400} s"]


def test_a_job_is_never_run_twice_together_and_may_be_ended_before_its_period() -> None:
    together, most, third = [0], [0], threading.Event()
    runs = [0]

    def job() -> None:
        together[0] += 1
        most[0] = max(most[0], together[0])
        runs[0] += 1
        together[0] -= 1
        if runs[0] >= 3:
            third.set()
        else:
            repeated.run_now()

    repeated = Repeated("three", 3600, job)
    repeated.start()
    happened = third.wait(5)
    repeated.end()
    repeated.join()

    assert (happened, most, runs) == (True, [1], [3])


def test_a_scheduler_stopped_before_it_began_never_begins(context: AppContext) -> None:
    ran = threading.Event()
    scheduler = _with_one_job(context, ran)

    scheduler.stop()
    scheduler.start()

    assert not ran.is_set()
    scheduler.catch_up()


def test_a_job_that_is_overdue_is_late(context: AppContext, passed: list[float]) -> None:
    scheduler = Scheduler(context, monotonic=lambda: passed[0])
    scheduler.run("watch_limits", context.queue.watch_limits)

    passed[0] += 11

    assert scheduler.state() == "watch_limits: late"


def test_in_simulated_time_the_queue_is_left_to_the_clock(context: AppContext) -> None:
    simulated: Any = object()

    jobs = Scheduler(replace(context, simulated_clock=simulated)).jobs()

    assert list(jobs) == ["note_tokens"]


def test_an_app_without_a_scheduler_is_healthy(context: AppContext) -> None:
    ready = create_app(context).test_client().get("/readyz")

    assert ready.json["checks"]["scheduler"] == "ok"


def _with_one_job(context: AppContext, ran: threading.Event, seconds: int = 1) -> Scheduler:
    class OneJob(Scheduler):
        def jobs(self) -> dict[str, Any]:
            return {"only": (seconds, ran.set)}

    return OneJob(context)


def test_only_a_job_that_succeeds_every_second_is_a_sign_of_life(context: AppContext) -> None:
    signs: list[int] = []
    scheduler = Scheduler(context, alive=lambda: signs.append(1))

    scheduler.run("watch_limits", lambda: None)
    scheduler.run("close_days", lambda: None)
    scheduler.run("watch_limits", lambda: 1 / 0)

    assert len(signs) == 1
