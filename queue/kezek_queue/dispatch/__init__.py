"""Who is next, and how long a newcomer waits."""

from __future__ import annotations

from kezek_queue.dispatch.first_come import Fifo
from kezek_queue.dispatch.plain_estimate import PlainEstimate

__all__ = ["Fifo", "PlainEstimate"]
