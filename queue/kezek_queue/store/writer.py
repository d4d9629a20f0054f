"""The one writer: a thread that commits whatever is queued in one transaction.

There is no timer. While one commit waits for the disk the next commands gather, so that eight
clients share a commit and a single one never waits for company.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar, cast

import sqlalchemy as sa

from kezek_core.moments import Moment
from kezek_core.ports import Clock
from kezek_queue.errors import StorageFailedError
from kezek_queue.schema.prepared import Prepared
from kezek_queue.store.boots import know_boot
from kezek_queue.store.database import Database, close_quietly
from kezek_queue.store.storage_faults import explain, is_storage_fault
from kezek_queue.store.transaction import (
    Counters,
    QueueConfig,
    Transaction,
    read_counters,
    write_counters,
)
from kezek_queue.store.wakes import wake_others

log = logging.getLogger(__name__)

MOST_WAITING = 1000
MOST_AT_ONCE = 64
QUEUE_FULL_AFTER_SECONDS = 10.0
CLOSE_WITHIN_SECONDS = 30.0
HARMLESS = ("busy", "other_office")
"""Faults after which the file needs no check: nothing went wrong inside it."""

_SAVEPOINT = Prepared(sa.text("SAVEPOINT command"))
_UNDO = Prepared(sa.text("ROLLBACK TO SAVEPOINT command"))
_KEEP = Prepared(sa.text("RELEASE SAVEPOINT command"))

T = TypeVar("T")


@dataclass(slots=True)
class Job:
    """One command and the place its result is waited for."""

    command: Callable[[Transaction], Any]
    future: Future[Any] = field(default_factory=Future)
    result: Any = None
    error: BaseException | None = None

    def settle(self) -> None:
        """Tell the caller; only after the commit."""
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class _UndoneError(Exception):
    """The only command of a transaction was refused: nothing of it is to be stored."""


class Writer:
    """Runs commands one after another; those that share a transaction each in a savepoint.

    Args:
        database: where to write.
        config: the office and how it works.
        clock: read once for every command, while the write lock is held.
        on_commit: told the last journal event after every commit.
    """

    def __init__(
        self,
        database: Database,
        config: QueueConfig,
        clock: Clock,
        on_commit: Callable[[int], None],
    ) -> None:
        self._database = database
        self._config = config
        self._clock = clock
        self._on_commit = on_commit
        self._jobs: deque[Job] = deque()
        self._changed = threading.Condition()
        self._closing = False
        self._connection: sa.Connection | None = None
        self._suspect = False
        self._known_boot: str | None = None
        self._thread = threading.Thread(target=self._run, name="kezek-writer", daemon=True)
        self._thread.start()

    def submit(self, command: Callable[[Transaction], T]) -> T:
        """Run a command and return its result once it is durable.

        Args:
            command: reads and writes through the transaction it is given.

        Raises:
            StorageError: the change could not be stored; nothing of it is left.
            Refusal: what the command itself raised; nothing of it is left.
        """
        job = Job(command)
        with self._changed:
            self._changed.wait_for(
                lambda: self._closing or len(self._jobs) < MOST_WAITING, QUEUE_FULL_AFTER_SECONDS
            )
            self._refuse_if_unable()
            self._jobs.append(job)
            self._changed.notify_all()
        return cast(T, job.future.result())

    def close(self) -> None:
        """Finish what is queued, then stop; may be called twice."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread is not threading.current_thread():
            self._thread.join(CLOSE_WITHIN_SECONDS)

    def _refuse_if_unable(self) -> None:
        if not self._closing and not self._thread.is_alive():
            # A fork copies the queue without its thread: nobody would ever answer.
            raise StorageFailedError(
                "expected the thread that writes, but this process has none; open the queue in "
                "the process that uses it (after the fork), or start the server again",
                place=self._database.place,
                reason="no_writer",
            )
        if self._closing:
            raise StorageFailedError(
                "expected an open queue, but it was closed; open it again with Queue.open",
                place=self._database.place,
                reason="closed",
            )
        if len(self._jobs) >= MOST_WAITING:
            raise StorageFailedError(
                f"expected {self._database.place} to keep up, but {MOST_WAITING} changes wait to "
                "be stored; check the disk, then try again",
                place=self._database.place,
                reason="busy",
            )

    def _run(self) -> None:
        while batch := self._take():
            try:
                self._store(batch)
            except BaseException as error:  # noqa: BLE001 - whatever it was, every caller is told
                self._fail(batch, error)
            for job in batch:
                job.settle()
        self._disconnect()

    def _take(self) -> list[Job]:
        """Whatever is queued; nothing once the queue is closed and empty."""
        with self._changed:
            self._changed.wait_for(lambda: self._jobs or self._closing)
            batch = [self._jobs.popleft() for _ in range(min(len(self._jobs), MOST_AT_ONCE))]
            self._changed.notify_all()
            return batch

    def _store(self, batch: list[Job]) -> None:
        connection = self._connected()
        try:
            with connection.begin():
                boot_id, last_seq = self._write(connection, batch)
        except _UndoneError:
            return
        self._known_boot = boot_id
        self._on_commit(last_seq)

    def _write(self, connection: sa.Connection, batch: list[Job]) -> tuple[str, int]:
        """Run commands in one transaction; return the boot and the last event of the journal."""
        before = counters = read_counters(connection, self._config.office.id)
        now = self._clock.now()
        boot_id = now.boot_id
        if boot_id != self._known_boot:
            counters = self._know_boot(connection, counters)
        elif len(batch) == 1:
            counters, batch = self._alone(connection, batch[0], counters, now), []
        for job in batch:
            counters = self._within_savepoint(connection, job, counters)
        if counters != before:
            write_counters(connection, self._config.office.id, counters)
            wake_others(connection, self._config.office.id, counters.last_seq)
        return boot_id, counters.last_seq

    def _know_boot(self, connection: sa.Connection, counters: Counters) -> Counters:
        job = Job(partial(know_boot, machine=self._clock.machine))
        counters = self._within_savepoint(connection, job, counters)
        if job.error is not None:
            raise job.error
        return counters

    def _alone(
        self, connection: sa.Connection, job: Job, counters: Counters, now: Moment
    ) -> Counters:
        """Run the one command of a transaction, whose refusal undoes all of it."""
        tx = Transaction(connection, self._config, counters, now)
        try:
            job.result = job.command(tx)
        except BaseException as error:
            if is_storage_fault(error):
                raise
            job.error = self._told(error)
            raise _UndoneError from None
        return tx.counters

    def _within_savepoint(
        self, connection: sa.Connection, job: Job, counters: Counters
    ) -> Counters:
        """Run one command so that its refusal undoes it alone; return the counters after it."""
        _SAVEPOINT.change(connection)
        tx = Transaction(connection, self._config, counters, self._clock.now())
        try:
            job.result = job.command(tx)
        except BaseException as error:
            if is_storage_fault(error):
                raise
            _UNDO.change(connection)
            job.error = self._told(error)
        _KEEP.change(connection)
        return counters if job.error is not None else tx.counters

    def _fail(self, batch: list[Job], error: BaseException) -> None:
        """Nothing of the batch was stored: drop the handle, it is never used again."""
        log.error("nothing stored of %d commands: %s", len(batch), error)
        for job in batch:
            job.error = self._told(error)
        reason = getattr(batch[0].error, "facts", {}).get("reason")
        self._suspect |= reason not in HARMLESS
        self._disconnect()

    def _told(self, error: BaseException) -> BaseException:
        """What the caller of a command is told of it."""
        if not isinstance(error, sa.exc.DBAPIError | sqlite3.Error):
            return error
        told = explain(error, self._database.place)
        told.__cause__ = error
        return told

    def _connected(self) -> sa.Connection:
        if self._connection is None:
            if self._suspect:
                self._database.dispose()
                self._database.check()
            self._connection = self._database.writing.connect()
            self._suspect = False
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            with suppress(sa.exc.SQLAlchemyError):
                self._connection.rollback()
            close_quietly(self._connection)
            self._connection = None
