"""Hours with the calendar in them, seasons, and working time between two instants."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.calendar.office_hours import DayHours, OfficeHours
from kezek_core.calendar.working_calendar import (
    FIVE_DAY_WEEK,
    CalendarError,
    DateOverride,
    OverrideKind,
    Swap,
    WorkingCalendar,
)
from kezek_core.calendar.working_time import (
    SeasonUnknownError,
    office_date,
    schedule_hours_on,
    schedule_office_hours,
    season_on,
    with_calendar,
    working_time_between,
)
from kezek_core.errors import ClockError
from kezek_core.standards.values import Break, Hours, Schedule, Season
from kezek_core.standards.words import Weekday
from kezek_queue.office.standard_library import StandardLibrary

ALMATY = ZoneInfo("Asia/Almaty")
FIVE = WorkingCalendar(FIVE_DAY_WEEK)
PROSECUTOR = StandardLibrary.load(None).get("kz-gp-2008-3-apostille").schedule
CENTRE = StandardLibrary.load(None).get("kz-mj-2007-287-1").schedule
SUMMER = DayHours(time(9), time(19), ((time(12, 30), time(14, 30)),))
WINTER = DayHours(time(9), time(18), ((time(13), time(14)),))
WEEK = OfficeHours(ALMATY, dict.fromkeys(range(5), WINTER))
SPRING_2026 = {"first_on": date(2026, 3, 1), "last_on": date(2026, 5, 31)}


def at(text: str) -> datetime:
    """An instant of Almaty's wall clock."""
    return datetime.fromisoformat(text).replace(tzinfo=ALMATY).astimezone(UTC)


@pytest.mark.parametrize(
    ("on", "hours"),
    [
        (date(2009, 5, 31), WINTER),
        (date(2009, 6, 1), SUMMER),
        (date(2009, 8, 31), SUMMER),
        (date(2009, 9, 1), WINTER),
        (date(2009, 1, 15), WINTER),
    ],
)
def test_the_prosecutor_keeps_summer_hours_from_june_to_august_unless_told(on, hours):
    assert schedule_hours_on(PROSECUTOR, on) == hours


def test_the_office_can_say_when_its_summer_is():
    spans = {"summer": ("04-01", "10-31"), "winter": ("11-01", "03-31")}

    assert season_on(PROSECUTOR, date(2009, 4, 1), spans).name == "summer"
    assert season_on(PROSECUTOR, date(2009, 3, 31), spans).name == "winter"
    assert season_on(PROSECUTOR, date(2009, 12, 31), spans).name == "winter"


def test_the_season_of_an_act_that_dates_it_goes_before_the_default():
    hours = Hours(time(8), time(17))
    dated = Season("summer", hours, starts="02-29", ends="10-31")
    schedule = Schedule((Weekday.MONDAY,), (dated, Season("winter", hours)))

    assert season_on(schedule, date(2009, 3, 2)).name == "summer"
    assert season_on(schedule, date(2009, 2, 28)).name == "winter"


def test_one_season_covers_the_whole_year():
    assert season_on(CENTRE, date(2009, 7, 1), {}).name == "all"


@pytest.mark.parametrize(
    "spans",
    [{}, {"summer": ("06-01", "08-31")}, {"summer": ("06-31", "08-31")}, {"summer": ("x", "y")}],
)
def test_a_season_nobody_dated_is_refused(spans):
    with pytest.raises(SeasonUnknownError, match="expected"):
        season_on(PROSECUTOR, date(2009, 12, 1), spans)


def test_a_schedule_becomes_hours_with_seasons_and_holidays():
    hours = schedule_office_hours(
        PROSECUTOR, FIVE, zone=ALMATY, first_on=date(2009, 5, 1), last_on=date(2009, 9, 30)
    )

    assert hours.hours_on(date(2009, 5, 1)) is None  # Unity Day
    assert hours.hours_on(date(2009, 5, 4)) == WINTER
    assert hours.hours_on(date(2009, 6, 1)) == SUMMER
    assert hours.hours_on(date(2009, 7, 6)) is None  # Capital Day
    assert hours.hours_on(date(2009, 6, 6)) is None  # a Saturday
    assert hours.hours_on(date(2009, 9, 1)) == WINTER


def test_a_break_and_a_holiday_are_closed_and_say_when_they_end():
    hours = schedule_office_hours(
        PROSECUTOR, FIVE, zone=ALMATY, first_on=date(2026, 3, 1), last_on=date(2026, 4, 30)
    )

    assert hours.is_open(at("2026-03-20T12:59"))
    assert not hours.is_open(at("2026-03-20T13:00"))
    assert hours.next_open(at("2026-03-20T13:00")) == at("2026-03-20T14:00")
    # Nauryz of 2026: Saturday 21 to Monday 23, and two more days for the weekend.
    assert hours.next_open(at("2026-03-20T18:00")) == at("2026-03-26T09:00")


def test_a_worked_saturday_keeps_the_hours_of_the_day_it_stands_for():
    early = replace(WINTER, closes=time(16))
    hours = replace(WEEK, week={**WEEK.week, 4: early})
    calendar = replace(FIVE, swaps=(Swap(date(2026, 5, 8), date(2026, 5, 16)),))

    filled = with_calendar(hours, calendar, **SPRING_2026)

    assert filled.hours_on(date(2026, 5, 8)) is None
    assert filled.hours_on(date(2026, 5, 16)) == early


def test_filled_hours_close_on_holidays_and_nothing_else():
    filled = with_calendar(WEEK, FIVE, **SPRING_2026)

    assert sorted(filled.overrides) == [
        date(2026, 3, 9),  # for Sunday 8 March
        date(2026, 3, 23),
        date(2026, 3, 24),
        date(2026, 3, 25),
        date(2026, 5, 1),
        date(2026, 5, 7),
        date(2026, 5, 11),
        date(2026, 5, 27),  # Kurban Ait, expected
    ]
    assert set(filled.overrides.values()) == {None}


def test_the_office_keeps_its_own_dates():
    morning = DayHours(time(9), time(13))
    own = replace(WEEK, overrides={date(2026, 3, 23): morning, date(2026, 4, 1): None})

    filled = with_calendar(own, FIVE, **SPRING_2026)

    assert filled.hours_on(date(2026, 3, 23)) == morning
    assert filled.hours_on(date(2026, 4, 1)) is None


def test_an_office_open_on_saturdays_stays_so_under_a_standard_of_five_days():
    hours = replace(WEEK, week=dict.fromkeys(range(6), WINTER))

    filled = with_calendar(hours, FIVE, **SPRING_2026)

    assert filled.hours_on(date(2026, 4, 18)) == WINTER
    assert filled.hours_on(date(2026, 3, 21)) is None  # Nauryz on a Saturday


def test_duty_hours_open_the_door_on_a_day_that_does_not_count():
    morning = DayHours(time(9), time(13))
    word = DateOverride(OverrideKind.DUTY, morning)
    calendar = replace(FIVE, overrides={date(2026, 3, 23): word})

    filled = with_calendar(WEEK, calendar, **SPRING_2026)

    assert filled.is_open(at("2026-03-23T12:00"))
    assert not filled.is_open(at("2026-03-23T13:00"))
    assert not calendar.is_working_day(date(2026, 3, 23))


def test_a_weekday_off_that_is_to_be_worked_needs_hours_from_somewhere():
    word = DateOverride(OverrideKind.WORKING)
    calendar = replace(FIVE, overrides={date(2026, 4, 18): word})

    with pytest.raises(CalendarError, match="2026-04-18"):
        with_calendar(WEEK, calendar, **SPRING_2026)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-04-13T09:00", "2026-04-13T09:00", 0),
        ("2026-04-13T12:30", "2026-04-13T14:30", 60),  # the break in the middle
        ("2026-04-13T13:10", "2026-04-13T13:50", 0),  # within the break
        ("2026-04-13T08:00", "2026-04-13T20:00", 480),  # a whole day, and its edges
        ("2026-04-17T17:00", "2026-04-20T10:00", 120),  # over a weekend
        ("2026-04-18T10:00", "2026-04-19T18:00", 0),  # a weekend
        ("2026-03-20T17:00", "2026-03-26T10:00", 120),  # over Nauryz
        ("2026-04-13T00:00", "2026-04-27T00:00", 4800),  # two weeks
    ],
)
def test_working_time_leaves_out_breaks_nights_and_days_off(start, end, minutes):
    hours = with_calendar(WEEK, FIVE, **SPRING_2026)

    assert working_time_between(hours, at(start), at(end)) == timedelta(minutes=minutes)


def test_working_time_runs_over_midnight():
    night = DayHours(time(20), time(4), ((time(23, 30), time(0, 30)),))
    hours = OfficeHours(ALMATY, {0: night})

    worked = working_time_between(hours, at("2026-04-13T22:00"), at("2026-04-14T05:00"))

    assert worked == timedelta(hours=5)


def test_breaks_that_overlap_are_left_out_once():
    day = DayHours(time(9), time(18), ((time(12), time(14)), (time(13), time(15))))
    hours = OfficeHours(ALMATY, {0: day})

    worked = working_time_between(hours, at("2026-04-13T09:00"), at("2026-04-13T18:00"))

    assert worked == timedelta(hours=6)


def test_office_days_that_overlap_are_counted_once():
    long = DayHours(time(9), time(10, 0), ())
    around = OfficeHours(
        ALMATY, {0: replace(long, closes=time(8)), 1: replace(long, opens=time(7))}
    )

    worked = working_time_between(around, at("2026-04-13T09:00"), at("2026-04-14T10:00"))

    assert worked == timedelta(hours=25)


def test_the_change_of_time_zone_in_2024_is_an_hour_of_waiting_and_of_no_work():
    # Almaty set its clocks back from UTC+6 to UTC+5 at midnight of 1 March 2024.
    around_the_clock = OfficeHours(ALMATY, dict.fromkeys(range(7), DayHours(time(0), time(0))))

    worked = working_time_between(around_the_clock, at("2024-02-29T12:00"), at("2024-03-01T12:00"))

    assert worked == timedelta(hours=25)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (datetime(2026, 4, 13, 9, tzinfo=UTC), datetime(2026, 4, 13, 8, tzinfo=UTC)),
        (datetime(2026, 4, 13, 9), datetime(2026, 4, 13, 10, tzinfo=UTC)),
        (datetime(2026, 4, 13, 9, tzinfo=UTC), datetime(2026, 4, 13, 10)),
    ],
)
def test_instants_out_of_order_or_without_a_zone_are_refused(start, end):
    with pytest.raises(ClockError, match="expected an instant"):
        working_time_between(WEEK, start, end)


def test_the_date_of_an_instant_is_that_of_the_office():
    assert office_date(datetime(2026, 3, 22, 19, 30, tzinfo=UTC), ALMATY) == date(2026, 3, 23)


INSTANTS = st.datetimes(datetime(2026, 3, 1), datetime(2026, 5, 30), timezones=st.just(ALMATY)).map(
    lambda moment: moment.astimezone(UTC)
)
FILLED = with_calendar(WEEK, FIVE, **SPRING_2026)


@given(INSTANTS, INSTANTS, INSTANTS)
def test_working_time_adds_up(first, second, third):
    start, middle, end = sorted((first, second, third))

    whole = working_time_between(FILLED, start, end)

    assert whole == working_time_between(FILLED, start, middle) + working_time_between(
        FILLED, middle, end
    )
    assert timedelta() <= whole <= end - start


@given(INSTANTS)
def test_no_working_time_passes_before_the_next_opening(moment):
    opens_at = FILLED.next_open(moment)

    assert working_time_between(FILLED, moment, opens_at) == timedelta()
    assert FILLED.is_open(opens_at)


@given(INSTANTS)
def test_an_open_minute_is_a_minute_of_work(moment):
    start = moment.replace(second=0, microsecond=0)

    worked = working_time_between(FILLED, start, start + timedelta(minutes=1))

    assert worked == timedelta(minutes=int(FILLED.is_open(start)))


def test_breaks_of_a_schedule_come_along():
    hours = Hours(time(8), time(17), (Break(time(10), time(10, 15)), Break(time(12), time(13))))
    schedule = Schedule((Weekday.MONDAY,), (Season("all", hours),))

    assert schedule_hours_on(schedule, date(2026, 4, 13)).breaks == (
        (time(10), time(10, 15)),
        (time(12), time(13)),
    )
