"""The figures of the day so far, counted no more often than the machine can bear."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from kezek_core.waits import WaitTable, tabulate
from kezek_kiosk.pages.staff.load import HourLoad, hour_loads
from kezek_queue import Queue
from kezek_queue.counts import AppliedLimit
from kezek_queue.reports import applied_limits, limit_texts

SHARE_OF_TIME = 0.1
"""The part of one processor that counting may take while people watch; the rest is the queue's."""
SHORTEST_PAUSE_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class DayFigures:
    """The day so far.

    Args:
        seq: the last journal event these figures contain.
        day: the office day.
        table: the waits by service.
        loads: the load by the hour.
        limits: the limits applied to each service, in words.
    """

    seq: int
    day: date
    table: WaitTable
    loads: tuple[HourLoad, ...]
    limits: Mapping[str, str]


class DayFigureKeeper:
    """Counts anew when something has happened and enough time has passed since the last count.

    Args:
        queue: the engine.
        monotonic: seconds that never go back.
    """

    def __init__(self, queue: Queue, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._queue = queue
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._kept: DayFigures | None = None
        self._fresh_until = 0.0

    def figures(self, day: date) -> DayFigures:
        """The figures of an office day, at most a few seconds old."""
        with self._lock:
            kept = self._kept
            if kept is not None and kept.day == day:
                rested = self._monotonic() >= self._fresh_until
                if not rested or kept.seq == self._queue.last_seq():
                    return kept
            self._kept = self._counted(day)
            return self._kept

    def _counted(self, day: date) -> DayFigures:
        began = self._monotonic()
        seq = self._queue.last_seq()
        waits = self._queue.waits(day, day)
        office = self._queue.office
        table = tabulate(waits, services=office.services)
        judged = AppliedLimit.of(waits)
        counted = DayFigures(
            seq=seq,
            day=day,
            table=table,
            loads=hour_loads(waits, office.hours.zone),
            limits=limit_texts(applied_limits(self._queue, table, judged, day)),
        )
        took = self._monotonic() - began
        self._fresh_until = began + max(SHORTEST_PAUSE_SECONDS, took / SHARE_OF_TIME)
        return counted
