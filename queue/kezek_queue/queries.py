"""What may be asked of a queue: it changes nothing and never waits for a writer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial

from kezek_core.papers import ExpectedWait, FormSlip
from kezek_core.ports import Clock
from kezek_core.waits import IndicatorTable, Verdict, VisitWait, WaitTable
from kezek_queue.counts.arrivals import HourArrivals, hour_arrivals
from kezek_queue.counts.counted_days import CountedDays
from kezek_queue.counts.indicators import indicators_of
from kezek_queue.counts.wait_figures import WaitFigures, wait_figures
from kezek_queue.counts.waits import visit_waits
from kezek_queue.errors import UnknownPrintJobError
from kezek_queue.journal.chain import Progress, verify
from kezek_queue.journal.commit_signal import Commits
from kezek_queue.journal.journal import events_after, events_of, export_lines, head_of, last_seq
from kezek_queue.journal.office_clock import OfficeTime
from kezek_queue.office.office import Office
from kezek_queue.office.standard_library import StandardLibrary
from kezek_queue.papers import print_jobs
from kezek_queue.papers.memo import memo_of
from kezek_queue.proving import JournalMark, Proof, prove
from kezek_queue.proving.differences import MOST_NAMED
from kezek_queue.screens.snapshot import Snapshot
from kezek_queue.screens.status_lookup import StatusTokens
from kezek_queue.store.archives import day_of_ticket
from kezek_queue.store.database import EVER, LIVE, Database
from kezek_queue.store.file_check import FileCheck, FileChecker
from kezek_queue.store.transaction import QueueConfig
from kezek_queue.tickets.no_show_rule import RulesUsed
from kezek_queue.tickets.replay_visit import waits_from_events
from kezek_queue.values import (
    CHAIN_START,
    Board,
    ChainMark,
    Event,
    PrintJob,
    QueueSnapshot,
    Ticket,
    Verification,
    WindowAnswer,
)
from kezek_queue.visits.bursts import Burst, bursts_lately
from kezek_queue.visits.closings import Closing, closings_lately
from kezek_queue.wait_log.asked import LogOrder, WaitFilter
from kezek_queue.wait_log.reader import Cursor, LogPage, LogReader
from kezek_queue.wait_log.rows import LogRow
from kezek_queue.wait_log.stream import arrived_rows, sorted_rows


@dataclass(frozen=True, slots=True)
class WaitStream:
    """Waits that are read while they are written out.

    Args:
        mark: where the journal stands that they rest on.
        count: how many there are.
        rows: to be read once, within the view they come from.
    """

    mark: JournalMark
    count: int
    rows: Iterator[LogRow]


class Queries:
    """The reads of `kezek_queue.Queue`; each sees one consistent state of the database."""

    def __init__(self, database: Database, config: QueueConfig, clock: Clock) -> None:
        self._database = database
        self._file = FileChecker(database.path, lambda: clock.now().at)
        self._config = config
        self._clock = clock
        self._tokens = StatusTokens(config.office, config.status_key)
        self._commits = Commits(self.last_seq)
        self._held = threading.local()

    @property
    def office(self) -> Office:
        """The office as its file describes it."""
        return self._config.office

    @property
    def standards(self) -> StandardLibrary:
        """The standards the office can apply."""
        return self._config.standards

    @contextmanager
    def at_one_instant(self, since: date = EVER) -> Iterator[JournalMark]:
        """Every read of this thread sees one state and one instant meanwhile.

        A report reads its figures within, so that the place in the journal it prints is true.

        Args:
            since: the first office day that is asked about within.

        Returns:
            The end of the journal that everything read meanwhile rests on, and the instant.
        """
        with self._database.one_view(since) as connection:
            # The view begins with its first read; the clock is asked after that.
            head = head_of(connection, self.office.id)
            before = getattr(self._held, "now", None)
            self._held.now = before or self._clock.now()
            try:
                yield JournalMark(head.last_seq, head.last_hash, self._held.now.at)
            finally:
                self._held.now = before

    def ticket(self, ticket_id: str) -> Ticket:
        """The ticket of an id, as it stands now."""
        with self._reading(day_of_ticket(ticket_id)) as reading:
            return reading.ticket(ticket_id)

    def ahead_of(self, ticket_id: str) -> int:
        """People called before a ticket if nothing changes; 0 once it was called."""
        with self._reading() as reading:
            return reading.ahead_of(ticket_id)

    def expected_wait(self, service: str) -> ExpectedWait | None:
        """What a newcomer to a service may expect; None when no honest estimate can be made."""
        with self._reading() as reading:
            return reading.expected_wait(service)

    def expected_wait_of(self, ticket_id: str) -> ExpectedWait | None:
        """What a waiting ticket may still expect."""
        with self._reading() as reading:
            return reading.expected_wait_of(ticket_id)

    def window(self, window: int) -> WindowAnswer:
        """A window and who is there."""
        with self._reading() as reading:
            return reading.window(window)

    def memo(self, service: str, language: str = "kk") -> FormSlip:
        """How to get a service, as the memo prints it; see ``print_memo``."""
        return memo_of(self._config, service, language=language, at=self.time().moment.at)

    def time(self) -> OfficeTime:
        """The present of the office, and who says what time it is."""
        with self._reading() as reading:
            return reading.time

    def closings(self) -> tuple[Closing, ...]:
        """The closings out of the last hours that may be taken back, the newest day first."""
        with self._reading() as reading:
            return closings_lately(reading.connection, self.office, reading.now, reading.boots)

    def bursts(self) -> tuple[Burst, ...]:
        """What devices drew in the last hour faster than people can, and still waits."""
        with self._reading() as reading:
            return bursts_lately(reading.connection, self.office, reading.now, reading.boots)

    def snapshot(self) -> QueueSnapshot:
        """The whole queue at this instant."""
        with self._reading() as reading:
            return reading.snapshot()

    def board(self, rows: int = 6, after: int | None = None) -> Board:
        """The last calls, newest first, and every call since an event.

        Args:
            rows: so many at most, and everybody beside who was called and has not come yet.
            after: the last event a board knows: ``since`` then holds every call after it.
        """
        with self._reading() as reading:
            return reading.board(rows, after)

    def status_token(self, ticket_id: str) -> str:
        """The token of a ticket's phone page."""
        return self._tokens.token(ticket_id)

    def ticket_by_status_token(self, token: str) -> Ticket:
        """The ticket of a token, which dies when the office day is closed out."""
        with self._reading() as reading:
            found = self._tokens.ticket_id(reading.connection, token)
            return reading.ticket(found)

    def events(self, after: int = 0, limit: int = 500) -> list[Event]:
        """The journal's events after a place, in order."""
        with self._database.read(self._since_event(after)) as connection:
            return events_after(connection, self.office.id, after=after, limit=limit)

    def last_seq(self) -> int:
        """The place of the journal's last event."""
        with self._database.read() as connection:
            return last_seq(connection, self.office.id)

    def wait_for_event(self, after: int, timeout_seconds: float) -> bool:
        """Wait until the journal has an event after a place; False when the time is up."""
        return self._commits.wait(after, timeout_seconds)

    def history(self, ticket_id: str) -> list[Event]:
        """Every event of one visit, in order."""
        with self._reading(day_of_ticket(ticket_id)) as reading:
            reading.ticket(ticket_id)
            return events_of(reading.connection, self.office.id, ticket_id)

    def waits(
        self,
        first_day: date,
        last_day: date,
        *,
        service: str | None = None,
        verdict: Verdict | None = None,
    ) -> list[VisitWait]:
        """Every judged part of every visit of some office days, in the order of arrival."""
        with self._reading(first_day) as reading:
            return list(
                visit_waits(
                    reading.connection, self.office.id, reading.now, first_day, last_day,
                    service=service, verdict=verdict,
                )
            )  # fmt: skip

    def wait_figures(self, first_day: date, last_day: date) -> WaitFigures:
        """What the report of waits says of some office days; a year takes less than a second."""
        with self._reading(first_day) as reading:
            days = CountedDays.of(reading, first_day, last_day)
            return wait_figures(days, self.office.services)

    def log_page(
        self,
        asked: WaitFilter,
        order: LogOrder = LogOrder.NEWEST,
        *,
        size: int,
        after: Cursor | None = None,
        before: Cursor | None = None,
    ) -> LogPage:
        """One page of the log of waits.

        Args:
            asked: which waits.
            order: how they are sorted.
            size: rows at most, 1 or more.
            after: begin behind this place, which an earlier page named.
            before: end before this place instead.
        """
        with self._reading(asked.first_day) as reading:
            reader = LogReader(reading.connection, self.office.id, reading.now)
            return reader.page(asked, order, size=size, after=after, before=before)

    def count_waits(self, asked: WaitFilter, most: int | None = None) -> int:
        """How many waits are asked for; counted up to ``most``."""
        with self._reading(asked.first_day) as reading:
            reader = LogReader(reading.connection, self.office.id, reading.now)
            return reader.count(asked, most)

    @contextmanager
    def stream_waits(
        self, asked: WaitFilter, order: LogOrder | None = None
    ) -> Iterator[WaitStream]:
        """Waits to be written out one after another, all of one state of the office.

        Args:
            asked: which waits.
            order: how they are sorted; None for the order in which the visits arrived.
        """
        with self._reading(asked.first_day) as reading:
            connection, office_id, now = reading.connection, self.office.id, reading.now
            head = head_of(connection, office_id)
            reader = LogReader(connection, office_id, now)
            rows = (
                arrived_rows(connection, office_id, now, asked)
                if order is None
                else sorted_rows(connection, reader, asked, order)
            )
            mark = JournalMark(head.last_seq, head.last_hash, now.at)
            yield WaitStream(mark, reader.count(asked), rows)

    def wait_table(self, first_day: date, last_day: date) -> WaitTable:
        """The table of waits of some office days, with a row for every service."""
        return self.wait_figures(first_day, last_day).table

    def no_show_rules(self, first_day: date, last_day: date) -> RulesUsed:
        """By which rules the no-shows of some office days counted, and how many by each."""
        return self.wait_figures(first_day, last_day).no_show_rules

    def arrivals(self, first_day: date, last_day: date) -> list[HourArrivals]:
        """How many waits began in each hour of some office days, and how many were breached."""
        with self._reading(first_day) as reading:
            return hour_arrivals(CountedDays.of(reading, first_day, last_day))

    def indicators(
        self,
        first_day: date,
        last_day: date,
        *,
        service: str | None = None,
        standard: str | None = None,
    ) -> IndicatorTable:
        """The quality table, rows 1.1 to 5.1, of some days.

        Args:
            first_day: first office day, or date of registration.
            last_day: the last one, included.
            service: only this service.
            standard: only the services that the office gives under this standard; with neither,
                the whole office.

        Raises:
            UnknownServiceError: the office has no such service, or none under the standard.

        Source: the tables of order 287, resolution 1122 and order 3.
        """
        with self._reading(first_day) as reading:
            return indicators_of(reading, first_day, last_day, service=service, standard=standard)

    def prove(self, ticket_id: str) -> tuple[VisitWait, ...]:
        """The judged parts of a visit worked out anew from the journal alone."""
        with self._reading(day_of_ticket(ticket_id)) as reading:
            reading.ticket(ticket_id)
            events = events_of(reading.connection, self.office.id, ticket_id)
            return waits_from_events(events, reading.boots, reading.now)

    def prove_office(self, *, most: int = MOST_NAMED, progress: Progress | None = None) -> Proof:
        """Fold the whole journal once and compare every table with what it proves.

        Args:
            most: how many differences of one table are named; all are counted.
            progress: told now and then how many events of how many are walked over, and how far
                the chain holds.
        """
        with self._reading(EVER) as reading:
            return prove(
                reading.connection, self.office.id, self.office.hours.zone, reading.now.at,
                most=most, progress=progress,
            )  # fmt: skip

    def verify_journal(
        self, *, after: ChainMark = CHAIN_START, progress: Progress | None = None
    ) -> Verification:
        """Walk the journal's chain and name the first link that does not hold.

        Args:
            after: the mark of an earlier verification; what lies before is not looked at.
            progress: told now and then how many events of how many are walked over, and how far
                the chain holds: a mark to go on from when the walk is stopped.
        """
        with self._database.read(self._since_event(after.seq - 1)) as connection:
            return verify(connection, self.office.id, after=after, progress=progress)

    def check_file(self) -> FileCheck | None:
        """Read the whole file for damage, beside the work; None on PostgreSQL, or when closed.

        It takes seconds for every gigabyte; damage is logged. Opening reads no more than the end
        of the journal.

        Raises:
            StorageError: the file cannot be asked.
        """
        return self._file.check()

    def export_journal(self) -> Iterator[str]:
        """Every event as a line of JSON, with its hash."""
        with self._database.read(EVER) as connection:
            yield from export_lines(connection, self.office.id)

    def print_job(self, job_id: int) -> PrintJob:
        """The print job of an id."""
        key = self._config.status_key
        find = partial(print_jobs.find_job, office_id=self.office.id, job_id=job_id, status_key=key)
        with self._database.read() as connection:
            try:
                return find(connection)
            except UnknownPrintJobError:
                if self._database.past is None:
                    raise
        with self._database.read(EVER) as connection:
            return find(connection)

    def _since_event(self, after: int) -> date:
        past = self._database.past
        return LIVE if past is None or after >= past.last_seq else EVER

    @contextmanager
    def _reading(self, since: date = LIVE) -> Iterator[Snapshot]:
        with self._database.read(since) as connection:
            # The view begins with its first read, and only then may the clock be asked: a
            # ticket it shows must not have been issued after ``now``.
            last_seq(connection, self.office.id)
            now = getattr(self._held, "now", None) or self._clock.now()
            yield Snapshot(connection, self._config, now)
