"""Values of the queue as the API shows them; the shapes stand in docs/api.md."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from kezek_core.papers import ExpectedWait
from kezek_core.tickets import IN_QUEUE
from kezek_core.waits import CallsSoFar
from kezek_kiosk.api.public_events import public_event
from kezek_kiosk.web.problems import plain
from kezek_queue.values import (
    Board,
    BoardCall,
    Event,
    PrintJob,
    QueueSnapshot,
    ServiceState,
    Ticket,
    WindowAnswer,
    WindowState,
)
from kezek_queue.wording import ServiceTitles

Json = dict[str, Any]
ONE_MINUTE = timedelta(minutes=1)


def ticket_json(ticket: Ticket, titles: ServiceTitles) -> Json:
    """One ticket as it stands."""
    title = titles.get(ticket.service)
    return {
        "id": ticket.id,
        "number": ticket.number,
        "service": ticket.service,
        "service_title": None if title is None else title.to_json(),
        "stage": ticket.stage.value,
        "state": ticket.state.value,
        "language": ticket.language,
        "category": ticket.category,
        "window": ticket.window,
        "issued_at": instant(ticket.issued_at),
        "called_at": instant(ticket.called_at),
        "started_at": instant(ticket.started_at),
        "finished_at": instant(ticket.finished_at),
        "held_until": instant(ticket.held_until),
        "limit_minutes": ticket.limit_minutes,
        "standard": ticket.standard,
        "edition": ticket.edition,
        "source": ticket.source,
        "waited_seconds": ticket.wait.length.total_seconds(),
        "exact": ticket.wait.exact,
        "verdict": ticket.verdict.value,
        "near_limit": ticket.near,
        "minutes_to_limit": minutes_to_limit(ticket),
        "calls": ticket.times,
        "no_show": None if ticket.no_show is None else no_show_json(ticket.no_show),
    }


def no_show_json(calls: CallsSoFar) -> Json:
    """How far the calls of a called visitor have come towards a no-show that counts."""
    return {
        "possible": calls.enough,
        "calls_counted": calls.counted,
        "calls_missing": calls.calls_missing,
        "call_in_seconds": calls.call_in.total_seconds(),
        "possible_in_seconds": calls.possible_in.total_seconds(),
        "rule": calls.rule.to_json(),
    }


def minutes_to_limit(ticket: Ticket) -> int | None:
    """Whole minutes left of the limit, negative past it; None when it no longer runs out."""
    if ticket.limit_minutes is None or ticket.state not in IN_QUEUE:
        return None
    return (timedelta(minutes=ticket.limit_minutes) - ticket.wait.length) // ONE_MINUTE


def window_json(window: WindowState) -> Json:
    """One window as it stands."""
    return {
        "id": window.id,
        "status": window.status.value,
        "services": list(window.services),
        "operator": window.operator,
        "ticket": window.ticket,
        "waiting": window.waiting,
    }


def window_answer_json(answer: WindowAnswer, titles: ServiceTitles) -> Json:
    """What a window command led to."""
    return {
        "window": window_json(answer.window),
        "ticket": None if answer.ticket is None else ticket_json(answer.ticket, titles),
        "finished": None if answer.finished is None else ticket_json(answer.finished, titles),
    }


def queue_json(snapshot: QueueSnapshot, titles: ServiceTitles) -> Json:
    """The whole queue at one instant."""
    return {
        "now": instant(snapshot.now),
        "seq": snapshot.seq,
        "office_day": snapshot.office_day.isoformat(),
        "shown_day": snapshot.shown_day.isoformat(),
        "open": snapshot.open,
        "opens_at": instant(snapshot.opens_at),
        "clock": snapshot.clock.value,
        "services": [_service_json(service) for service in snapshot.services],
        "windows": [window_json(window) for window in snapshot.windows],
        "tickets": [ticket_json(ticket, titles) for ticket in snapshot.tickets],
        "absent": [ticket_json(ticket, titles) for ticket in snapshot.absent],
    }


def board_json(board: Board) -> Json:
    """The last calls, newest first, and those since the event that was asked with."""
    return {
        "now": instant(board.now),
        "seq": board.seq,
        "office_day": board.office_day.isoformat(),
        "waiting": board.waiting,
        "calls": [_call_json(call) for call in board.calls],
        "since": [_call_json(call) for call in board.since],
        "days": [day.isoformat() for day in board.days],
    }


def _call_json(call: BoardCall) -> Json:
    return {
        "ticket": call.ticket,
        "number": call.number,
        "window": call.window,
        "called_at": instant(call.called_at),
        "calls": call.calls,
        "seq": call.seq,
        "state": call.state.value,
    }


def event_json(event: Event, *, with_actor: bool) -> Json:
    """One fact of the journal.

    Args:
        event: as the journal keeps it.
        with_actor: for staff, who see who did it and everything that is told; anybody else sees
            what ``public_events`` lists.
    """
    shown = event if with_actor else public_event(event)
    fields: Json = {
        "seq": shown.seq,
        "kind": shown.kind.value,
        "ticket": shown.ticket_id,
        "number": shown.number,
        "window": shown.window,
        "service": shown.service,
        "at": instant(shown.at),
        "facts": plain(shown.body),
    }
    return {**fields, "actor": shown.actor} if with_actor else fields


def print_job_json(job: PrintJob, status_url: str | None) -> Json:
    """A leased print job: everything the agent needs to print it.

    Args:
        job: as it was leased.
        status_url: for a ticket's QR code; None prints words instead.
    """
    slip = job.slip.to_json()
    if "status_url" in slip:  # a ticket's; a form brings its own code
        slip["status_url"] = slip["status_url"] or status_url
    return {
        "id": job.id,
        "lease": job.lease,
        "ticket": job.subject.id,
        "slip": slip,
        "copy": job.copy,
        **job.subject.facts(),
    }


def expected_wait_json(wait: ExpectedWait | None) -> Json:
    """The wait ahead as a range; both ends null when nothing honest can be said."""
    if wait is None:
        return {"p50": None, "p90": None}
    return {"p50": wait.p50_minutes, "p90": wait.p90_minutes}


def instant(at: datetime | None) -> str | None:
    """An instant as ISO text in UTC."""
    return None if at is None else at.astimezone(UTC).isoformat()


def _service_json(service: ServiceState) -> Json:
    return {
        "service": service.service,
        "title": service.title.to_json(),
        "waiting": service.waiting,
        "open_windows": service.open_windows,
        "limit_minutes": service.limit_minutes,
        "expected_wait_minutes": expected_wait_json(service.expected_wait),
        "full": service.full,
    }
