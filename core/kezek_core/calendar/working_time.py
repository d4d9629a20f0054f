"""The office's hours with the calendar in them, and working time between two instants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from kezek_core.calendar.holidays_kz import CalendarError
from kezek_core.calendar.office_hours import DayHours, OfficeHours
from kezek_core.calendar.working_calendar import Day, DayKind, WorkingCalendar, refuse_instant
from kezek_core.errors import ClockError
from kezek_core.standards.values import Hours, Schedule, Season

SeasonSpans = Mapping[str, tuple[str, str]]
"""First and last day of each season by its name, as "MM-DD"; a span may run over New Year."""

DEFAULT_SEASON_SPANS: SeasonSpans = MappingProxyType(
    {"summer": ("06-01", "08-31"), "winter": ("09-01", "05-31")}
)
"""Summer by the calendar. Order 3 of 2008 gives summer and winter hours and not their dates:
the prosecutor sets them by an order of his own, and an office passes them in."""

SPAN_WARNING = "expected days for the season as (MM-DD, MM-DD)"


class SeasonUnknownError(CalendarError):
    """No season of a schedule covers a date."""

    code = "season_unknown"


def office_date(at: datetime, zone: ZoneInfo) -> date:
    """The date on the office's wall calendar at an instant.

    Raises:
        ClockError: the instant has no time zone.
    """
    return _aware(at).astimezone(zone).date()


def season_on(schedule: Schedule, on: date, spans: SeasonSpans = DEFAULT_SEASON_SPANS) -> Season:
    """The season of a schedule that covers a date.

    Args:
        schedule: a single season covers the whole year; several have days of their own, or a
            name that ``spans`` knows.
        on: the date.
        spans: the days of seasons that have none.

    Raises:
        SeasonUnknownError: no season covers the date.
    """
    refuse_instant(on)
    if len(schedule.seasons) == 1 and schedule.seasons[0].starts is None:
        return schedule.seasons[0]
    for season in schedule.seasons:
        span = _span_of(season, spans)
        if span is not None and _covers(span, on):
            return season
    names = ", ".join(season.name for season in schedule.seasons)
    raise SeasonUnknownError(
        f"expected one of the seasons {names} to cover {on}, got none; pass the first and the last "
        'day of each, for example {"summer": ("06-01", "08-31")}'
    )


def schedule_hours_on(
    schedule: Schedule, on: date, spans: SeasonSpans = DEFAULT_SEASON_SPANS
) -> DayHours:
    """The hours that a schedule gives a working day of that date's season."""
    return _day_hours(season_on(schedule, on, spans).hours)


def schedule_office_hours(
    schedule: Schedule,
    calendar: WorkingCalendar,
    *,
    zone: ZoneInfo,
    first_on: date,
    last_on: date,
    spans: SeasonSpans = DEFAULT_SEASON_SPANS,
) -> OfficeHours:
    """The hours of a standard's schedule, with seasons and calendar as single dates.

    Args:
        schedule: gives the hours.
        calendar: says which dates are worked; its week should be the schedule's.
        zone: the office's time zone.
        first_on: first date to fill in.
        last_on: last date to fill in; `OfficeHours.next_open` looks thirteen months ahead.
        spans: the days of seasons that have none in the act.

    Returns:
        Hours that are right from ``first_on`` to ``last_on``, and elsewhere those of the season
        of ``first_on`` without any holiday.
    """
    usual = schedule_hours_on(schedule, first_on, spans)
    plain = OfficeHours(zone, dict.fromkeys(sorted(calendar.week), usual))
    filled: dict[date, DayHours | None] = {}
    for day in calendar.days(first_on, last_on):
        given = _own_hours(day) or schedule_hours_on(schedule, day.on, spans)
        due = given if _is_open(day) else None
        if due != plain.hours_on(day.on):
            filled[day.on] = due
    return replace(plain, overrides=MappingProxyType(filled))


def with_calendar(
    hours: OfficeHours, calendar: WorkingCalendar, *, first_on: date, last_on: date
) -> OfficeHours:
    """An office's own hours with the holidays, moved days and swapped days filled in.

    The office's single dates stay as they are. A weekday off that is worked by a swap gets the
    hours of the weekday that was swapped for it. The week of the hours may be longer than that
    of the calendar: an office open on Saturdays stays so under a standard of five days.

    Args:
        hours: the office's week and its single dates.
        calendar: says which dates are worked and which are off by law.
        first_on: first date to fill in.
        last_on: last date to fill in.

    Raises:
        CalendarError: a date is to be worked and neither it nor its weekday has hours.
    """
    filled: dict[date, DayHours | None] = {}
    for day in calendar.days(first_on, last_on):
        due = _hours_due(day, hours)
        if due != hours.week.get(day.on.weekday()):
            filled[day.on] = due
    return replace(hours, overrides=MappingProxyType(filled | dict(hours.overrides)))


def working_time_between(hours: OfficeHours, start_at: datetime, end_at: datetime) -> timedelta:
    """The time between two instants in which visitors were received: breaks and nights left out.

    Args:
        hours: the office's hours, with the calendar filled in for these dates.
        start_at: the earlier instant.
        end_at: the later instant.

    Returns:
        Zero or more.

    Raises:
        ClockError: the end lies before the start, or an instant has no time zone.
    """
    if _aware(end_at) < _aware(start_at):
        raise ClockError(
            f"expected an instant at or after {start_at.isoformat()}, got {end_at.isoformat()}; "
            "check the order of the two instants"
        )
    counted, total = start_at, timedelta()
    for opens, closes in _received_between(hours, start_at, end_at):
        begins, ends = max(opens, counted), min(closes, end_at)
        if begins < ends:
            total += ends - begins
            counted = ends
    return total


def _received_between(
    hours: OfficeHours, start_at: datetime, end_at: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """Every stretch that may touch the span, in order; a day may reach over midnight."""
    first = office_date(start_at, hours.zone) - timedelta(days=1)
    for ahead in range((office_date(end_at, hours.zone) - first).days + 1):
        yield from _received_on(hours, first + timedelta(days=ahead))


def _received_on(hours: OfficeHours, on: date) -> Iterator[tuple[datetime, datetime]]:
    of_date, closes_at = hours.hours_on(on), hours.closes_at(on)
    if of_date is None or closes_at is None:
        return
    free_from = _instant(hours, on, of_date.opens, of_date)
    pauses = sorted(
        (_instant(hours, on, start, of_date), _instant(hours, on, end, of_date))
        for start, end in of_date.breaks
    )
    for starts_at, ends_at in pauses:
        yield free_from, starts_at
        free_from = max(free_from, ends_at)
    yield free_from, closes_at


def _instant(hours: OfficeHours, on: date, clock: time, of_date: DayHours) -> datetime:
    """The instant of a clock time in an office day; before the opening it means after midnight."""
    falls_on = on + timedelta(days=clock < of_date.opens)
    return datetime.combine(falls_on, clock, tzinfo=hours.zone).astimezone(UTC)


def _is_open(day: Day) -> bool:
    return day.is_working or day.kind is DayKind.DUTY


def _own_hours(day: Day) -> DayHours | None:
    return day.override.hours if day.override is not None else None


def _hours_due(day: Day, hours: OfficeHours) -> DayHours | None:
    """The hours of a date by the office's own week; None where it is closed."""
    usual = hours.week.get(day.on.weekday())
    if day.override is not None and _is_open(day):
        return _expect_hours(day, day.override.hours or usual)
    if day.kind is DayKind.WORKING and day.moved_from is not None and usual is None:
        return hours.week.get(day.moved_from.weekday())
    return usual if day.is_working or day.kind is DayKind.WEEKEND else None


def _expect_hours(day: Day, of_date: DayHours | None) -> DayHours:
    if of_date is None:
        raise CalendarError(
            f"expected hours for {day.on}, a weekday off that is to be worked, got none; give the "
            "opening and closing of that date"
        )
    return of_date


def _day_hours(hours: Hours) -> DayHours:
    return DayHours(
        hours.open, hours.close, tuple((pause.start, pause.end) for pause in hours.breaks)
    )


def _span_of(season: Season, spans: SeasonSpans) -> tuple[str, str] | None:
    if season.starts is not None and season.ends is not None:
        return season.starts, season.ends
    return spans.get(season.name)


def _covers(span: tuple[str, str], on: date) -> bool:
    first, last = _month_day(span[0]), _month_day(span[1])
    today = (on.month, on.day)
    if first <= last:
        return first <= today <= last
    return today >= first or today <= last


def _month_day(text: str) -> tuple[int, int]:
    month, _, day = text.partition("-")
    try:
        # The leap day may open or close a season: any leap year will do for the check.
        known = date(2024, int(month), int(day))
    except ValueError as error:
        raise SeasonUnknownError(f'{SPAN_WARNING}, got "{text}"') from error
    return known.month, known.day


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ClockError(
            f"expected an instant with its time zone, got {at.isoformat()}; read clocks in UTC"
        )
    return at
