"""When tickets are issued: the office's hours less the last minutes before closing."""

from __future__ import annotations

from datetime import datetime, timedelta

from kezek_queue.office.office import Office


def issuing_from(office: Office, at: datetime, *, clock_known: bool) -> datetime | None:
    """The first instant at or after ``at`` at which tickets are issued.

    Args:
        office: the office.
        at: aware; the answer is ``at`` itself while tickets are issued.
        clock_known: False when the hour is a guess: nobody at the door is refused on a guess, so
            tickets are issued.

    Returns:
        None when the office does not open again.
    """
    if not clock_known:
        return at
    opens = office.hours.next_open(at)
    if opens is None or not _too_late(office, opens):
        return opens
    closes = office.hours.closes_at(office.hours.office_day(opens))
    return None if closes is None else office.hours.next_open(closes)


def _too_late(office: Office, at: datetime) -> bool:
    closes = office.hours.closes_at(office.hours.office_day(at))
    last = timedelta(minutes=office.last_minutes_before_closing)
    return bool(last) and closes is not None and at >= closes - last
