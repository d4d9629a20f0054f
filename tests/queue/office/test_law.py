"""The law of the year in an office's file: the monthly index and the swapped days off."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kezek_core.calendar.working_calendar import FIVE_DAY_WEEK, SIX_DAY_WEEK, DayKind
from kezek_core.standards.values import Fee
from kezek_queue.office.file import FaultyOfficeFileError, parse_office
from kezek_queue.office.standard_library import StandardLibrary
from kezek_queue.office.yearly_law import (
    doors_against_swaps,
    missing_index,
    years_without_swaps,
)

OFFICE = """
[office]
id = "arys"
name = { kk = "Арыс қаласының әкімдігі" }

[hours]
mon = "09:00-18:00"
tue = "09:00-18:00"
wed = "09:00-18:00"
thu = "09:00-18:00"
fri = "09:00-18:00"

[[services]]
id = "apostille"
letter = "T"
standard = "kz-gp-2008-3-apostille"

[[windows]]
id = 1
services = ["apostille"]
"""
INDEX = """
[[monthly_index]]
from = 2027-01-01
tenge = 4600
source = "the republican budget for 2027"
"""
SWAP = """
[[swaps]]
off_on = 2027-07-05
work_on = 2027-07-03
source = "order of the Government"
"""
FIFTH = Fee(free=False, mci_share=Decimal("0.2"))


def office(more: str = "", dates: str = ""):
    text = OFFICE.replace("[[services]]", f"[hours.dates]\n{dates}\n\n[[services]]")
    return parse_office(text + more, "office.toml")


def faults(more: str, dates: str = "") -> list[str]:
    with pytest.raises(FaultyOfficeFileError) as refused:
        office(more, dates)
    return [str(problem) for problem in refused.value.problems]


def test_a_duty_of_the_new_year_comes_from_the_index_of_the_file():
    assert office(INDEX).fee_due(FIFTH, date(2027, 3, 1)).tenge == 920
    assert office(INDEX).fee_due(FIFTH, date(2026, 12, 31)).tenge == 865


def test_a_swapped_saturday_counts_in_a_term_and_the_monday_does_not():
    five = office(SWAP).working_calendar(FIVE_DAY_WEEK)

    assert five.add_working_days(date(2027, 7, 2), 1) == date(2027, 7, 3)
    assert five.day(date(2027, 7, 5)).kind is DayKind.SWAPPED
    assert office().working_calendar(FIVE_DAY_WEEK).add_working_days(date(2027, 7, 2), 1) == date(
        2027, 7, 5
    )


def test_a_swapped_saturday_is_nothing_to_an_office_that_works_on_saturdays():
    six = office(SWAP).working_calendar(SIX_DAY_WEEK)

    assert six.is_working_day(date(2027, 7, 3))
    assert six.is_working_day(date(2027, 7, 5))


def test_the_hours_of_a_swapped_saturday_make_it_a_working_day_and_no_duty_day():
    dates = '"2027-07-03" = "09:00-17:00"\n"2027-07-05" = "off"'

    calendar = office(SWAP, dates).working_calendar(FIVE_DAY_WEEK)

    assert calendar.day(date(2027, 7, 3)).kind is DayKind.SHORT
    assert calendar.is_working_day(date(2027, 7, 3))
    assert not calendar.is_working_day(date(2027, 7, 5))


@pytest.mark.parametrize(
    ("more", "dates", "expected"),
    [
        (INDEX + INDEX, "", "from of the 2nd [[monthly_index]]"),
        (INDEX.replace("4600", "-1"), "", "from 1 to"),
        (INDEX.replace("4600", '"4600"'), "", "without quotes"),
        (INDEX.replace("2027-01-01", '"1 January"'), "", "YYYY-MM-DD"),
        (INDEX.replace("2027-01-01", "1999-01-01"), "", "years 2002 to 2099"),
        (INDEX.replace("2027-01-01", "0001-01-01"), "", "years 2002 to 2099"),
        (SWAP.replace("2027-07-05", "0001-01-01"), "", "years 2002 to 2099"),
        (INDEX.replace("source", "quelle"), "", "source of the 1st [[monthly_index]]"),
        (SWAP + SWAP, "", "no other swap"),
        (SWAP.replace("07-05", "07-03"), "", "another day than the day off"),
        (SWAP.replace("07-05", "07-04"), "", "becomes a day off"),
        (SWAP.replace("07-03", "07-02"), "", "a working day already"),
        (SWAP.replace("2027-07-03", "2027-01-01"), "", "is a holiday and stays one"),
        (SWAP, '"2027-07-03" = "off"', "[hours.dates] does not close"),
        (SWAP, '"2027-07-05" = "09:00-13:00"', "[hours.dates] does not open"),
        (SWAP.replace('source = "order of the Government"', ""), "", "source of the 1st [[swaps]]"),
    ],
)
def test_a_law_of_the_year_that_cannot_be_right_is_named(more, dates, expected):
    assert any(expected in fault for fault in faults(more, dates)), faults(more, dates)


def test_every_fault_of_the_file_is_named_at_once():
    found = faults(INDEX.replace("4600", "0") + SWAP.replace("07-05", "07-04"))

    assert len(found) == 2


SHIPPED = StandardLibrary.load(None)
APOSTILLE = SHIPPED.get("kz-gp-2008-3-apostille")
MILITARY = SHIPPED.get("kz-mj-2007-287-1")


@pytest.mark.parametrize(
    ("on", "year", "refuses"),
    [
        (date(2026, 11, 30), None, None),
        (date(2026, 12, 1), 2027, False),
        (date(2026, 12, 31), 2027, False),
        (date(2027, 1, 1), 2027, True),
    ],
)
def test_a_missing_index_is_told_a_month_before_and_refuses_from_new_year(on, year, refuses):
    found = missing_index(office(), [APOSTILLE, MILITARY], on)

    assert (found and found.year, found and found.refuses) == (year, refuses)
    assert missing_index(office(INDEX), [APOSTILLE], on) is None
    assert missing_index(office(), [MILITARY], on) is None


def test_the_years_without_a_known_swap_are_named():
    assert years_without_swaps(office(), date(2026, 12, 1)) == (2026, 2027)
    assert years_without_swaps(office(SWAP), date(2026, 12, 1)) == (2026,)


def test_a_door_that_does_not_follow_a_swap_is_named():
    mended = '"2027-07-03" = "09:00-18:00"\n"2027-07-05" = "off"'

    found = doors_against_swaps(office(SWAP), date(2027, 1, 1))

    assert found == ((date(2027, 7, 3), True), (date(2027, 7, 5), False))
    assert doors_against_swaps(office(SWAP, mended), date(2027, 1, 1)) == ()
    assert doors_against_swaps(office(SWAP), date(2027, 8, 1)) == ()
