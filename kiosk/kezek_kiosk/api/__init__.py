"""The HTTP API below /api/v1: one module a subject, each with its blueprint."""

from __future__ import annotations

from kezek_kiosk.api import (
    events,
    health,
    print_jobs,
    queue,
    reports,
    stream,
    tickets,
    windows,
)

blueprints = (
    tickets.blueprint,
    windows.blueprint,
    queue.blueprint,
    events.blueprint,
    stream.blueprint,
    print_jobs.blueprint,
    reports.blueprint,
    health.blueprint,
    health.root_blueprint,
)

__all__ = ["blueprints"]
