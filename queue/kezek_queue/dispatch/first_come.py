"""Who is next: the candidates of a window, and first come, first served among them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from kezek_core.ports import Candidate, Choice, Discipline
from kezek_queue.office.office import Office
from kezek_queue.store.transaction import Transaction
from kezek_queue.tickets.rows import TicketRow, read_row
from kezek_queue.tickets.window_rows import WindowRow

FIFO_RULE = "fifo/1"


class Fifo(Discipline):
    """Preferential categories by rank, then the order of arrival."""

    def choose(self, candidates: Sequence[Candidate]) -> Choice | None:
        """The highest rank, and the earliest arrival inside it."""
        if not candidates:
            return None
        first = min(candidates, key=lambda one: (-one.category_rank, one.arrival_seq))
        earliest = min(one.arrival_seq for one in candidates)
        reason = "arrival" if first.arrival_seq == earliest else "category"
        return Choice(first.ticket_id, FIFO_RULE, reason)


def waiting_heads(tx: Transaction, services: Sequence[str]) -> list[TicketRow]:
    """Of every service and rank the waiting ticket that arrived first.

    Each is one step down the index of waiting tickets, however many tickets came before.
    """
    statement = _heads_statement(len(services), len(tx.rules.ranks))
    values: dict[str, Any] = {"office": tx.office_id}
    values |= {f"s{place}": service for place, service in enumerate(services)}
    values |= {f"r{place}": rank for place, rank in enumerate(tx.rules.ranks)}
    return [read_row(row) for row in tx.connection.execute(statement, values)]


def candidates(
    tx: Transaction, heads: Sequence[TicketRow], window: int, windows: Mapping[int, WindowRow]
) -> list[Candidate]:
    """What the discipline needs to know of each head."""
    open_windows = [each.id for each in windows.values() if each.is_open or each.id == window]
    others = [each for each in open_windows if each != window]
    return [
        Candidate(
            ticket_id=head.id,
            service=head.service,
            arrival_seq=head.arrival_seq,
            category_rank=head.category_rank,
            waited=head.clock.wait(tx.now, tx.boots),
            limit_minutes=head.limit_minutes,
            share_of_windows=_share(tx.office, head.service, open_windows),
            other_windows_share=_share(tx.office, head.service, others),
        )
        for head in heads
    ]


def _share(office: Office, service: str, windows: Collection[int]) -> float:
    if not windows:
        return 0.0
    serving = sum(each in office.windows and office.windows[each].serves(service)
                  for each in windows)  # fmt: skip
    return serving / len(windows)


@lru_cache(maxsize=64)
def _heads_statement(services: int, ranks: int) -> sa.TextClause:
    """One lookup for every pair of service and rank; the same words for both databases."""
    pairs = ", ".join(f"(:s{s}, :r{r})" for s in range(services) for r in range(ranks))
    return sa.text(
        f"WITH heads (service, category_rank) AS (VALUES {pairs}) "  # noqa: S608 - bound names
        "SELECT t.* FROM heads JOIN tickets AS t ON t.office_id = :office "
        "AND t.state = 'waiting' AND t.service = heads.service "
        "AND t.category_rank = heads.category_rank AND t.arrival_seq = "
        "(SELECT min(w.arrival_seq) FROM tickets AS w WHERE w.office_id = :office "
        "AND w.state = 'waiting' AND w.service = heads.service "
        "AND w.category_rank = heads.category_rank)"
    )
