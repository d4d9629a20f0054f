"""State duty by the index of the payment day, against amounts worked out by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.calendar.fees import (
    INDEX_CHANGES,
    MONTHLY_INDICES,
    FeeUnknownError,
    IndexChange,
    MonthlyIndex,
    NoIndexError,
    fee_due,
    monthly_index_on,
    monthly_indices,
)
from kezek_core.calendar.working_calendar import CalendarError
from kezek_core.standards.values import Fee
from kezek_queue.office.standard_library import StandardLibrary

APOSTILLE = StandardLibrary.load(None).get("kz-gp-2008-3-apostille").fee


@pytest.mark.parametrize(
    ("on", "tenge"),
    [
        ("2005-01-01", 971),
        ("2006-06-15", 1030),
        ("2007-12-31", 1092),
        ("2008-01-01", 1168),
        ("2009-06-30", 1273),
        ("2009-07-01", 1296),
        ("2009-12-31", 1296),
        ("2010-01-01", 1413),
        ("2011-05-05", 1512),
        ("2012-05-05", 1618),
        ("2013-05-05", 1731),
        ("2014-05-05", 1852),
        ("2015-05-05", 1982),
        ("2016-05-05", 2121),
        ("2017-05-05", 2269),
        ("2018-05-05", 2405),
        ("2019-05-05", 2525),
        ("2020-03-31", 2651),
        ("2020-04-01", 2778),
        ("2021-01-01", 2917),
        ("2022-05-05", 3063),
        ("2023-05-05", 3450),
        ("2024-05-05", 3692),
        ("2025-12-31", 3932),
        ("2026-12-31", 4325),
    ],
)
def test_the_index_is_that_of_the_day(on, tenge):
    assert monthly_index_on(date.fromisoformat(on)).tenge == tenge


@pytest.mark.parametrize(
    ("paid", "tenge"),
    [
        ("2008-06-16", 234),  # 233.6
        ("2009-06-30", 255),  # 254.6
        ("2009-07-01", 259),  # 259.2
        ("2010-02-01", 283),  # 282.6
        ("2020-03-31", 530),  # 530.2
        ("2020-04-01", 556),  # 555.6
        ("2022-03-01", 613),  # 612.6, as published for that year
        ("2025-11-24", 786),  # 786.4
        ("2026-01-05", 865),  # 865 exactly
    ],
)
def test_the_apostille_costs_a_fifth_of_the_index_in_whole_tenge(paid, tenge):
    due = fee_due(APOSTILLE, date.fromisoformat(paid))

    assert due.tenge == tenge
    assert due.mci_share == Decimal("0.20")
    assert due.index == monthly_index_on(date.fromisoformat(paid))


def test_half_a_tenge_is_rounded_up():
    half = Fee(free=False, mci_share=Decimal("0.5"))

    assert fee_due(half, date(2022, 2, 1)).tenge == 1532  # 1531.5
    assert fee_due(half, date(2009, 2, 1)).tenge == 637  # 636.5, where banks' rounding gives 636


def test_a_free_service_costs_nothing_in_any_year():
    due = fee_due(Fee(free=True), date(1999, 1, 1))

    assert (due.tenge, due.index, due.mci_share) == (0, None, None)


@pytest.mark.parametrize("paid", [date(2004, 12, 31), date(2027, 1, 1), date(2099, 6, 1)])
def test_a_year_without_an_index_is_refused_with_the_years_known(paid):
    with pytest.raises(NoIndexError, match="2005-01-01 to 2026-12-31") as refused:
        fee_due(APOSTILLE, paid)

    assert f"add the index of {paid.year}" in str(refused.value)


def test_an_office_adds_the_index_of_a_new_year():
    new_year = MonthlyIndex(4500, date(2027, 1, 1), date(2027, 12, 31), "the budget for 2027")

    due = fee_due(APOSTILLE, date(2027, 3, 1), (*MONTHLY_INDICES, new_year))

    assert due.tenge == 900


def test_an_index_holds_to_the_next_one_and_never_beyond_its_year():
    changes = [
        IndexChange(date(2028, 1, 1), 5100, "the budget for 2028"),
        IndexChange(date(2027, 1, 1), 4600, "the budget for 2027"),
        IndexChange(date(2027, 7, 1), 4700, "the revised budget for 2027"),
        IndexChange(date(2030, 1, 1), 6000, "the budget for 2030"),
    ]

    stretches = monthly_indices([*INDEX_CHANGES, *changes])

    assert stretches[: len(MONTHLY_INDICES)] == MONTHLY_INDICES
    assert [(each.tenge, str(each.from_on), str(each.until_on)) for each in stretches[-4:]] == [
        (4600, "2027-01-01", "2027-06-30"),
        (4700, "2027-07-01", "2027-12-31"),
        (5100, "2028-01-01", "2028-12-31"),
        (6000, "2030-01-01", "2030-12-31"),
    ]
    with pytest.raises(NoIndexError, match="add the index of 2029"):
        fee_due(APOSTILLE, date(2029, 3, 1), stretches)


def test_of_two_indices_of_one_day_the_later_one_counts():
    corrected = IndexChange(date(2026, 1, 1), 4326, "a correction")

    stretches = monthly_indices([*INDEX_CHANGES, corrected])

    assert len(stretches) == len(MONTHLY_INDICES)
    assert stretches[-1].tenge == 4326


def test_an_empty_table_is_refused():
    with pytest.raises(NoIndexError, match="expected a table"):
        fee_due(APOSTILLE, date(2026, 1, 5), ())


def test_a_paid_service_without_a_share_is_refused():
    with pytest.raises(FeeUnknownError, match=r"fee\.mci_share"):
        fee_due(Fee(free=False), date(2026, 1, 5))


@pytest.mark.parametrize("fee", [APOSTILLE, Fee(free=True)])
def test_an_instant_of_payment_is_refused(fee):
    with pytest.raises(CalendarError, match="instant"):
        fee_due(fee, datetime(2026, 1, 5, 10, 0))


def test_the_table_has_no_gap_no_overlap_and_a_source_for_each_index():
    joints = pairwise(MONTHLY_INDICES)

    assert all(earlier.until_on + timedelta(days=1) == later.from_on for earlier, later in joints)
    assert all(index.source and index.from_on <= index.until_on for index in MONTHLY_INDICES)


@given(
    st.dates(date(2005, 1, 1), date(2026, 12, 31)),
    st.decimals("0.01", "50", places=2),
)
def test_rounding_is_never_off_by_more_than_half_a_tenge(paid, share):
    due = fee_due(Fee(free=False, mci_share=share), paid)

    assert abs(due.tenge - share * due.index.tenge) <= Decimal("0.5")
