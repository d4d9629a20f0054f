"""When a request is due, and every other term that a standard sets: pure counting of days.

A standard says how many days, of which sort and from which moment. Where it is silent the Civil
Code's rules on terms fill the gap; such a rule is marked as ours, because it was chosen here.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kezek_core.calendar.holidays_kz import FIRST_YEAR, LAST_YEAR, YearOutOfRangeError
from kezek_core.calendar.working_calendar import WorkingCalendar, refuse_instant
from kezek_core.errors import CoreError
from kezek_core.standards.values import Extension, Period, Returns, Term
from kezek_core.standards.words import ExcludedDay, PeriodUnit

CIVIL_CODE = "Civil Code of Kazakhstan (General Part), 27 December 1994"


class TermError(CoreError, ValueError):
    """A term cannot be counted."""

    code = "term_error"


@dataclass(frozen=True, slots=True)
class LegalRule:
    """A rule that a date was counted by.

    Args:
        code: stable name; screens and receipts translate by it.
        source: the act and its article; None is the standard's own term.
        ours: chosen by Kezek where the standard is silent or can be read in two ways.
    """

    code: str
    source: str | None = None
    ours: bool = False


ACCEPTANCE_DAY_EXCLUDED = LegalRule("acceptance_day_excluded")
ISSUE_DAY_EXCLUDED = LegalRule("issue_day_excluded")
STARTS_NEXT_DAY = LegalRule("starts_next_day", f"{CIVIL_CODE}, art. 173", ours=True)
STARTS_SAME_DAY = LegalRule("starts_same_day", "the office's own rule", ours=True)
SAME_DAY_OF_MONTH = LegalRule("same_day_of_month", f"{CIVIL_CODE}, art. 174", ours=True)
LAST_DAY_OF_MONTH = LegalRule("last_day_of_month", f"{CIVIL_CODE}, art. 174", ours=True)
MOVED_TO_WORKING_DAY = LegalRule("moved_to_working_day", f"{CIVIL_CODE}, art. 175", ours=True)
EXTENDED = LegalRule("extended", "the term is prolonged to this length in all", ours=True)


class FirstDay(StrEnum):
    """Where a term begins when its standard does not say."""

    NEXT = "next_day"
    SAME = "same_day"


@dataclass(frozen=True, slots=True)
class DueDate:
    """The end of a term and how it was reached.

    Args:
        event_on: the day the term is counted from: acceptance, receipt, extension.
        term_ends_on: the last day that the term itself counts.
        due_on: the last day to act; later than ``term_ends_on`` where the term ends on a day off
            or leaves out the day of issue.
        rules: the rules applied, in order.
        provisional: a holiday on the way rests on a computed moon, and the date may still move.
    """

    event_on: date
    term_ends_on: date
    due_on: date
    rules: tuple[LegalRule, ...] = ()
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """How long papers nobody came for are kept, and when they go to the authority."""

    kept_until_on: date
    hand_over_on: date


def due_on(
    term: Term,
    accepted_on: date,
    calendar: WorkingCalendar,
    extension: Extension | None = None,
    *,
    first_day: FirstDay = FirstDay.NEXT,
) -> DueDate:
    """Count a standard's term from the day the request was accepted.

    Args:
        term: the amount, its unit and the days it leaves out.
        accepted_on: the office's date of acceptance; it may be a day off.
        calendar: the working days, those of the standard's own week.
        extension: the prolonged term; it takes the place of the first one, counted from the
            same day, and never ends earlier.
        first_day: where the term begins if it does not itself leave out the day of acceptance.

    Returns:
        The due date with the rules behind it.

    Raises:
        TermError: the amount is below 1.
        CalendarError: a date is an instant, or lies in a year whose holidays are unknown.

    Source: item 7 of the standards; Civil Code, arts. 173 to 175, where they are silent.
    """
    first = _due(term.amount, term.unit, term.excludes, accepted_on, calendar, first_day)
    if extension is None:
        return first
    amount, unit = extension.amount, extension.unit
    longer = _due(amount, unit, term.excludes, accepted_on, calendar, first_day)
    later = max(first, longer, key=lambda each: each.due_on)
    return _with_rules(later, (EXTENDED, *later.rules))


def extension_notice_due_on(
    extension: Extension, extended_on: date, calendar: WorkingCalendar
) -> DueDate | None:
    """When the applicant must have been told of an extension; None where no notice is owed.

    The acts say days and not working days, so calendar days are counted.

    Source: order 287, annexes 1 and 2, item 7.3.
    """
    if extension.notify_days is None:
        return None
    return _due(extension.notify_days, PeriodUnit.CALENDAR_DAYS, (), extended_on, calendar)


def return_due_on(returns: Returns, received_on: date, calendar: WorkingCalendar) -> DueDate | None:
    """When the authority must have sent faulty papers back; None where the act sets no term.

    Args:
        returns: the standard's working days.
        received_on: the day the authority got the papers.
        calendar: the working days.

    Source: order 287, annexes 1 and 2, item 17; resolution 1119, item 16.
    """
    return _working_days(returns.authority_days, received_on, calendar)


def return_notice_due_on(
    returns: Returns, returned_on: date, calendar: WorkingCalendar
) -> DueDate | None:
    """When the visitor must have been told that the papers came back; None without a term.

    Args:
        returns: the standard's working days.
        returned_on: the day the papers came back to the office.
        calendar: the working days.

    Source: order 287, annexes 1 and 2, item 17; resolution 1119, item 16.
    """
    return _working_days(returns.notify_days, returned_on, calendar)


def unclaimed(keep: Period, pickup_due_on: date, calendar: WorkingCalendar) -> Unclaimed:
    """How long a result is kept whose visitor did not come.

    Args:
        keep: how long; one month in all acts at hand.
        pickup_due_on: the day of issue on the receipt, from which the keeping counts.
        calendar: the working days; the last day to come is never a day off.

    Returns:
        The last day to collect it, and the working day on which it goes to the authority.

    Source: order 287, annexes 1 and 2, item 17; resolution 1119, item 15.
    """
    kept = _due(keep.amount, keep.unit, (), pickup_due_on, calendar).due_on
    return Unclaimed(kept, calendar.add_working_days(kept, 1))


def valid_until_on(valid: Period, issued_on: date, calendar: WorkingCalendar) -> date:
    """The last day on which a result is valid.

    It is not moved off a day off: nothing has to be done by that day, a paper only runs out.

    Source: resolution 1119, item 15.1 (a certificate is valid one month from its issue).
    """
    return _due(valid.amount, valid.unit, (), issued_on, calendar).term_ends_on


def add_months(on: date, months: int) -> date:
    """The same day of the month ``months`` later, or the last day of a shorter month.

    Raises:
        YearOutOfRangeError: the year is past the calendar.

    Source: Civil Code, art. 174.
    """
    refuse_instant(on)
    whole = on.year * 12 + on.month - 1 + months
    year, month = divmod(whole, 12)
    _refuse_far_year(year)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def _due(
    amount: int,
    unit: PeriodUnit,
    excludes: tuple[ExcludedDay, ...],
    event_on: date,
    calendar: WorkingCalendar,
    first_day: FirstDay = FirstDay.NEXT,
) -> DueDate:
    if amount < 1:
        raise TermError(f"expected a term of 1 or more {unit.value}, got {amount}")
    refuse_instant(event_on)
    start_rule = _start_rule(excludes, first_day)
    ends_on, month_rules = _term_end(
        amount, unit, event_on, calendar, same_day=start_rule is STARTS_SAME_DAY
    )
    issue_on, issue_rules = _after_issue_day(ends_on, unit, excludes, calendar)
    last_on = calendar.next_working_day(issue_on)
    moved = (MOVED_TO_WORKING_DAY,) if last_on != issue_on else ()
    return DueDate(
        event_on,
        ends_on,
        last_on,
        (start_rule, *month_rules, *issue_rules, *moved),
        # A moon seen a day early or late moves a holiday by one day.
        provisional=calendar.is_provisional(event_on, last_on + timedelta(days=1)),
    )


def _start_rule(excludes: tuple[ExcludedDay, ...], first_day: FirstDay) -> LegalRule:
    if ExcludedDay.ACCEPTANCE_DAY in excludes:
        return ACCEPTANCE_DAY_EXCLUDED
    return STARTS_SAME_DAY if first_day is FirstDay.SAME else STARTS_NEXT_DAY


def _term_end(
    amount: int, unit: PeriodUnit, event_on: date, calendar: WorkingCalendar, *, same_day: bool
) -> tuple[date, tuple[LegalRule, ...]]:
    """The last day that a term counts, and the rule on months where it took one."""
    if unit is PeriodUnit.WORKING_DAYS:
        counted = amount - int(same_day and calendar.is_working_day(event_on))
        return (calendar.add_working_days(event_on, counted) if counted else event_on), ()
    if unit is PeriodUnit.CALENDAR_DAYS:
        return _days_later(event_on, amount - int(same_day)), ()
    same_date = add_months(event_on, amount * (12 if unit is PeriodUnit.YEARS else 1))
    rule = SAME_DAY_OF_MONTH if same_date.day == event_on.day else LAST_DAY_OF_MONTH
    return same_date - timedelta(days=int(same_day)), (rule,)


def _after_issue_day(
    ends_on: date, unit: PeriodUnit, excludes: tuple[ExcludedDay, ...], calendar: WorkingCalendar
) -> tuple[date, tuple[LegalRule, ...]]:
    """The day of issue: the last day of the term, or the one after where it is left out."""
    if ExcludedDay.ISSUE_DAY not in excludes:
        return ends_on, ()
    if unit is PeriodUnit.WORKING_DAYS:
        return calendar.add_working_days(ends_on, 1), (ISSUE_DAY_EXCLUDED,)
    return _days_later(ends_on, 1), (ISSUE_DAY_EXCLUDED,)


def _working_days(amount: int | None, event_on: date, calendar: WorkingCalendar) -> DueDate | None:
    if amount is None:
        return None
    return _due(amount, PeriodUnit.WORKING_DAYS, (), event_on, calendar)


def _with_rules(due: DueDate, rules: tuple[LegalRule, ...]) -> DueDate:
    return DueDate(due.event_on, due.term_ends_on, due.due_on, rules, due.provisional)


def _days_later(on: date, days: int) -> date:
    try:
        return on + timedelta(days=days)
    except OverflowError:
        _refuse_far_year(LAST_YEAR + 1)
        raise


def _refuse_far_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearOutOfRangeError(
            f"expected a term that ends in the years {FIRST_YEAR} to {LAST_YEAR}, whose holidays "
            f"are known, got one that ends in {year} or later; check the date and the term"
        )
