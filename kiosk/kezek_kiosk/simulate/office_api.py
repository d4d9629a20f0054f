"""The commands of a replay given to a queue in this process: the API's paths without a server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from kezek_core.ports import PrintOutcome
from kezek_queue import ManualClock, Queue, WindowStatus

AGENT = "agent-1"
PRINTER = "virtual"
LOOK = timedelta(minutes=1)
"""How often the watchers look, where a server looks every second."""

HEARTBEAT = timedelta(minutes=10)


class OfficeApi:
    """Answers what `Replay` asks, by a queue whose clock the replay moves.

    Tickets are printed at once, and limits, holds and heartbeats are looked after as time passes.

    Args:
        queue: the office.
        clock: the queue's own.
    """

    def __init__(self, queue: Queue, clock: ManualClock) -> None:
        self._queue = queue
        self._clock = clock
        self._looked_at = self._beat_at = clock.now().at
        self._on_window: Mapping[str, Callable[..., Any]] = {
            "next": queue.call_next,
            "recall": queue.recall,
            "start": queue.start,
            "finish": queue.finish,
            "no_show": queue.no_show,
            "hold": queue.hold,
            "transfer": queue.transfer,
        }
        self._on_ticket: Mapping[str, Callable[..., Any]] = {
            "cancel": queue.cancel,
            "return": queue.return_visitor,
            "release": queue.release,
        }

    def get(self, path: str) -> Any:
        """Read the queue or a ticket."""
        match path.split("/")[1:]:
            case ["queue"]:
                return self._queue_json()
            case ["tickets", ticket]:
                return {"limit_minutes": self._queue.ticket(ticket).limit_minutes}
        raise ValueError(f"expected a path that a replay reads, got {path!r}")

    def post(self, path: str, body: Mapping[str, Any], *, now: datetime | None = None) -> Any:
        """Let time pass until ``now``, then give a command."""
        if now is not None:
            self.move_to(now)
        match path.split("/")[1:]:
            case ["tickets"]:
                return self._issue(body)
            case ["tickets", ticket, command]:
                self._on_ticket[command](ticket, actor="kiosk")
                return {}
            case ["windows", window, command]:
                given = self._on_window[command]
                answer = given(int(window), actor=operator_of(int(window)), **body)
                return {"ticket": answer.ticket and {"id": answer.ticket.id}}
        raise ValueError(f"expected a command of a replay, got {path!r}")

    def move_to(self, at: datetime) -> None:
        """Let time pass, and do meanwhile what falls due by itself."""
        while self._looked_at + LOOK <= at:
            self._looked_at += LOOK
            self._clock.move_to(self._looked_at)
            self._look()
        self._clock.move_to(at)

    def _look(self) -> None:
        self._queue.release_held()
        self._queue.watch_limits()
        if self._looked_at - self._beat_at >= HEARTBEAT:
            self._beat_at = self._looked_at
            self._queue.heartbeat()

    def _queue_json(self) -> dict[str, Any]:
        """The services, and the windows that somebody sits at."""
        office = self._queue.office
        return {
            "services": [{"service": service} for service in office.services],
            "windows": [
                {"id": window.id, "services": list(office.windows[window.id].services)}
                for window in self._queue.snapshot().windows
                if window.status is WindowStatus.OPEN
            ],
        }

    def _issue(self, body: Mapping[str, Any]) -> dict[str, Any]:
        issued = self._queue.issue(
            body["service"], language=body["language"], category=body["category"]
        )
        for job in self._queue.lease_print_jobs(AGENT, printer=PRINTER):
            self._queue.report_print_job(job.id, str(job.lease), PrintOutcome.PRINTED)
        return {
            "id": issued.ticket.id,
            "number": issued.ticket.number,
            "limit_minutes": issued.ticket.limit_minutes,
        }


def operator_of(window: int) -> str:
    """Who sits at a window of the demo office."""
    return f"operator{window}"
