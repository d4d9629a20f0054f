"""What a model day's values become on another day."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kezek_queue.clock import MICROSECOND
from kezek_queue.journal.moment_text import LATER
from kezek_queue.journal.summed_texts import with_sum, without_sum
from kezek_queue.model_days.model_day import MODEL_BOOT

INSTANT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?[+]00:00"
FIRST_INSTANT_US = 10**15
"""A column named ``*_us`` holds an instant from this on (September 2001), else a length."""


@dataclass(frozen=True, slots=True)
class Move:
    """From the model day to another one.

    Args:
        from_day: the model's office day.
        to_day: the copy's.
        boot: the boot id of the copy.
        shift_us: between the same time of both days, in microseconds.
        counts: what is added to each running count, by its name in `COUNTS`.
    """

    from_day: date
    to_day: date
    boot: str
    shift_us: int
    counts: dict[str, int]

    def texts(self) -> Callable[[str | None], str | None]:
        """Moves texts: ids that begin with the day, instants, and the boot."""
        shift = self.shift_us * MICROSECOND
        days = {self.from_day.isoformat(): self.to_day.isoformat(), MODEL_BOOT: self.boot}

        def moved(found: re.Match[str]) -> str:
            return days.get(found[0]) or _shifted(found[0], shift)

        pattern = moving(self.from_day)

        def text_moved(text: str | None) -> str | None:
            if not text:
                return text
            plain = without_sum(text)
            there = pattern.sub(moved, plain)
            return there if plain == text else with_sum(there)

        return text_moved

    def moments(self, text: str | None) -> str | None:
        """Moves what ``moment_text`` wrote, one instant a line."""
        return text and "\n".join(self._moment(line) for line in text.split("\n"))

    def _moment(self, line: str) -> str:
        if line.startswith(LATER):
            return line  # told by another instant of the row
        utc_us, boottime_us, synced, _ = line.split(" ", 3)
        return f"{int(utc_us) + self.shift_us} {boottime_us} {synced} {self.boot}"


COUNTS = {
    "seq": "events",
    "first_seq": "events",
    "called_seq": "events",
    "arrival_seq": "arrivals",
    "first_arrival": "arrivals",
    "job": "jobs",
    "ordinal": "boots",
}
"""The running count that a column or a field of an event holds."""


def moving(office_day: date) -> re.Pattern[str]:
    """What changes in the texts of a model day."""
    return re.compile(f"{INSTANT}|{office_day.isoformat()}|{re.escape(MODEL_BOOT)}")


def _shifted(text: str, by: timedelta) -> str:
    return (datetime.fromisoformat(text) + by).isoformat()
