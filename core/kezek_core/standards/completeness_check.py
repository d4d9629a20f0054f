"""Whether a standard says all that the rules require, and whether a regulation keeps within it.

Rules No. 126 of 2014: items 10 and 11 name the elements of a standard, item 19 says that the
steps of a regulation take no longer than the limits of its standard.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction

from kezek_core.errors import CoreError
from kezek_core.standards.law import limit_minutes
from kezek_core.standards.rules126 import ELEMENTS, Element, Presence
from kezek_core.standards.values import Hours, Standard, Term, nearest_entry
from kezek_core.standards.words import PeriodUnit

__all__ = [
    "Element",
    "ElementFinding",
    "Fit",
    "Presence",
    "Procedure",
    "RegulationError",
    "RegulationFinding",
    "StepLimit",
    "StepUnit",
    "check_regulation",
    "completeness",
    "missing",
]

ITEM_19 = "rules 126, item 19"


@dataclass(frozen=True, slots=True)
class ElementFinding:
    """One required element and what the standard has of it.

    Args:
        element: what the rules ask for.
        presence: the answer.
        where: the place in the standard's act, where its data name one.
        note: what the standard's data remark on it.
    """

    element: Element
    presence: Presence
    where: str | None = None
    note: str | None = None

    @property
    def is_fault(self) -> bool:
        """Whether the rules want it and the standard has it not."""
        return self.presence is Presence.LACKS and not self.element.if_any


def completeness(standard: Standard) -> tuple[ElementFinding, ...]:
    """Set a standard against the required elements, in the order of the rules.

    Source: rules 126 of 3 December 2014, items 10 and 11, edition of 1 March 2016.
    """
    return tuple(_finding(element, standard) for element in ELEMENTS)


def missing(findings: Iterable[ElementFinding]) -> tuple[ElementFinding, ...]:
    """The findings that are faults."""
    return tuple(finding for finding in findings if finding.is_fault)


def _finding(element: Element, standard: Standard) -> ElementFinding:
    return ElementFinding(
        element,
        element.check(standard),
        where=_entry(standard.sources, element.paths),
        note=_entry(standard.notes, element.paths),
    )


def _entry(entries: Mapping[str, str], paths: tuple[str, ...]) -> str | None:
    """The entry of the first path that has one: its own, one above it, or the first below it."""
    for path in paths:
        found = nearest_entry(entries, path) or next(
            (text for key, text in entries.items() if key.startswith(f"{path}.")), None
        )
        if found is not None:
            return found
    return None


class RegulationError(CoreError, ValueError):
    """A step of a regulation cannot be set against a standard."""

    code = "regulation_error"


class StepUnit(StrEnum):
    """What the duration of a step is counted in."""

    MINUTES = "minutes"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"


class StepLimit(StrEnum):
    """The limit of the standard that a step belongs to."""

    TERM = "term"
    SUBMISSION = "submission"
    PICKUP = "pickup"
    SERVICE = "service"


class Fit(StrEnum):
    """Whether a duration keeps within its limit."""

    WITHIN = "within"
    EXCEEDS = "exceeds"
    CANNOT_TELL = "cannot_tell"
    """Working and calendar days meet, and the answer hangs on the dates."""
    NO_LIMIT = "no_limit"


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure of a regulation; the steps follow one another.

    Args:
        title: what is done.
        amount: how long it may take, above 0; half a working day is ``Fraction(1, 2)``.
        unit: what ``amount`` is counted in.
        limit: the limit of the standard that it uses up.
    """

    title: str
    amount: int | Fraction
    unit: StepUnit
    limit: StepLimit = StepLimit.TERM


@dataclass(frozen=True, slots=True)
class RegulationFinding:
    """How one step, or all steps of one limit together, compare with the standard.

    Args:
        limit: the limit.
        step: the step; None for the sum of all steps of this limit.
        fit: the answer.
        limit_amount: the limit's amount in ``limit_unit``; None where the standard sets none.
        limit_unit: "minutes" for waits, else the unit of the term.
        where: the place in the standard's act.
        source: the rule.
    """

    limit: StepLimit
    step: Procedure | None
    fit: Fit
    limit_amount: int | None = None
    limit_unit: str | None = None
    where: str | None = None
    source: str = ITEM_19


def check_regulation(
    steps: Iterable[Procedure], standard: Standard
) -> tuple[RegulationFinding, ...]:
    """Set the steps of a regulation against the limits of its standard, singly and together.

    Working days and minutes are compared through the shortest working day of the standard's
    schedule. Between working and calendar days only what holds on every date is said: n calendar
    days never hold more than n working days.

    Args:
        steps: the steps, one after another.
        standard: gives the limits.

    Returns:
        One finding a step, each followed in the order of the limits by one for the sum.

    Raises:
        RegulationError: a duration is not above 0.

    Source: rules 126, item 19.
    """
    listed = tuple(steps)
    for step in listed:
        if step.amount <= 0:
            raise RegulationError(
                f'expected a duration above 0 for the step "{step.title}", got {step.amount}; '
                "give its longest duration"
            )
    return tuple(
        finding for limit in StepLimit for finding in _findings_of(limit, listed, standard)
    )


def _findings_of(
    limit: StepLimit, steps: tuple[Procedure, ...], standard: Standard
) -> Iterable[RegulationFinding]:
    own = tuple(step for step in steps if step.limit is limit)
    for step in own:
        yield _against(limit, step, (step,), standard)
    if own:
        yield _against(limit, None, own, standard)


def _against(
    limit: StepLimit, step: Procedure | None, summed: tuple[Procedure, ...], standard: Standard
) -> RegulationFinding:
    if limit is StepLimit.TERM:
        term = standard.term
        if term is None:
            return RegulationFinding(limit, step, Fit.NO_LIMIT)
        fit = _fit_term(summed, term, _shortest_day_minutes(standard))
        return RegulationFinding(
            limit, step, fit, term.amount, term.unit.value, standard.source("term.amount")
        )
    minutes = limit_minutes(standard, limit.value)
    if minutes is None:
        return RegulationFinding(limit, step, Fit.NO_LIMIT)
    fit = _fit_minutes(summed, minutes, _shortest_day_minutes(standard))
    where = standard.source(f"waiting_minutes.{limit.value}")
    return RegulationFinding(limit, step, fit, minutes, StepUnit.MINUTES.value, where)


def _fit_minutes(steps: tuple[Procedure, ...], limit_minutes: int, day_minutes: int) -> Fit:
    """Against a limit of minutes a calendar day is as long as it is: too long for any of them."""
    lengths = {
        StepUnit.MINUTES: 1,
        StepUnit.WORKING_DAYS: day_minutes,
        StepUnit.CALENDAR_DAYS: 24 * 60,
    }
    total = sum(Fraction(step.amount) * lengths[step.unit] for step in steps)
    return Fit.WITHIN if total <= limit_minutes else Fit.EXCEEDS


def _fit_term(steps: tuple[Procedure, ...], term: Term, day_minutes: int) -> Fit:
    worked = _sum(steps, StepUnit.WORKING_DAYS) + _sum(steps, StepUnit.MINUTES) / day_minutes
    calendar = _sum(steps, StepUnit.CALENDAR_DAYS)
    if term.unit is PeriodUnit.WORKING_DAYS:
        if worked > term.amount:
            return Fit.EXCEEDS
        # However the calendar days fall, they hold at most as many working days.
        return Fit.WITHIN if worked + calendar <= term.amount else Fit.CANNOT_TELL
    shortest, longest = _calendar_days(term)
    if worked + calendar > longest:
        return Fit.EXCEEDS
    # One day's work is done on the day of acceptance; more may meet a row of holidays.
    return Fit.WITHIN if worked <= 1 and worked + calendar <= shortest else Fit.CANNOT_TELL


def _sum(steps: tuple[Procedure, ...], unit: StepUnit) -> Fraction:
    return sum((Fraction(step.amount) for step in steps if step.unit is unit), Fraction())


def _calendar_days(term: Term) -> tuple[int, int]:
    """The fewest and the most calendar days of a term that is not counted in working days."""
    if term.unit is PeriodUnit.MONTHS:
        return 28 * term.amount, 31 * term.amount
    if term.unit is PeriodUnit.YEARS:
        return 365 * term.amount, 366 * term.amount
    return term.amount, term.amount


def _shortest_day_minutes(standard: Standard) -> int:
    return min(_worked_minutes(season.hours) for season in standard.schedule.seasons)


def _worked_minutes(hours: Hours) -> int:
    paused = sum((_span(pause.start, pause.end) for pause in hours.breaks), timedelta())
    return max(1, int((_span(hours.open, hours.close) - paused) / timedelta(minutes=1)))


def _span(start: time, end: time) -> timedelta:
    day = date(2000, 1, 1)
    return datetime.combine(day, end) - datetime.combine(day, start)
