"""Pick-up: a ticket that knows the request whose result it was taken for."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import sqlalchemy as sa

from kezek_core.tickets import Stage
from kezek_queue.errors import NotReadyError
from kezek_queue.register.rows import find_row, get_row, read_request, remember_step
from kezek_queue.register.values import PickUpAnswer, Request, pick_up_of
from kezek_queue.schema.tables import LIVE, register_visits, tickets
from kezek_queue.store.idempotency import once
from kezek_queue.store.transaction import Transaction
from kezek_queue.values import Issued
from kezek_queue.visits import issuing

_mine = register_visits.c.office_id == sa.bindparam("office")
_REQUEST_OF = sa.select(register_visits.c.number).where(
    _mine, register_visits.c.ticket_id == sa.bindparam("ticket")
)
_IN_THE_QUEUE = (
    sa.select(tickets.c.id)
    .join(
        register_visits,
        sa.and_(
            register_visits.c.office_id == tickets.c.office_id,
            register_visits.c.ticket_id == tickets.c.id,
        ),
    )
    .where(_mine, register_visits.c.number == sa.bindparam("which"), LIVE)
    .order_by(tickets.c.arrival_seq)
    .limit(1)
)


def pick_up_ticket(
    tx: Transaction,
    *,
    number: str,
    language: str | None,
    key: str | None,
    actor: str,
    print_ticket: bool,
) -> Issued:
    """Give a ticket for a result that lies in the office; while it waits, the same one again.

    Raises:
        Refusal: there is nothing to collect, or no ticket now; `Register.pick_up_ticket` lists
            the kinds.
    """
    request = read_request(get_row(tx.connection, tx.office_id, number))
    wish = issuing.TicketOrder(
        service=request.service,
        language=language or tx.office.offered(request.language),
        category=None,
        stage=Stage.PICKUP,
        print_ticket=print_ticket,
        result_of=request.number,
    )
    return once(
        tx, issuing.SCOPE, key, wish.asked(),
        do=lambda: _give(tx, request, wish, actor),
        kept=issuing.kept, again=lambda ids: issuing.given(tx, ids),
    )  # fmt: skip


def _give(tx: Transaction, request: Request, wish: issuing.TicketOrder, actor: str) -> Issued:
    _check_ready(request)
    waiting = _ticket_in_the_queue(tx, request.number)
    if waiting is not None:
        return issuing.given(tx, {"ticket": waiting, "job": None})
    issued = issuing.give(tx, wish, actor=actor)
    tx.connection.execute(
        register_visits.insert(),
        {"office_id": tx.office_id, "ticket_id": issued.ticket.id, "number": request.number},
    )
    remember_step(tx, request.number, tx.counters.last_seq)  # the ticket's own event
    return issued


def request_of_ticket(connection: sa.Connection, office_id: str, ticket_id: str) -> Request | None:
    """The request a pick-up ticket was taken for; None for any other ticket."""
    where = {"office": office_id, "ticket": ticket_id}
    number = connection.execute(_REQUEST_OF, where).scalar_one_or_none()
    return None if number is None else read_request(find_row(connection, office_id, number))


def _check_ready(request: Request) -> None:
    pick_up = pick_up_of(request)
    if pick_up.answer is PickUpAnswer.READY:
        return
    facts = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(pick_up).items()
    }
    due = f", due on {pick_up.due_on}" if pick_up.due_on else ""
    raise NotReadyError(
        f"expected a request whose result lies in the office, got {pick_up.number} which is "
        f"{request.state.value}{due}; tell the visitor so, a ticket would lead to nothing",
        **facts | {"answer": pick_up.answer.value},
    )


def _ticket_in_the_queue(tx: Transaction, number: str) -> str | None:
    where = {"office": tx.office_id, "which": number}
    found: str | None = tx.connection.execute(_IN_THE_QUEUE, where).scalar_one_or_none()
    return found
