"""One office as its ``office.toml`` describes it: hours, services, windows and categories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from kezek_core.calendar import (
    MONTHLY_INDICES,
    FeeDue,
    MonthlyIndex,
    OfficeHours,
    Swap,
    WorkingCalendar,
    fee_due,
    overrides_from_hours,
)
from kezek_core.standards import Fee
from kezek_core.texts import SHIPPED, STATE_LANGUAGE, LocalText
from kezek_core.tickets import Stage
from kezek_core.waits import USUAL_RULE, NoShowRule
from kezek_queue.office.feedback_rules import DEFAULT_RULES, FeedbackRules


@dataclass(frozen=True, slots=True)
class Service:
    """A service the office gives, under one standard.

    Args:
        id: slug, unique in the office; the API and the journal know the service by it.
        letter: one capital letter A to Z; opens every number of this service.
        standard: id of the standard the office applies.
        stages: the parts of a visit that the kiosk offers; never empty.
        mean_service_minutes: first guess of the service time, until the day has its own mean.
        name: short name on buttons and tickets; None takes the standard's own.
        daily_limit: most tickets of an office day; None leaves the limit of the letter.
    """

    id: str
    letter: str
    standard: str
    stages: tuple[Stage, ...] = (Stage.SUBMISSION,)
    mean_service_minutes: float = 10
    name: LocalText | None = None
    daily_limit: int | None = None

    def offers(self, stage: Stage) -> bool:
        """Whether a ticket may be issued for ``stage``."""
        return stage in self.stages

    @property
    def mean_service(self) -> timedelta:
        """The first guess of the service time."""
        return timedelta(minutes=self.mean_service_minutes)


@dataclass(frozen=True, slots=True)
class Window:
    """A window and what it can serve.

    Args:
        id: its number, from 1; it is called aloud and shown on the board.
        services: slugs of the services it serves, in the office's order; never empty.
    """

    id: int
    services: tuple[str, ...]

    def serves(self, service: str) -> bool:
        """Whether visitors of ``service`` may be called here."""
        return service in self.services


@dataclass(frozen=True, slots=True)
class Category:
    """A preferential category: who is called out of turn, and on what basis.

    Args:
        id: slug, unique in the office.
        name: as staff read it beside the ticket.
        basis: the legal basis or the office's own act.
        rank: 1 goes before 0 (nobody's category), 2 before 1, and so on.
        enabled: False keeps it in the file; no ticket is taken with it.
    """

    id: str
    name: LocalText
    basis: str
    rank: int = 1
    enabled: bool = False


@dataclass(frozen=True, slots=True)
class Office:
    """Everything that one ``office.toml`` says, checked.

    Args:
        id: slug; leads every database key.
        name: the office's name.
        time_zone: IANA name; office time is shown, never stored.
        demo: True shows the demo sign-ins; never in a real office.
        hours: when visitors are received.
        services: by slug, in the order of the file; never empty.
        windows: by number, in the order of the file; never empty.
        categories: by slug, in the order of the file; may be empty.
        last_minutes_before_closing: no tickets in the last minutes of the office day.
        numbers_per_letter: most numbers of one letter in an office day.
        close_out_minutes_after_closing: then whoever was never called is written so.
        near_limit_percent: share of the limit at which staff are warned.
        feedback: the rules for complaints and surveys.
        monthly_indices: the monthly calculation indices known to Kezek and those of the file.
        swaps: days off moved by the government, as the file adds them.
        no_show: when a no-show counts.
        languages: that visitors may choose, in the order shown; Kazakh and Russian are among
            them, because papers are printed in both.
    """

    id: str
    name: LocalText
    time_zone: str
    demo: bool
    hours: OfficeHours
    services: Mapping[str, Service]
    windows: Mapping[int, Window]
    categories: Mapping[str, Category]
    last_minutes_before_closing: int = 0
    numbers_per_letter: int = 999
    close_out_minutes_after_closing: int = 120
    near_limit_percent: int = 80
    feedback: FeedbackRules = DEFAULT_RULES
    monthly_indices: tuple[MonthlyIndex, ...] = MONTHLY_INDICES
    swaps: tuple[Swap, ...] = ()
    no_show: NoShowRule = USUAL_RULE
    languages: tuple[str, ...] = SHIPPED
    # Every ticket asks who competes with it; windows and services stand as long as the office.
    _serving: dict[str, frozenset[int]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    _competing: dict[str, frozenset[str]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def offered(self, language: str) -> str:
        """A visitor's language, or Kazakh where it is offered no more."""
        return language if language in self.languages else STATE_LANGUAGE

    def fee_due(self, fee: Fee, paid_on: date) -> FeeDue:
        """What a request costs when it is paid on a day.

        Args:
            fee: the standard's fee.
            paid_on: the office's date of payment.

        Raises:
            FeeError: it cannot be worked out, see `kezek_core.calendar.fees.fee_due`.
        """
        return fee_due(fee, paid_on, self.monthly_indices)

    def working_calendar(self, week: frozenset[int]) -> WorkingCalendar:
        """The calendar in which terms are counted here: law, swaps, the office's single dates.

        Args:
            week: working weekdays of the standard, Monday 0.
        """
        plain = WorkingCalendar(week, swaps=self.swaps)
        return WorkingCalendar(week, overrides_from_hours(self.hours, plain), self.swaps)

    def windows_for(self, service: str) -> tuple[Window, ...]:
        """The windows that serve ``service``, in the order of the file."""
        return tuple(window for window in self.windows.values() if window.serves(service))

    def serving(self, service: str) -> frozenset[int]:
        """The numbers of the windows that serve ``service``."""
        if service not in self._serving:
            self._serving[service] = frozenset(each.id for each in self.windows_for(service))
        return self._serving[service]

    def competing(self, service: str) -> frozenset[str]:
        """The services of every window that serves ``service``, itself among them."""
        if service not in self._competing:
            windows = self.windows_for(service)
            self._competing[service] = frozenset({service}.union(*(w.services for w in windows)))
        return self._competing[service]

    def standard_ids(self) -> tuple[str, ...]:
        """The standards the office applies, each once, in the order of its services."""
        return tuple(dict.fromkeys(each.standard for each in self.services.values()))
