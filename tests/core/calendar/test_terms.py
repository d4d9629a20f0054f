"""Due dates of the eighteen standards and of every other term, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.calendar.office_hours import DayHours
from kezek_core.calendar.terms import (
    ACCEPTANCE_DAY_EXCLUDED,
    EXTENDED,
    ISSUE_DAY_EXCLUDED,
    LAST_DAY_OF_MONTH,
    MOVED_TO_WORKING_DAY,
    SAME_DAY_OF_MONTH,
    STARTS_NEXT_DAY,
    STARTS_SAME_DAY,
    FirstDay,
    TermError,
    add_months,
    due_on,
    extension_notice_due_on,
    return_due_on,
    return_notice_due_on,
    unclaimed,
    valid_until_on,
)
from kezek_core.calendar.working_calendar import (
    FIVE_DAY_WEEK,
    SIX_DAY_WEEK,
    CalendarError,
    DateOverride,
    OverrideKind,
    WorkingCalendar,
    YearOutOfRangeError,
    calendar_for,
)
from kezek_core.standards.values import Extension, Period, Returns, Term
from kezek_core.standards.words import ExcludedDay, PeriodUnit
from kezek_queue.office.standard_library import StandardLibrary

STANDARDS = {standard.id: standard for standard in StandardLibrary.load(None).all()}
FIVE = WorkingCalendar(FIVE_DAY_WEEK)
SIX = WorkingCalendar(SIX_DAY_WEEK)
BOTH_DAYS = (ExcludedDay.ACCEPTANCE_DAY, ExcludedDay.ISSUE_DAY)

ONE_WORKING_DAY = (
    *(
        f"kz-arys-2007-1122-{district}-{service}"
        for district in ("akdala", "dermene", "zadaria", "montaitas", "bairkum", "zhideli")
        for service in ("household", "livestock")
    ),
    "kz-gp-2008-3-apostille",
)
FIVE_WORKING_DAYS = ("kz-gov-2012-1119-guardianship", "kz-gov-2012-1119-minors-assets")

# Twelve standards of Arys and the apostille: one working day of a five days' week.
ONE_WORKING_DAY_BY_HAND = [
    ("2008-06-03", "2008-06-04"),  # Tuesday, an ordinary week
    ("2008-06-06", "2008-06-09"),  # Friday: over the weekend
    ("2007-12-28", "2007-12-29"),  # Friday: Saturday 29 is worked for Monday 31
    ("2007-12-29", "2008-01-03"),  # that Saturday: 30 Sunday, 31 swapped, New Year on 1 and 2
    ("2008-01-04", "2008-01-08"),  # Friday: Monday 7 is Christmas
    ("2008-03-07", "2008-03-11"),  # Friday: 8 March a Saturday, Monday 10 free for it
    ("2008-03-20", "2008-03-21"),  # Thursday: in 2008 Nauryz is 22 March only
    ("2008-03-21", "2008-03-25"),  # Friday: 22 a Saturday, Monday 24 free for it
    ("2008-04-30", "2008-05-04"),  # Wednesday: 1 May, 2 swapped, 3 Saturday, Sunday 4 is worked
    ("2008-05-08", "2008-05-12"),  # Thursday: 9 May on Friday, then the weekend
    ("2008-12-05", "2008-12-09"),  # Friday: Kurban Ait on Monday 8
    ("2008-12-15", "2008-12-18"),  # Monday: Independence Day on 16 and 17
    ("2009-05-08", "2009-05-12"),  # Friday: 9 May a Saturday, Monday 11 free for it
    ("2026-03-20", "2026-03-26"),  # Friday: 21-23 Nauryz, 24 and 25 free for the weekend
    ("2026-12-31", "2027-01-05"),  # Thursday: 1 and 2 January, Monday 4 free for the Saturday
]

# 287-1: three working days of a six days' week.
MILITARY_BY_HAND = [
    ("2008-06-02", "2008-06-05"),  # Monday: 3, 4, 5
    ("2008-06-06", "2008-06-10"),  # Friday: Saturday 7, 9, 10
    ("2008-06-07", "2008-06-11"),  # Saturday: 9, 10, 11
    ("2008-03-06", "2008-03-11"),  # Thursday: 7; Saturday 8 March moves nothing here; 10, 11
    ("2008-03-21", "2008-03-26"),  # Friday: Nauryz on Saturday 22; 24, 25, 26
    ("2009-03-20", "2009-03-25"),  # Friday: 21; Nauryz on Sunday 22, Monday 23 for it; 24, 25
    ("2008-04-30", "2008-05-05"),  # Wednesday: 1 May, 2 swapped; 3, Sunday 4 worked, 5
    ("2009-04-30", "2009-05-05"),  # Thursday: 1 May; 2 Saturday, 4, 5
    ("2008-12-06", "2008-12-11"),  # Saturday: Kurban Ait on Monday 8; 9, 10, 11
    ("2009-12-30", "2010-01-05"),  # Wednesday: 31; 1 and 2 January; 4, 5
    ("2010-01-05", "2010-01-10"),  # Tuesday: 6; 7 Christmas, 8 swapped; 9, Sunday 10 worked
    ("2026-03-20", "2026-03-27"),  # Friday: 21-23 Nauryz, 24 for Sunday; 25, 26, 27
    ("2026-05-08", "2026-05-13"),  # Friday: 9 May a Saturday; 11, 12, 13
    ("2026-12-31", "2027-01-06"),  # Thursday: 1 and 2 January; 4, 5, 6
]

# 287-2: three days, without the word "working", in a six days' week.
PRIVILEGED_BY_HAND = [
    ("2008-06-02", "2008-06-05"),  # Monday to Thursday
    ("2008-06-04", "2008-06-07"),  # Wednesday: Saturday 7 is worked
    ("2008-06-05", "2008-06-09"),  # Thursday: Sunday 8, so Monday
    ("2008-06-06", "2008-06-09"),  # Friday to Monday
    ("2008-06-07", "2008-06-10"),  # Saturday to Tuesday
    ("2008-03-05", "2008-03-10"),  # Wednesday: Saturday 8 March; Monday is worked here
    ("2009-03-19", "2009-03-24"),  # Thursday: Sunday 22 Nauryz, 23 free for it
    ("2008-12-05", "2008-12-09"),  # Friday: Monday 8 Kurban Ait
    ("2007-12-29", "2008-01-03"),  # Saturday: Tuesday 1 January
    ("2008-04-29", "2008-05-03"),  # Tuesday: Friday 2 May is swapped; Saturday 3 is worked
    ("2008-05-01", "2008-05-04"),  # 1 May, on duty: Sunday 4 is worked
    ("2026-12-29", "2027-01-04"),  # Tuesday: Friday 1 January
]

# Criminal record: seven days, in a five days' week.
CRIMINAL_RECORD_BY_HAND = [
    ("2008-06-02", "2008-06-09"),  # Monday to Monday
    ("2008-03-14", "2008-03-21"),  # Friday before Nauryz of 2008, a Saturday
    ("2008-03-15", "2008-03-25"),  # Saturday: Saturday 22 Nauryz, Monday 24 free for it
    ("2008-03-01", "2008-03-11"),  # Saturday: 8 March, Monday 10 free for it
    ("2008-12-25", "2009-01-05"),  # Thursday: 1 and 2 January, then the weekend
    ("2008-12-31", "2009-01-08"),  # Wednesday: 7 January
    ("2009-04-24", "2009-05-04"),  # Friday: 1 May
    ("2009-05-04", "2009-05-12"),  # Monday: 11 free for Saturday 9 May
    ("2009-11-20", "2009-11-30"),  # Friday: Kurban Ait on 27
    ("2010-06-28", "2010-07-07"),  # Monday: 5 July swapped, 6 Capital Day
    ("2010-06-26", "2010-07-03"),  # Saturday: Saturday 3 July is worked for Monday 5
    ("2026-03-17", "2026-03-26"),  # Tuesday: 24 and 25 free for Nauryz
    ("2026-05-20", "2026-05-28"),  # Wednesday: Kurban Ait expected on 27
]

# 1119: five working days of a six days' week, neither acceptance nor issue counted.
GUARDIANSHIP_BY_HAND = [
    ("2012-09-03", "2012-09-08", "2012-09-10"),  # Monday: 4-8; issue on Monday
    ("2012-09-07", "2012-09-13", "2012-09-14"),  # Friday: 8, 10, 11, 12, 13
    ("2012-09-08", "2012-09-14", "2012-09-15"),  # Saturday: 10-14; issue on Saturday
    ("2012-10-19", "2012-10-25", "2012-10-27"),  # Friday: 20, 22-25; Kurban Ait on 26
    ("2012-12-13", "2012-12-21", "2012-12-22"),  # 14, 15; 16-17 and 18 free; 19, 20, 21
    ("2012-12-26", "2013-01-03", "2013-01-04"),  # 27, 28, 29, 31 (swaps Saturday: no matter); 3
    ("2013-03-20", "2013-03-29", "2013-03-30"),  # 21-23 Nauryz, its Saturday moves nothing; 25-29
    ("2015-03-18", "2015-03-27", "2015-03-28"),  # 19, 20; 21-23, 24 for Sunday; 25, 26, 27
    (
        "2013-04-30",
        "2013-05-08",
        "2013-05-10",
    ),  # 2, 3, 4, 6; 7 free; 8; 9 free; Friday 10 is worked
    ("2024-12-30", "2025-01-08", "2025-01-09"),  # 31; 1-3 free; 4, Sunday 5 worked, 6; 7 free; 8
    ("2026-05-22", "2026-05-29", "2026-05-30"),  # 23, 25, 26; Kurban Ait on 27; 28, 29
    ("2026-12-30", "2027-01-08", "2027-01-09"),  # 31; 1, 2 free; 4, 5, 6; 7 free; 8
]


def due_of(standard_id: str, accepted: str) -> date:
    standard = STANDARDS[standard_id]
    return due_on(standard.term, date.fromisoformat(accepted), calendar_for(standard)).due_on


@pytest.mark.parametrize("standard_id", ONE_WORKING_DAY)
def test_one_working_day_of_five_days_weeks(standard_id):
    for accepted, due in ONE_WORKING_DAY_BY_HAND:
        assert (accepted, due_of(standard_id, accepted).isoformat()) == (accepted, due)


@pytest.mark.parametrize(("accepted", "due"), MILITARY_BY_HAND)
def test_three_working_days_of_six_days_weeks(accepted, due):
    assert due_of("kz-mj-2007-287-1", accepted).isoformat() == due


@pytest.mark.parametrize(("accepted", "due"), PRIVILEGED_BY_HAND)
def test_three_calendar_days_of_six_days_weeks(accepted, due):
    assert due_of("kz-mj-2007-287-2", accepted).isoformat() == due


@pytest.mark.parametrize(("accepted", "due"), CRIMINAL_RECORD_BY_HAND)
def test_seven_calendar_days_of_five_days_weeks(accepted, due):
    assert due_of("kz-gp-2008-3-criminal-record", accepted).isoformat() == due


@pytest.mark.parametrize("standard_id", FIVE_WORKING_DAYS)
@pytest.mark.parametrize(("accepted", "last", "due"), GUARDIANSHIP_BY_HAND)
def test_five_working_days_without_acceptance_and_issue(standard_id, accepted, last, due):
    standard = STANDARDS[standard_id]

    found = due_on(standard.term, date.fromisoformat(accepted), calendar_for(standard))

    assert (found.term_ends_on.isoformat(), found.due_on.isoformat()) == (last, due)
    assert found.rules == (ACCEPTANCE_DAY_EXCLUDED, ISSUE_DAY_EXCLUDED)


def test_the_tables_above_cover_all_eighteen_standards():
    others = {"kz-mj-2007-287-1", "kz-mj-2007-287-2", "kz-gp-2008-3-criminal-record"}

    assert {*ONE_WORKING_DAY, *FIVE_WORKING_DAYS, *others} == set(STANDARDS)


def test_a_date_says_by_which_rules_it_was_counted():
    week = Term(7, PeriodUnit.CALENDAR_DAYS)

    found = due_on(week, date(2009, 5, 4), FIVE)

    assert (found.event_on, found.term_ends_on) == (date(2009, 5, 4), date(2009, 5, 11))
    assert found.rules == (STARTS_NEXT_DAY, MOVED_TO_WORKING_DAY)
    assert all(rule.ours and "Civil Code" in rule.source for rule in found.rules)


def test_the_words_of_a_standard_are_not_ours():
    assert not ACCEPTANCE_DAY_EXCLUDED.ours
    assert ACCEPTANCE_DAY_EXCLUDED.source is None


@pytest.mark.parametrize(
    ("term", "due"),
    [
        (Term(1, PeriodUnit.WORKING_DAYS), date(2008, 6, 6)),
        (Term(3, PeriodUnit.WORKING_DAYS), date(2008, 6, 10)),  # Friday 6, 9, 10
        (Term(3, PeriodUnit.CALENDAR_DAYS), date(2008, 6, 9)),  # 6, 7, Sunday 8
        (Term(1, PeriodUnit.MONTHS), date(2008, 7, 7)),  # Saturday 5 July
    ],
)
def test_an_office_may_count_the_day_of_acceptance_itself(term, due):
    found = due_on(term, date(2008, 6, 6), FIVE, first_day=FirstDay.SAME)

    assert found.due_on == due
    assert found.rules[0] == STARTS_SAME_DAY


def test_a_standard_that_leaves_the_day_of_acceptance_out_cannot_be_made_to_count_it():
    term = Term(1, PeriodUnit.WORKING_DAYS, excludes=(ExcludedDay.ACCEPTANCE_DAY,))

    found = due_on(term, date(2008, 6, 6), FIVE, first_day=FirstDay.SAME)

    assert found.due_on == date(2008, 6, 9)


def test_a_day_off_that_takes_papers_is_no_first_day():
    found = due_on(
        Term(1, PeriodUnit.WORKING_DAYS), date(2008, 6, 7), FIVE, first_day=FirstDay.SAME
    )

    assert found.due_on == date(2008, 6, 9)


@pytest.mark.parametrize(
    ("kind", "due"),
    [(OverrideKind.WORKING, date(2008, 6, 7)), (OverrideKind.DUTY, date(2008, 6, 9))],
)
def test_a_worked_saturday_ends_a_term_and_a_duty_saturday_does_not(kind, due):
    word = DateOverride(kind, DayHours(time(9), time(13)))
    calendar = replace(FIVE, overrides={date(2008, 6, 7): word})

    found = due_on(Term(1, PeriodUnit.WORKING_DAYS), date(2008, 6, 6), calendar)

    assert found.due_on == due


def test_the_day_after_the_last_is_the_day_of_issue_of_calendar_days_too():
    term = Term(3, PeriodUnit.CALENDAR_DAYS, excludes=BOTH_DAYS)

    found = due_on(term, date(2008, 6, 4), FIVE)  # 5, 6, 7; issue on Sunday 8, so Monday

    assert (found.term_ends_on, found.due_on) == (date(2008, 6, 7), date(2008, 6, 9))
    assert found.rules == (ACCEPTANCE_DAY_EXCLUDED, ISSUE_DAY_EXCLUDED, MOVED_TO_WORKING_DAY)


def test_a_due_date_beyond_an_expected_moon_is_provisional():
    week = Term(7, PeriodUnit.CALENDAR_DAYS)

    assert due_on(week, date(2028, 5, 1), FIVE).provisional
    assert due_on(week, date(2028, 4, 27), FIVE).provisional  # due on the eve: it may move
    assert not due_on(week, date(2028, 5, 10), FIVE).provisional
    assert not due_on(week, date(2026, 5, 22), FIVE).provisional  # announced since
    assert not due_on(week, date(2025, 6, 2), FIVE).provisional


@pytest.mark.parametrize(
    ("on", "months", "expected"),
    [
        (date(2009, 1, 31), 1, date(2009, 2, 28)),
        (date(2008, 1, 31), 1, date(2008, 2, 29)),
        (date(2009, 1, 30), 1, date(2009, 2, 28)),
        (date(2009, 1, 15), 1, date(2009, 2, 15)),
        (date(2009, 11, 30), 3, date(2010, 2, 28)),
        (date(2009, 12, 31), 1, date(2010, 1, 31)),
        (date(2008, 2, 29), 12, date(2009, 2, 28)),
        (date(2009, 3, 31), 1, date(2009, 4, 30)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month(on, months, expected):
    assert add_months(on, months) == expected


MILITARY = STANDARDS["kz-mj-2007-287-1"]
LACKING_DATA, FOREIGN_ARCHIVE = MILITARY.extensions


@pytest.mark.parametrize(
    ("accepted", "extension", "due"),
    [
        ("2009-01-31", LACKING_DATA, "2009-02-28"),  # 31 January: the last day of February
        ("2008-01-31", LACKING_DATA, "2008-02-29"),
        ("2008-02-08", LACKING_DATA, "2008-03-10"),  # Saturday 8 March, Sunday, Monday
        ("2008-06-02", LACKING_DATA, "2008-07-02"),
        ("2009-11-30", FOREIGN_ARCHIVE, "2010-03-01"),  # Sunday 28 February
        ("2008-06-02", FOREIGN_ARCHIVE, "2008-09-02"),
        ("2007-12-16", FOREIGN_ARCHIVE, "2008-03-17"),  # Sunday 16 March
    ],
)
def test_an_extended_term_is_one_or_three_months_in_all(accepted, extension, due):
    on = date.fromisoformat(accepted)

    found = due_on(MILITARY.term, on, calendar_for(MILITARY), extension)

    assert found.due_on.isoformat() == due
    assert found.rules[0] == EXTENDED


def test_months_name_their_rule():
    short = due_on(Term(1, PeriodUnit.MONTHS), date(2009, 1, 31), SIX)
    plain = due_on(Term(1, PeriodUnit.YEARS), date(2009, 1, 15), SIX)

    assert LAST_DAY_OF_MONTH in short.rules
    assert SAME_DAY_OF_MONTH in plain.rules
    assert plain.due_on == date(2010, 1, 15)


def test_an_extension_never_ends_a_term_earlier():
    shorter = Extension(1, PeriodUnit.WORKING_DAYS, "reason")

    found = due_on(Term(10, PeriodUnit.WORKING_DAYS), date(2008, 6, 2), FIVE, shorter)

    assert found.due_on == date(2008, 6, 16)


@pytest.mark.parametrize(
    ("extended", "told_by"),
    [("2008-06-02", "2008-06-05"), ("2008-03-05", "2008-03-10"), ("2008-06-05", "2008-06-09")],
)
def test_the_visitor_is_told_of_an_extension_within_three_days(extended, told_by):
    found = extension_notice_due_on(LACKING_DATA, date.fromisoformat(extended), SIX)

    assert found.due_on.isoformat() == told_by


def test_the_longer_extension_owes_no_notice_in_the_act():
    assert extension_notice_due_on(FOREIGN_ARCHIVE, date(2008, 6, 2), SIX) is None


@pytest.mark.parametrize(
    ("standard_id", "received", "sent_back_by", "told_by"),
    [
        # Friday: one working day of a six days' week, and one more to tell.
        ("kz-mj-2007-287-1", "2008-06-06", "2008-06-07", "2008-06-09"),
        # Friday before 8 March on a Saturday.
        ("kz-mj-2007-287-2", "2008-03-07", "2008-03-10", "2008-03-11"),
        # Friday: 8, 10, 11; told on 12.
        ("kz-gov-2012-1119-guardianship", "2012-09-07", "2012-09-11", "2012-09-12"),
        # Thursday before Independence Day: 14, 15; 16-18 free; 19; told on 20.
        ("kz-gov-2012-1119-minors-assets", "2012-12-13", "2012-12-19", "2012-12-20"),
    ],
)
def test_faulty_papers_come_back_and_the_visitor_is_told(
    standard_id, received, sent_back_by, told_by
):
    standard = STANDARDS[standard_id]
    calendar = calendar_for(standard)

    back = return_due_on(standard.returns, date.fromisoformat(received), calendar)
    notice = return_notice_due_on(standard.returns, back.due_on, calendar)

    assert (back.due_on.isoformat(), notice.due_on.isoformat()) == (sent_back_by, told_by)


def test_an_act_without_terms_of_return_has_none():
    assert return_due_on(Returns(), date(2008, 6, 6), FIVE) is None
    assert return_notice_due_on(Returns(), date(2008, 6, 6), FIVE) is None


@pytest.mark.parametrize(
    ("pickup", "kept_until", "handed_over"),
    [
        ("2008-06-10", "2008-07-10", "2008-07-11"),
        ("2009-01-31", "2009-02-28", "2009-03-02"),  # a Saturday, worked; then Monday
        ("2008-02-08", "2008-03-10", "2008-03-11"),  # Saturday 8 March
        ("2012-11-16", "2012-12-19", "2012-12-20"),  # 16-17 December, 18 for the Sunday
    ],
)
def test_unclaimed_papers_are_kept_a_month_and_then_handed_over(pickup, kept_until, handed_over):
    keep = MILITARY.unclaimed_keep

    found = unclaimed(keep, date.fromisoformat(pickup), SIX)

    assert found.kept_until_on.isoformat() == kept_until
    assert found.hand_over_on.isoformat() == handed_over


@pytest.mark.parametrize(
    ("issued", "valid_until"),
    [("2012-09-10", "2012-10-10"), ("2013-01-31", "2013-02-28"), ("2012-11-16", "2012-12-16")],
)
def test_a_certificate_is_valid_one_month_to_the_day_even_a_day_off(issued, valid_until):
    valid = STANDARDS["kz-gov-2012-1119-guardianship"].result.valid

    found = valid_until_on(valid, date.fromisoformat(issued), SIX)

    assert found.isoformat() == valid_until


def test_a_term_of_nothing_is_refused():
    with pytest.raises(TermError, match="1 or more"):
        due_on(Term(0, PeriodUnit.WORKING_DAYS), date(2008, 6, 2), FIVE)


@pytest.mark.parametrize(
    ("amount", "unit"),
    [
        (200, PeriodUnit.YEARS),
        (10**12, PeriodUnit.MONTHS),
        (10**12, PeriodUnit.CALENDAR_DAYS),
        (10**6, PeriodUnit.CALENDAR_DAYS),
        (10**12, PeriodUnit.WORKING_DAYS),
    ],
)
def test_a_due_date_in_the_far_future_is_refused(amount, unit):
    with pytest.raises(YearOutOfRangeError, match="2099"):
        due_on(Term(amount, unit), date(2099, 1, 1), FIVE)


def test_an_instant_of_acceptance_is_refused():
    with pytest.raises(CalendarError, match="instant"):
        due_on(Term(3, PeriodUnit.CALENDAR_DAYS), datetime(2026, 3, 2, 23, 30), FIVE)


DATES = st.dates(date(2003, 1, 1), date(2080, 12, 31))
TERMS = st.builds(
    Term,
    st.integers(1, 24),
    st.sampled_from([PeriodUnit.WORKING_DAYS, PeriodUnit.CALENDAR_DAYS, PeriodUnit.MONTHS]),
    st.none(),
    st.sets(st.sampled_from(ExcludedDay)).map(tuple),
)
CALENDARS = st.sampled_from([FIVE, SIX])


@given(TERMS, DATES, CALENDARS, st.sampled_from(FirstDay))
def test_a_due_date_is_a_working_day_not_before_the_end_of_its_term(
    term, accepted, calendar, first_day
):
    found = due_on(term, accepted, calendar, first_day=first_day)

    assert calendar.is_working_day(found.due_on)
    assert accepted <= found.term_ends_on <= found.due_on


@given(TERMS, DATES, CALENDARS, st.integers(0, 40))
def test_who_came_later_is_never_due_earlier(term, accepted, calendar, later_days):
    later = accepted + timedelta(days=later_days)

    assert due_on(term, accepted, calendar).due_on <= due_on(term, later, calendar).due_on


@given(TERMS, DATES, CALENDARS)
def test_counting_the_first_day_never_gives_more_time(term, accepted, calendar):
    strict = due_on(term, accepted, calendar, first_day=FirstDay.SAME)

    assert strict.due_on <= due_on(term, accepted, calendar).due_on


@given(st.integers(1, 40), DATES, CALENDARS)
def test_a_term_of_working_days_has_just_so_many_of_them(amount, accepted, calendar):
    found = due_on(Term(amount, PeriodUnit.WORKING_DAYS), accepted, calendar)

    assert calendar.count_working_days(accepted, found.due_on) == amount
    assert MOVED_TO_WORKING_DAY not in found.rules


@given(DATES, st.integers(1, 120))
def test_months_later_is_in_the_right_month_and_never_a_later_day(on, months):
    found = add_months(on, months)

    assert (found.year - on.year) * 12 + found.month - on.month == months
    assert found.day <= on.day


@given(DATES, CALENDARS, st.integers(1, 12))
def test_papers_are_handed_over_on_the_working_day_after_the_last_to_come(on, calendar, months):
    found = unclaimed(Period(months, PeriodUnit.MONTHS), on, calendar)

    assert calendar.count_working_days(found.kept_until_on, found.hand_over_on) == 1
    assert calendar.is_working_day(found.kept_until_on)
