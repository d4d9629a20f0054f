"""An office of the release before opens, says the same of its past, and works on."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import subprocess
import sys
import textwrap
from collections import Counter
from contextlib import closing
from dataclasses import asdict
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

import pytest

from kezek_core.events import EventKind
from kezek_core.papers.subjects import SubjectKind
from kezek_core.tickets import Stage, TicketState
from kezek_core.waits.table import tabulate
from kezek_core.waits.values import Outcome
from kezek_kiosk.access.accounts import Accounts
from kezek_kiosk.access.sessions import StaffSessions
from kezek_kiosk.access.tokens import Tokens
from kezek_kiosk.open_office import open_staff
from kezek_queue import ManualClock, Queue
from kezek_queue.errors import IdempotencyConflictError
from kezek_queue.schema.tables import REVISIONS
from kezek_queue.store.database import sqlite_database
from kezek_queue.store.migrations.run import upgrade
from kezek_queue.store.revision import QUEUE

FIRST, LAST = date(2026, 11, 20), date(2026, 11, 23)


@pytest.fixture
def clock(office_of_0_1_0):
    """The same boot, a minute after the old version stopped."""
    at = datetime.fromisoformat(office_of_0_1_0.expected["at"])
    last = json.loads(office_of_0_1_0.expected["last_line"])
    return ManualClock(
        at + timedelta(minutes=1),
        boot_id=last["boot_id"],
        boottime_us=last["boottime_us"] + 120_000_000,
    )


@pytest.fixture
def queue(office_of_0_1_0, clock):
    with Queue.open(office_of_0_1_0.data, clock=clock) as opened:
        yield opened


def plain(value: Any) -> Any:
    """Values as the old release wrote them down, to compare what both know."""

    def simple(other: Any) -> Any:
        if isinstance(other, dict):
            return {str(getattr(key, "value", key)): simple(each) for key, each in other.items()}
        if isinstance(other, (list, tuple)):
            return [simple(each) for each in other]
        if isinstance(other, Enum):
            return other.value
        return other

    return json.loads(json.dumps(simple(asdict(value)), default=str))


def same_where_both_know(old: Any, new: Any, place: str = "") -> None:
    """Every fact that the old release told is told again; new facts may stand beside it."""
    if isinstance(old, dict):
        for key, value in old.items():
            assert key in new, f"{place}.{key} is gone"
            same_where_both_know(value, new[key], f"{place}.{key}")
    elif isinstance(old, list):
        assert len(old) == len(new), place
        for number, (before, after) in enumerate(zip(old, new, strict=True)):
            same_where_both_know(before, after, f"{place}[{number}]")
    else:
        assert old == new, place


def test_every_wait_and_every_total_is_as_the_old_release_told(office_of_0_1_0, queue):
    expected = office_of_0_1_0.expected

    waits = [plain(wait) for wait in queue.waits(FIRST, LAST)]

    by_the_clock = {"waiting", "called", "held"}  # they still wait: their wait has grown since
    old = [w for w in expected["waits"] if w["outcome"] not in by_the_clock]
    same_where_both_know(old, [w for w in waits if w["outcome"] not in by_the_clock])
    assert len(waits) == len(expected["waits"])
    table = plain(queue.wait_table(FIRST, LAST))
    for before, after in zip(expected["table"]["services"], table["services"], strict=True):
        counts = ("service", "total", "served", "no_show", "left", "never_called", "waiting")
        assert [before[key] for key in counts] == [after[key] for key in counts]


def test_closed_days_of_the_old_release_say_the_same_before_and_after_they_are_summarised(queue):
    """The upgrade makes empty tables; summaries are made beside the work, day by day."""
    period = (FIRST, LAST)
    with queue.at_one_instant():
        waits = queue.waits(*period)
        before = [queue.wait_figures(*period), queue.arrivals(*period), queue.indicators(*period)]

        made = queue.do_what_is_due()["summarise_days"]

    with queue.at_one_instant():
        after = [queue.wait_figures(*period), queue.arrivals(*period), queue.indicators(*period)]
    assert before[0].table == tabulate(waits, services=queue.office.services)
    assert made > 0
    assert queue.rebuild_summaries() == queue.summarise_days() == 0
    assert after[0].limits == before[0].limits
    assert after[0].no_show_rules == before[0].no_show_rules
    assert after == before
    assert queue.prove_office().sound


def test_the_journal_of_the_old_release_is_sound_and_goes_on(office_of_0_1_0, queue):
    assert office_of_0_1_0.expected["last_line"] in queue.export_journal()

    ticket = queue.issue("household").ticket

    assert queue.last_seq() > office_of_0_1_0.expected["last_seq"]
    assert queue.verify_journal().sound
    assert ticket.number not in {
        number for _, number, _ in office_of_0_1_0.expected["tickets"].values()
    }


def test_whoever_waited_still_waits_and_is_served(office_of_0_1_0, queue):
    living = {t.id: [t.state.value, t.number, t.service] for t in queue.snapshot().tickets}
    assert living == office_of_0_1_0.expected["tickets"]

    queue.finish(2, actor="operator2")
    answer = queue.call_next(2, actor="operator2")

    assert answer.ticket is not None
    assert answer.ticket.id in living


def test_requests_and_complaints_are_as_they_were(office_of_0_1_0, queue):
    expected = office_of_0_1_0.expected

    same_where_both_know(expected["register"], [plain(each) for each in queue.register.find()])
    complaints = [plain(each) for each in queue.feedback.complaints(FIRST, LAST)]
    same_where_both_know(expected["complaints"], complaints)


def test_people_tokens_and_sessions_are_kept(office_of_0_1_0, queue, clock):
    with open_staff(office_of_0_1_0.data, queue.office.id) as store:
        accounts = Accounts(store, lambda: clock.now().at)
        tokens = Tokens(store, lambda: clock.now().at)
        # The session was begun hours before the old release stopped.
        sessions = StaffSessions(store, lambda: clock.now().at, idle=timedelta(days=5))

        names = {account.name: account.active for account in accounts.list()}

        assert names["aigul"] is True
        assert names["barlybek"] is False
        assert accounts.verify("aigul", "246802", "tablet").window == 3
        assert tokens.verify(office_of_0_1_0.expected["token"]).role.value == "supervisor"
        found = sessions.find(office_of_0_1_0.expected["session"])
        assert found is not None
        assert found.name == "aigul"


OTHER_KEYS = (
    ("memo:memo-1", "guardianship ru", "guardianship", 217),
    ("complaint:talon-1", {"service": "household", "ticket": None, "form": "in_person",
                           "language": "kk", "print_talon": True}, "C260000019", 119),
    ("memo:a-ticket", {"service": "household", "language": "kk", "category": None,
                       "stage": "submission"}, "2026-11-23-K009", 214),
)  # fmt: skip
"""What the program between 0.1.0 and this one stored under keys: a memo, a complaint, and a ticket
whose key only looks like a memo's."""


@pytest.fixture
def keys_used_before(office_of_0_1_0):
    """Every key of the old office with what it led to; keys of memos and complaints among them."""
    with closing(sqlite3.connect(office_of_0_1_0.data / "kezek.db")) as old, old:
        for key, asked, led_to, job in OTHER_KEYS:
            known = asked
            if not isinstance(asked, str):
                known = json.dumps(asked, sort_keys=True, separators=(",", ":"))
                known = hashlib.sha256(known.encode()).hexdigest()
            row = ("demo", key, "2026-11-23", known, led_to, job)
            old.execute("INSERT INTO requests_seen VALUES (?, ?, ?, ?, ?, ?)", row)
        return {
            led_to: (key, job)
            for key, led_to, job in old.execute(
                "SELECT key, ticket_id, print_job FROM requests_seen"
            )
        }


def test_whatever_was_sent_before_the_upgrade_and_again_after_it_happened_once(
    keys_used_before, queue
):
    events = queue.events(limit=100_000)
    before = queue.last_seq()
    hand_in = {"person": None, "window": None, "inspector": "Омаров Е.", "actor": "x"}

    again = {}
    for event in events:
        body = event.body
        if event.kind is EventKind.TICKET_ISSUED and event.ticket_id in keys_used_before:
            key, _ = keys_used_before[event.ticket_id]
            asked = {name: body[name] for name in ("language", "category")}
            stage = Stage(body["stage"])
            issued = queue.issue(body["service"], **asked, stage=stage, idempotency_key=key)
            again[issued.ticket.id] = (key, issued.print_job)
        elif event.kind in (EventKind.REQUEST_ACCEPTED, EventKind.DOCUMENTS_REFUSED):
            papers = body.get("documents", {"application": 1})
            led_to = body.get("request") or body["refusal"]
            key, _ = keys_used_before.get(led_to, ("", 0))
            if key:
                answer = queue.register.accept(
                    body["service"], documents=papers, ticket_id=event.ticket_id,
                    idempotency_key=key.removeprefix("accept:"), **hand_in,
                )  # fmt: skip
                number = answer.request.number if answer.request else answer.refusal
                again[number] = (key, answer.print_jobs[0])
                assert len(answer.print_jobs) == (1 if answer.request else 2)
    memo = queue.print_memo("guardianship", language="ru", idempotency_key="memo-1", actor="x")
    again["guardianship"] = ("memo:memo-1", memo)
    talon = queue.feedback.register_complaint(
        "...", service="household", idempotency_key="talon-1", actor="x"
    )
    again[talon.complaint.number] = ("complaint:talon-1", talon.print_job)

    assert again == keys_used_before
    assert len(again) == 185
    assert queue.last_seq() == before
    with pytest.raises(IdempotencyConflictError):
        queue.print_memo("household", language="ru", idempotency_key="memo-1", actor="x")


def test_calls_and_returns_of_the_old_release_are_filled_from_its_journal(queue):
    came_back = Counter(
        event.ticket_id
        for event in queue.events(limit=100_000)
        if event.kind is EventKind.VISITOR_RETURNED
    )
    waits = queue.waits(FIRST, LAST)

    kept: Counter[str] = Counter()
    for wait in waits:
        kept[wait.ticket_id] += wait.returns
        assert queue.prove(wait.ticket_id)[wait.part - 1].returns == wait.returns
    assert +kept == came_back
    assert came_back, "the office of 0.1.0 has no-shows that came back"
    assert set(queue.no_show_rules(FIRST, LAST)) == {None}
    total = queue.wait_table(FIRST, LAST).total
    assert total.own.returns == came_back.total()
    assert total.own_counted.breached >= total.breached


def test_whoever_was_called_by_the_old_release_may_be_absent_by_the_rule_of_this_one(queue, clock):
    called = next(each for each in queue.snapshot().tickets if each.state is TicketState.CALLED)
    events = [event.kind for event in queue.history(called.id)]
    calls = events.count(EventKind.TICKET_CALLED) + events.count(EventKind.TICKET_RECALLED)

    clock.advance(minutes=1)
    again = queue.recall(called.window, actor="operator2").ticket

    assert 1 <= called.no_show.counted <= calls
    assert again.no_show.enough
    assert queue.no_show(called.window, actor="operator2").ticket is None
    assert queue.prove(called.id)[-1].outcome is Outcome.NO_SHOW


def test_every_paper_of_the_old_release_says_what_it_is_about(office_of_0_1_0, queue):
    jobs = [queue.print_job(number) for number in range(1, 218)]

    of = {
        kind: {job.subject.id for job in jobs if job.subject.kind is kind} for kind in SubjectKind
    }
    requests = {each.number for each in queue.register.find()}
    tickets = {each.ticket_id for each in queue.events(limit=100_000)
               if each.kind is EventKind.TICKET_ISSUED}  # fmt: skip
    assert of[SubjectKind.TICKET] == tickets
    assert of[SubjectKind.REQUEST] == requests
    assert of[SubjectKind.COMPLAINT] == {"C260000019", "C260000024"}
    assert of[SubjectKind.REFUSAL] == {"refusal-331", "refusal-380", "refusal-694"}
    assert not of[SubjectKind.MEMO] | of[SubjectKind.UNKNOWN]
    assert [each for each in queue.prove_office().named if each.table == "print_jobs"] == []


KILLED_AT_EACH_STEP = """
    # Forks, so that what takes long (importing Alembic) is done once. Every child opens the office
    # and is killed before its Nth statement, commit or move of a file; the last one gets through.
    import json, os, signal, sqlite3, sys
    from contextlib import closing
    from itertools import count
    from pathlib import Path
    import alembic.command, sqlalchemy as sa
    from kezek_queue import ManualClock, Queue

    office = Path(sys.argv[1])

    def open_and_die(step):
        done = 0
        def tick(*_progress):
            nonlocal done
            done += 1
            if done == step:
                os.kill(os.getpid(), signal.SIGKILL)
        sa.event.listen(sa.engine.Engine, "before_cursor_execute", tick)
        sa.event.listen(sa.engine.Engine, "commit", tick)
        sys.addaudithook(lambda name, _facts: name == "shutil.move" and tick())
        Queue.open(office, clock=ManualClock())
        os._exit(0)

    for step in count(1):
        child = os.fork()
        if child == 0:
            open_and_die(step)
        _, status = os.waitpid(child, 0)
        with closing(sqlite3.connect(office / "kezek.db")) as database:
            (sound,), (revision,), (jobs,), *tables = (
                database.execute(query).fetchone() for query in (
                    "PRAGMA integrity_check", "SELECT version_num FROM alembic_version",
                    "SELECT count(*) FROM print_jobs",
                    "SELECT group_concat(name) FROM sqlite_master"
                    " WHERE name IN ('requests_seen', 'idempotency_keys')",
                    "SELECT group_concat(name) FROM pragma_table_info('print_jobs')"
                    " WHERE name IN ('ticket_id', 'subject_id', 'subject_kind')"))
        told = [os.WIFSIGNALED(status), sound, revision, jobs, *(name for name, in tables)]
        print(json.dumps(told), flush=True)
        if not os.WIFSIGNALED(status):
            sys.exit(os.waitstatus_to_exitcode(status))
"""


@pytest.mark.slow
def test_a_process_killed_at_any_step_of_the_last_migrations_leaves_an_office_that_opens(
    office_of_0_1_0, clock
):
    path = office_of_0_1_0.data / "kezek.db"
    before_them = sqlite_database(path)
    with before_them.writing.connect() as connection, connection.begin():
        upgrade(connection, "0011", QUEUE)
    before_them.dispose()

    script = [sys.executable, "-c", textwrap.dedent(KILLED_AT_EACH_STEP), office_of_0_1_0.data]
    run = subprocess.run(script, check=True, capture_output=True, text=True, timeout=250)

    *killed, through = [json.loads(line) for line in run.stdout.splitlines()]
    opened = [each for each in killed if each[2] == REVISIONS[-1]]
    assert len(killed) - len(opened) > 20
    before = [True, "ok", "0011", 217, "requests_seen", "ticket_id"]
    after = ["ok", REVISIONS[-1], 217, "idempotency_keys", "subject_id,subject_kind"]
    assert killed[: -len(opened) or None] == [before] * (len(killed) - len(opened))
    assert opened == [[True, *after]] * len(opened)
    assert through == [False, *after]
    with Queue.open(office_of_0_1_0.data, clock=clock) as queue:
        assert queue.verify_journal().sound
        assert queue.issue("household").ticket.id
