"""A month of a district centre: the product's table against one counted from the raw journal."""

from __future__ import annotations

import heapq
import itertools
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from kezek_core.tickets import Stage, TicketState
from kezek_queue import ANY, ManualClock, Queue
from kezek_queue.feedback import surveys
from kezek_queue.feedback.feedback import Complainant, Survey
from kezek_queue.people.personal_data import Person
from kezek_queue.tickets.ticket_store import get
from kezek_queue.visits import commands as visits
from kezek_queue.visits import issuing
from kezek_queue.windows import calling, serving

ALMATY = ZoneInfo("Asia/Almaty")
VISITORS_A_DAY = 200
FIRST, LAST = date(2026, 11, 23), date(2026, 12, 22)
HALF = date(2026, 12, 6)
SERVICES = ("military-service", "household", "criminal-record")
NAMES = ("Ахметов Ғани", "Сейітова Аида", "Иванова Мария")
SATISFIED = (True, True, True, False, None)
OFFICE = """
[office]
id = "centre"
name = { kk = "Орталық", ru = "Центр", en = "Centre" }
[hours]
mon = "09:00-20:00"
tue = "09:00-20:00"
wed = "09:00-20:00"
thu = "09:00-20:00"
fri = "09:00-20:00"
[[services]]
id = "military-service"
letter = "A"
standard = "kz-mj-2007-287-1"
[[services]]
id = "household"
letter = "K"
standard = "kz-arys-2007-1122-akdala-household"
[[services]]
id = "criminal-record"
letter = "C"
standard = "kz-gp-2008-3-criminal-record"
[[windows]]
id = 1
services = ["military-service", "household"]
[[windows]]
id = 2
services = ["military-service", "household", "criminal-record"]
[[windows]]
id = 3
services = ["criminal-record", "household"]
"""


@dataclass
class Day:
    """One day at the windows: what happens next is what happens earliest."""

    tx: object
    clock: object
    rng: random.Random
    free: set[int] = field(default_factory=lambda: {1, 2, 3})
    plan: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    order: itertools.count = field(default_factory=itertools.count)

    def after(self, what, **span):
        at = self.clock.now().at + timedelta(**span)
        heapq.heappush(self.plan, (at, next(self.order), what))

    def run(self, until):
        for _ in range(VISITORS_A_DAY):
            self.after(self.arrive, seconds=self.rng.randrange(8 * 3600))
        while self.plan and self.plan[0][0] < until:
            at, _, what = heapq.heappop(self.plan)
            self.tx.now = self.clock.move_to(at)
            what()
            for window in sorted(self.free):
                self.call(window)

    def arrive(self):
        service = self.rng.choice(SERVICES)
        asked = issuing.TicketOrder(service, "kk", None, Stage.SUBMISSION, False)
        ticket_id = issuing.issue(self.tx, asked, key=None, actor="kiosk").ticket.id
        if self.rng.random() < 0.05:
            self.after(lambda: self.leave(ticket_id), minutes=self.rng.randrange(1, 60))

    def leave(self, ticket_id):
        if get(self.tx, ticket_id).state is TicketState.WAITING:
            visits.cancel(self.tx, ticket_id=ticket_id, actor="phone")

    def call(self, window):
        answer = calling.call_next(self.tx, window=window, actor=f"op{window}", expected=ANY)
        if answer.ticket is None:
            return
        self.free.remove(window)
        came = self.rng.random() > 0.06
        self.after(lambda: (self.start if came else self.recall)(window), seconds=40)

    def recall(self, window):
        calling.recall(self.tx, window=window, actor=f"op{window}", expected=ANY)
        self.after(lambda: self.absent(window), seconds=20)

    def absent(self, window):
        serving.no_show(self.tx, window=window, actor=f"op{window}", expected=ANY)
        self.free.add(window)

    def start(self, window):
        serving.start(self.tx, window=window, actor=f"op{window}", expected=ANY)
        self.after(lambda: self.end(window), seconds=self.rng.randrange(120, 1000))

    def end(self, window):
        command = {"window": window, "actor": f"op{window}", "expected": ANY}
        if window < 3 and self.rng.random() < 0.05:
            serving.transfer(self.tx, service="household", **command)
        else:
            ticket_id = serving.finish(self.tx, **command).finished.id
            if self.rng.random() < 0.3:
                answers = Survey(*(self.rng.choice(SATISFIED) for _ in range(5)))
                if not answers.is_empty:
                    surveys.answer(self.tx, ticket_id, answers, actor="phone")
        self.free.add(window)


class Month:
    """Twenty-two working days, with papers and complaints after the visitors of each."""

    def __init__(self, queue, clock):
        self.queue, self.clock = queue, clock
        self.rng = random.Random(1119)
        self.papers, self.complaints = [], []

    def play(self):
        for on in working_days():
            self.clock.move_to(at_office(on, 10))
            self.queue.close_days()
            self.queue._write(partial(self.visitors, until=at_office(on, 19, 30)))
            self.clock.move_to(at_office(on, 19, 40))
            self.hand_in(on)
            self.decide()
            self.complain(on)
        self.clock.move_to(at_office(LAST, 23, 0))
        self.queue.close_days()

    def visitors(self, tx, until):
        Day(tx, self.clock, self.rng).run(until)

    def hand_in(self, on):
        for _ in range(4):
            service = self.rng.choice(SERVICES[:2])
            standard = self.queue.standards.get(self.queue.office.services[service].standard)
            complete = self.rng.random() < 0.7
            papers = {each.id: 1 for each in standard.documents if each.required and complete}
            person = Person(self.rng.choice(NAMES), "Арыс қ.", "8 701 000 00 00")
            taken = self.queue.register.accept(
                service, person=person, documents=papers, window=1, inspector="А", actor="op1"
            ).request
            if taken:
                self.papers.append((on + timedelta(days=self.rng.randrange(9)), taken.number))

    def decide(self):
        register, today = self.queue.register, self.clock.now().at.astimezone(ALMATY).date()
        for day, number in [each for each in self.papers if each[0] <= today]:
            self.papers.remove((day, number))
            register.send(number, actor="op1")
            if self.rng.random() < 0.2:
                register.return_from_authority(number, ["Қате бар"], actor="op1")
                if self.rng.random() < 0.3:
                    continue
                register.correct(number, actor="op1")
                register.send(number, actor="op1")
            register.ready(number, actor="op1")

    def complain(self, on):
        feedback = self.queue.feedback
        if self.rng.random() < 0.8:
            service = self.rng.choice((*SERVICES, None))
            person = Complainant(self.rng.choice(NAMES), "Арыс қ.")
            registered = feedback.register_complaint(
                "Ұзақ күттім", person=person, service=service, actor="op1", print_talon=False
            )
            due = on + timedelta(days=self.rng.randrange(25))
            self.complaints.append((due, registered.complaint.number))
        for day, number in [each for each in self.complaints if each[0] <= on]:
            self.complaints.remove((day, number))
            justified = self.rng.random() < 0.7
            feedback.resolve_complaint(number, justified=justified, outcome="Иә", actor="boss")


def working_days():
    days = (FIRST + timedelta(days=ahead) for ahead in range((LAST - FIRST).days + 1))
    return [day for day in days if day.weekday() < 5]


def at_office(on, hour, minute=0):
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=ALMATY).astimezone(UTC)


# The second opinion: nothing below knows the product's tables, only its journal's lines.


def count_from_journal(lines, first, last, service=None):
    """Numerators and denominators of the rows, from the exported journal alone."""
    visits, surveyed, complaints, requests = {}, [], {}, {}
    accepted = refused = 0
    for line in lines:
        event = json.loads(line)
        kind, body, ticket = event["kind"], event["body"], event["ticket_id"]
        at = datetime.fromtimestamp(event["utc_us"] / 1_000_000, ALMATY)
        if kind.startswith("complaint"):
            complaints.setdefault(body["complaint"], {}).update(body)
        elif kind.startswith("request") or kind == "documents_refused":
            note_paper(requests, kind, body, at.date())
            if chosen(body.get("service"), service) and in_days(at.date(), first, last):
                accepted += kind == "request_accepted"
                refused += kind == "documents_refused"
        elif kind == "survey_answered":
            if in_days(date.fromisoformat(ticket[:10]), first, last):
                surveyed.append(body)
        elif ticket:
            note_visit(visits, kind, body, ticket, at)
    return {
        **rows_of_visits(visits, complaints, first, last, service),
        **rows_of_surveys([each for each in surveyed if chosen(each["service"], service)]),
        **rows_of_papers(requests, first, last, service),
        "3.2": (accepted, accepted + refused),
    }


def note_visit(visits, kind, body, ticket, at):
    """Follow one visit: the wait of each part, and how the part ended."""
    if kind == "ticket_issued":
        visits[ticket] = [
            {"service": body["service"], "from": at, "before": timedelta(), "end": ""}
        ]
        return
    part = visits[ticket][-1]
    if kind == "ticket_called":
        part.setdefault("called", at)
    elif kind in ("service_started", "visitor_absent", "ticket_cancelled", "day_closed"):
        if part["end"] == "":
            until = at if kind not in ("visitor_absent", "day_closed") else part.get("called", at)
            part["wait"], part["end"] = part["before"] + (until - part["from"]), kind
    elif kind == "ticket_transferred":
        new = {"service": "household", "from": at, "before": part["wait"], "end": ""}
        visits[ticket].append(new)


def note_paper(requests, kind, body, on):
    if kind == "request_accepted":
        requests[body["request"]] = dict(body, returned=0, ready=None)
    elif kind == "request_returned":
        requests[body["request"]]["returned"] += 1
    elif kind == "request_ready":
        requests[body["request"]]["ready"] = on


def rows_of_visits(visits, complaints, first, last, service):
    asked = [
        [part for part in parts if chosen(part["service"], service)]
        for ticket, parts in visits.items()
        if in_days(date.fromisoformat(ticket[:10]), first, last)
    ]
    ends = [parts[-1] for parts in asked if parts]
    justified = [
        each
        for each in complaints.values()
        if chosen(each["service"], service)
        and in_days(date.fromisoformat(each["registered_on"]), first, last)
        and each.get("justified")
    ]
    served = sum(part["end"] == "service_started" for part in ends)
    return {
        "1.2": (sum(part["wait"] <= timedelta(minutes=40) for part in ends), len(ends)),
        "4.1": (len(justified), served),
        "4.2": (sum(each["on_time"] for each in justified), len(justified)),
    }


def rows_of_surveys(bodies):
    rows = {}
    for code, question in (
        ("2.1", "process"),
        ("3.1", "information"),
        ("4.3", "complaint_procedure"),
        ("4.4", "complaint_term"),
        ("5.1", "politeness"),
    ):
        answers = [body[question] for body in bodies if body[question] is not None]
        rows[code] = (answers.count(True), len(answers))
    return rows


def rows_of_papers(requests, first, last, service):
    mine = [each for each in requests.values() if chosen(each["service"], service)]
    due = [
        (each["ready"], date.fromisoformat(each["due_on"]))
        for each in mine
        if in_days(date.fromisoformat(each["due_on"]), first, last)
    ]
    known = [(ready, day) for ready, day in due if ready or day < LAST]
    decided = [each for each in mine if each["ready"] and in_days(each["ready"], first, last)]
    return {
        "1.1": (sum(ready is not None and ready <= day for ready, day in known), len(known)),
        "2.2": (sum(each["returned"] == 0 for each in decided), len(decided)),
    }


def chosen(service, wanted):
    return wanted is None or service == wanted


def in_days(day, first, last):
    return first <= day <= last


@pytest.fixture(scope="module")
def month(tmp_path_factory):
    """The queue after the month; the office's own clock, seeds fixed."""
    data_dir = tmp_path_factory.mktemp("month")
    (data_dir / "office.toml").write_text(OFFICE, encoding="utf-8")
    clock = ManualClock(at_office(FIRST, 9))
    with Queue.create(data_dir, clock=clock) as queue:
        Month(queue, clock).play()
        yield queue


@pytest.fixture(scope="module")
def journal(month):
    return list(month.export_journal())


@pytest.mark.slow
@pytest.mark.parametrize("service", [None, *SERVICES])
@pytest.mark.parametrize(("first", "last"), [(FIRST, LAST), (FIRST, HALF), (HALF, LAST)])
def test_the_table_is_the_one_counted_from_the_raw_events(month, journal, first, last, service):
    expected = count_from_journal(journal, first, last, service)

    table = month.indicators(first, last, service=service)

    figures = {row.code: (row.numerator, row.denominator) for row in table.rows}
    assert figures.pop("3.3") == (None, None)
    assert figures == expected
    for code, (numerator, denominator) in expected.items():
        percent = Decimal(100 * numerator) / denominator if denominator else None
        assert table.row(code).percent == percent, code


@pytest.mark.slow
def test_the_month_is_a_busy_one(month):
    table = month.indicators(FIRST, LAST)

    assert table.row("1.2").denominator == VISITORS_A_DAY * len(working_days()) == 4400
    assert all(0 < row.percent < 100 for row in table.rows if row.code != "3.3")


@pytest.mark.slow
def test_the_counts_of_the_services_add_up_to_the_offices(month):
    """Whoever was sent on counts at both services, so the visits may be more."""
    office = month.indicators(FIRST, LAST)
    services = [month.indicators(FIRST, LAST, service=each) for each in SERVICES]

    for code in ("1.1", "2.1", "2.2", "3.1", "3.2", "4.3", "4.4", "5.1"):
        rows = [table.row(code) for table in services]
        assert sum(row.numerator for row in rows) == office.row(code).numerator
        assert sum(row.denominator for row in rows) == office.row(code).denominator
    visits = sum(table.row("1.2").denominator for table in services)
    assert visits > office.row("1.2").denominator


@pytest.mark.slow
def test_a_month_of_events_is_chained_and_names_nobody(month, journal):
    text = "\n".join(journal)

    assert month.verify_journal().sound
    assert not [name for name in (*NAMES, "Арыс", "Ұзақ", "8 701") if name in text]
