"""Fills an office with years: days lived through the real queue, copied to other days.

A *model day* is an office of its own in which one day was lived through `kezek_queue.Queue`.
`DayCopier` writes its rows into another office as those of another day, with ids, numbers and
instants moved and every event chained anew; ``docs/cli.md`` says what the office holds then.
"""

from __future__ import annotations

from kezek_queue.model_days.copier import DayCopier
from kezek_queue.model_days.model_day import MODEL_BOOT, ModelDay

__all__ = ["MODEL_BOOT", "DayCopier", "ModelDay"]
