"""What the reader of a list asks for: which list, a service, days, a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Generic, Self, TypeVar

from kezek_kiosk.pages.address_line import day_of, page_number

L = TypeVar("L", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class ListFilter(Generic[L]):
    """What the reader of some lists asks for.

    Args:
        shown: the list; None for the first one that holds something to do.
        service: slug; None for all.
        first_day: first day asked for; None when none is.
        last_day: last day asked for, at or after the first; None when none is.
        page: from 1.
    """

    shown: L | None = None
    service: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    page: int = 1

    @classmethod
    def read(cls, args: Mapping[str, str], lists: type[L]) -> Self:
        """Read the address line; what cannot be read counts as not asked for."""
        first, last = day_of(args.get("from")), day_of(args.get("to"))
        if first is not None and last is not None:
            first, last = min(first, last), max(first, last)
        shown = args.get("list")
        return cls(
            shown=lists(shown) if shown in set(lists) else None,
            service=args.get("service") or None,
            first_day=first,
            last_day=last,
            page=page_number(args.get("page")),
        )

    def to_args(self, **changes: str | int) -> dict[str, str | int]:
        """The address line of this filter, with changes; empty parts are left out."""
        args: dict[str, str | int] = {
            "list": self.shown.value if self.shown else "",
            "service": self.service or "",
            "from": self.first_day.isoformat() if self.first_day else "",
            "to": self.last_day.isoformat() if self.last_day else "",
        }
        args.update(changes)
        return {name: value for name, value in args.items() if value != ""}

    @property
    def narrowed(self) -> bool:
        """Whether anything but the list is asked for."""
        return bool(self.service or self.first_day or self.last_day)

    def past_days(self, today: date, *, usual_days: int, most_days: int) -> tuple[date, date]:
        """The days of a list that looks back, both included.

        Args:
            today: the office's date.
            usual_days: how far back it looks when no first day is asked for.
            most_days: how far back it looks at most.
        """
        last = self.last_day or max(today, self.first_day or today)
        first = self.first_day or last - timedelta(days=usual_days)
        return max(first, last - timedelta(days=most_days)), last
