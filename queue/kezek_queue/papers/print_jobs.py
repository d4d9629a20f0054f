"""Print jobs: leased and reported on, never popped, so that a power cut loses no paper."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from kezek_core.events import EventKind
from kezek_core.moments import Moment
from kezek_core.papers import Slip, Subject, SubjectKind, slip_from_json
from kezek_core.ports import PrintOutcome
from kezek_queue.clock import MICROSECOND
from kezek_queue.errors import LeaseLostError, PersonErasedError, UnknownPrintJobError
from kezek_queue.journal.moment_text import moment_text, read_moment
from kezek_queue.journal.packed_texts import damaged
from kezek_queue.journal.summed_texts import WrongSumError, with_sum
from kezek_queue.papers.slip_packs import slip_text
from kezek_queue.papers.status_tokens import status_token
from kezek_queue.people.personal_data import private_slip, was_erased
from kezek_queue.schema.prepared import Prepared
from kezek_queue.schema.tables import OPEN_JOB, print_jobs
from kezek_queue.store.transaction import Transaction
from kezek_queue.values import PrintJob, PrintState

LEASE_RAN_OUT = "the lease ran out without a report"
LEASE_ACTOR = "lease"
_NO_TIME = {"lease_moment": None, "lease_us": None}
"""Of a job that nobody prints any more."""

_columns = [column for column in print_jobs.c if column.name not in ("office_id",)]
_mine = print_jobs.c.office_id == sa.bindparam("office")
_OPEN = Prepared(sa.select(*_columns).where(_mine, OPEN_JOB).order_by(print_jobs.c.id))
_BY_ID = Prepared(sa.select(*_columns).where(_mine, print_jobs.c.id == sa.bindparam("job")))
_ABOUT = Prepared(
    sa.select(print_jobs.c.id)
    .where(
        _mine,
        print_jobs.c.subject_kind == sa.bindparam("subject_kind"),
        print_jobs.c.subject_id == sa.bindparam("subject_id"),
    )
    .order_by(print_jobs.c.id)
)
_INSERT = Prepared(print_jobs.insert())
_UPDATE = Prepared(print_jobs.update().where(_mine, print_jobs.c.id == sa.bindparam("job")))
_encode = json.JSONEncoder(ensure_ascii=False).encode


def add_job(tx: Transaction, subject: Subject, slip: Slip) -> int:
    """Queue a slip for printing; part of whatever the transaction does besides.

    Args:
        tx: the transaction.
        subject: what the paper is about.
        slip: what the paper says.
    """
    job_id = tx.next_job()
    _INSERT.change(
        tx.connection,
        office_id=tx.office_id,
        id=job_id,
        **subject.facts(),
        number=slip.number or "",
        state=PrintState.PENDING.value,
        slip=with_sum(_encode(slip.to_json())),
        copy=int(slip.copy),
        attempts=0,
        detail="",
    )
    return job_id


def jobs_about(connection: sa.Connection, office_id: str, subject: Subject) -> tuple[int, ...]:
    """The print jobs of everything that was printed about a subject, in order."""
    rows = _ABOUT.rows(connection, office=office_id, **subject.facts())
    return tuple(row.id for row in rows)


def add_copy(tx: Transaction, subject: Subject, slip: Slip, *, actor: str) -> int:
    """Queue a second print of the same paper; it says that it is a copy.

    The paper says what the first one said; a ticket issued without paper gets ``slip``.
    """
    before = jobs_about(tx.connection, tx.office_id, subject)
    if before:
        first = _row(tx.connection, tx.office_id, before[0])
        slip = _slip(tx.connection, tx.office_id, first)
    return _copy(tx, subject, slip, actor)


def print_again(tx: Transaction, job_id: int, *, actor: str) -> int:
    """Queue the paper of a job once more; it says that it is a copy.

    Raises:
        UnknownPrintJobError: there is no such job.
        PersonErasedError: the form named somebody who was erased since.
    """
    row = _row(tx.connection, tx.office_id, job_id)
    slip, subject = _slip(tx.connection, tx.office_id, row), _subject(row)
    if was_erased(tx.connection, tx.office_id, subject, slip):
        raise PersonErasedError(
            f"expected a form that still names its people, but those of print job {job_id} were "
            "erased; it cannot be printed any more",
            job=job_id,
        )
    return _copy(tx, subject, slip, actor)


def _copy(tx: Transaction, subject: Subject, slip: Slip, actor: str) -> int:
    job_id = add_job(tx, subject, replace(slip, copy=True))
    tx.record(
        EventKind.PRINT_REQUESTED, actor=actor, ticket_id=subject.ticket_id,
        number=slip.number or "", job=job_id, **subject.facts(),
    )  # fmt: skip
    return job_id


def lease_jobs(
    tx: Transaction, agent: str, *, printer: str | None, lease_seconds: float, limit: int
) -> list[PrintJob]:
    """Hand out jobs for a time; one whose time ran out is offered again, as a copy.

    Args:
        agent: who prints.
        printer: the printer it prints on; None when it has one only.
        lease_seconds: how long the agent may take until it reports.
        limit: most jobs at once.
    """
    leased: list[PrintJob] = []
    for row in _OPEN.rows(tx.connection, office=tx.office_id):
        if len(leased) >= limit:
            break
        if row.state == PrintState.LEASED.value:
            if not _ran_out(row, tx.now):
                continue
            _doubt(tx, row)
        _lease(tx, row, agent=agent, printer=printer, lease_seconds=lease_seconds)
        leased.append(find_job(tx.connection, tx.office_id, row.id, tx.config.status_key))
    return leased


def anything_to_lease(connection: sa.Connection, office_id: str, now: Moment) -> bool:
    """Whether a lease would find a job: agents may ask often, and asking writes nothing."""
    return any(
        row.state == PrintState.PENDING.value or _ran_out(row, now)
        for row in _OPEN.rows(connection, office=office_id)
    )


def report(tx: Transaction, job_id: int, lease: str, outcome: PrintOutcome, detail: str) -> None:
    """What became of a leased job; of an uncertain one, that it came out after all.

    Raises:
        LeaseLostError: the job is leased to somebody else by now, or done.
    """
    row = _row(tx.connection, tx.office_id, job_id)
    if _is_late_proof(row, lease, outcome):
        _confirm(tx, row, detail)
        return
    if row.state != PrintState.LEASED.value or row.lease != lease:
        raise LeaseLostError(
            f"expected print job {job_id} to be leased under {lease!r}, it is {row.state}; "
            "drop this job and lease the next one",
            job=job_id,
            state=row.state,
        )
    # An uncertain job keeps its lease: under it the printer's late answer is told.
    kept = lease if outcome is PrintOutcome.UNCERTAIN else None
    columns: dict[str, Any] = {"state": state_after(outcome).value, "lease": kept, **_NO_TIME}
    _change(tx, job_id, outcome=outcome.value, detail=detail, **columns)
    _tell(tx, row, outcome, detail, actor=row.agent)


def _is_late_proof(row: Any, lease: str, outcome: PrintOutcome) -> bool:
    """Uncertain to printed, by whoever printed it: the one correction there is."""
    return (
        outcome is PrintOutcome.PRINTED
        and row.state == PrintState.UNCERTAIN.value
        and row.lease == lease
    )


def _confirm(tx: Transaction, row: Any, detail: str) -> None:
    """The paper came out late. A copy that was asked for meanwhile stays a copy."""
    outcome = PrintOutcome.PRINTED
    state = PrintState.PRINTED.value
    _change(tx, row.id, state=state, outcome=outcome.value, detail=detail, lease=None)
    _tell(tx, row, outcome, detail, actor=row.agent, kind=EventKind.PRINT_CONFIRMED)


def find_job(connection: sa.Connection, office_id: str, job_id: int, status_key: bytes) -> PrintJob:
    """The print job of an id.

    Raises:
        UnknownPrintJobError: there is none.
    """
    row = _row(connection, office_id, job_id)
    subject = _subject(row)
    ticket_id = subject.ticket_id
    slip = private_slip(connection, office_id, subject, _slip(connection, office_id, row))
    return PrintJob(
        id=row.id,
        subject=subject,
        number=row.number,
        state=PrintState(row.state),
        slip=replace(slip, copy=bool(row.copy)),
        status_token="" if ticket_id is None else status_token(status_key, ticket_id),
        lease=row.lease,
        attempts=row.attempts,
        outcome=row.outcome and PrintOutcome(row.outcome),
        detail=row.detail,
        printer=row.printer,
    )


def _row(connection: sa.Connection, office_id: str, job_id: int) -> Any:
    row = _BY_ID.first(connection, office=office_id, job=job_id)
    if row is None:
        raise UnknownPrintJobError(
            f"expected the id of a print job, got {job_id!r}; lease jobs to learn their ids",
            job=job_id,
        )
    return row


def _slip(connection: sa.Connection, office_id: str, row: Any) -> Slip:
    try:
        return slip_from_json(json.loads(slip_text(connection, office_id, row)))
    except (WrongSumError, json.JSONDecodeError) as error:
        raise damaged(f"the slip of print job {row.id}", str(error)) from error


def _subject(row: Any) -> Subject:
    return Subject(SubjectKind(row.subject_kind), row.subject_id)


def state_after(outcome: PrintOutcome) -> PrintState:
    """What was not printed waits again, what never can be is set aside, a doubt is a person's."""
    return {
        PrintOutcome.PRINTED: PrintState.PRINTED,
        PrintOutcome.NOT_SENT: PrintState.PENDING,
        PrintOutcome.UNCERTAIN: PrintState.UNCERTAIN,
        PrintOutcome.UNPRINTABLE: PrintState.UNPRINTABLE,
    }[outcome]


def _lease(
    tx: Transaction, row: Any, *, agent: str, printer: str | None, lease_seconds: float
) -> None:
    _change(
        tx,
        row.id,
        state=PrintState.LEASED.value,
        attempts=row.attempts + 1,
        agent=agent,
        printer=printer,
        lease=secrets.token_hex(16),
        lease_moment=moment_text(tx.now),
        lease_us=timedelta(seconds=lease_seconds) // MICROSECOND,
    )


def _ran_out(row: Any, now: Moment) -> bool:
    """By the boot clock; after a reboot, or on another machine, by the wall clock."""
    if row.state != PrintState.LEASED.value:
        return False
    since = read_moment(row.lease_moment)
    if since.boot_id == now.boot_id:
        passed_us = now.boottime_us - since.boottime_us
    else:
        passed_us = (now.at - since.at) // MICROSECOND
    # A clock that went back says nothing: better a copy than a paper that never comes.
    return not 0 <= passed_us < row.lease_us


def _doubt(tx: Transaction, row: Any) -> None:
    """Nobody knows whether the paper came out: what comes next is a copy."""
    _change(tx, row.id, outcome=PrintOutcome.UNCERTAIN.value, detail=LEASE_RAN_OUT, copy=1)
    _tell(tx, row, PrintOutcome.UNCERTAIN, LEASE_RAN_OUT, actor=LEASE_ACTOR)


def _tell(
    tx: Transaction,
    row: Any,
    outcome: PrintOutcome,
    detail: str,
    *,
    actor: str | None,
    kind: EventKind = EventKind.PRINT_REPORTED,
) -> None:
    subject = _subject(row)
    tx.record(
        kind,
        actor=actor or LEASE_ACTOR,
        ticket_id=subject.ticket_id,
        number=row.number,
        job=row.id,
        outcome=outcome.value,
        detail=detail,
        copy=bool(row.copy),
        attempts=row.attempts,
        **subject.facts(),
    )


def _change(tx: Transaction, job_id: int, **columns: Any) -> None:
    _UPDATE.change(tx.connection, office=tx.office_id, job=job_id, **columns)
