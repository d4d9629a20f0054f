"""Which columns the journal proves, and why it cannot prove the others.

Every column of every table stands in exactly one of the two; a test sees to it, so that whoever
adds a column decides. ``docs/proof.md`` tells offices the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from kezek_core.events import EventKind

ALL = "*"
"""Stands for every column of a table that nothing is said of besides."""

PROVEN: Mapping[str, tuple[str, ...]] = {
    "offices": ("last_seq", "last_hash", "last_arrival", "last_job"),
    "journal": (
        "seq", "kind", "ticket_id", "window", "actor", "utc_us", "boottime_us", "boot_id",
        "synced", "body", "hash",
    ),
    "journal_packs": (
        "first_seq", "last_seq", "office_day", "hash_before", "last_hash", "form", "packed",
    ),
    "packed_strays": ("ticket_id", "first_seq"),
    "told_clocks": ("boot_id", "boottime_us", "utc_us"),
    "taken_back": ("ticket_id", "moment"),
    "boots": ("boot_id", "ordinal", "last_boottime_us", "first_seq", "machine"),
    "anchors": ("boot_id", "boottime_us", "utc_us"),
    "days": ("office_day", "closed"),
    "counters": ("office_day", "name", "last"),
    "service_days": ("office_day", "service", "served", "service_us"),
    "tickets": (
        "id", "number", "office_day", "arrival_seq", "service", "stage", "state", "language",
        "category", "window", "part", "times", "called_seq", "limit_minutes", "standard",
        "edition", "source", "issued_moment", "part_moment", "first_call_moment", "called_us",
        "started_moment", "finished_us", "held_until_us", "running_moment", "call_moments",
        "stopped_moment", "counted_us", "counted_exact", "own_us", "own_exact", "marks",
    ),
    "parts": (
        "ticket_id", "part", "number", "office_day", "service", "stage", "category", "language",
        "standard", "edition", "source", "limit_minutes", "window", "operator", "issued_us",
        "called_us", "started_us", "finished_us", "issued_to_called_us", "called_to_started_us",
        "issued_to_started_us", "issued_to_called_exact", "called_to_started_exact",
        "issued_to_started_exact", "wait_us", "wait_exact", "own_us", "own_exact", "service_us",
        "service_exact", "returns", "verdict", "outcome",
    ),
    "day_summaries": (
        "office_day", "service", "first_arrival", "first_part", "judged", "waits", "own_us",
        "own_once_us", "left_out", "returns", "visits", "limits", "no_shows",
    ),
    "hour_summaries": (
        "office_day", "service", "window", "operator", "hour_us", "served", "no_show", "left",
        "never_called", "within", "breached", "estimated", "no_limit", "waits", "services",
        "service_us",
    ),
    "windows": ("id", "status", "operator", "ticket_id", "absent_id"),
    "print_jobs": (
        "id", "subject_kind", "subject_id", "number", "state", "copy", "attempts", "outcome",
        "detail", "agent",
    ),
    "register_requests": (
        "number", "service", "standard", "edition", "state", "ticket_id", "window", "documents",
        "accepted_on", "accepted_us", "first_due_on", "due_on", "extension", "extended_on",
        "extension_notice_by_on", "sent_on", "return_by_on", "returned_on",
        "return_notice_by_on", "times_returned", "ready_on", "keep_until_on", "hand_over_on",
        "closed_on", "closed_us", "valid_until_on", "fee_tenge", "erased_on",
    ),
    "register_steps": ("number", "seq"),
    "register_visits": ("ticket_id", "number"),
    "register_refusals": (
        "id", "service", "standard", "edition", "ticket_id", "window", "missing", "closed_on",
        "erased_on",
    ),
    "complaints": (
        "number", "service", "standard", "ticket_id", "form", "registered_on", "registered_us",
        "registered_by", "due_on", "resolved_on", "resolved_us", "resolved_by", "justified",
        "on_time", "erased_on",
    ),
    "surveys": (
        "ticket_id", "office_day", "service", "answered_us", "process", "information",
        "politeness", "complaint_procedure", "complaint_term",
    ),
}  # fmt: skip
"""The columns of each table that the journal proves."""

UNTOLD: Mapping[str, Mapping[str, str]] = {
    "tickets": {
        "category_rank": "the rank of a category stands in the office file of the day",
        "due_us": "when the limit watcher looks again; it changes no verdict",
        "due_boot": "when the limit watcher looks again; it changes no verdict",
    },
    "parts": {
        "service_limit_minutes": "the limit of the service itself stands in the standard",
    },
    "print_jobs": {
        "slip": "the words of the paper stand on the paper",
        "printer": "a lease is no event",
        "lease": "a lease is no event",
        "lease_moment": "a lease is no event",
        "lease_us": "a lease is no event",
    },
    "register_requests": {
        "kept": "the standard of the day, word for word, is kept beside the journal",
        "language": "the event of the acceptance does not name the language",
        "paid_on": "the event of the acceptance names the fee, not the day it was paid",
    },
    "complaints": {
        "language": "the event of the registration does not name the language",
        "term_amount": "the event names the last day, not the term",
        "term_unit": "the event names the last day, not the term",
        "term_source": "the event names the last day, not the term",
    },
    "surveys": {"standard": "the event names the service, not its standard"},
    "register_editions": {ALL: "a standard's words are kept beside the journal"},
    "register_people": {ALL: "whoever names a person stands outside the journal, to be erased"},
    "complaint_people": {ALL: "whoever names a person stands outside the journal, to be erased"},
    "archives": {ALL: "the chain proves what lies in a file; this is where it is"},
    "slip_packs": {ALL: "the words of the paper stand on the paper"},
    "idempotency_keys": {ALL: "keys of repeated requests are forgotten after a week"},
}
"""The columns that it does not prove, each with the reason."""

_SUMMARIES = ("day_summaries", "hour_summaries")
_VISIT = ("tickets", "parts", "windows")
_REQUEST = ("register_requests", "register_steps", "print_jobs")

TELLS: Mapping[EventKind, tuple[str, ...]] = {
    EventKind.TICKET_ISSUED: (
        "tickets", "parts", "days", "counters", "print_jobs", "register_visits",
        "register_steps", "offices",
    ),
    EventKind.TICKET_CALLED: _VISIT,
    EventKind.TICKET_RECALLED: _VISIT,
    EventKind.SERVICE_STARTED: ("tickets", "parts"),
    EventKind.SERVICE_FINISHED: (*_VISIT, "service_days"),
    EventKind.VISITOR_ABSENT: _VISIT,
    EventKind.ABSENCE_WITHDRAWN: _VISIT,
    EventKind.VISITOR_RETURNED: _VISIT,
    EventKind.TICKET_HELD: _VISIT,
    EventKind.TICKET_RELEASED: ("tickets",),
    EventKind.TICKET_TRANSFERRED: (*_VISIT, "service_days"),
    EventKind.TICKET_CANCELLED: _VISIT,
    EventKind.LIMIT_NEAR: ("tickets",),
    EventKind.LIMIT_REACHED: ("tickets",),
    EventKind.WINDOW_OPENED: ("windows",),
    EventKind.WINDOW_PAUSED: ("windows",),
    EventKind.WINDOW_RESUMED: ("windows",),
    EventKind.WINDOW_CLOSED: ("windows",),
    EventKind.PRINT_REPORTED: ("print_jobs",),
    EventKind.PRINT_CONFIRMED: ("print_jobs",),
    EventKind.PRINT_REQUESTED: ("print_jobs", "offices"),
    EventKind.DAY_CLOSED: (*_VISIT, "days", *_SUMMARIES),
    EventKind.CLOSING_TAKEN_BACK: (*_VISIT, "days", "taken_back", *_SUMMARIES),
    EventKind.OFFICE_CHANGED: (),
    EventKind.CORRECTION_MADE: ("parts", *_SUMMARIES),
    EventKind.BOOT_STARTED: ("boots",),
    EventKind.CLOCK_ANCHORED: ("anchors", "tickets"),
    EventKind.CLOCK_TOLD: ("told_clocks",),
    EventKind.REQUEST_ACCEPTED: _REQUEST,
    EventKind.REQUEST_SENT: _REQUEST,
    EventKind.REQUEST_RETURNED: _REQUEST,
    EventKind.REQUEST_CORRECTED: _REQUEST,
    EventKind.REQUEST_READY: _REQUEST,
    EventKind.REQUEST_ISSUED: _REQUEST,
    EventKind.REQUEST_REFUSED: _REQUEST,
    EventKind.REQUEST_EXTENDED: _REQUEST,
    EventKind.REQUEST_UNCLAIMED: _REQUEST,
    EventKind.REQUEST_HANDED_OVER: _REQUEST,
    EventKind.DOCUMENTS_REFUSED: ("register_refusals", "print_jobs"),
    EventKind.PERSON_ERASED: (
        "register_requests", "register_refusals", "register_steps", "complaints",
    ),
    EventKind.COMPLAINT_REGISTERED: ("complaints", "counters", "print_jobs"),
    EventKind.COMPLAINT_RESOLVED: ("complaints",),
    EventKind.SURVEY_ANSWERED: ("surveys",),
}  # fmt: skip
"""Which tables each kind of event tells of; whoever adds a kind decides, and a test sees to it."""
