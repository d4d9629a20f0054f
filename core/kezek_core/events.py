"""The kinds of facts the journal holds, in the past tense."""

from __future__ import annotations

from enum import Enum


class EventKind(Enum):
    """One name for each fact; the value is what the journal and the API carry."""

    TICKET_ISSUED = "ticket_issued"
    TICKET_CALLED = "ticket_called"
    TICKET_RECALLED = "ticket_recalled"
    SERVICE_STARTED = "service_started"
    SERVICE_FINISHED = "service_finished"
    VISITOR_ABSENT = "visitor_absent"
    ABSENCE_WITHDRAWN = "absence_withdrawn"
    VISITOR_RETURNED = "visitor_returned"
    TICKET_HELD = "ticket_held"
    TICKET_RELEASED = "ticket_released"
    TICKET_TRANSFERRED = "ticket_transferred"
    TICKET_CANCELLED = "ticket_cancelled"
    LIMIT_NEAR = "limit_near"
    LIMIT_REACHED = "limit_reached"
    WINDOW_OPENED = "window_opened"
    WINDOW_PAUSED = "window_paused"
    WINDOW_RESUMED = "window_resumed"
    WINDOW_CLOSED = "window_closed"
    PRINT_REPORTED = "print_reported"
    PRINT_REQUESTED = "print_requested"
    DAY_CLOSED = "day_closed"
    OFFICE_CHANGED = "office_changed"
    CORRECTION_MADE = "correction_made"
    BOOT_STARTED = "boot_started"
    CLOCK_ANCHORED = "clock_anchored"
