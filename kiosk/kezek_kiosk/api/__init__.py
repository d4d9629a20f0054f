"""The HTTP API below /api/v1: one module a subject, each with its blueprint."""

from __future__ import annotations

from kezek_kiosk.api import (
    bursts,
    clock,
    closings,
    complaints,
    devices,
    events,
    health,
    indicator_reports,
    memos,
    pick_up,
    print_jobs,
    problem_pages,
    queue,
    reports,
    request_steps,
    requests,
    scans,
    service_documents,
    stream,
    surveys,
    tickets,
    virtual_hardware,
    windows,
)

blueprints = (
    tickets.blueprint,
    windows.blueprint,
    clock.blueprint,
    bursts.blueprint,
    closings.blueprint,
    queue.blueprint,
    events.blueprint,
    stream.blueprint,
    surveys.blueprint,
    print_jobs.blueprint,
    reports.blueprint,
    indicator_reports.blueprint,
    requests.blueprint,
    request_steps.blueprint,
    pick_up.blueprint,
    scans.blueprint,
    devices.blueprint,
    virtual_hardware.blueprint,
    service_documents.blueprint,
    complaints.blueprint,
    memos.blueprint,
    health.blueprint,
    health.root_blueprint,
    problem_pages.blueprint,
)

__all__ = ["blueprints"]
