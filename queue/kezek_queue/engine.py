"""The queue of one office: the one door for screens, agents, the command line and libraries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Self

from kezek_core.ports import Clock, Discipline, Forecast, PrintOutcome
from kezek_core.tickets import Stage
from kezek_queue.errors import UnknownStageError
from kezek_queue.open_office import Prepare, make_database, open_for_work, read_config
from kezek_queue.papers import memo, print_jobs
from kezek_queue.schema.table_sets import TableSet
from kezek_queue.store.table_store import TableStore
from kezek_queue.timekeeping import telling_time
from kezek_queue.upkeep import QueueUpkeep
from kezek_queue.values import ANY, Expected, Issued, PrintJob, Ticket, WindowAnswer
from kezek_queue.visits import (
    bursts,
    issuing,
    taking_back,
)
from kezek_queue.visits import (
    commands as visits,
)
from kezek_queue.windows import calling, opening, serving


class Queue(QueueUpkeep):
    """Tickets, windows and journal of one office; make one with `open` or `create`.

    Every command is one durable transaction with its journal event: when it returns, the change
    is on the disk. It may be used from any number of threads, and a second process may have the
    same office open. Commands raise `kezek_queue.errors.Refusal` when the rules do not allow
    them and `kezek_queue.errors.StorageError` when the change could not be stored; either way
    nothing has changed.
    """

    @classmethod
    def open(
        cls,
        data_dir: Path | str,
        *,
        clock: Clock,
        discipline: Discipline | None = None,
        forecast: Forecast | None = None,
        database_url: str | None = None,
        beside: Sequence[TableSet] = (),
    ) -> Self:
        """Open the queue of an office.

        Args:
            data_dir: directory with ``office.toml``, ``secrets.toml`` and the database.
            clock: reads the time; the machine's own is `kezek_queue.clock.SystemClock`.
            discipline: who is next; first come, first served with categories when not given.
            forecast: how long a newcomer waits; the plain estimate when not given.
            database_url: ``postgresql://...``; the file in the directory when not given.
            beside: tables of other rooms in the same database, see `store`.

        Raises:
            OfficeFileError: a file of the office is missing or wrong.
            DatabaseMissingError: no database was made yet.
            DatabaseCorruptError: the database is damaged.
            DatabaseTooNewError: a newer Kezek wrote it.
        """
        return cls._start(open_for_work, Path(data_dir), clock, discipline, forecast, database_url,
                          beside)  # fmt: skip

    @classmethod
    def create(
        cls,
        data_dir: Path | str,
        *,
        clock: Clock,
        discipline: Discipline | None = None,
        forecast: Forecast | None = None,
        database_url: str | None = None,
        beside: Sequence[TableSet] = (),
    ) -> Self:
        """Make the database of a new office (and its keys), then open it.

        Args:
            data_dir: directory with ``office.toml``.
            clock: as for `open`.
            discipline: as for `open`.
            forecast: as for `open`.
            database_url: as for `open`.
            beside: as for `open`.

        Raises:
            OfficeFileError: ``office.toml`` is missing or wrong.
            DatabaseExistsError: the office has a database already.
        """
        return cls._start(make_database, Path(data_dir), clock, discipline, forecast, database_url,
                          beside)  # fmt: skip

    @classmethod
    def _start(
        cls,
        prepare: Prepare,
        data_dir: Path,
        clock: Clock,
        discipline: Discipline | None,
        forecast: Forecast | None,
        database_url: str | None,
        beside: Sequence[TableSet],
    ) -> Self:
        database, config = read_config(
            data_dir, prepare, discipline, forecast, database_url, beside
        )
        queue = cls(database, config, clock)
        try:
            queue.heartbeat()
        except BaseException:
            queue.close()
            raise
        return queue

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def close(self) -> None:
        """Store what is queued and let go of the database; may be called twice."""
        self._file.stop()
        self._writer.close()
        self._listener.close()
        self._commits.close()
        self._database.dispose()
        self._config.words.release()

    # Commands of visitors and staff.

    def issue(
        self,
        service: str,
        *,
        language: str = "kk",
        category: str | None = None,
        stage: Stage | str = Stage.SUBMISSION,
        idempotency_key: str | None = None,
        print_ticket: bool = True,
        actor: str = "kiosk",
    ) -> Issued:
        """Give a visitor a number: ticket, journal event and print job in one commit.

        Args:
            service: slug of the service.
            language: the language the visitor chose.
            category: preferential category; None for none.
            stage: hand-in or pick-up.
            idempotency_key: the same key with the same request gives the same ticket again.
            print_ticket: whether a slip is to be printed.
            actor: who asks.

        Raises:
            UnknownServiceError, UnknownStageError, UnknownLanguageError, UnknownCategoryError: no
                such thing here.
            OfficeClosedError: no tickets are issued now.
            DayLimitReachedError: the day's numbers are used up.
            IdempotencyConflictError: the key stood for another request.
        """
        request = issuing.TicketOrder(service, language, category, _stage(stage), print_ticket)
        return self._write(partial(issuing.issue, request=request, key=idempotency_key,
                                   actor=actor))  # fmt: skip

    def call_next(
        self, window: int, *, actor: str, expected_ticket: Expected = ANY
    ) -> WindowAnswer:
        """Finish the visit at the window, if any, and call whoever is next.

        Args:
            window: the window's number.
            actor: who gives the command.
            expected_ticket: the ticket id the page believes at the window, None for nobody; a
                mismatch changes nothing, so a double press is harmless.

        Returns:
            ``ticket`` None when nobody waits; ``finished`` the visit that ended.

        Raises:
            UnknownWindowError, WindowPausedError, WrongStateError, StaleCommandError: see there.
        """
        return self._write(partial(calling.call_next, window=window, actor=actor,
                                   expected=expected_ticket))  # fmt: skip

    def recall(self, window: int, *, actor: str, expected_ticket: Expected = ANY) -> WindowAnswer:
        """Call the visitor at the window once more."""
        return self._write(partial(calling.recall, window=window, actor=actor,
                                   expected=expected_ticket))  # fmt: skip

    def recall_held(self, window: int, ticket_id: str, *, actor: str) -> WindowAnswer:
        """Call a held visitor to a free window, before the hold is over."""
        return self._write(partial(calling.recall_held, window=window, ticket_id=ticket_id,
                                   actor=actor))  # fmt: skip

    def start(self, window: int, *, actor: str, expected_ticket: Expected = ANY) -> WindowAnswer:
        """The called visitor came: the wait is over and judged."""
        return self._write(partial(serving.start, window=window, actor=actor,
                                   expected=expected_ticket))  # fmt: skip

    def finish(self, window: int, *, actor: str, expected_ticket: Expected = ANY) -> WindowAnswer:
        """The visit at the window is over."""
        return self._write(partial(serving.finish, window=window, actor=actor,
                                   expected=expected_ticket))  # fmt: skip

    def no_show(self, window: int, *, actor: str, expected_ticket: Expected = ANY) -> WindowAnswer:
        """The called visitor did not come."""
        return self._write(partial(serving.no_show, window=window, actor=actor,
                                   expected=expected_ticket))  # fmt: skip

    def undo_no_show(
        self, window: int, *, actor: str, expected_ticket: Expected = ANY
    ) -> WindowAnswer:
        """Take the window's last no-show back: the visitor was there after all."""
        return self._write(partial(serving.undo_no_show, window=window, actor=actor,
                                   expected=expected_ticket))  # fmt: skip

    def transfer(
        self, window: int, *, service: str, actor: str, expected_ticket: Expected = ANY
    ) -> WindowAnswer:
        """Send the visitor being served on to another service; ``finished`` is the ticket."""
        return self._write(partial(serving.transfer, window=window, service=service, actor=actor,
                                   expected=expected_ticket))  # fmt: skip

    def hold(
        self,
        window: int,
        *,
        until: datetime | None = None,
        actor: str,
        expected_ticket: Expected = ANY,
    ) -> WindowAnswer:
        """Put the called visitor aside; ``finished`` is the ticket."""
        return self._write(partial(serving.hold, window=window, until=until, actor=actor,
                                   expected=expected_ticket))  # fmt: skip

    def open_window(
        self, window: int, *, actor: str, expected_ticket: Expected = ANY
    ) -> WindowAnswer:
        """An operator sits down and takes visitors."""
        return self._write(partial(opening.open_window, window=window, actor=actor,
                                   expected=expected_ticket))  # fmt: skip

    def pause(self, window: int, *, actor: str, expected_ticket: Expected = ANY) -> WindowAnswer:
        """No more calls for now; a visitor who is there is served to the end."""
        return self._write(partial(opening.pause, window=window, actor=actor,
                                   expected=expected_ticket))  # fmt: skip

    def resume(self, window: int, *, actor: str, expected_ticket: Expected = ANY) -> WindowAnswer:
        """Take visitors again."""
        return self._write(partial(opening.resume, window=window, actor=actor,
                                   expected=expected_ticket))  # fmt: skip

    def close_window(
        self, window: int, *, actor: str, expected_ticket: Expected = ANY
    ) -> WindowAnswer:
        """The operator leaves; refused while a visitor is there."""
        return self._write(partial(opening.close_window, window=window, actor=actor,
                                   expected=expected_ticket))  # fmt: skip

    def hold_ticket(self, ticket_id: str, *, until: datetime | None = None, actor: str) -> Ticket:
        """Put a visitor who waits or was called aside."""
        return self._write(partial(visits.hold_ticket, ticket_id=ticket_id, until=until,
                                   actor=actor))  # fmt: skip

    def release(self, ticket_id: str, *, actor: str) -> Ticket:
        """Let a held visitor wait again, in the old place."""
        return self._write(partial(visits.release, ticket_id=ticket_id, actor=actor))

    def return_visitor(self, ticket_id: str, *, actor: str) -> Ticket:
        """A no-show is back within the office day."""
        return self._write(partial(visits.return_visitor, ticket_id=ticket_id, actor=actor))

    def cancel(self, ticket_id: str, *, actor: str) -> Ticket:
        """The visitor leaves before service."""
        return self._write(partial(visits.cancel, ticket_id=ticket_id, actor=actor))

    def cancel_burst(self, first: str, last: str, *, reason: str, actor: str) -> tuple[Ticket, ...]:
        """Cancel, as one act, what a device has drawn from one ticket to another (`bursts`).

        Whoever was called meanwhile, or came from another device, stays.

        Args:
            first: id of the first ticket of the burst.
            last: id of its last one.
            reason: why, in words of at most 200 signs; it stands in the journal for good.
            actor: who decides.

        Returns:
            Who was cancelled, in the order of arrival; the same once more cancels nobody.

        Raises:
            ReasonNeededError: no reason was given.
            UnknownTicketError: there is no such ticket.
        """
        return self._write(
            partial(bursts.cancel_burst, first=first, last=last, reason=reason, actor=actor)
        )

    @property
    def store(self) -> TableStore:
        """The database for tables of other rooms: what is changed there goes through the same
        one writer as every command."""
        return TableStore(
            self.office.id, self._database,
            lambda change: self._write(lambda tx: change(tx.connection)),
        )  # fmt: skip

    # The clock and the day, when a person decides.

    def tell_time(self, at: datetime, *, actor: str) -> datetime:
        """Say what day and time it is, on a machine whose clock nothing else sets right.

        Hours and office days go by it until the clock is set right or the machine starts again;
        it measures no wait.

        Args:
            at: aware; good to the minute.
            actor: who says so.

        Raises:
            ClockKnownError: the clock is known to be right.
            BadDateError: it is past for certain, or more than a year ahead.
        """
        return self._write(partial(telling_time.tell_time, at=at, actor=actor))

    def take_back_closing(
        self,
        office_day: date,
        *,
        reason: str,
        actor: str,
        tickets: Collection[str] | None = None,
    ) -> tuple[Ticket, ...]:
        """Let visitors wait again whom the closing out of an office day had ended.

        Args:
            office_day: the day, as it stands in the ids of the tickets.
            reason: why, in words of at most 200 signs; it stands in the journal for good.
            actor: who decides.
            tickets: ids; everyone of the day when not given.

        Returns:
            Who waits again, or is served again, in the order of arrival.

        Raises:
            ReasonNeededError: no reason was given.
            NothingToTakeBackError: nobody was closed out who could wait again.
        """
        return self._write(partial(taking_back.take_back, office_day=office_day, reason=reason,
                                   actor=actor, ticket_ids=tickets))  # fmt: skip

    # Print jobs.

    def lease_print_jobs(
        self,
        agent: str,
        *,
        printer: str | None = None,
        lease_seconds: float = 30,
        limit: int = 1,
    ) -> list[PrintJob]:
        """Hand out print jobs for a time; asking when there are none writes nothing."""
        with self._reading() as reading:
            if not print_jobs.anything_to_lease(reading.connection, self.office.id, reading.now):
                return []
        return self._write(partial(print_jobs.lease_jobs, agent=agent, printer=printer,
                                   lease_seconds=lease_seconds, limit=limit))  # fmt: skip

    def report_print_job(
        self, job_id: int, lease: str, outcome: PrintOutcome | str, detail: str = ""
    ) -> None:
        """Say what became of a leased job; of an uncertain one, that it came out after all.

        Raises:
            LeaseLostError: the job is leased to somebody else by now, or done.
        """
        self._write(partial(print_jobs.report, job_id=job_id, lease=lease,
                            outcome=PrintOutcome(outcome), detail=detail))  # fmt: skip

    def reprint(self, ticket_id: str, *, actor: str) -> int:
        """Print the same number again, marked as a copy, and return the job's id."""
        return self._write(partial(issuing.reprint, ticket=ticket_id, actor=actor))

    def print_again(self, job_id: int, *, actor: str) -> int:
        """Print the paper of a job again, marked as a copy, and return the new job's id.

        Raises:
            UnknownPrintJobError: there is no such job.
            PersonErasedError: the form named somebody who was erased since.
        """
        return self._write(partial(print_jobs.print_again, job_id=job_id, actor=actor))

    def print_memo(
        self, service: str, *, language: str = "kk", idempotency_key: str | None = None, actor: str
    ) -> int:
        """Print how to get a service, and return the job's id.

        Args:
            service: slug of the service.
            language: the language the visitor chose; Kazakh and Russian are printed always.
            idempotency_key: the same key again gives the same job, and prints nothing.
            actor: who asks.

        Raises:
            UnknownServiceError, UnknownLanguageError: no such thing here.
            IdempotencyConflictError: the key stood for another memo.

        Source: Rules 126 of 2014, item 11 and annex 5.
        """
        return self._write(partial(memo.print_memo, service=service, language=language,
                                   key=idempotency_key, actor=actor))  # fmt: skip


def _stage(stage: Stage | str) -> Stage:
    try:
        return Stage(stage)
    except ValueError as error:
        known = ", ".join(each.value for each in Stage)
        raise UnknownStageError(
            f"expected one of the stages {known}, got {stage!r}; choose one of them",
            stage=str(stage),
        ) from error
