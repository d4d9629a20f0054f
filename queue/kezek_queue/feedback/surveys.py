"""The survey after a visit: one answer for a ticket, no names, for a short time."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa

from kezek_core.events import EventKind
from kezek_core.moments import Moment
from kezek_core.tickets import TicketState
from kezek_queue.clock import to_us
from kezek_queue.errors import (
    FeedbackInputError,
    SurveyAnsweredError,
    SurveyClosedError,
    UnknownTicketError,
)
from kezek_queue.feedback.values import Survey, SurveyState
from kezek_queue.office.office import Office
from kezek_queue.papers.status_tokens import status_token
from kezek_queue.schema.tables import CALLED_EVER, surveys, tickets
from kezek_queue.store.transaction import QueueConfig, Transaction
from kezek_queue.tickets.rows import TicketRow, find
from kezek_queue.timekeeping.day_end import closed_out_at

OVER_NIGHT_DAYS = 2
"""An office day may end on the next date, and be closed for good later still."""

_ANSWERED = sa.select(surveys.c.ticket_id).where(
    surveys.c.office_id == sa.bindparam("office"), surveys.c.ticket_id == sa.bindparam("ticket")
)
_RECENT = sa.select(tickets.c.id).where(
    tickets.c.office_id == sa.bindparam("office"), tickets.c.office_day >= sa.bindparam("first")
)
LAST_CALLS = 400
"""A finished visit is looked for among so many: whoever was called before them left long ago."""

_latest = (
    sa.select(tickets.c.id, tickets.c.window, tickets.c.state, tickets.c.finished_us)
    .where(tickets.c.office_id == sa.bindparam("office"), CALLED_EVER)
    .order_by(tickets.c.called_seq.desc())
    .limit(LAST_CALLS)
    .subquery()
)
_LAST_SERVED = (
    sa.select(_latest.c.id)
    .where(
        _latest.c.window == sa.bindparam("desk"),
        _latest.c.state == TicketState.SERVED.value,
        _latest.c.finished_us >= sa.bindparam("since"),
    )
    .order_by(_latest.c.finished_us.desc())
    .limit(1)
)


def answer(tx: Transaction, ticket_id: str, survey: Survey, *, actor: str) -> None:
    """Keep the answers of one visit, once.

    Raises:
        UnknownTicketError: there is no such ticket.
        FeedbackInputError: every question was left out.
        SurveyAnsweredError: this visit was answered for before.
        SurveyClosedError: the visit is not over, or was too long ago.
    """
    if survey.is_empty:
        raise FeedbackInputError(
            "expected an answer to one question at least, got none; answer one, or leave the "
            "survey",
            field="answers",
        )
    row = find(tx.connection, tx.office_id, ticket_id)
    _refuse_unless_open(row, state_of(tx.connection, tx.office, row, tx.now.at))
    answers = survey.answers()
    tx.connection.execute(
        surveys.insert(),
        {
            "office_id": tx.office_id,
            "ticket_id": row.id,
            "office_day": row.office_day.isoformat(),
            "service": row.service,
            "standard": row.standard,
            "answered_us": to_us(tx.now.at),
            **{name: None if value is None else int(value) for name, value in answers.items()},
        },
    )
    tx.record(
        EventKind.SURVEY_ANSWERED, actor=actor, ticket_id=row.id, service=row.service, **answers
    )


def state_of(
    connection: sa.Connection, office: Office, row: TicketRow, at: datetime
) -> SurveyState:
    """Whether the survey of a visit may be answered at an instant."""
    where = {"office": office.id, "ticket": row.id}
    if connection.execute(_ANSWERED, where).one_or_none() is not None:
        return SurveyState.ANSWERED
    if at >= open_until(office, row):
        return SurveyState.CLOSED
    return SurveyState.OPEN if row.state is TicketState.SERVED else SurveyState.NOT_YET


def open_until(office: Office, row: TicketRow) -> datetime:
    """When the survey of a visit ends: its office day's close-out, and the office's days more."""
    return closed_out_at(office, row.office_day) + timedelta(days=office.feedback.survey_days)


def ticket_of_token(connection: sa.Connection, config: QueueConfig, token: str, now: Moment) -> str:
    """The ticket of a status token, on every day on which its survey may be open.

    Raises:
        UnknownTicketError: no such ticket.
    """
    office = config.office
    today = now.at.astimezone(office.hours.zone).date()
    first = today - timedelta(days=office.feedback.survey_days + OVER_NIGHT_DAYS)
    rows = connection.execute(_RECENT, {"office": office.id, "first": first.isoformat()})
    given = token.encode()
    for ticket_id in rows.scalars():
        if secrets.compare_digest(status_token(config.status_key, ticket_id).encode(), given):
            return str(ticket_id)
    raise UnknownTicketError(
        "expected the token of a recent ticket, got one that leads nowhere; "
        "scan the code on the ticket again"
    )


def last_served(
    connection: sa.Connection, office_id: str, window: int, since: datetime
) -> str | None:
    """The ticket of the last visit that a window finished since an instant; None for none."""
    where = {"office": office_id, "desk": window, "since": to_us(since)}
    found = connection.execute(_LAST_SERVED, where).scalar_one_or_none()
    return None if found is None else str(found)


def _refuse_unless_open(row: TicketRow, state: SurveyState) -> None:
    if state is SurveyState.ANSWERED:
        raise SurveyAnsweredError(
            f"expected no answer yet for {row.number}, got a second one; "
            "one answer is taken for a ticket, and the first one stands",
            number=row.number,
        )
    if state is not SurveyState.OPEN:
        why = "the visit is not over" if state is SurveyState.NOT_YET else "its time is up"
        raise SurveyClosedError(
            f"expected a visit just finished, got {row.number}: {why}; "
            "answer after the visit, on the same day",
            number=row.number,
            state=row.state.value,
        )
