"""First come, first served: the rule that holds where an office names no other."""

from __future__ import annotations

from kezek_core.ports import Choice, Discipline, QueueState


class Fifo(Discipline):
    """Preferential categories by rank, then the order of arrival."""

    name = "fifo/1"

    def choose(self, state: QueueState) -> Choice:
        """The highest rank, and the earliest arrival inside it."""
        candidates = state.candidates
        first = min(candidates, key=lambda one: (-one.category_rank, one.arrival_seq))
        earliest = min(one.arrival_seq for one in candidates)
        reason = "arrival" if first.arrival_seq == earliest else "category"
        return Choice(first.ticket_id, reason)
