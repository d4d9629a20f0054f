"""The log of every wait: what its address asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import TypeVar

from kezek_core.tickets import Stage
from kezek_core.waits import Outcome, Verdict
from kezek_kiosk.pages.address_line import day_of, whole_number
from kezek_queue.wait_log import Cursor, LogOrder, LogPage, WaitFilter

OPEN = "open"
LONGEST_RANGE_DAYS = 366
ROWS_A_PAGE = 50
SEPARATOR = "~"
TEXT = re.compile(r".*")
INSTANT = re.compile(r"-?[0-9]{1,18}")
PART = re.compile(r"[0-9]{1,9}")
"""No longer than the column that it is compared with: a server refuses more."""

TIME_KEY = (TEXT, INSTANT, TEXT, PART)
BY_NUMBER_FIRST = (LogOrder.LONGEST, LogOrder.SHORTEST, LogOrder.VERDICT)
KEYS: Mapping[LogOrder, tuple[re.Pattern[str], ...]] = {
    order: (INSTANT, *TIME_KEY) if order in BY_NUMBER_FIRST else TIME_KEY for order in LogOrder
}
"""Of what a place in the log is made, by its order."""

MORE = ("operator", "outcome", "stage", "language", "category", "number")
"""Conditions that stand below the first ones."""

Value = TypeVar("Value", bound=Enum)


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What the reader of the log asks for.

    Args:
        waits: which waits.
        order: how they are sorted.
        after: the place that the page begins behind; None for the beginning.
        before: the place that it ends before.
    """

    waits: WaitFilter
    order: LogOrder = LogOrder.NEWEST
    after: Cursor | None = None
    before: Cursor | None = None

    @classmethod
    def asked(cls, args: Mapping[str, str], *, today: date) -> LogFilter:
        """Read the address line; what cannot be read counts as not asked for."""
        first = day_of(args.get("from")) or today
        last = day_of(args.get("to")) or max(first, today)
        first, last = min(first, last), max(first, last)
        if (last - first).days > LONGEST_RANGE_DAYS:
            first = date.fromordinal(last.toordinal() - LONGEST_RANGE_DAYS)
        verdict = _one_of(Verdict, args.get("verdict"))
        going_on = args.get("verdict") == OPEN
        order = _one_of(LogOrder, args.get("order")) or LogOrder.NEWEST
        return cls(
            waits=WaitFilter(
                first_day=first,
                last_day=last,
                service=args.get("service") or None,
                verdict=verdict,
                # A verdict is that of the table of waits: a wait that goes on has none yet.
                going_on=going_on if verdict or going_on else None,
                window=whole_number(args.get("window")),
                operator=(args.get("operator") or "").strip() or None,
                outcome=_one_of(Outcome, args.get("outcome")),
                stage=_one_of(Stage, args.get("stage")),
                language=args.get("language") or None,
                category=args.get("category") or None,
                number=(args.get("number") or "").strip().upper(),
            ),
            order=order,
            after=_place(args.get("after"), order),
            before=_place(args.get("before"), order),
        )

    @property
    def verdict(self) -> str | None:
        """The verdict as the address names it."""
        if self.waits.going_on:
            return OPEN
        return self.waits.verdict.value if self.waits.verdict else None

    @property
    def has_conditions(self) -> bool:
        """Whether anything is asked for beside the days."""
        days = WaitFilter(self.waits.first_day, self.waits.last_day)
        return self.waits != days or self.order is not LogOrder.NEWEST

    @property
    def has_more(self) -> bool:
        """Whether one of the conditions below the first ones is asked for."""
        return any(getattr(self.waits, name) for name in MORE)

    def to_args(self, **changes: str) -> dict[str, str]:
        """The address line of this filter without a place, with changes; empty parts left out."""
        waits = self.waits
        args = {
            "from": waits.first_day.isoformat(),
            "to": waits.last_day.isoformat(),
            "service": waits.service or "",
            "verdict": self.verdict or "",
            "window": "" if waits.window is None else str(waits.window),
            "operator": waits.operator or "",
            "outcome": waits.outcome.value if waits.outcome else "",
            "stage": waits.stage.value if waits.stage else "",
            "language": waits.language or "",
            "category": waits.category or "",
            "number": waits.number,
            "order": "" if self.order is LogOrder.NEWEST else self.order.value,
        }
        return {name: value for name, value in {**args, **changes}.items() if value != ""}

    def after_args(self, page: LogPage) -> dict[str, str]:
        """The address of the page that follows."""
        return self.to_args(after=_text(page.after))

    def before_args(self, page: LogPage) -> dict[str, str]:
        """The address of the page before."""
        return self.to_args(before=_text(page.before))

    def in_order(self, order: LogOrder) -> LogFilter:
        """The same waits sorted otherwise, from the beginning."""
        return replace(self, order=order, after=None, before=None)


def _text(place: Cursor | None) -> str:
    return SEPARATOR.join(map(str, place or ()))


def _place(text: str | None, order: LogOrder) -> Cursor | None:
    """A place as `_text` wrote it; None for anything else."""
    parts = (text or "").split(SEPARATOR)
    kinds = KEYS[order]
    if not text or len(parts) > len(kinds):
        return None
    typed = list(zip(kinds, parts, strict=False))
    if not all(kind.fullmatch(part) for kind, part in typed):
        return None
    return tuple(part if kind is TEXT else int(part) for kind, part in typed)


def _one_of(kind: type[Value], text: str | None) -> Value | None:
    return next((each for each in kind if each.value == text), None)
