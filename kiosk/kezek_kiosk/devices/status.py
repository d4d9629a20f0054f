"""What the agents last said of their devices: kept in memory, and silent when no word comes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

Fact = str | int | float | bool | None

SILENT_SECONDS = 45.0
"""Agents report every 15 s at least: three words missed in a row are no accident."""

FORGET_SECONDS = 12 * 3600.0
"""A device that was taken out of the settings is shown as silent until then."""

MOST_AGENTS = 64

KINDS: Final = (
    "printer", "scanner", "buttons", "lamp", "panel", "window_board", "hall_board", "speaker",
    "watchdog", "machine", "clock",
)  # fmt: skip
OK, NEAR_END, WARNING, UNKNOWN, SILENT = "ok", "near_end", "warning", "unknown", "silent"
WORKING: Final = frozenset({OK, NEAR_END, WARNING})
AGENT = "agent"
"""The detail of a device whose agent has said nothing for long."""


@dataclass(frozen=True, slots=True)
class DeviceReport:
    """One device as its agent tells it.

    Args:
        name: what the office calls it.
        kind: one of ``KINDS``.
        status: how it stands, for example ``ok`` or ``paper_end``.
        detail: a stable word for the reason; "" when there is none.
        facts: what else is known, for example ``tickets_left``.
    """

    name: str
    kind: str
    status: str
    detail: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnownDevice(DeviceReport):
    """One device as the server knows it.

    Args:
        agent: who owns it.
        seconds_ago: how long ago its agent last spoke.
    """

    agent: str = ""
    seconds_ago: float = 0.0

    @property
    def works(self) -> bool:
        """Whether it does what it is for, though it may want attention soon."""
        return self.status in WORKING

    @property
    def stopped(self) -> bool:
        """Whether it is known not to work; a device that cannot say counts as working."""
        return not self.works and self.status != UNKNOWN

    @property
    def tickets_left(self) -> int | None:
        """How many slips a printer's roll still gives; None when nobody reckons it."""
        left = self.facts.get("tickets_left")
        return left if isinstance(left, int) else None


class DeviceBook:
    """Every device of every agent.

    Args:
        monotonic: seconds that never go back.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._reports: dict[str, tuple[float, tuple[DeviceReport, ...]]] = {}
        self._version = 0

    @property
    def version(self) -> int:
        """Grows when a device comes, goes or stands otherwise; a count of tickets is no change."""
        with self._lock:
            return self._version

    def put(self, agent: str, devices: Iterable[DeviceReport]) -> None:
        """An agent tells all its devices; those it does not name any more are gone."""
        reports = tuple(devices)
        now = self._monotonic()
        with self._lock:
            at, before = self._reports.get(agent, (float("-inf"), ()))
            was_silent = now - at > SILENT_SECONDS
            if was_silent or [_standing(each) for each in before] != [
                _standing(each) for each in reports
            ]:
                self._version += 1
            if agent not in self._reports and len(self._reports) >= MOST_AGENTS:
                del self._reports[min(self._reports, key=lambda name: self._reports[name][0])]
            self._reports[agent] = (now, reports)

    def devices(self) -> tuple[KnownDevice, ...]:
        """All of them, printers first, then by kind and name."""
        now = self._monotonic()
        with self._lock:
            self._forget(now)
            known = [
                _known(agent, each, now - at)
                for agent, (at, reports) in self._reports.items()
                for each in reports
            ]
        return tuple(sorted(known, key=lambda each: (_rank(each.kind), each.agent, each.name)))

    def printers(self) -> tuple[KnownDevice, ...]:
        """The printers among them."""
        return tuple(each for each in self.devices() if each.kind == "printer")

    def why_no_paper(self) -> str | None:
        """Why no slip can come out of any printer now; None when one may work, or none is known."""
        printers = self.printers()
        if not printers or not all(each.stopped for each in printers):
            return None
        return printers[0].status

    def _forget(self, now: float) -> None:
        for agent in [name for name, (at, _) in self._reports.items() if now - at > FORGET_SECONDS]:
            del self._reports[agent]


def _known(agent: str, report: DeviceReport, seconds_ago: float) -> KnownDevice:
    known = KnownDevice(
        report.name, report.kind, report.status, report.detail, report.facts, agent, seconds_ago
    )
    return replace(known, status=SILENT, detail=AGENT) if seconds_ago > SILENT_SECONDS else known


def _standing(report: DeviceReport) -> tuple[str, str, str, str]:
    return report.name, report.kind, report.status, report.detail


def _rank(kind: str) -> int:
    return KINDS.index(kind) if kind in KINDS else len(KINDS)
