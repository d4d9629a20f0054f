"""The one pass along the journal: its chain, and everything it proves of the tables."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from kezek_core.errors import KezekError
from kezek_core.events import EventKind
from kezek_queue.counts.day_summary import DaySummary
from kezek_queue.journal.chain import ChainWalk, Progress, no_head
from kezek_queue.journal.journal import BEFORE_ANY_SEQ, event_of, head_of, journal_pieces
from kezek_queue.journal.packs import Pack
from kezek_queue.proving.clocks import ToldBoots
from kezek_queue.proving.counts import ProvenCounts
from kezek_queue.proving.differences import Differences, JournalMark, Proof
from kezek_queue.proving.feedback import Opinions
from kezek_queue.proving.packs import compare_packs
from kezek_queue.proving.papers import Papers
from kezek_queue.proving.register import Requests
from kezek_queue.proving.summaries import Mend, Summaries
from kezek_queue.proving.tables import Book, StoredTables
from kezek_queue.proving.visits import Visits
from kezek_queue.proving.windows import Windows
from kezek_queue.values import ChainMark, Event, Verification

UNFIT = (KezekError, LookupError, TypeError, ValueError, AttributeError)
"""What an event raises that cannot have happened as it is told: it is named, the walk goes on."""


class Prover(Protocol):
    """One group of tables that the walk proves."""

    @property
    def books(self) -> tuple[Book, ...]:
        """The tables this proves."""

    def take(self, event: Event) -> None:
        """Let one event happen."""


def prove(
    connection: sa.Connection,
    office_id: str,
    zone: ZoneInfo,
    at: datetime,
    *,
    most: int,
    progress: Progress | None = None,
    mend: Mend | None = None,
) -> Proof:
    """Fold the whole journal once and compare every table with what it proves.

    Days that are over are compared and forgotten on the way, so memory holds the visits of the
    days in hand and not those of years.

    Args:
        connection: one consistent view of the database.
        office_id: the office.
        zone: of the office, for its dates.
        at: the instant of the proof, aware UTC.
        most: how many differences of one table are named; all are counted.
        progress: told how far the walk is.
        mend: told of every day whose summary is missing or is not what the journal proves.
    """
    walk = _Walk(connection, office_id, zone, most, mend or _leave)
    return walk.proof(at, progress or _nobody)


class _Walk:
    def __init__(
        self, connection: sa.Connection, office_id: str, zone: ZoneInfo, most: int, mend: Mend
    ) -> None:
        self._connection = connection
        self._office_id = office_id
        self._differences = Differences(most)
        self._stored = stored = StoredTables(connection, office_id)
        self._packs = 0
        self._boots = ToldBoots(stored, self._differences)
        self._summaries = Summaries(stored, self._differences, zone, mend)
        self._visits = Visits(stored, self._differences, self._boots, self._summaries.count)
        self._papers = Papers(stored, self._differences)
        self._counts = ProvenCounts(stored, self._differences)
        self._provers: tuple[Prover, ...] = (
            self._boots,
            self._visits,
            Windows(stored, self._differences),
            self._papers,
            self._counts,
            Requests(stored, self._differences, zone),
            Opinions(stored, self._differences, zone),
            self._summaries,
        )

    def proof(self, at: datetime, progress: Progress) -> Proof:
        head = head_of(self._connection, self._office_id)
        if head is None:
            return self._proof(JournalMark(0, "", at), no_head(self._office_id))
        chain = ChainWalk(self._office_id)
        for piece in journal_pieces(self._connection, self._office_id, after=BEFORE_ANY_SEQ):
            page = chain.rows_of(piece)
            for row, body in zip(page, chain.take(page), strict=True):
                self._happen(row, body)
            progress(
                piece.last_seq if isinstance(piece, Pack) else page[-1].seq,
                head.last_seq,
                chain.mark,
            )
        self._compare()
        self._packs = compare_packs(self._stored, self._differences)
        mark = JournalMark(head.last_seq, head.last_hash, at)
        return self._proof(mark, chain.end(head.last_seq, head.last_hash))

    def _happen(self, row: Any, body: Any) -> None:
        """Every prover takes the event; one that cannot says so, and the others go on."""
        try:
            event = event_of(row, body)
        except UNFIT as error:
            self._unfit(row, error)
            return
        for prover in self._provers:
            try:
                prover.take(event)
            except UNFIT as error:
                self._unfit(row, error)
        if self._boots.made_measurable(event):
            self._visits.judge_again(self._counts.closed_days())
        if event.kind is EventKind.DAY_CLOSED and event.ticket_id is None:
            self._settle_day(event.body["office_day"], event.seq)

    def _settle_day(self, office_day: str, seq: int) -> None:
        """What no later event touches is compared and forgotten, so that years fit into memory."""
        self._visits.settle_day(office_day, seq)
        for day in self._summaries.open_days:
            if self._visits.is_over(day, seq):
                self._summaries.settle(day)

    def _unfit(self, row: Any, error: BaseException) -> None:
        subject = f"{row.seq} {row.ticket_id or ''}".rstrip()
        fault = f"{type(error).__name__}: {error}"
        self._differences.add("journal", subject, str(row.kind), "event", fault)

    def _compare(self) -> None:
        self._visits.settle_all()
        self._summaries.finish()
        for prover in self._provers:
            for book in prover.books:
                book.finish()
        self._counts.finish(last_arrival=self._visits.last_arrival, last_job=self._papers.last_job)

    def _proof(self, mark: JournalMark, chain: Verification) -> Proof:
        return Proof(
            mark=mark,
            chain=chain,
            differences=self._differences.count,
            named=tuple(self._differences.named),
            visits=self._visits.count,
            rows=self._packs
            + sum(book.settled for prover in self._provers for book in prover.books),
        )


def _nobody(done: int, of: int, mark: ChainMark) -> None:
    """Nobody asks how far the walk is."""


def _leave(office_day: str, summary: DaySummary | None) -> None:
    """Whoever only looks mends nothing."""
