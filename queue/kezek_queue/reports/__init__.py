"""Reports: every wait, the load of the hours, the quality table."""

from __future__ import annotations

from kezek_queue.reports.arrivals import HourArrivals

__all__ = [
    "HourArrivals",
]
