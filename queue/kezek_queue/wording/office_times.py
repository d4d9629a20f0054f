"""Instants as clocks of the office show them, for files of a million rows."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

US_A_SECOND, SECONDS_A_MINUTE = 1_000_000, 60
MOST_KEPT = 4096
"""Minutes whose text is kept; the rows of a file lie near each other in time."""


class OfficeTimes:
    """Writes instants in office time; a minute is asked of the zone once.

    Args:
        zone: of the office; it stands a whole number of minutes from UTC.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._minutes: dict[int, str] = {}

    def text(self, utc_us: int | None) -> str:
        """Day and time, ``2026-11-23 10:05:07``; "" for None."""
        if utc_us is None:
            return ""
        minute, second = divmod(utc_us // US_A_SECOND, SECONDS_A_MINUTE)
        known = self._minutes.get(minute)
        if known is None:
            known = self._ask(minute)
        return f"{known}{second:02d}"

    def clock(self, utc_us: int | None) -> str:
        """The time alone, ``10:05:07``; "" for None."""
        return self.text(utc_us)[11:]

    def _ask(self, minute: int) -> str:
        if len(self._minutes) >= MOST_KEPT:
            self._minutes.clear()
        at = datetime.fromtimestamp(minute * SECONDS_A_MINUTE, UTC).astimezone(self._zone)
        text = self._minutes[minute] = at.strftime("%Y-%m-%d %H:%M:")
        return text
