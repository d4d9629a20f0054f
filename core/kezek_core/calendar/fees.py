"""State duty: a share of the monthly calculation index of the payment day, in whole tenge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from kezek_core.calendar.working_calendar import refuse_instant
from kezek_core.errors import CoreError
from kezek_core.standards.values import Fee


class FeeError(CoreError, ValueError):
    """A fee cannot be worked out."""

    code = "fee_error"


class NoIndexError(FeeError, LookupError):
    """No monthly calculation index is known for the payment day."""

    code = "no_index"


class FeeUnknownError(FeeError):
    """A standard is not free and does not say what it costs."""

    code = "fee_unknown"


@dataclass(frozen=True, slots=True)
class MonthlyIndex:
    """The monthly calculation index (айлық есептік көрсеткіш, МРП) of a stretch of dates.

    Args:
        tenge: its amount.
        from_on: first day.
        until_on: last day.
        source: the act that set it.
    """

    tenge: int
    from_on: date
    until_on: date
    source: str


@dataclass(frozen=True, slots=True)
class FeeDue:
    """What is to be paid for one request.

    Args:
        tenge: whole tenge; 0 for a free service.
        paid_on: the day of payment, which decides the index.
        mci_share: the share of the index; None for a free service.
        index: the index applied; None for a free service.
    """

    tenge: int
    paid_on: date
    mci_share: Decimal | None = None
    index: MonthlyIndex | None = None


@dataclass(frozen=True, slots=True)
class IndexChange:
    """A monthly calculation index and the day from which it holds.

    Args:
        from_on: first day.
        tenge: its amount.
        source: the act that set it.
    """

    from_on: date
    tenge: int
    source: str


def monthly_indices(changes: Iterable[IndexChange]) -> tuple[MonthlyIndex, ...]:
    """The stretches of dates that a list of changes makes.

    An index holds to the day before the next one, and never beyond its own year: the budget law
    of every year sets it anew. Of two changes on one day the later in the list counts.

    Args:
        changes: in any order.

    Returns:
        The indices in the order of their dates.
    """
    of_day = {each.from_on: each for each in changes}
    starts = sorted(of_day)
    ends = [start - timedelta(days=1) for start in starts[1:]] + [date.max] * bool(starts)
    return tuple(
        MonthlyIndex(
            of_day[start].tenge, start, min(end, date(start.year, 12, 31)), of_day[start].source
        )
        for start, end in zip(starts, ends, strict=True)
    )


def fee_due(fee: Fee, paid_on: date, indices: tuple[MonthlyIndex, ...] | None = None) -> FeeDue:
    """Work out a fee for a day of payment.

    Args:
        fee: the standard's fee.
        paid_on: the office's date of payment.
        indices: the known indices; None takes ``MONTHLY_INDICES``. An office adds a new year's
            (`kezek_queue.Office.fee_due`).

    Returns:
        The amount with the index it came from.

    Raises:
        FeeUnknownError: the service is not free and names no share.
        NoIndexError: no index is known for that day.

    Source: order 3 of 2008, apostille standard, item 8; the rounding is ours.
    """
    if fee.free:
        refuse_instant(paid_on)
        return FeeDue(0, paid_on)
    if fee.mci_share is None:
        raise FeeUnknownError(
            "expected the share of the monthly calculation index of a paid service, got none; add "
            "fee.mci_share to the standard's file"
        )
    index = monthly_index_on(paid_on, indices)
    exact = fee.mci_share * index.tenge
    return FeeDue(_whole(exact), paid_on, fee.mci_share, index)


def monthly_index_on(on: date, indices: tuple[MonthlyIndex, ...] | None = None) -> MonthlyIndex:
    """The monthly calculation index of a day.

    Args:
        on: an office date.
        indices: the known ones; None takes ``MONTHLY_INDICES``.

    Raises:
        NoIndexError: none is known for that day.
    """
    refuse_instant(on)
    known = MONTHLY_INDICES if indices is None else indices
    for index in known:
        if index.from_on <= on <= index.until_on:
            return index
    raise NoIndexError(_no_index(on, known))


def _no_index(on: date, known: tuple[MonthlyIndex, ...]) -> str:
    span = (
        f"a payment day from {min(index.from_on for index in known)} to "
        f"{max(index.until_on for index in known)}, for which the index is known"
        if known
        else "a table with the monthly calculation index of that day"
    )
    return (
        f"expected {span}, got {on}; check the date, or add the index of {on.year} to the office's "
        "file: [[monthly_index]] with from, tenge and source"
    )


def _whole(exact: Decimal) -> int:
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _budget(years: str) -> str:
    return f"Law of Kazakhstan on the republican budget for {years}, monthly calculation index"


_DECREE_299 = "Decree of the President on the revised republican budget for 2020, 8 April 2020, 299"

_CHANGES: tuple[tuple[str, int, str], ...] = (
    ("2005-01-01", 971, _budget("2005")),
    ("2006-01-01", 1030, _budget("2006")),
    ("2007-01-01", 1092, _budget("2007")),
    ("2008-01-01", 1168, _budget("2008")),
    ("2009-01-01", 1273, _budget("2009-2011")),
    ("2009-07-01", 1296, _budget("2009-2011")),
    ("2010-01-01", 1413, _budget("2010-2012")),
    ("2011-01-01", 1512, _budget("2011-2013")),
    ("2012-01-01", 1618, _budget("2012-2014")),
    ("2013-01-01", 1731, _budget("2013-2015")),
    ("2014-01-01", 1852, _budget("2014-2016")),
    ("2015-01-01", 1982, _budget("2015-2017")),
    ("2016-01-01", 2121, _budget("2016-2018")),
    ("2017-01-01", 2269, _budget("2017-2019")),
    ("2018-01-01", 2405, _budget("2018-2020")),
    ("2019-01-01", 2525, _budget("2019-2021")),
    ("2020-01-01", 2651, _budget("2020-2022")),
    ("2020-04-01", 2778, _DECREE_299),
    ("2021-01-01", 2917, _budget("2021-2023")),
    ("2022-01-01", 3063, _budget("2022-2024")),
    ("2023-01-01", 3450, _budget("2023-2025")),
    ("2024-01-01", 3692, _budget("2024-2026")),
    ("2025-01-01", 3932, _budget("2025-2027")),
    ("2026-01-01", 4325, _budget("2026-2028")),
)


INDEX_CHANGES: tuple[IndexChange, ...] = tuple(
    IndexChange(date.fromisoformat(start), tenge, source) for start, tenge, source in _CHANGES
)
"""What is known to us: every change from 2005 to 2026; those of 2009 and 2020 came in mid-year."""

MONTHLY_INDICES: tuple[MonthlyIndex, ...] = monthly_indices(INDEX_CHANGES)
"""Every index from 2005 to 2026, in order."""
