"""What the reader of the quality table asks for: days, and whose table it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kezek_kiosk.pages.address_line import day_of
from kezek_kiosk.pages.indicators.periods import PRESETS, USUAL, Days, preset_of
from kezek_queue import Office
from kezek_queue.reports import Scope

LONGEST = timedelta(days=366)
SERVICE, STANDARD = "service:", "standard:"


@dataclass(frozen=True, slots=True)
class TableAsked:
    """What the address line asks for.

    Args:
        days: the office days.
        scope: the whole office, one service or one standard.
    """

    days: Days
    scope: Scope

    @classmethod
    def read(cls, args: Mapping[str, str], office: Office, today: date) -> TableAsked:
        """Read the address line; what cannot be read counts as not asked for."""
        return cls(_days(args, today), _scope(args, office))

    @property
    def of(self) -> str:
        """The scope as the form names it."""
        if self.scope.service is not None:
            return f"{SERVICE}{self.scope.service}"
        return "" if self.scope.standard is None else f"{STANDARD}{self.scope.standard}"

    def preset(self, today: date) -> str | None:
        """The preset that means these days."""
        return preset_of(self.days, today)

    def to_args(self, preset: str | None = None, today: date | None = None) -> dict[str, str]:
        """The address line: of these days, or of a preset's."""
        asked = self
        if preset is not None and today is not None:
            asked = replace(self, days=PRESETS[preset](today))
        args = {
            "from": asked.days.first.isoformat(),
            "to": asked.days.last.isoformat(),
            "service": self.scope.service or "",
            "standard": self.scope.standard or "",
        }
        return {name: value for name, value in args.items() if value}


def _days(args: Mapping[str, str], today: date) -> Days:
    first, last = day_of(args.get("from")), day_of(args.get("to"))
    if first is None and last is None:
        return PRESETS[USUAL](today)
    first = first or last or today
    last = last or max(first, today)
    first, last = min(first, last), max(first, last)
    return Days(max(first, last - LONGEST), last)


def _scope(args: Mapping[str, str], office: Office) -> Scope:
    """One service or one standard of the office; the form names both in one field, ``of``."""
    chosen = args.get("of", "")
    service = args.get("service") or (chosen.startswith(SERVICE) and chosen[len(SERVICE) :])
    standard = args.get("standard") or (chosen.startswith(STANDARD) and chosen[len(STANDARD) :])
    if service and service in office.services:
        return Scope(service=service)
    if standard and standard in {each.standard for each in office.services.values()}:
        return Scope(standard=standard)
    return Scope()
