"""Issue: a ticket, its journal event and its print job in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kezek_core.events import EventKind
from kezek_core.papers import ExpectedWait, Subject, SubjectKind, TicketSlip
from kezek_core.texts import LocalText
from kezek_core.tickets import Stage, TicketState
from kezek_core.waits import LegalClock
from kezek_queue.dispatch.queue_state import (
    QueuePosition,
    ahead,
    load,
    mean_services,
    waiting_before,
)
from kezek_queue.errors import (
    OfficeClosedError,
    UnknownCategoryError,
    UnknownStageError,
)
from kezek_queue.office.issuing_hours import issuing_from
from kezek_queue.office.lookup import check_language, service_of, title_of
from kezek_queue.office.office import Category, Office, Service
from kezek_queue.papers.print_jobs import add_copy, add_job
from kezek_queue.store.idempotency import once
from kezek_queue.store.transaction import Transaction
from kezek_queue.tickets.numbering import next_number, ticket_id
from kezek_queue.tickets.rows import TicketRow
from kezek_queue.tickets.ticket_store import get, insert, legal_columns, show
from kezek_queue.tickets.window_rows import read_windows
from kezek_queue.values import Issued

SCOPE = "ticket"
"""Tickets of a service and tickets for a result share their keys."""


@dataclass(frozen=True, slots=True)
class TicketOrder:
    """What a visitor asked for at the kiosk.

    Args:
        service: slug of the service.
        language: the language the visitor chose.
        category: preferential category; None for none.
        stage: hand-in or pick-up.
        print_ticket: whether a slip is to be printed.
        result_of: the request whose result is collected; None for a ticket of a service.
    """

    service: str
    language: str
    category: str | None
    stage: Stage
    print_ticket: bool
    result_of: str | None = None

    def asked(self) -> dict[str, Any]:
        """What a repetition must ask for too; the paper is no other ticket."""
        fields = {
            "service": self.service,
            "language": self.language,
            "category": self.category,
            "stage": self.stage.value,
        }
        if self.result_of is not None:
            fields["result_of"] = self.result_of
        return fields


def issue(tx: Transaction, request: TicketOrder, *, key: str | None, actor: str) -> Issued:
    """Give a visitor a number; the same key again gives the same number.

    Raises:
        UnknownServiceError: the office has no such service.
        UnknownLanguageError: the tickets are not printed in it.
        UnknownStageError: the service does not offer the stage.
        UnknownCategoryError: the office offers no such category.
        OfficeClosedError: no tickets are issued now.
        DayLimitReachedError: the day's numbers are used up.
        IdempotencyConflictError: the key stood for another request.
    """
    return once(
        tx, SCOPE, key, request.asked(),
        do=lambda: give(tx, request, actor=actor), kept=kept, again=lambda ids: given(tx, ids),
    )  # fmt: skip


def give(tx: Transaction, request: TicketOrder, *, actor: str) -> Issued:
    """Give a number, whatever was given before; refuses as `issue` does."""
    service = service_of(tx.office, request.service)
    check_language(tx.office, request.language)
    if request.result_of is None:  # a result that lies here is given out, whatever is offered
        _check_stage(service, request.stage)
    category = _category_of(tx.office, request.category)
    office_day = _open_day(tx)
    row = _new_ticket(tx, request, service, category, office_day)
    insert(tx, row)
    people, wait = outlook(tx, row)
    job = None
    if request.print_ticket:
        job = add_job(tx, Subject(SubjectKind.TICKET, row.id), _slip(tx, row, people, wait))
    _tell(tx, row, people, job, actor, result_of=request.result_of)
    return Issued(show(tx, row), people, wait, job, repeated=False)


def kept(issued: Issued) -> dict[str, Any]:
    """The ids by which `given` finds an answer again."""
    return {"ticket": issued.ticket.id, "job": issued.print_job}


def given(tx: Transaction, ids: Mapping[str, Any]) -> Issued:
    """A ticket that was given before, as it stands now."""
    row = get(tx, ids["ticket"])
    people, wait = outlook(tx, row)
    return Issued(show(tx, row), people, wait, ids["job"], repeated=True)


def reprint(tx: Transaction, ticket: str, *, actor: str) -> int:
    """Print the same number again, marked as a copy."""
    row = get(tx, ticket)
    people, wait = outlook(tx, row)
    subject = Subject(SubjectKind.TICKET, row.id)
    return add_copy(tx, subject, _slip(tx, row, people, wait), actor=actor)


def outlook(tx: Transaction, row: TicketRow) -> tuple[int, ExpectedWait | None]:
    """People ahead of a ticket, and how long it is likely to wait."""
    line = QueuePosition(row.service, row.category_rank, row.arrival_seq)
    before = waiting_before(tx.connection, tx.office_id, line)
    windows = read_windows(tx.connection, tx.office)
    means = mean_services(tx.connection, tx.office, row.office_day)
    expected = tx.config.forecast.expect(load(tx.office, line, before, windows, means))
    return ahead(tx.office, line, before), expected


def _check_stage(service: Service, stage: Stage) -> None:
    if stage not in service.stages:
        known = ", ".join(each.value for each in service.stages)
        raise UnknownStageError(
            f"expected one of the stages {known} of {service.id!r}, got {stage.value!r}; "
            "choose one of them, or add the stage to office.toml",
            service=service.id,
            stage=stage.value,
        )


def _category_of(office: Office, slug: str | None) -> Category | None:
    if slug is None:
        return None
    category = office.categories.get(slug)
    if category is None or not category.enabled:
        raise UnknownCategoryError(
            f"expected a category that the office offers, got {slug!r}; issue the ticket without "
            "one, or switch the category on in office.toml",
            category=slug,
        )
    return category


def _open_day(tx: Transaction) -> date:
    opens_at = issuing_from(tx.office, tx.now.at, clock_known=tx.clock_known)
    if opens_at != tx.now.at:
        until = "for good" if opens_at is None else f"until {opens_at.isoformat()}"
        raise OfficeClosedError(
            f"expected an hour at which tickets are issued, the office is closed {until}; "
            "come back then, or change the hours in office.toml",
            opens_at=opens_at and opens_at.isoformat(),
        )
    return tx.office.hours.office_day(tx.now.at)


def _new_ticket(
    tx: Transaction,
    request: TicketOrder,
    service: Service,
    category: Category | None,
    office_day: date,
) -> TicketRow:
    number = next_number(tx, service, office_day, limited=request.result_of is None)
    return TicketRow(
        id=ticket_id(office_day, number),
        number=number,
        office_day=office_day,
        arrival_seq=tx.next_arrival(),
        service=service.id,
        stage=request.stage,
        state=TicketState.WAITING,
        language=request.language,
        category=None if category is None else category.id,
        category_rank=category.rank if category else 0,
        window=None,
        part=1,
        times=0,
        called_seq=None,
        issued=tx.now,
        part_began=tx.now,
        first_call=None,
        called_us=None,
        started=None,
        finished_us=None,
        held_until_us=None,
        clock=LegalClock.issued(tx.now),
        marks=0,
        **legal_columns(tx, service, request.stage),
    )


def _slip(tx: Transaction, row: TicketRow, people: int, wait: ExpectedWait | None) -> TicketSlip:
    service = tx.office.services.get(row.service)
    return TicketSlip(
        office=tx.office.name,
        number=row.number,
        service=title_of(tx.config.standards, service) if service else LocalText(row.service),
        stage=row.stage,
        issued_at=row.issued.at,
        time_zone=tx.office.time_zone,
        language=row.language,
        ahead=people,
        expected_wait=wait,
        limit_minutes=row.limit_minutes,
    )


def _tell(
    tx: Transaction,
    row: TicketRow,
    people: int,
    job: int | None,
    actor: str,
    *,
    result_of: str | None,
) -> None:
    collected: dict[str, Any] = {} if result_of is None else {"request": result_of}
    tx.record(
        EventKind.TICKET_ISSUED,
        actor=actor,
        ticket_id=row.id,
        number=row.number,
        service=row.service,
        stage=row.stage.value,
        language=row.language,
        category=row.category,
        limit_minutes=row.limit_minutes,
        standard=row.standard,
        edition=row.edition,
        source=row.source,
        arrival_seq=row.arrival_seq,
        ahead=people,
        job=job,
        **collected,
    )
