"""What is counted of office days: every wait, the load of the hours, the quality table."""

from __future__ import annotations

from kezek_queue.counts.arrivals import HourArrivals
from kezek_queue.counts.day_summary import AppliedLimit
from kezek_queue.counts.wait_figures import WaitFigures

__all__ = [
    "AppliedLimit",
    "HourArrivals",
    "WaitFigures",
]
