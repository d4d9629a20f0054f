"""A rule of an office's own: whoever passes the limit first is called first.

Installed as a package, it is named in kezek.toml:

    [queue]
    discipline = "earliest_deadline:EarliestDeadline"
"""

from __future__ import annotations

from datetime import timedelta

from kezek_core.ports import Choice, Discipline, QueueState, WaitingTicket


class EarliestDeadline(Discipline):
    """By the time left to the limit; whoever has no limit comes last, in the order of arrival."""

    name = "earliest-deadline/1"

    def choose(self, state: QueueState) -> Choice:
        """The candidate with the least time left."""
        chosen = min(state.candidates, key=_time_left)
        return Choice(chosen.ticket_id, "limit" if chosen.limit_minutes else "arrival")


def _time_left(ticket: WaitingTicket) -> tuple[timedelta, int]:
    if ticket.limit_minutes is None:
        return timedelta.max, ticket.arrival_seq
    return timedelta(minutes=ticket.limit_minutes) - ticket.waited.length, ticket.arrival_seq
