"""What is counted of office days: every wait, the load of the hours, the quality table."""

from __future__ import annotations

from kezek_queue.counts.arrivals import HourArrivals

__all__ = [
    "HourArrivals",
]
