"""The log of every wait: what is asked for, and which page of it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kezek_core.waits import Verdict, VisitWait
from kezek_kiosk.pages.address_line import day_of, page_number, whole_number

OPEN = "open"
LONGEST_RANGE_DAYS = 366


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What the reader of the log asks for.

    Args:
        first_day: first office day.
        last_day: last office day, at or after the first.
        service: slug; None for all.
        verdict: a value of ``Verdict``, or ``open`` for waits that go on within the limit; None
            for all.
        window: None for all.
        number: part of a ticket number, capital letters; "" for all.
        page: from 1.
    """

    first_day: date
    last_day: date
    service: str | None = None
    verdict: str | None = None
    window: int | None = None
    number: str = ""
    page: int = 1

    @classmethod
    def asked(cls, args: Mapping[str, str], *, today: date) -> LogFilter:
        """Read the address line; what cannot be read counts as not asked for."""
        first = day_of(args.get("from")) or today
        last = day_of(args.get("to")) or max(first, today)
        first, last = min(first, last), max(first, last)
        if (last - first).days > LONGEST_RANGE_DAYS:
            first = date.fromordinal(last.toordinal() - LONGEST_RANGE_DAYS)
        return cls(
            first_day=first,
            last_day=last,
            service=args.get("service") or None,
            verdict=_verdict(args.get("verdict")),
            window=whole_number(args.get("window")),
            number=(args.get("number") or "").strip().upper(),
            page=page_number(args.get("page")),
        )

    def to_args(self, **changes: str | int) -> dict[str, str | int]:
        """The address line of this filter, with changes; empty parts are left out."""
        args: dict[str, str | int] = {
            "from": self.first_day.isoformat(),
            "to": self.last_day.isoformat(),
            "service": self.service or "",
            "verdict": self.verdict or "",
            "window": self.window or "",
            "number": self.number,
        }
        args.update(changes)
        return {name: value for name, value in args.items() if value != ""}

    def keeps(self, wait: VisitWait) -> bool:
        """Whether a wait is what was asked for."""
        return (
            self.service in (None, wait.service)
            and self.verdict in (None, verdict_of(wait))
            and self.window in (None, wait.window)
            and self.number in wait.number
        )


def verdict_of(wait: VisitWait) -> str:
    """The verdict as the table of waits counts it: a wait that goes on has none yet."""
    return OPEN if wait.open else wait.verdict.value


def kept(waits: Iterable[VisitWait], asked: LogFilter) -> list[VisitWait]:
    """The waits asked for, the newest first."""
    rows = [wait for wait in waits if asked.keeps(wait)]
    return sorted(rows, key=lambda wait: (wait.issued_at, wait.ticket_id, wait.part), reverse=True)


def _verdict(text: str | None) -> str | None:
    return text if text == OPEN or text in {each.value for each in Verdict} else None
