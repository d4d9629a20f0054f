"""Prints for one printer: leases jobs, prints them, reports what came of each, late proof too.

A report is repeated until the server has taken it, and no further job is leased before: a server
that restarts in between loses no outcome and causes no second print. A printer that cannot print
is asked how it stands instead, and leases nothing: its jobs wait, or another printer takes them.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from traceback import format_tb
from typing import Any, Protocol

from kezek_core.papers import Slip, SubjectKind, slip_from_json
from kezek_core.ports import PrintOutcome
from kezek_hardware.device import Backoff
from kezek_kiosk.agent.api_client import ApiClient, Refused, ServerUnreachable
from kezek_kiosk.devices.status import NEAR_END, OK, UNKNOWN, DeviceReport

log = logging.getLogger(__name__)

LEASE_SECONDS = 30
WAIT_SECONDS = 4
"""How long a lease waits for a job: between two leases the printer is asked how it stands, and an
agent that ends waits no longer.
"""

LOOK_SECONDS = 5.0
"""How old the answer may be under which a job is leased."""

LISTEN_SECONDS = 1.0
"""How long a slip in doubt is listened for before the next lease is asked for."""

MENDED_SECONDS = 1.0
"""A printer that says what stops it is asked so often whether it is mended."""

MOST_DOUBTS = 8
LATE = "late"
PRINTS = frozenset({OK, NEAR_END, UNKNOWN})
"""How a printer stands that may be given a slip; one that can say nothing is believed."""

NAMES_NOBODY = frozenset({SubjectKind.TICKET, SubjectKind.MEMO})
SPEAKS = frozenset({"paper_end", "cover_open", "cutter", "error", "offline"})


class Delivered(Protocol):
    """What a printer answers."""

    @property
    def outcome(self) -> PrintOutcome: ...
    @property
    def detail(self) -> str: ...
    @property
    def fence(self) -> str: ...


class StatusSource(Protocol):
    """What a printer last said of itself."""

    @property
    def paper(self) -> Any: ...
    @property
    def tickets_left(self) -> int | None: ...


class SlipPrinter(Protocol):
    """What the worker needs of a printer."""

    @property
    def standing(self) -> str: ...
    @property
    def seen(self) -> StatusSource: ...
    @property
    def awaits(self) -> bool: ...
    def print(self, slip: Slip, *, subject: str = "") -> Delivered: ...
    def listen(self, seconds: float = 0.0) -> tuple[str, ...]: ...
    def status(self) -> object: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class PrinterSeat:
    """A printer under the name the settings give it.

    Args:
        name: the name.
        printer: the printer.
        keep: called after every slip: remembers what is left of the roll.
    """

    name: str
    printer: SlipPrinter
    keep: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A job whose printer may still say that it came out."""

    job: dict[str, Any]
    lease: str


class PrintWorker:
    """Prints for one printer until it is stopped.

    Args:
        api: a client with a token that may take print jobs.
        seat: the printer.
        agent: this agent's name, shown to staff.
        stop: set it to end the worker after the slip in hand.
        beat: called as long as the worker works, at every turn of it.
        monotonic: seconds that never go back.
    """

    def __init__(
        self,
        api: ApiClient,
        seat: PrinterSeat,
        agent: str,
        stop: threading.Event,
        *,
        beat: Callable[[], None] = lambda: None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._api = api
        self._seat = seat
        self._printer = seat.printer
        self._agent = agent
        self._stop = stop
        self._beat = beat
        self._monotonic = monotonic
        self._server_patience = Backoff()
        self._absence_patience = Backoff()
        self._vain_patience = Backoff()
        self._doubts: dict[str, _Doubt] = {}
        self._look_at = float("-inf")
        self._status = DeviceReport(seat.name, "printer", UNKNOWN, "not_looked_yet")

    def status(self) -> DeviceReport:
        """How the printer stood when it was last asked; from any thread, at once."""
        return self._status

    def run(self) -> None:
        """Look, lease, print, report, again and again."""
        while not self._stop.is_set():
            self._beat()
            self._hear_late()
            if not self._can_print():
                continue
            # Taken out of the list: a form names a person, and no variable shall hold it while
            # the worker waits for the next job.
            jobs = self._answered(self._lease, otherwise=[])
            while jobs:
                self._carry_out(jobs.pop(0))
        self._seat.keep()
        self._printer.close()
        self._api.close()

    def _can_print(self) -> bool:
        """Ask the printer how it stands; while it cannot print, rest and answer False."""
        now = self._monotonic()
        if now >= self._look_at:
            self._guarded("status", self._printer.status)
            self._look_at = now + LOOK_SECONDS
        self._note()
        standing = self._printer.standing
        if standing in PRINTS:
            self._absence_patience.reset()
            return True
        self._look_at = float("-inf")
        # What cannot be reached is left alone longer and longer; what speaks is about to be mended.
        self._stop.wait(MENDED_SECONDS if standing in SPEAKS else self._absence_patience.pause())
        return False

    def _note(self) -> None:
        standing, seen = self._printer.standing, self._printer.seen
        facts = {"paper": seen.paper.value, "tickets_left": seen.tickets_left}
        if standing != self._status.status:
            log.log(
                logging.INFO if standing in PRINTS else logging.WARNING,
                "printer %s stands so: %s", self._seat.name, standing,
            )  # fmt: skip
        self._status = DeviceReport(self._seat.name, "printer", standing, "", facts)

    def _hear_late(self) -> None:
        """Tell the server of slips in doubt that came out after all."""
        seconds = LISTEN_SECONDS if self._printer.awaits else 0.0
        heard = self._guarded("listen", lambda: self._printer.listen(seconds)) or ()
        for fence in heard:
            doubt = self._doubts.pop(fence, None)
            if doubt is None:
                continue
            log.info("printer %s: job %s came out late", self._seat.name, doubt.job["id"])
            report = {"lease": doubt.lease, "outcome": PrintOutcome.PRINTED.value, "detail": LATE}
            self._report(doubt.job, report)
        if not self._printer.awaits:
            self._doubts.clear()

    def _guarded(self, what: str, ask: Callable[[], Any]) -> Any:
        """A fault of asking must not end the printing."""
        try:
            return ask()
        except Exception:
            log.exception("printer %s: %s failed", self._seat.name, what)
            self._stop.wait(self._absence_patience.pause())
            return None

    def _lease(self) -> list[dict[str, Any]]:
        body = {
            "agent": self._agent,
            "printer": self._seat.name,
            "lease_seconds": LEASE_SECONDS,
            "wait_seconds": 0 if self._printer.awaits else WAIT_SECONDS,
        }
        jobs: list[dict[str, Any]] = self._api.post("/print-jobs/lease", body)["jobs"]
        return jobs

    def _carry_out(self, job: dict[str, Any]) -> None:
        outcome, detail, fence = self._print(job)
        # The report may wait long for a server that is gone; what the form said need not.
        job.pop("slip", None)
        printed = outcome is PrintOutcome.PRINTED
        self._look_at = self._monotonic() + LOOK_SECONDS if printed else float("-inf")
        self._seat.keep()
        if fence:
            self._doubt(fence, job)
        report = {"lease": job["lease"], "outcome": outcome.value, "detail": detail}
        self._report(job, report)
        if printed or outcome is PrintOutcome.UNPRINTABLE:  # the next slip may be fine
            self._vain_patience.reset()
            return
        log.warning("printer %s: job %s is %s: %s", self._seat.name, job["id"], outcome, detail)
        self._stop.wait(self._vain_patience.pause())

    def _doubt(self, fence: str, job: dict[str, Any]) -> None:
        if len(self._doubts) >= MOST_DOUBTS:
            del self._doubts[next(iter(self._doubts))]
        self._doubts[fence] = _Doubt(job, job["lease"])

    def _print(self, job: dict[str, Any]) -> tuple[PrintOutcome, str, str]:
        try:
            slip = slip_from_json(job["slip"])
            delivery = self._printer.print(slip, subject=_subject(job, slip))
        except Exception as error:  # noqa: BLE001 - logged, without its words
            # Whatever broke, bytes may be on the paper: the job is openly uncertain, staff see it.
            # Neither log nor journal takes the error's words, which may quote a form.
            kind, at = type(error).__name__, "".join(format_tb(error.__traceback__))
            who = (self._seat.name, job["id"])
            log.log(logging.ERROR, "printer %s broke on job %s: %s\n%s", *who, kind, at)
            return PrintOutcome.UNCERTAIN, kind, ""
        return delivery.outcome, delivery.detail, delivery.fence

    def _report(self, job: dict[str, Any], report: dict[str, Any]) -> None:
        """Repeat the report until the server has it; the outcome of a print is never dropped."""
        path = f"/print-jobs/{job['id']}/report"
        while True:
            self._beat()
            try:
                self._api.post(path, report)
            except ServerUnreachable as error:
                log.warning("cannot report job %s yet: %s", job["id"], error)
                if self._stop.wait(self._server_patience.pause()):
                    return
                continue
            except Refused as error:
                log.warning("the server no longer wants a report of job %s: %s", job["id"], error)
            self._server_patience.reset()
            return

    def _answered(
        self, call: Callable[[], list[dict[str, Any]]], *, otherwise: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        try:
            answer = call()
        except (ServerUnreachable, Refused) as error:
            log.warning("printer %s gets no jobs: %s", self._seat.name, error)
            self._stop.wait(self._server_patience.pause())
            return otherwise
        self._server_patience.reset()
        return answer


def _subject(job: dict[str, Any], slip: Slip) -> str:
    """What a paper is about, by which it is found when somebody is forgotten; "" names nobody.

    A paper of which nothing is told is found by the number it shows.
    """
    if SubjectKind(job.get("subject_kind")) in NAMES_NOBODY:
        return ""
    return str(job.get("subject_id") or slip.number or "")
