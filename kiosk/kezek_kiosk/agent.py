"""The agent: owns printers and scanners and is a client of the API, so a hung printer stops nobody.

One thread a printer leases print jobs, prints them and reports what came of each. A report is
repeated until the server has taken it, and no further job is leased before: a server that
restarts in between loses no outcome and causes no second print.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from traceback import format_tb
from typing import Any, Protocol

from kezek_core.form_slips import Slip, slip_from_json
from kezek_core.ports import PrintOutcome, Scanner
from kezek_core.slips import TicketSlip
from kezek_kiosk.api_client import ApiClient, Refused, ServerUnreachable

log = logging.getLogger(__name__)

LEASE_SECONDS = 30
WAIT_SECONDS = 20
LISTEN_SECONDS = 1.0
"""How soon an idle scanner notices that the agent stops."""

FIRST_DELAY_SECONDS = 0.5
LONGEST_DELAY_SECONDS = 15.0


class Delivered(Protocol):
    """What a printer answers."""

    @property
    def outcome(self) -> PrintOutcome: ...
    @property
    def detail(self) -> str: ...


class SlipPrinter(Protocol):
    """What the agent needs of a printer."""

    def print(self, slip: Slip, *, subject: str = "") -> Delivered: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class PrinterSeat:
    """A printer under the name the settings give it."""

    name: str
    printer: SlipPrinter


@dataclass(frozen=True, slots=True)
class ScannerSeat:
    """A scanner and the screen it stands beside."""

    screen: str
    scanner: Scanner


class PrintWorker:
    """Prints for one printer until it is stopped.

    Args:
        api: a client with a token that may take print jobs.
        seat: the printer.
        agent: this agent's name, shown to staff.
        stop: set it to end the worker after the slip in hand.
    """

    def __init__(
        self, api: ApiClient, seat: PrinterSeat, agent: str, stop: threading.Event
    ) -> None:
        self._api = api
        self._seat = seat
        self._agent = agent
        self._stop = stop
        self._delay_seconds = FIRST_DELAY_SECONDS

    def run(self) -> None:
        """Lease, print, report, again and again."""
        while not self._stop.is_set():
            # Taken out of the list: a form names a person, and no variable shall hold it while
            # the worker waits for the next job.
            jobs = self._answered(self._lease, otherwise=[])
            while jobs:
                self._carry_out(jobs.pop(0))
        self._seat.printer.close()
        self._api.close()

    def _lease(self) -> list[dict[str, Any]]:
        body = {
            "agent": self._agent,
            "printer": self._seat.name,
            "lease_seconds": LEASE_SECONDS,
            "wait_seconds": WAIT_SECONDS,
        }
        jobs: list[dict[str, Any]] = self._api.post("/print-jobs/lease", body)["jobs"]
        return jobs

    def _carry_out(self, job: dict[str, Any]) -> None:
        outcome, detail = self._print(job)
        # The report may wait long for a server that is gone; what the form said need not.
        job.pop("slip", None)
        report = {"lease": job["lease"], "outcome": outcome.value, "detail": detail}
        self._report(job, report)
        if outcome is not PrintOutcome.PRINTED:
            log.warning("printer %s: job %s is %s: %s", self._seat.name, job["id"], outcome, detail)
            self._rest()

    def _print(self, job: dict[str, Any]) -> tuple[PrintOutcome, str]:
        try:
            slip = slip_from_json(job["slip"])
            delivery = self._seat.printer.print(slip, subject=_subject(job, slip))
        except Exception as error:  # noqa: BLE001 - logged, without its words
            # Whatever broke, bytes may be on the paper: the job is openly uncertain, staff see it.
            # Neither log nor journal takes the error's words, which may quote a form.
            kind, at = type(error).__name__, "".join(format_tb(error.__traceback__))
            who = (self._seat.name, job["id"])
            log.log(logging.ERROR, "printer %s broke on job %s: %s\n%s", *who, kind, at)
            return PrintOutcome.UNCERTAIN, kind
        return delivery.outcome, delivery.detail

    def _report(self, job: dict[str, Any], report: dict[str, Any]) -> None:
        """Repeat the report until the server has it; the outcome of a print is never dropped."""
        path = f"/print-jobs/{job['id']}/report"
        while True:
            try:
                self._api.post(path, report)
            except ServerUnreachable as error:
                log.warning("cannot report job %s yet: %s", job["id"], error)
                if self._rest():
                    return
                continue
            except Refused as error:
                log.warning("the server no longer wants a report of job %s: %s", job["id"], error)
            self._delay_seconds = FIRST_DELAY_SECONDS
            return

    def _answered(
        self, call: Callable[[], list[dict[str, Any]]], *, otherwise: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        try:
            answer = call()
        except (ServerUnreachable, Refused) as error:
            log.warning("printer %s gets no jobs: %s", self._seat.name, error)
            self._rest()
            return otherwise
        if answer:
            self._delay_seconds = FIRST_DELAY_SECONDS
        return answer

    def _rest(self) -> bool:
        """Wait with a growing, capped delay; True when the worker was stopped meanwhile."""
        stopped = self._stop.wait(self._delay_seconds)
        self._delay_seconds = min(self._delay_seconds * 2, LONGEST_DELAY_SECONDS)
        return stopped


def _subject(job: dict[str, Any], slip: Slip) -> str:
    """What a form is about, by which its paper is found when somebody is forgotten.

    A ticket names nobody. A paper that belongs to nothing is found by the number it shows.
    """
    if isinstance(slip, TicketSlip):
        return ""
    return str(job.get("ticket") or slip.number or "")


class ScanWorker:
    """Hands what one scanner reads to its screen until it is stopped.

    A code that the server does not take at once is dropped: by then its visitor has held the paper
    under the scanner again, and an old code must not open a screen before the next one. No code
    is ever logged.

    Args:
        api: a client with a device token.
        seat: the scanner.
        stop: set it to end the worker.
    """

    def __init__(self, api: ApiClient, seat: ScannerSeat, stop: threading.Event) -> None:
        self._api = api
        self._seat = seat
        self._stop = stop

    def run(self) -> None:
        """Read and tell, again and again."""
        while not self._stop.is_set():
            code = self._seat.scanner.read(deadline_seconds=LISTEN_SECONDS)
            if code is not None:
                self._tell(code)
        self._seat.scanner.close()
        self._api.close()

    def _tell(self, code: str) -> None:
        try:
            self._api.post("/scans", {"code": code, "screen": self._seat.screen})
        except ServerUnreachable as error:
            log.warning("a scan beside %s was lost: %s", self._seat.screen, error)
        except Refused as error:
            log.warning(
                "the server refused a scan beside %s: %s", self._seat.screen, error.problem_code
            )


class Agent:
    """All printers and scanners of one kiosk.

    Args:
        seats: the printers.
        connect: makes a client of the API; every worker gets its own.
        name: this agent's name.
        scanners: the scanners.
    """

    def __init__(
        self,
        seats: Sequence[PrinterSeat],
        connect: Callable[[], ApiClient],
        name: str,
        scanners: Sequence[ScannerSeat] = (),
    ) -> None:
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(
                target=PrintWorker(connect(), seat, name, self._stop).run,
                name=f"printer-{seat.name}",
                daemon=True,
            )
            for seat in seats
        ] + [
            threading.Thread(
                target=ScanWorker(connect(), scanner_seat, self._stop).run,
                name=f"scanner-{scanner_seat.screen}",
                daemon=True,
            )
            for scanner_seat in scanners
        ]

    def start(self) -> None:
        """Start one thread a device."""
        for thread in self._threads:
            thread.start()

    def request_stop(self) -> None:
        """Ask every worker to end after the slip in hand; returns at once."""
        self._stop.set()

    def stop(self, timeout_seconds: float = 5.0) -> None:
        """Ask every worker to end and wait for them, but not for ever."""
        self.request_stop()
        for thread in self._threads:
            thread.join(timeout_seconds)

    def wait(self) -> None:
        """Block until the agent is stopped."""
        self._stop.wait()
