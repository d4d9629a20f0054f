"""The agent: every outcome reaches the server, and a broken printer breaks nothing else."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from kezek_core.papers.form_slips import FormKind, FormSlip, Slip
from kezek_core.papers.slips import TicketSlip
from kezek_core.papers.subjects import Subject, SubjectKind
from kezek_core.ports import PrintOutcome
from kezek_core.texts import LocalText
from kezek_core.tickets import Stage
from kezek_kiosk.agent.api_client import Refused, ServerUnreachable
from kezek_kiosk.agent.print_worker import PrinterSeat, PrintWorker
from kezek_kiosk.devices.status import DeviceReport
from kezek_printers import PaperStatus, PrinterStatus


@dataclass
class Delivery:
    outcome: PrintOutcome
    detail: str = ""
    fence: str = ""


@dataclass
class Paper:
    """A printer that answers as told, or breaks."""

    answers: list[Any]
    printed: list[str] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    closed: bool = False
    standings: list[str] = field(default_factory=lambda: ["ok"])
    looks: int = 0
    seen: PrinterStatus = field(default_factory=PrinterStatus)
    late: list[tuple[str, ...]] = field(default_factory=list)
    awaits: bool = False

    @property
    def standing(self) -> str:
        return self.standings[0]

    def status(self) -> None:
        self.looks += 1
        if len(self.standings) > 1:
            self.standings.pop(0)

    def listen(self, seconds: float = 0.0) -> tuple[str, ...]:
        heard = self.late.pop(0) if self.late else ()
        self.awaits = self.awaits and not heard
        return heard

    def print(self, slip: Slip, *, subject: str = "") -> Delivery:
        self.subjects.append(subject)
        self.printed.append(slip.number or "")
        self.slips.append(slip)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Delivery):
            self.awaits = bool(answer.fence)
            return answer
        return Delivery(answer)

    def close(self) -> None:
        self.closed = True


class Server:
    """Hands out jobs and takes reports; each scripted failure is raised once."""

    def __init__(self, numbers: list[str], stop: threading.Event) -> None:
        self.numbers, self.stop = numbers, stop
        self.reports: list[tuple[str, str]] = []
        self.slips: dict[str, dict[str, Any]] = {}
        self.subjects: dict[str, Subject] = {}
        self.failures: list[Exception] = []
        self.log: list[str] = []

    def post(self, path: str, body: dict[str, Any]) -> Any:
        self.log.append(path)
        if path.endswith("/report"):
            if self.failures:
                raise self.failures.pop(0)
            self.reports.append((path.split("/")[2], body["outcome"]))
            return None
        if not self.numbers:
            self.stop.set()
            return {"jobs": []}
        number = self.numbers.pop(0)
        slip = self.slips.get(number) or _slip(number)
        subject = self.subjects.get(number, Subject(SubjectKind.TICKET, number)).facts()
        return {"jobs": [{"id": number, "lease": "x", "slip": slip, **subject}]}

    def close(self) -> None:
        self.log.append("closed")


class Impatient(threading.Event):
    """A stop event that lets nobody wait."""

    def wait(self, timeout: float | None = None) -> bool:
        return self.is_set()


def _slip(number: str) -> dict[str, Any]:
    return TicketSlip(
        office=LocalText("Кезек"),
        number=number,
        service=LocalText("Апостиль"),
        stage=Stage.SUBMISSION,
        issued_at=datetime(2031, 3, 4, 5, tzinfo=UTC),
        time_zone="Asia/Almaty",
        language="kk",
    ).to_json()


def _work(server: Server, paper: Paper, stop: threading.Event) -> None:
    PrintWorker(server, PrinterSeat("hall", paper), "test", stop).run()  # type: ignore[arg-type]


def test_each_job_is_printed_and_reported_in_order() -> None:
    stop = Impatient()
    server, paper = Server(["A001", "A002"], stop), Paper([PrintOutcome.PRINTED] * 2)

    _work(server, paper, stop)

    assert paper.printed == ["A001", "A002"]
    assert server.reports == [("A001", "printed"), ("A002", "printed")]
    assert paper.closed


def test_a_form_reaches_the_printer_as_a_form() -> None:
    stop = Impatient()
    server, paper = Server(["A001"], stop), Paper([PrintOutcome.PRINTED])
    memo = FormSlip(
        kind=FormKind.MEMO,
        office=LocalText("Кезек"),
        title=LocalText("Жадынама"),
        issued_at=datetime(2031, 3, 4, 5, tzinfo=UTC),
        time_zone="Asia/Almaty",
        language="kk",
    )
    server.slips["A001"] = memo.to_json()

    _work(server, paper, stop)

    assert paper.slips == [memo]
    assert server.reports == [("A001", "printed")]


def test_a_report_is_repeated_until_the_server_has_it_and_no_job_is_leased_before() -> None:
    stop = Impatient()
    server, paper = Server(["A001", "A002"], stop), Paper([PrintOutcome.PRINTED] * 2)
    server.failures = [ServerUnreachable("gone")] * 3

    _work(server, paper, stop)

    leases_and_reports = [path for path in server.log if path.startswith("/print-jobs")]
    assert leases_and_reports[:6] == [
        "/print-jobs/lease",
        *["/print-jobs/A001/report"] * 4,
        "/print-jobs/lease",
    ]
    assert paper.printed == ["A001", "A002"]


def test_a_printer_that_breaks_makes_the_job_openly_uncertain() -> None:
    stop = Impatient()
    server = Server(["A001", "A002"], stop)
    paper = Paper([RuntimeError("libusb fell over"), PrintOutcome.PRINTED])

    _work(server, paper, stop)

    assert server.reports == [("A001", "uncertain"), ("A002", "printed")]


def test_a_printer_that_breaks_tells_nobody_what_the_form_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    stop = Impatient()
    server, paper = Server(["A001"], stop), Paper([ValueError("cannot encode Айгүл Сейітқызы")])
    reported: list[dict[str, Any]] = []
    answers = server.post

    def noting(path: str, body: dict[str, Any]) -> Any:
        reported.append(body)
        return answers(path, body)

    server.post = noting  # type: ignore[method-assign]
    _work(server, paper, stop)

    assert "broke on job A001: ValueError" in caplog.text
    assert "test_agent.py" in caplog.text
    assert "Айгүл" not in caplog.text + str(reported)


def test_a_form_is_printed_for_its_subject_and_a_ticket_for_none() -> None:
    stop = Impatient()
    server, paper = Server(["A001", "A002", "A003"], stop), Paper([PrintOutcome.PRINTED] * 3)
    form = FormSlip(
        kind=FormKind.COMPLAINT,
        office=LocalText("Кезек"),
        title=LocalText("Талон"),
        issued_at=datetime(2031, 3, 4, 5, tzinfo=UTC),
        time_zone="Asia/Almaty",
        language="kk",
        number="C-31-000001-9",
    )
    server.slips |= {"A002": form.to_json(), "A003": form.to_json()}
    server.subjects = {
        "A001": Subject(SubjectKind.TICKET, "2031-03-04-A001"),
        "A002": Subject(SubjectKind.UNKNOWN, ""),
        "A003": Subject(SubjectKind.REFUSAL, "refusal-12"),
    }

    _work(server, paper, stop)

    assert paper.subjects == ["", "C-31-000001-9", "refusal-12"]


def test_what_a_form_said_is_gone_while_its_report_waits_for_the_server() -> None:
    stop = Impatient()
    server, paper = Server(["A001"], stop), Paper([PrintOutcome.PRINTED])
    answers, leased, waiting = server.post, [], []

    def watched(path: str, body: dict[str, Any]) -> Any:
        if path.endswith("/report"):
            waiting.append("slip" in leased[0])
            return answers(path, body)
        answer = answers(path, body)
        leased.extend(answer["jobs"])
        return answer

    server.post = watched  # type: ignore[method-assign]
    _work(server, paper, stop)

    assert waiting == [False]
    assert server.reports == [("A001", "printed")]


def test_no_job_is_held_while_the_worker_waits_for_the_next() -> None:
    stop = Impatient()
    server, paper = Server(["A001"], stop), Paper([PrintOutcome.PRINTED])
    worker = PrintWorker(server, PrinterSeat("hall", paper), "test", stop)  # type: ignore[arg-type]
    answers, held = server.post, []

    def looking(path: str, body: dict[str, Any]) -> Any:
        frame = sys._getframe()
        while frame is not None and "jobs" not in frame.f_locals:
            frame = frame.f_back
        held.append(frame is not None and frame.f_locals["jobs"])
        return answers(path, body)

    server.post = looking  # type: ignore[method-assign]
    worker.run()

    assert held[-1] == []


def test_a_report_that_the_server_refuses_is_not_repeated() -> None:
    stop = Impatient()
    server, paper = Server(["A001"], stop), Paper([PrintOutcome.PRINTED])
    server.failures = [Refused(409, {"code": "lease_lost", "title": "lease lost"})]

    _work(server, paper, stop)

    assert server.reports == []
    assert server.log.count("/print-jobs/A001/report") == 1


def test_a_server_that_is_gone_when_jobs_are_asked_for_is_asked_again() -> None:
    stop = Impatient()
    server, paper = Server(["A001"], stop), Paper([PrintOutcome.PRINTED])
    answers, lost = server.post, [ServerUnreachable("gone"), ServerUnreachable("gone")]

    def flaky(path: str, body: dict[str, Any]) -> Any:
        if lost:
            raise lost.pop()
        return answers(path, body)

    server.post = flaky  # type: ignore[method-assign]
    _work(server, paper, stop)

    assert server.reports == [("A001", "printed")]


def test_a_slip_in_doubt_that_came_out_late_is_reported_as_printed() -> None:
    stop = Impatient()
    server = Server(["A001", "A002"], stop)
    paper = Paper([Delivery(PrintOutcome.UNCERTAIN, "paper_end", "abcd"), PrintOutcome.PRINTED])
    paper.late = [(), ("abcd",)]

    _work(server, paper, stop)

    assert server.reports == [("A001", "uncertain"), ("A001", "printed"), ("A002", "printed")]
    assert paper.printed == ["A001", "A002"]


def test_a_late_answer_to_nothing_we_know_is_no_report() -> None:
    stop = Impatient()
    server, paper = Server(["A001"], stop), Paper([PrintOutcome.PRINTED])
    paper.late = [("zzzz",), ("abcd",)]

    _work(server, paper, stop)

    assert server.reports == [("A001", "printed")]


def test_a_doubt_that_nobody_listens_for_any_more_is_forgotten() -> None:
    stop = Impatient()
    server = Server(["A001", "A002"], stop)
    paper = Paper([Delivery(PrintOutcome.UNCERTAIN, "silent", "abcd"), PrintOutcome.PRINTED])
    answers = server.post

    def cut(path: str, body: dict[str, Any]) -> Any:
        if path.endswith("/report"):
            paper.awaits = False
            paper.late = [(), ("abcd",)]
        return answers(path, body)

    server.post = cut  # type: ignore[method-assign]
    _work(server, paper, stop)

    assert server.reports == [("A001", "uncertain"), ("A002", "printed")]


def test_a_printer_without_paper_leases_nothing_until_it_is_mended() -> None:
    stop = Impatient()
    server, paper = Server(["A001"], stop), Paper([PrintOutcome.PRINTED])
    paper.standings = ["unknown", "paper_end", "cover_open", "unplugged", "near_end"]

    _work(server, paper, stop)

    assert paper.looks >= 4
    assert server.log[0] == "/print-jobs/lease"
    assert server.reports == [("A001", "printed")]


def test_a_printer_that_breaks_when_it_is_asked_still_prints(
    caplog: pytest.LogCaptureFixture,
) -> None:
    stop = Impatient()
    server, paper = Server(["A001"], stop), Paper([PrintOutcome.PRINTED])

    def fall_over() -> None:
        raise RuntimeError("libusb fell over")

    paper.status = fall_over  # type: ignore[method-assign]
    _work(server, paper, stop)

    assert server.reports == [("A001", "printed")]
    assert "status failed" in caplog.text


def test_the_word_of_a_printer_tells_paper_and_tickets_left() -> None:
    stop = Impatient()
    server, paper = Server([], stop), Paper([])
    paper.standings = ["near_end"]
    paper.seen = PrinterStatus(paper=PaperStatus.NEAR_END, online=True, tickets_left=41)
    worker = PrintWorker(server, PrinterSeat("hall", paper), "test", stop)  # type: ignore[arg-type]
    before = worker.status()

    worker.run()

    assert (before.status, before.detail) == ("unknown", "not_looked_yet")
    assert worker.status() == DeviceReport(
        "hall", "printer", "near_end", "", {"paper": "near_end", "tickets_left": 41}
    )


def test_what_is_left_of_the_roll_is_kept_after_every_slip_and_at_the_end() -> None:
    stop = Impatient()
    server, paper = Server(["A001", "A002"], stop), Paper([PrintOutcome.PRINTED] * 2)
    kept: list[int] = []
    seat = PrinterSeat("hall", paper, lambda: kept.append(len(paper.printed)))

    PrintWorker(server, seat, "test", stop).run()  # type: ignore[arg-type]

    assert kept == [1, 2, 2]
