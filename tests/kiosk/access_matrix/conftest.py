"""One office for the whole matrix, whoever calls it, and the subjects that calls are about."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kezek_kiosk.access.pin_rules import DEMO_PIN
from kezek_kiosk.access.roles import Role
from kezek_kiosk.access.sessions import StaffSessions
from kezek_kiosk.app import create_app, give_office
from kezek_kiosk.compose import build_services
from kezek_kiosk.devices.virtual_bench import VirtualBench
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock
from kezek_queue.feedback.values import Complainant
from kezek_queue.people.personal_data import Person

OWN, OTHER = 2, 3
"""Two windows that serve nothing in common."""
SERVICE = "household"
LAN = "192.168.7.7"
IDLE, A_DAY = timedelta(minutes=15), timedelta(days=1)
PERSON = Person("Серікова Айгүл Болатқызы", "Абай даңғылы, 10-үй", "8 701 123 45 67")


class Subjects:
    """Makes what a call is about, as new and as real as at the desk.

    Args:
        context: the office.
        clock: its clock.
    """

    def __init__(self, context: AppContext, clock: ManualClock) -> None:
        self._context, self._queue, self._clock = context, context.queue, clock

    def make(self, name: str) -> Any:
        """One subject by its name in the matrix."""
        return getattr(self, f"_{name}")()

    def _waiting(self) -> str:
        return self._queue.issue(SERVICE).ticket.id

    def _token(self) -> str:
        return self._queue.status_token(self._waiting())

    def _held(self) -> str:
        ticket = self._waiting()
        self._queue.hold_ticket(ticket, actor="operator2")
        return ticket

    def _absent(self) -> str:
        self._waited_out()
        ticket = self._there()
        self._queue.no_show(OWN, actor="operator2")
        return ticket

    def _served(self) -> str:
        self._serving()
        ticket = self._there()
        self._queue.finish(OWN, actor="operator2")
        return ticket

    def _served_token(self) -> str:
        return self._queue.status_token(self._served())

    # Of the own window each: how it stands, and its number.

    def _free(self) -> int:
        queue, status = self._queue, self._queue.window(OWN).window.status.value
        if status == "paused":
            queue.resume(OWN, actor="operator2")
        if status == "closed":
            queue.open_window(OWN, actor="operator2")
        while (ticket := queue.window(OWN).ticket) is not None:
            if ticket.state.value == "called":
                queue.start(OWN, actor="operator2")
            queue.finish(OWN, actor="operator2")
        for ticket in queue.snapshot().tickets:
            queue.cancel(ticket.id, actor="operator2")
        return OWN

    def _paused(self) -> int:
        self._free()
        self._queue.pause(OWN, actor="operator2")
        return OWN

    def _closed(self) -> int:
        self._free()
        self._queue.close_window(OWN, actor="operator2")
        return OWN

    def _awaited(self) -> int:
        self._free()
        self._waiting()
        return OWN

    def _called(self) -> int:
        self._awaited()
        self._queue.call_next(OWN, actor="operator2")
        return OWN

    def _waited_out(self) -> int:
        self._called()
        self._clock.advance(seconds=30)
        self._queue.recall(OWN, actor="operator2")
        self._clock.advance(seconds=30)
        return OWN

    def _missed(self) -> int:
        self._waited_out()
        self._queue.no_show(OWN, actor="operator2")
        return OWN

    def _serving(self) -> int:
        self._called()
        self._queue.start(OWN, actor="operator2")
        return OWN

    def _called_ticket(self) -> str:
        self._called()
        return self._there()

    def _serving_ticket(self) -> str:
        self._serving()
        return self._there()

    def _there(self) -> str:
        ticket = self._queue.window(OWN).ticket
        assert ticket is not None
        return ticket.id

    # Papers, devices and days.

    def _request(self, *steps: str) -> str:
        asked = self._queue.standards.get(
            self._queue.office.services["military-service"].standard
        ).documents
        taken = self._queue.register.accept(
            "military-service",
            person=PERSON,
            documents={each.id: 1 for each in asked if each.required},
            window=OWN,
            inspector="Омаров Е. Қ.",
            actor="operator2",
        ).request
        assert taken is not None
        for step in steps:
            more = {"reasons": ["no stamp"]} if step == "return_from_authority" else {}
            getattr(self._queue.register, step)(taken.number, actor="operator2", **more)
        return taken.number

    def _sent(self) -> str:
        return self._request("send")

    def _sent_back(self) -> str:
        return self._request("send", "return_from_authority")

    def _ready(self) -> str:
        return self._request("send", "ready")

    def _issued(self) -> str:
        return self._request("send", "ready", "issue")

    def _complaint(self) -> str:
        complained = self._queue.feedback.register_complaint(
            "Кезек ұзақ",
            person=Complainant("Серікова Айгүл"),
            service=SERVICE,
            accepted_by="Сейітова А.",
            language="kk",
            actor="operator2",
        )
        return complained.complaint.number

    def _job(self) -> int:
        job = self._queue.issue(SERVICE).print_job
        assert job is not None
        return job

    def _leased(self) -> int:
        self._job()
        return self._queue.lease_print_jobs("hall")[0].id

    def _today(self) -> str:
        return self._queue.snapshot().office_day.isoformat()

    def _over(self) -> str:
        self._waiting()
        day = self._today()
        self._clock.advance(hours=26)
        self._queue.close_days()
        return day


@dataclass
class Caller:
    """A way to call: a browser or a device, and what it sends with every call."""

    app: Flask
    context: AppContext
    headers: dict[str, str] = field(default_factory=dict)
    browser: FlaskClient | None = None

    def call(self, method: str, path: str, *, headers: dict[str, str], **more: Any) -> Any:
        """The answer; the office answers as this caller meets it (open or not)."""
        give_office(self.app, self.context)
        client = self.browser or self.app.test_client()
        environ = {"REMOTE_ADDR": LAN}
        return client.open(
            path, method=method, headers=self.headers | headers, environ_base=environ, **more
        )


class Office:
    """A real office (no demo), its app, and who calls it.

    Args:
        context: with virtual devices, limits that nobody reaches and a session clock to be moved.
        app: of it.
        clock: the queue's.
        database: its file.
        moment: where the session clock stands.
    """

    def __init__(
        self,
        context: AppContext,
        app: Flask,
        clock: ManualClock,
        database: Path,
        moment: list[datetime],
    ) -> None:
        self.context, self.app = context, app
        self._moment, self._known = moment, {}  # type: tuple[list[datetime], dict[str, Caller]]
        self.subjects = Subjects(context, clock)
        self._reader = sqlite3.connect(database)
        context.accounts.create("wanderer", Role.OPERATOR, "735192", own=True)
        context.accounts.create("newcomer", Role.SUPERVISOR, "735192", own=False)
        self.caller("ended_session")
        moment[0] += A_DAY

    def caller(self, name: str) -> Caller:
        """Whoever calls, by the name in the matrix."""
        if name not in self._known:
            self._known[name] = self._made(name)
        return self._known[name]

    def forget(self, name: str) -> None:
        """The next call of that name begins anew: the last one signed out, or somebody else in."""
        if name == "ended_session":
            self._moment[0] -= A_DAY
            self._known[name] = self._made(name)
            self._moment[0] += A_DAY
        else:
            self._known.pop(name, None)

    def standing(self) -> tuple[object, ...]:
        """What a refused call may not change: journal, every table, devices and scans.

        SQLite's ``data_version`` changes when anybody else writes to any table of the file.
        """
        [version] = self._reader.execute("PRAGMA data_version").fetchone()
        known = self.context
        return known.queue.last_seq(), version, known.devices.version, known.scans.place()

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()

    def _made(self, name: str) -> Caller:
        if name.endswith("_token"):
            return self._device(name.removesuffix("_token"))
        if name.endswith("page"):
            return self._page(is_open=name == "page")
        if name == "nobody":
            return Caller(self.app, self.context)
        people = {
            "operator": "operator2", "other_operator": "operator3", "ended_session": "supervisor",
            "no_window": "wanderer", "new_pin": "newcomer",
        }  # fmt: skip
        return self._person(people.get(name, name))

    def _device(self, name: str) -> Caller:
        tokens = self.context.tokens
        windows = {"operator": OWN, "other_operator": OTHER}
        role = {"other_operator": "operator", "revoked": "admin", "tls": "admin"}.get(name, name)
        plain = tokens.create(role, windows.get(name), "Терминал")
        if name == "revoked":
            tokens.revoke(tokens.list()[-1].id)
        context = replace(self.context, tls=name == "tls")
        return Caller(self.app, context, {"Authorization": f"Bearer {plain}"})

    def _page(self, *, is_open: bool) -> Caller:
        settings = self.context.settings
        kiosk = replace(settings.kiosk, open=is_open)
        context = replace(self.context, settings=replace(settings, kiosk=kiosk))
        caller = Caller(self.app, context, browser=self.app.test_client())
        caller.headers = {"X-CSRFToken": _csrf(caller, "/kiosk")}
        return caller

    def _person(self, name: str) -> Caller:
        caller = Caller(self.app, self.context, browser=self.app.test_client())
        pin = "735192" if name in ("wanderer", "newcomer") else DEMO_PIN
        form = {"name": name, "pin": pin, "csrf_token": _csrf(caller, "/login")}
        answer = caller.call("POST", "/login", headers={}, data=form)
        assert answer.status_code == 302, answer.get_data(as_text=True)[:500]
        caller.headers = {"X-CSRFToken": _csrf(caller, "/login?again=1")}
        return caller


def _csrf(caller: Caller, page: str) -> str:
    text = caller.call("GET", page, headers={}).get_data(as_text=True)
    return str(text.partition('name="csrf-token" content="')[2].partition('"')[0])


@pytest.fixture(scope="module")
def office(
    demo_offices: Callable[[int], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """The office of eight windows without its demo ways in."""
    data_dir = tmp_path_factory.mktemp("matrix") / "data"
    shutil.copytree(demo_offices(8), data_dir)
    written = (data_dir / "office.toml").read_text("utf-8")
    (data_dir / "office.toml").write_text(written.replace("demo = true", "demo = false"), "utf-8")
    clock = ManualClock(datetime(2026, 11, 23, 5, 0, tzinfo=UTC))
    built = build_services(data_dir, clock=clock)
    moment = [datetime(2026, 11, 23, 5, 0, tzinfo=UTC)]
    sessions = StaffSessions(built.queue.store, lambda: moment[0], idle=IDLE)
    limits = built.settings.limits
    endless = replace(limits, **dict.fromkeys(type(limits).__dataclass_fields__, 10**6))
    context = replace(
        built,
        sessions=sessions,
        virtual=VirtualBench(),
        settings=replace(built.settings, limits=endless),
    )
    made = Office(context, create_app(context), clock, data_dir / "kezek.db", moment)
    with closing(made):
        yield made
    built.close()
