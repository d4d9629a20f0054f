"""The HTTP API below /api/v1: one module a subject, each with its blueprint."""

from __future__ import annotations

from kezek_kiosk.api.events import events
from kezek_kiosk.api.health import api_health, health
from kezek_kiosk.api.print_jobs import print_jobs
from kezek_kiosk.api.queue import queue
from kezek_kiosk.api.reports import reports
from kezek_kiosk.api.stream import stream
from kezek_kiosk.api.tickets import tickets
from kezek_kiosk.api.windows import windows

blueprints = (
    tickets,
    windows,
    queue,
    events,
    stream,
    print_jobs,
    reports,
    api_health,
    health,
)

__all__ = ["blueprints"]
