"""The working calendar against calendars written out by hand from the laws of the year."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.calendar.holidays_kz import LegalDays, kazakhstan_days, known_swaps
from kezek_core.calendar.office_hours import DayHours, OfficeHours
from kezek_core.calendar.terms import add_months
from kezek_core.calendar.working_calendar import (
    FIVE_DAY_WEEK,
    SIX_DAY_WEEK,
    CalendarError,
    DateOverride,
    DayKind,
    OverrideKind,
    Swap,
    WorkingCalendar,
    YearOutOfRangeError,
    calendar_for,
    overrides_from_hours,
    week_of,
)
from kezek_core.standards.words import Weekday
from kezek_queue.office.standard_library import StandardLibrary

FIVE = WorkingCalendar(FIVE_DAY_WEEK)
SIX = WorkingCalendar(SIX_DAY_WEEK)
ALMATY = ZoneInfo("Asia/Almaty")

# One sign a date: w working, . day off of the week, H holiday, R 7 January or Kurban Ait,
# T moved from a holiday on a day off, S swapped by the government.
SIGNS = {
    DayKind.WORKING: "w",
    DayKind.WEEKEND: ".",
    DayKind.HOLIDAY: "H",
    DayKind.RELIGIOUS: "R",
    DayKind.TRANSFERRED: "T",
    DayKind.SWAPPED: "S",
}

BY_HAND = [
    # 2007: 16 (Sunday) and 17 December, so Tuesday 18 is free; Kurban Ait on Thursday 20; Monday
    # 31 swapped with Saturday 29, which only a five days' office has to work for it.
    #            Fr Sa Su Mo Tu We Th Fr Sa Su Mo Tu We Th Fr Sa Su Mo
    ("2007-12-14", "w.HHTwRw..wwwwww.S", "wwHHTwRww.wwwwww.w"),
    # 2008: New Year on Tuesday and Wednesday, Christmas on Monday 7.
    #            Tu We Th Fr Sa Su Mo Tu
    ("2008-01-01", "HHww..Rw", "HHwww.Rw"),
    # 2008: 8 March is a Saturday: a day off of five days' weeks (Monday is free for it), a
    # working day of six days' weeks (nothing moves). The same on 22 March, the only Nauryz day.
    #            Fr Sa Su Mo Tu
    ("2008-03-07", "wH.Tw", "wH.ww"),
    ("2008-03-21", "wH.Tw", "wH.ww"),
    # 2008: Friday 2 May swapped with Sunday 4, for both weeks.
    #            We Th Fr Sa Su Mo Tu We Th Fr
    ("2008-04-30", "wHS.wwwwwH", "wHSwwwwwwH"),
    # 2008: Constitution Day on Saturday 30 August; Republic Day on Saturday 25 October.
    ("2008-08-29", "wH.Tw", "wH.ww"),
    ("2008-10-24", "wH.Tw", "wH.ww"),
    # 2009: Republic Day is no holiday any more.
    ("2009-10-23", "w..w", "ww.w"),
    # 2010: the first Nauryz of three days, from Sunday 21: only Wednesday 24 is free for it.
    #            Sa Su Mo Tu We Th
    ("2010-03-20", ".HHHTw", "wHHHTw"),
    # 2010: 1 January a Friday, 2 a Saturday; Friday 8 swapped with Sunday 10; Christmas on 7.
    #            Fr Sa Su Mo Tu We Th Fr Sa Su Mo
    ("2010-01-01", "HH.TwwRS.ww", "HH.wwwRSwww"),
    # 2013: Defender's Day appears on 7 May; Friday 10 swapped with Saturday 4, which a six days'
    # office works anyway and so keeps its Friday.
    #            We Th Fr Sa Su Mo Tu We Th Fr Sa
    ("2013-05-01", "Hwww.wHwHS.", "Hwww.wHwHww"),
    # 2016: 7 May a Saturday, 9 a Monday: five days' offices are free on Tuesday 10 as well.
    #            Fr Sa Su Mo Tu We
    ("2016-05-06", "wH.HTw", "wH.Hww"),
    # 2017: 16 and 17 December, Saturday and Sunday.
    #            Fr Sa Su Mo Tu We
    ("2017-12-15", "wHHTTw", "wHHTww"),
    # 2020: 9 May a Saturday, so Monday 11 would be free; it was swapped with Friday 8.
    #            We Th Fr Sa Su Mo Tu
    ("2020-05-06", "wHSH.ww", "wHwH.ww"),
    # 2022: Kurban Ait on a Saturday moves nothing. No First President's Day, no 17 December.
    ("2022-07-08", "wR.w", "wR.w"),
    ("2022-12-01", "ww..", "www."),
    ("2022-12-15", "wH..w", "wHw.w"),
    # 2025: Friday 3 January swapped with Sunday 5: the ministry named it for both weeks.
    #            We Th Fr Sa Su Mo Tu We
    ("2025-01-01", "HHS.wwRw", "HHSwwwRw"),
    # 2026: the ministry's calendar. Five days: 9, 24, 25 March, 11 May, 26 October are free; six
    # days: 9 and 24 March, 26 October.
    #            Sa Su Mo Tu
    ("2026-03-07", ".HTw", "wHTw"),
    #            Fr Sa Su Mo Tu We Th
    ("2026-03-20", "wHHHTTw", "wHHHTww"),
    #            We Th Fr Sa Su Mo Tu
    ("2026-05-06", "wHwH.Tw", "wHwH.ww"),
    #            Sa Su Mo Tu
    ("2026-10-24", ".HTw", "wHTw"),
    # 2027: 1 and 2 January, Friday and Saturday.
    #            Fr Sa Su Mo Tu We Th Fr
    ("2027-01-01", "HH.TwwRw", "HH.wwwRw"),
]


def signs(calendar: WorkingCalendar, first: date, length: int) -> str:
    days = calendar.days(first, first + timedelta(days=length - 1))
    return "".join(SIGNS[day.kind] for day in days)


@pytest.mark.parametrize(("first", "five", "six"), BY_HAND)
def test_dates_are_those_of_the_calendar_written_by_hand(first, five, six):
    start = date.fromisoformat(first)

    found = signs(FIVE, start, len(five)), signs(SIX, start, len(six))

    assert found == (five, six)


@pytest.mark.parametrize(
    ("month", "five", "six"),
    # June is left out: the ministry's table expected Kurban Ait a day later than it came.
    [
        (1, 21, 25),
        (2, 21, 25),
        (3, 17, 22),
        (4, 22, 26),
        (5, 20, 24),
        (7, 22, 26),
        (8, 21, 26),
        (9, 21, 25),
        (10, 22, 26),
        (11, 21, 26),
        (12, 21, 25),
    ],
)
def test_working_days_of_2024_are_those_of_the_ministry(month, five, six):
    before = date(2024, month, 1) - timedelta(days=1)
    last = add_months(date(2024, month, 1), 1) - timedelta(days=1)

    found = FIVE.count_working_days(before, last), SIX.count_working_days(before, last)

    assert found == (five, six)


def test_five_days_weeks_are_those_of_the_holidays_package():
    package = holidays.KZ(years=range(2002, 2060), language="kk")

    differing = [
        day.on
        for day in FIVE.days(date(2002, 1, 1), date(2058, 12, 31))
        if day.is_working != package.is_working_day(day.on)
    ]

    assert differing == []


def test_a_holiday_moves_past_kurban_ait_too():
    # Kurban Ait of 2060 is expected on Monday 10 May, the day after Victory Day on a Sunday.
    day = FIVE.day(date(2060, 5, 11))

    assert (day.kind, day.moved_from) == (DayKind.TRANSFERRED, date(2060, 5, 9))


def test_every_holiday_has_its_name_in_three_languages():
    names = {
        off.name
        for year in range(2002, 2100)
        for off in kazakhstan_days(year, FIVE_DAY_WEEK).off.values()
    }

    assert all(all(name.to_json().values()) for name in names)


def test_a_moved_day_carries_the_name_and_date_of_its_holiday():
    day = FIVE.day(date(2026, 5, 11))

    assert day.name.in_language("ru") == "День Победы"
    assert day.moved_from == date(2026, 5, 9)


def test_where_two_days_off_meet_the_one_that_moves_gives_the_name():
    # Kurban Ait of 2032 is expected on 22 March, amid Nauryz.
    day = FIVE.day(date(2032, 3, 22))

    assert (day.kind, day.name.in_language("en"), day.estimated) == (
        DayKind.HOLIDAY,
        "Nauryz",
        False,
    )


def test_only_the_moon_of_the_future_is_estimated():
    known, confirmed = FIVE.day(date(2025, 6, 6)), FIVE.day(date(2026, 5, 27))
    expected = FIVE.day(date(2027, 5, 16))

    assert (known.estimated, confirmed.estimated, expected.estimated) == (False, False, True)
    assert expected.name.kk == "Құрбан айт"
    assert FIVE.is_provisional(date(2027, 5, 10), date(2027, 5, 16))
    assert not FIVE.is_provisional(date(2026, 5, 28), date(2026, 6, 28))


def test_swaps_are_known_until_2025_and_can_be_passed_in():
    ordered = Swap(off_on=date(2027, 1, 6), work_on=date(2027, 1, 9))
    calendar = replace(FIVE, swaps=(ordered,))

    assert known_swaps(2026) == ()
    assert calendar.day(date(2027, 1, 6)).kind is DayKind.SWAPPED
    assert calendar.is_working_day(date(2027, 1, 9))
    assert calendar.day(date(2027, 1, 9)).moved_from == date(2027, 1, 6)


def test_a_swap_over_new_year_changes_both_years():
    # Friday 3 January 2014 was worked for on Saturday 28 December 2013.
    assert FIVE.is_working_day(date(2013, 12, 28))
    assert not FIVE.is_working_day(date(2014, 1, 3))


def test_a_passed_swap_replaces_the_known_one():
    instead = Swap(off_on=date(2024, 5, 8), work_on=date(2024, 5, 18))
    calendar = replace(FIVE, swaps=(instead,))

    assert not calendar.is_working_day(date(2024, 5, 4))
    assert calendar.is_working_day(date(2024, 5, 18))


@pytest.mark.parametrize(
    ("kind", "is_working"),
    [
        (OverrideKind.WORKING, True),
        (OverrideKind.SHORT, True),
        (OverrideKind.DUTY, False),
        (OverrideKind.OFF, False),
    ],
)
def test_the_word_of_the_office_goes_before_law_and_week(kind, is_working):
    saturday, nauryz = date(2026, 4, 18), date(2026, 3, 23)
    word = DateOverride(kind, DayHours(time(9), time(13)))
    calendar = replace(FIVE, overrides={saturday: word, nauryz: word})

    assert [calendar.is_working_day(on) for on in (saturday, nauryz)] == [is_working] * 2
    assert calendar.day(saturday).override == word


@pytest.mark.parametrize("kind", [OverrideKind.SHORT, OverrideKind.DUTY])
def test_a_short_or_duty_day_needs_its_hours(kind):
    with pytest.raises(CalendarError, match="expected the hours"):
        DateOverride(kind)


def test_office_dates_become_short_duty_and_closed_days():
    morning = DayHours(time(9), time(13))
    hours = OfficeHours(
        ALMATY,
        {},
        {date(2026, 4, 17): morning, date(2026, 4, 18): morning, date(2026, 4, 20): None},
    )

    found = {on: each.kind for on, each in overrides_from_hours(hours, FIVE).items()}

    assert found == {
        date(2026, 4, 17): OverrideKind.SHORT,
        date(2026, 4, 18): OverrideKind.DUTY,
        date(2026, 4, 20): OverrideKind.OFF,
    }


def test_terms_follow_the_week_of_the_standard_and_the_dates_of_the_office():
    household = StandardLibrary.load(None).get("kz-arys-2007-1122-akdala-household")
    all_week = dict.fromkeys(range(7), DayHours(time(0), time(0)))
    hours = OfficeHours(ALMATY, all_week, {date(2026, 4, 20): None})

    calendar = calendar_for(household, hours=hours)

    assert calendar.week == FIVE_DAY_WEEK
    assert not calendar.is_working_day(date(2026, 4, 18))
    assert not calendar.is_working_day(date(2026, 4, 20))


def test_weekdays_become_numbers_from_monday():
    assert week_of([Weekday.SUNDAY, Weekday.MONDAY]) == {0, 6}


def test_the_holidays_package_is_not_loaded_before_a_date_is_asked_for():
    code = (
        "import sys, kezek_core.calendar.terms, kezek_core.calendar.working_time; "
        "import kezek_core.calendar.fees; "
        "sys.exit('holidays' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_office_elsewhere_can_pass_its_own_holidays():
    bare = WorkingCalendar(FIVE_DAY_WEEK, legal_days=lambda *_: LegalDays({}, {}))

    assert bare.is_working_day(date(2026, 1, 1))


@pytest.mark.parametrize("on", [date(2001, 12, 31), date(2100, 1, 1), date(9999, 12, 31)])
def test_a_date_outside_the_known_years_is_refused(on):
    with pytest.raises(YearOutOfRangeError, match="2002 to 2099"):
        FIVE.day(on)


def test_the_end_of_time_is_refused_and_not_a_crash():
    bare = WorkingCalendar(FIVE_DAY_WEEK, legal_days=lambda *_: LegalDays({}, {}))

    with pytest.raises(YearOutOfRangeError):
        bare.add_working_days(date(9999, 12, 31), 1)


@pytest.mark.parametrize("week", [frozenset(), frozenset({7}), frozenset({-1, 2})])
def test_a_week_needs_days_that_exist(week):
    with pytest.raises(CalendarError, match="working weekdays"):
        WorkingCalendar(week)


def test_an_instant_is_no_date():
    with pytest.raises(CalendarError, match="instant"):
        FIVE.is_working_day(datetime(2026, 3, 23, 22, 0))


def test_an_office_closed_for_good_is_named_and_not_searched_for_ever():
    closed = {
        date(2026, 1, 1) + timedelta(days=ahead): DateOverride(OverrideKind.OFF)
        for ahead in range(500)
    }

    with pytest.raises(CalendarError, match="has closed"):
        replace(FIVE, overrides=closed).next_working_day(date(2026, 1, 1))


def test_counting_needs_at_least_one_day_and_an_end_after_the_start():
    with pytest.raises(CalendarError, match="1 or more"):
        FIVE.add_working_days(date(2026, 1, 5), 0)
    with pytest.raises(CalendarError, match="on or after"):
        FIVE.count_working_days(date(2026, 1, 5), date(2026, 1, 4))


DATES = st.dates(date(2003, 1, 1), date(2090, 12, 31))
COUNTS = st.integers(1, 60)
CALENDARS = st.builds(
    WorkingCalendar,
    st.sets(st.integers(0, 6), min_size=1).map(frozenset),
    st.dictionaries(DATES, st.builds(DateOverride, st.just(OverrideKind.OFF)), max_size=5),
)


@given(CALENDARS, DATES, COUNTS)
def test_adding_working_days_never_lands_on_a_day_off(calendar, start, count):
    assert calendar.is_working_day(calendar.add_working_days(start, count))


@given(CALENDARS, DATES, COUNTS)
def test_counting_undoes_adding(calendar, start, count):
    reached = calendar.add_working_days(start, count)

    assert calendar.count_working_days(start, reached) == count


@given(CALENDARS, DATES, COUNTS, COUNTS)
def test_working_days_add_up(calendar, start, first, second):
    in_two_steps = calendar.add_working_days(calendar.add_working_days(start, first), second)

    assert calendar.add_working_days(start, first + second) == in_two_steps


@given(CALENDARS, DATES, st.integers(0, 60), COUNTS)
def test_a_later_start_never_ends_earlier(calendar, start, later_days, count):
    later = start + timedelta(days=later_days)

    assert calendar.add_working_days(start, count) <= calendar.add_working_days(later, count)


@given(CALENDARS, DATES)
def test_the_next_working_day_is_the_date_itself_or_the_first_after_it(calendar, on):
    found = calendar.next_working_day(on)

    assert found >= on
    assert [day.on for day in calendar.days(on, found) if day.is_working] == [found]


@given(DATES)
def test_a_longer_week_of_the_same_office_never_works_less_over_a_year(start):
    end = start + timedelta(days=365)

    assert SIX.count_working_days(start, end) > FIVE.count_working_days(start, end)
