"""When an office is open, and which office day an instant belongs to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.calendar.office_hours import DayHours, OfficeHours

ALMATY = ZoneInfo("Asia/Almaty")
NINE_TO_SIX = DayHours(time(9), time(18), ((time(13), time(14)),))
MONDAY = date(2026, 11, 23)


def on(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=ALMATY).astimezone(UTC)


@pytest.fixture
def office():
    """Monday to Friday with a break, Saturday until one, one date off, one date added."""
    week = dict.fromkeys(range(5), NINE_TO_SIX) | {5: DayHours(time(9), time(13))}
    overrides = {date(2026, 12, 16): None, date(2026, 12, 20): DayHours(time(10), time(12))}
    return OfficeHours(ALMATY, week, overrides)


@pytest.fixture
def night_office():
    """Friday evening until two in the morning, with a break at half past twenty-two."""
    friday = DayHours(time(20), time(2), ((time(22, 30), time(23)),))
    return OfficeHours(ALMATY, {4: friday})


@pytest.fixture
def ever_open():
    return OfficeHours(ALMATY, dict.fromkeys(range(7), DayHours(time(0), time(0))))


@pytest.mark.parametrize(
    ("clock", "is_open"),
    [
        ("08:59:59.999999", False),
        ("09:00", True),
        ("12:59:59.999999", True),
        ("13:00", False),
        ("13:59:59.999999", False),
        ("14:00", True),
        ("17:59:59.999999", True),
        ("18:00", False),
    ],
)
def test_opening_belongs_to_the_hours_and_closing_does_not(office, clock, is_open):
    assert office.is_open(on(MONDAY, clock)) is is_open


def test_office_time_is_meant_whatever_zone_the_instant_comes_in(office):
    assert office.is_open(datetime(2026, 11, 23, 4, 0, tzinfo=UTC))
    assert not office.is_open(datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo")))


def test_an_override_goes_before_the_week(office):
    assert not office.is_open(on(date(2026, 12, 16), "10:00"))
    assert office.is_open(on(date(2026, 12, 20), "10:00"))
    assert not office.is_open(on(date(2026, 12, 20), "12:00"))


@pytest.mark.parametrize(
    ("day", "clock", "opens_day", "opens_clock"),
    [
        (MONDAY, "07:00", MONDAY, "09:00"),
        (MONDAY, "10:30", MONDAY, "10:30"),
        (MONDAY, "13:10", MONDAY, "14:00"),
        (MONDAY, "18:00", date(2026, 11, 24), "09:00"),
        (date(2026, 11, 28), "13:00", date(2026, 11, 30), "09:00"),
        (date(2026, 12, 15), "18:00", date(2026, 12, 17), "09:00"),
        (date(2026, 12, 19), "20:00", date(2026, 12, 20), "10:00"),
    ],
)
def test_the_next_opening_skips_breaks_nights_and_days_off(
    office, day, clock, opens_day, opens_clock
):
    assert office.next_open(on(day, clock)) == on(opens_day, opens_clock)


def test_an_office_that_never_opens_has_no_next_opening():
    closed = OfficeHours(ALMATY, {}, {MONDAY: None})

    assert closed.next_open(on(MONDAY, "10:00")) is None
    assert closed.office_day(on(MONDAY, "10:00")) == MONDAY
    assert closed.closes_at(MONDAY) is None


@pytest.mark.parametrize(
    ("day", "clock", "office_day"),
    [
        (MONDAY, "00:00", MONDAY),
        (MONDAY, "13:30", MONDAY),
        (MONDAY, "17:59:59.999999", MONDAY),
        (MONDAY, "18:00", date(2026, 11, 24)),
        (MONDAY, "23:59", date(2026, 11, 24)),
        (date(2026, 11, 28), "13:00", date(2026, 11, 30)),
        (date(2026, 11, 29), "12:00", date(2026, 11, 30)),
        (date(2026, 12, 16), "12:00", date(2026, 12, 17)),
    ],
)
def test_the_office_day_rolls_over_at_closing_not_at_midnight(office, day, clock, office_day):
    assert office.office_day(on(day, clock)) == office_day


@pytest.mark.parametrize(
    ("day", "clock", "shown"),
    [
        (MONDAY, "08:59", "2026-11-21"),  # the weekend shows Saturday
        (MONDAY, "09:00", "2026-11-23"),
        (MONDAY, "23:59", "2026-11-23"),
        (MONDAY + timedelta(days=1), "00:01", "2026-11-23"),
    ],
)
def test_the_shown_day_stays_until_the_next_one_opens(office, day, clock, shown):
    assert office.shown_day(on(day, clock)) == date.fromisoformat(shown)


def test_a_night_is_shown_under_the_day_it_began_until_the_next_one_opens(night_office):
    friday = date(2026, 11, 27)

    shown = [
        night_office.shown_day(on(friday + timedelta(days=later), clock))
        for later, clock in ((0, "19:59"), (0, "20:00"), (1, "01:00"), (6, "12:00"))
    ]

    assert shown == [friday - timedelta(days=7), friday, friday, friday]


def test_an_office_that_never_opened_shows_the_day_it_will_open_on():
    opens_on = date(2030, 1, 2)
    hours = OfficeHours(ALMATY, {}, {opens_on: DayHours(time(9), time(18))})

    assert hours.shown_day(on(date(2030, 1, 1), "12:00")) == opens_on


@pytest.mark.parametrize(
    ("day", "clock", "is_open", "office_day"),
    [
        (date(2026, 11, 27), "19:59", False, date(2026, 11, 27)),
        (date(2026, 11, 27), "22:29", True, date(2026, 11, 27)),
        (date(2026, 11, 27), "22:30", False, date(2026, 11, 27)),
        (date(2026, 11, 27), "23:59", True, date(2026, 11, 27)),
        (date(2026, 11, 28), "00:01", True, date(2026, 11, 27)),
        (date(2026, 11, 28), "01:59:59.999999", True, date(2026, 11, 27)),
        (date(2026, 11, 28), "02:00", False, date(2026, 12, 4)),
    ],
)
def test_hours_past_midnight_belong_to_the_day_they_began(
    night_office, day, clock, is_open, office_day
):
    instant = on(day, clock)

    assert night_office.is_open(instant) is is_open
    assert night_office.office_day(instant) == office_day


def test_hours_past_midnight_close_on_the_morning_after(night_office):
    assert night_office.closes_at(date(2026, 11, 27)) == on(date(2026, 11, 28), "02:00")


def test_a_break_may_lie_after_midnight():
    friday = DayHours(time(20), time(6), ((time(1), time(2)),))
    hours = OfficeHours(ALMATY, {4: friday})

    assert hours.is_open(on(date(2026, 11, 28), "00:30"))
    assert not hours.is_open(on(date(2026, 11, 28), "01:30"))
    assert hours.next_open(on(date(2026, 11, 28), "01:30")) == on(date(2026, 11, 28), "02:00")


@given(st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))
def test_round_the_clock_is_open_at_any_instant_and_rolls_over_at_midnight(instant):
    ever_open = OfficeHours(ALMATY, dict.fromkeys(range(7), DayHours(time(0), time(0))))

    assert ever_open.is_open(instant)
    assert ever_open.next_open(instant) == instant
    assert ever_open.office_day(instant) == instant.astimezone(ALMATY).date()


def test_round_the_clock_days_close_at_the_midnight_that_ends_them(ever_open):
    assert ever_open.closes_at(MONDAY) == on(date(2026, 11, 24), "00:00")


def test_a_break_at_opening_makes_no_opening_of_no_length():
    hours = OfficeHours(ALMATY, {0: DayHours(time(9), time(18), ((time(9), time(10)),))})

    assert hours.next_open(on(MONDAY, "08:00")) == on(MONDAY, "10:00")


def test_breaks_may_stand_in_any_order():
    breaks = ((time(15), time(16)), (time(11), time(12)))
    hours = OfficeHours(ALMATY, {0: DayHours(time(9), time(18), breaks)})

    opened = [hour for hour in range(24) if hours.is_open(on(MONDAY, f"{hour:02}:30"))]

    assert opened == [9, 10, 12, 13, 14, 16, 17]


def test_the_change_of_the_countrys_time_makes_one_day_an_hour_longer():
    hours = OfficeHours(ALMATY, dict.fromkeys(range(7), DayHours(time(0), time(0))))
    leap_day = date(2024, 2, 29)

    length = hours.closes_at(leap_day) - hours.closes_at(leap_day - timedelta(days=1))

    assert length == timedelta(hours=25)


CLOCKS = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))


@st.composite
def day_hours(draw):
    """A day inside one date, with up to two breaks inside its hours."""
    marks = sorted(draw(st.sets(CLOCKS, min_size=2, max_size=6)))
    inner = marks[1:-1]
    breaks = tuple(zip(inner[::2], inner[1::2], strict=False))
    return DayHours(marks[0], marks[-1], breaks)


WEEKS = st.dictionaries(st.integers(0, 6), day_hours(), max_size=7)
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))


@given(WEEKS, INSTANTS)
def test_an_office_is_open_exactly_when_it_opens_next_now(week, instant):
    hours = OfficeHours(ALMATY, week)

    assert hours.is_open(instant) == (hours.next_open(instant) == instant)


@given(WEEKS, INSTANTS)
def test_the_next_opening_is_open_and_of_the_office_day_of_now(week, instant):
    hours = OfficeHours(ALMATY, week)

    opens = hours.next_open(instant)

    assert (opens is None) == (not week)
    if opens is not None:
        assert opens >= instant
        assert hours.is_open(opens)
        assert hours.office_day(opens) >= hours.office_day(instant)


@given(WEEKS, INSTANTS, st.timedeltas(timedelta(), timedelta(days=9)))
def test_office_days_never_go_back(week, instant, later):
    hours = OfficeHours(ALMATY, week)

    assert hours.office_day(instant) <= hours.office_day(instant + later)


@given(WEEKS, INSTANTS)
def test_whoever_is_let_in_belongs_to_the_day_that_lets_them_in(week, instant):
    hours = OfficeHours(ALMATY, week)
    if not hours.is_open(instant):
        return

    day = hours.office_day(instant)

    assert day == instant.astimezone(ALMATY).date()
    assert instant < hours.closes_at(day)


def test_a_copy_with_other_hours_reckons_its_days_anew(office):
    before = office.closes_at(MONDAY)
    later = replace(office, overrides={MONDAY: DayHours(time(9), time(20))})

    assert before == on(MONDAY, "18:00")
    assert later.closes_at(MONDAY) == on(MONDAY, "20:00")
    assert office.closes_at(MONDAY) == on(MONDAY, "18:00")
    assert later != office
    assert replace(later, overrides=office.overrides) == office


def test_days_of_many_years_are_not_all_remembered(office, monkeypatch):
    monkeypatch.setattr("kezek_core.calendar.office_hours.DAYS_KNOWN", 3)
    first = [office.closes_at(MONDAY + timedelta(days=each)) for each in range(10)]

    assert [office.closes_at(MONDAY + timedelta(days=each)) for each in range(10)] == first
    assert len(office._days) <= 3
