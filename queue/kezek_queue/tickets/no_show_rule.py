"""When a no-show counts in this office: ``[no_show]`` of its file, and how events keep it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from math import ceil
from typing import Any

import sqlalchemy as sa

from kezek_core.events import EventKind
from kezek_core.waits import CallsSoFar, NoShowRule, Outcome
from kezek_queue.errors import NoShowTooEarlyError
from kezek_queue.journal.journal import rows_about
from kezek_queue.schema.tables import parts

FACT = "no_show_rule"
"""The fact of an event that tells by which rule a no-show counted."""

RulesUsed = Counter[NoShowRule | None]
"""How many no-shows counted by each rule; None for those from before there was one."""

_MADE = (EventKind.VISITOR_ABSENT, EventKind.DAY_CLOSED)
_TAKEN_BACK = (EventKind.ABSENCE_WITHDRAWN, EventKind.CLOSING_TAKEN_BACK)
_OF_DAY = sa.select(parts.c.ticket_id).where(
    parts.c.office_id == sa.bindparam("office"),
    parts.c.office_day == sa.bindparam("day"),
    sa.or_(parts.c.outcome == Outcome.NO_SHOW.value, parts.c.returns > 0),
)


def rule_of(body: Mapping[str, Any]) -> NoShowRule | None:
    """The rule an event was written under; None in a journal from before there was one."""
    rule = body.get(FACT)
    return None if rule is None else NoShowRule(**rule)


class NoShowsMade:
    """The no-shows of one visit as its events tell them, those that came back among them."""

    def __init__(self) -> None:
        self._bodies: list[Mapping[str, Any]] = []

    def take(self, kind: EventKind, body: Mapping[str, Any]) -> None:
        """Let one event happen."""
        if kind in _MADE:
            self._bodies.append(body)
        elif kind in _TAKEN_BACK:
            self._bodies.pop()  # the one before it was none

    def by_service(self) -> list[tuple[str, NoShowRule | None]]:
        """The service each no-show was at, and the rule by which it counted."""
        # A closed day ends other visits as well, and then says so.
        no_show = Outcome.NO_SHOW.value
        return [
            (body.get("service", ""), rule_of(body))
            for body in self._bodies
            if body.get("reason", no_show) == no_show
        ]


def no_shows_of_day(
    connection: sa.Connection, office_id: str, office_day: date
) -> dict[str, NoShowsMade]:
    """The no-shows of an office day by the id of the ticket.

    Args:
        connection: one consistent view of the database.
        office_id: the office.
        office_day: the day.
    """
    where = {"office": office_id, "day": office_day.isoformat()}
    tickets = [row.ticket_id for row in connection.execute(_OF_DAY, where)]
    made: dict[str, NoShowsMade] = {}
    for row in rows_about(connection, office_id, tickets, (*_MADE, *_TAKEN_BACK)):
        made.setdefault(row.ticket_id, NoShowsMade()).take(
            EventKind(row.kind), json.loads(row.body)
        )
    return made


def no_show_too_early(number: str, calls: CallsSoFar) -> NoShowTooEarlyError:
    """The refusal of a no-show that does not count yet: what is missing, and when it counts.

    A fact is only there when it says something: ``calls_missing`` while a call is missing,
    ``call_in_seconds`` while one more would not count yet, ``possible_in_seconds`` while time is.
    """
    call_in, possible_in = (
        ceil(span.total_seconds()) for span in (calls.call_in, calls.possible_in)
    )
    facts = {
        "calls_missing": calls.calls_missing,
        "call_in_seconds": call_in,
        "possible_in_seconds": possible_in,
    }
    steps = []
    if calls.calls_missing:
        steps.append(f"call {number} again {f'in {call_in} s' if call_in else 'now'}")
    steps.append(f"mark the no-show {f'in {possible_in} s' if possible_in else 'after that'}")
    rule = calls.rule
    return NoShowTooEarlyError(
        f"expected {rule.calls} calls at least {rule.apart_seconds} s apart and "
        f"{rule.after_seconds} s since the first before a no-show, got {calls.counted} that "
        f"count; {', then '.join(steps)}",
        number=number,
        calls_counted=calls.counted,
        **rule.to_json(),
        **{name: value for name, value in facts.items() if value},
    )
