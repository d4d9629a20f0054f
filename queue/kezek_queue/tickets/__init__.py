"""Tickets and windows as they are stored: rows, numbers, and visits replayed from the journal."""

from __future__ import annotations

from kezek_queue.tickets.numbering import ticket_id

__all__ = [
    "ticket_id",
]
