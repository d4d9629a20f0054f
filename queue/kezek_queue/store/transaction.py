"""What a command works on: one transaction, the instant it happens at, and the head row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from kezek_core.events import EventKind
from kezek_core.moments import Moment
from kezek_core.ports import Discipline, Forecast
from kezek_core.texts import HeldLanguages
from kezek_queue.clock import ClockSource
from kezek_queue.errors import StorageFailedError
from kezek_queue.journal.event_text import chained_row
from kezek_queue.journal.journal import APPEND
from kezek_queue.journal.office_clock import office_time
from kezek_queue.journal.stored_boots import StoredBoots
from kezek_queue.schema.prepared import Prepared
from kezek_queue.schema.tables import offices

if TYPE_CHECKING:
    from kezek_queue.office.office import Office
    from kezek_queue.office.standard_library import StandardLibrary

READ_HEAD = Prepared(
    sa.select(offices.c.last_seq, offices.c.last_hash, offices.c.last_arrival, offices.c.last_job)
    .where(offices.c.office_id == sa.bindparam("office"))
    # PostgreSQL: whoever changes this office waits here; SQLite has the lock already.
    .with_for_update()
)
WRITE_HEAD = Prepared(offices.update().where(offices.c.office_id == sa.bindparam("office")))


@dataclass(frozen=True, slots=True)
class QueueConfig:
    """What does not change while the queue is open.

    Args:
        office: the office.
        standards: its standards.
        discipline: who is next.
        forecast: how long a newcomer waits.
        status_key: key of the status tokens.
        words: the languages that the office adds, until it is closed.
    """

    office: Office
    standards: StandardLibrary
    discipline: Discipline
    forecast: Forecast
    status_key: bytes
    words: HeldLanguages


class Counters(NamedTuple):
    """The last journal event, the last arrival and the last print job of the office."""

    last_seq: int
    last_hash: str
    last_arrival: int
    last_job: int


class Transaction:
    """One command inside a write transaction.

    Args:
        connection: holds the write lock.
        config: the office and how it works.
        counters: the head row as the command before left it.
        machine: the instant of the command as the machine sees it; ``now`` is the same instant
            with the office's best wall time, and ``clock`` says who tells it.
    """

    __slots__ = ("boots", "clock", "config", "connection", "counters", "now", "office", "office_id")

    def __init__(
        self, connection: sa.Connection, config: QueueConfig, counters: Counters, machine: Moment
    ) -> None:
        self.connection = connection
        self.config = config
        self.office = config.office
        self.office_id = config.office.id
        self.counters = counters
        time = office_time(connection, config.office.id, machine)
        self.now, self.clock = time.moment, time.source
        self.boots = StoredBoots(connection, config.office.id)

    @property
    def clock_known(self) -> bool:
        """Whether the day and the hour are known, so that they may be acted on."""
        return self.clock is not ClockSource.UNKNOWN

    def record(
        self,
        kind: EventKind,
        *,
        actor: str,
        ticket_id: str | None = None,
        window: int | None = None,
        **body: Any,
    ) -> int:
        """Append an event to the journal and return its place."""
        seq = self.counters.last_seq + 1
        row = chained_row(
            self.counters.last_hash, self.office_id, seq=seq, kind=kind, ticket_id=ticket_id,
            window=window, actor=actor, moment=self.now, body=body,
        )  # fmt: skip
        APPEND.change(self.connection, **row)
        self.counters = self.counters._replace(last_seq=seq, last_hash=row["hash"])
        return seq

    def next_arrival(self) -> int:
        """The next place in the order of arrival."""
        self.counters = self.counters._replace(last_arrival=self.counters.last_arrival + 1)
        return self.counters.last_arrival

    def next_job(self) -> int:
        """The next id of a print job."""
        self.counters = self.counters._replace(last_job=self.counters.last_job + 1)
        return self.counters.last_job


Command = Callable[[Transaction], Any]


def hold_office(connection: sa.Connection, office_id: str) -> None:
    """Let nobody else write this office's tables until this transaction is over."""
    READ_HEAD.rows(connection, office=office_id)


def read_counters(connection: sa.Connection, office_id: str) -> Counters:
    """The head row, locked against every other writer."""
    row = READ_HEAD.first(connection, office=office_id)
    if row is None:
        raise StorageFailedError(
            f"expected office {office_id!r} in the database, but it is not there: it was moved to "
            "another place while this process had it open (start it again), or office.toml has "
            "another id now (give back the old one)",
            place=office_id,
            reason="other_office",
        )
    return Counters(*row)


def write_counters(connection: sa.Connection, office_id: str, counters: Counters) -> None:
    """Store the head row at the end of the transaction."""
    WRITE_HEAD.change(connection, office=office_id, **counters._asdict())
