"""All tables of an office, as SQLAlchemy Core sees them, and the revisions of the database.

What the names of columns mean stands in ``schema_parts``.
"""

from __future__ import annotations

from kezek_queue.schema.feedback import UNRESOLVED, complaint_people, complaints, surveys
from kezek_queue.schema.idempotency import idempotency_keys
from kezek_queue.schema.journal import anchors, boots, journal, offices, told_clocks
from kezek_queue.schema.packs import archives, journal_packs, packed_strays, slip_packs
from kezek_queue.schema.parts import metadata
from kezek_queue.schema.register import (
    ERASABLE,
    KEPT_REQUEST,
    OPEN_REQUEST,
    register_editions,
    register_people,
    register_refusals,
    register_requests,
    register_steps,
    register_visits,
)
from kezek_queue.schema.summaries import day_summaries, hour_summaries
from kezek_queue.schema.tickets import (
    ABSENT,
    BEARING,
    CALLED_EVER,
    DUE,
    ESTIMATED,
    HELD,
    LIVE,
    MEASURED,
    OPEN_JOB,
    WAITING,
    counters,
    days,
    parts,
    print_jobs,
    service_days,
    taken_back,
    tickets,
    windows,
)

REVISIONS = (
    "0001", "0002", "0003", "0004", "0005", "0010", "0011", "0012", "0013", "0014", "0016", "0017",
    "0018",
)  # fmt: skip
"""Every revision this version of Kezek knows, the oldest first; the last one is its own."""

__all__ = [
    "ABSENT",
    "BEARING",
    "CALLED_EVER",
    "DUE",
    "ERASABLE",
    "ESTIMATED",
    "HELD",
    "KEPT_REQUEST",
    "LIVE",
    "MEASURED",
    "OPEN_JOB",
    "OPEN_REQUEST",
    "REVISIONS",
    "UNRESOLVED",
    "WAITING",
    "anchors",
    "archives",
    "boots",
    "complaint_people",
    "complaints",
    "counters",
    "day_summaries",
    "days",
    "hour_summaries",
    "idempotency_keys",
    "journal",
    "journal_packs",
    "metadata",
    "offices",
    "packed_strays",
    "parts",
    "print_jobs",
    "register_editions",
    "register_people",
    "register_refusals",
    "register_requests",
    "register_steps",
    "register_visits",
    "service_days",
    "slip_packs",
    "surveys",
    "taken_back",
    "tickets",
    "told_clocks",
    "windows",
]
