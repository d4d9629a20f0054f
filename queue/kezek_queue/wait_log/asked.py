"""Which waits are asked for, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

import sqlalchemy as sa

from kezek_core.tickets import Stage
from kezek_core.waits import Outcome, Verdict
from kezek_queue.schema.tables import parts
from kezek_queue.wait_log.rows import LogRow


class LogOrder(Enum):
    """How the log is sorted; waits that are alike stand in the order of their instants."""

    NEWEST = "newest"
    OLDEST = "oldest"
    LONGEST = "longest"
    SHORTEST = "shortest"
    VERDICT = "verdict"
    """Breaches first, then lower bounds, waits within the limit, waits without one, open ones."""


@dataclass(frozen=True, slots=True)
class WaitFilter:
    """Which waits are asked for; what is None is not asked.

    Args:
        first_day: first office day.
        last_day: last office day, included.
        service: slug.
        verdict: as it stands now.
        going_on: True for waits that go on within their limit, False for all others.
        window: number.
        operator: who served, by the name of the account.
        outcome: what became of the visitor.
        stage: hand-in or pick-up.
        language: the language that the visitor chose.
        category: preferential category.
        number: part of a ticket number; "" for all.
        ticket: id of one visit.
    """

    first_day: date
    last_day: date
    service: str | None = None
    verdict: Verdict | None = None
    going_on: bool | None = None
    window: int | None = None
    operator: str | None = None
    outcome: Outcome | None = None
    stage: Stage | None = None
    language: str | None = None
    category: str | None = None
    number: str = ""
    ticket: str | None = None

    def keeps(self, row: LogRow) -> bool:
        """Whether a wait is asked for: the same as `conditions`, for waits that go on."""
        return (
            self.first_day.isoformat() <= row.office_day <= self.last_day.isoformat()
            and all(getattr(row, name) == value for name, value in self._equal())
            and self.going_on in (None, row.open)
            and self.number in row.number
        )

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """Which stored waits that are over are asked for, beside their days."""
        found = [parts.c[name] == value for name, value in self._equal()]
        if self.going_on:
            found.append(sa.false())
        if self.number:
            found.append(parts.c.number.contains(self.number, autoescape=True))
        return found

    def _equal(self) -> Iterator[tuple[str, Any]]:
        """The columns that must hold one value."""
        wanted = {
            "service": self.service,
            "verdict": self.verdict and self.verdict.value,
            "window": self.window,
            "operator": self.operator,
            "outcome": self.outcome and self.outcome.value,
            "stage": self.stage and self.stage.value,
            "language": self.language,
            "category": self.category,
            "ticket_id": self.ticket,
        }
        return ((name, value) for name, value in wanted.items() if value is not None)
