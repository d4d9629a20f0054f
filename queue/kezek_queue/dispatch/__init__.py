"""Who is next, and how long a newcomer waits."""

from __future__ import annotations

from kezek_queue.dispatch.checked_forecast import check_forecast
from kezek_queue.dispatch.first_come import Fifo
from kezek_queue.dispatch.next_ticket import check_discipline
from kezek_queue.dispatch.plain_estimate import PlainEstimate

__all__ = ["Fifo", "PlainEstimate", "check_discipline", "check_forecast"]
