"""What the kiosk must know to ask its questions: the services now, and why it is closed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from kezek_kiosk.web.i18n import format_clock, format_day, office_time, page_languages, text_in
from kezek_queue.office import Office
from kezek_queue.values import QueueSnapshot, ServiceState


class Closed(Enum):
    """Why no ticket is issued."""

    HOURS = "hours"
    BREAK = "break"
    LAST_TICKETS = "last_tickets"
    DAY_LIMIT = "day_limit"


def kiosk_state(snapshot: QueueSnapshot, office: Office) -> dict[str, Any]:
    """The state of the kiosk as its script reads it."""
    closed = why_closed(snapshot, office)
    return {
        "now": snapshot.now.isoformat(),
        "seq": snapshot.seq,
        "clock": format_clock(snapshot.now) if snapshot.clock_known else None,
        "closed": closed and closed.value,
        "opens": closed and opening_words(opens_next(snapshot, office, closed), snapshot.now),
        "services": [_service(state, office) for state in snapshot.services],
    }


def why_closed(snapshot: QueueSnapshot, office: Office) -> Closed | None:
    """Why no ticket is issued now; None while tickets are issued."""
    if snapshot.open:
        spent = snapshot.services and all(state.full for state in snapshot.services)
        return Closed.DAY_LIMIT if spent else None
    if office.hours.is_open(snapshot.now):
        return Closed.LAST_TICKETS
    if _day_has_begun(snapshot, office):
        return Closed.BREAK
    return Closed.HOURS


def _day_has_begun(snapshot: QueueSnapshot, office: Office) -> bool:
    """Whether visitors were already received on the office day that still lasts."""
    opens_at = office.hours.next_open(snapshot.now)
    hours = office.hours.hours_on(snapshot.office_day)
    if opens_at is None or hours is None or not hours.breaks:
        return False
    closes_at = office.hours.closes_at(snapshot.office_day)
    begins = datetime.combine(snapshot.office_day, hours.opens, tzinfo=office.hours.zone)
    return begins <= snapshot.now and closes_at is not None and opens_at < closes_at


def opens_next(snapshot: QueueSnapshot, office: Office, closed: Closed) -> datetime | None:
    """When tickets are issued again; None when no day is known."""
    if closed not in (Closed.DAY_LIMIT, Closed.LAST_TICKETS):
        return snapshot.opens_at
    closes_at = office.hours.closes_at(snapshot.office_day)
    return office.hours.next_open(closes_at) if closes_at is not None else snapshot.opens_at


def opening_words(opens_at: datetime | None, now: datetime) -> dict[str, str] | None:
    """The opening in words by language, for example "tomorrow at 09:00"."""
    if opens_at is None:
        return None
    on, today, clock = office_time(opens_at).date(), office_time(now).date(), format_clock(opens_at)
    return {language: _opening(on, today, clock, language) for language in page_languages()}


def _opening(on: date, today: date, clock: str, language: str) -> str:
    if on == today:
        return text_in(language, "Today at %(clock)s", clock=clock)
    if on == today + timedelta(days=1):
        return text_in(language, "Tomorrow at %(clock)s", clock=clock)
    day = format_day(on, language)
    return text_in(language, "%(day)s at %(clock)s", day=day, clock=clock)


def _service(state: ServiceState, office: Office) -> dict[str, Any]:
    wait = state.expected_wait
    service = office.services[state.service]
    return {
        "service": state.service,
        "title": state.title.to_json(),
        "letter": service.letter,
        "waiting": state.waiting,
        "limit_minutes": state.limit_minutes,
        "expected_wait_minutes": wait and {"p50": wait.p50_minutes, "p90": wait.p90_minutes},
        "full": state.full,
        "stages": [stage.value for stage in service.stages],
    }
