"""What an office owes to time, without a person: each duty, and how often somebody looks at it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from kezek_core.calendar import office_date
from kezek_core.ports import Clock
from kezek_queue.counts import summaries
from kezek_queue.counts.day_summary import DaySummary
from kezek_queue.feedback.feedback import Feedback
from kezek_queue.journal.chain import Progress
from kezek_queue.journal.journal import last_seq
from kezek_queue.papers import slip_packs
from kezek_queue.people.personal_data import KEEP_DAYS, forget_traces
from kezek_queue.proving import prove
from kezek_queue.proving.differences import MOST_NAMED
from kezek_queue.queries import Queries
from kezek_queue.register.register import Register
from kezek_queue.store import journal_packing
from kezek_queue.store.database import EVER, Database
from kezek_queue.store.file_check import FileCheck
from kezek_queue.store.storage_faults import corrupt
from kezek_queue.store.transaction import QueueConfig, Transaction
from kezek_queue.store.wakes import Listener
from kezek_queue.store.writer import Writer
from kezek_queue.timekeeping.heartbeat import beat
from kezek_queue.visits import day_close, limit_watch

T = TypeVar("T")
SECOND_US = 1_000_000
CHECK_FILE_SECONDS = 24 * 3600
"""The whole file is read once after the office was opened, and once a day then."""
SUMMARIES_AT_ONCE = 30
"""Days that are summarised in one turn: ten years take two hours beside the work."""
PACKS_AT_ONCE = 20
"""Packs that are made in one turn: what ten years have left takes some hours beside the work."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that falls due by itself.

    Args:
        name: what it is called in logs and on the health page.
        every_seconds: how often a scheduler does it.
        do: does it once; returns how much there was to do, where that can be counted.
        only_looks: it writes nothing when nothing is due, so it may be done at any time.
    """

    name: str
    every_seconds: int
    do: Callable[[], int | None]
    only_looks: bool = True


class QueueUpkeep(Queries):
    """The upkeep of `kezek_queue.Queue`: what a scheduler does, or whoever has none."""

    def __init__(self, database: Database, config: QueueConfig, clock: Clock) -> None:
        super().__init__(database, config, clock)
        self._writer = Writer(database, config, clock, self._commits.tell)
        self._listener = Listener(database, config.office.id, self._commits)
        self._done_us: dict[str, int] = {}
        self._in_turn = threading.Lock()

    @property
    def register(self) -> Register:
        """The register of requests: documents taken, due dates, results given out."""
        return Register(self._write, self._database, self.office.id)

    @property
    def feedback(self) -> Feedback:
        """What visitors say of the office: complaints, and the survey after a visit."""
        return Feedback(self._write, self._reading, partial(forget_traces, self._database))

    @property
    def file_check(self) -> FileCheck | None:
        """What the last check of the whole file found; None before one ended, or on a server."""
        return self._file.last

    def do_what_is_due(self, *, keep_days: int = KEEP_DAYS) -> dict[str, int]:
        """Do once what a scheduler owes by now; for whoever runs none.

        Call it every second to tell a limit in the second it is reached; every minute if that
        is soon enough. A call that finds nothing due takes a few reads. A lease of a print job
        that ran out needs nobody: the next ``lease_print_jobs`` offers the job again.

        Args:
            keep_days: days after its end for which a request's or a complaint's people are
                known, 0 or more.

        Returns:
            How much there was to do, by the names of the duties that were looked at.
        """
        done = {}
        with self._in_turn:
            for duty in self.duties(keep_days=keep_days):
                now = self._clock.now()
                # By the boot clock: nobody can set it.
                last_us = self._done_us.get(duty.name)
                rested = last_us is None or now.boottime_us - last_us >= (
                    duty.every_seconds * SECOND_US
                )
                if duty.only_looks or rested:
                    done[duty.name] = duty.do() or 0
                    self._done_us[duty.name] = now.boottime_us
        return done

    def duties(self, *, keep_days: int = KEEP_DAYS) -> tuple[Duty, ...]:
        """Everything that falls due by itself, for a scheduler of one's own.

        Args:
            keep_days: as for `do_what_is_due`.
        """
        return (
            # The first: what stumbles over damage shall not keep it from being told.
            Duty("check_file", CHECK_FILE_SECONDS, self._count_damage, only_looks=False),
            Duty("heartbeat", 60, self.heartbeat, only_looks=False),
            Duty("release_held", 5, self.release_held),
            Duty("watch_limits", 1, self.watch_limits),
            Duty("close_days", 300, self.close_days),
            Duty("summarise_days", 60, self.summarise_days, only_looks=False),
            Duty("pack_journal", 60, self.pack_journal, only_looks=False),
            Duty("pack_slips", 60, self.pack_slips, only_looks=False),
            Duty("tidy_register", 3600, partial(self.tidy, keep_days), only_looks=False),
        )

    def watch_limits(self) -> int:
        """Write the limit events that are due, once each; cheap when none is.

        Returns:
            How many were written.
        """
        with self._reading() as reading:
            due = limit_watch.limits_due(
                reading.connection, self.office, reading.now, reading.boots
            )
        return self._write(partial(limit_watch.mark_limits, ticket_ids=due)) if due else 0

    def release_held(self) -> int:
        """Let held tickets wait again whose time has come, and return how many."""
        with self._reading() as reading:
            due = limit_watch.held_until(
                reading.connection, self.office.id, reading.now, reading.boots
            )
        return self._write(partial(limit_watch.release_all, ticket_ids=due)) if due else 0

    def close_days(self) -> int:
        """Close office days that are over, each in one commit, and return how many.

        Nobody who may still stand in the hall is closed out: see ``timekeeping.day_end``.
        """
        with self._reading() as reading:
            over = day_close.days_to_close(
                reading.connection, self.office, reading.time, reading.boots
            )
        return sum(self._write(partial(day_close.close_day, office_day=day)) for day in over)

    def summarise_days(self, most: int = SUMMARIES_AT_ONCE) -> int:
        """Make the summaries of days that are over and have none, the newest first.

        A closing out makes them; they are missing after an upgrade from a version without, and
        where a wait was measured again after its day was over. Until then such a day is counted
        from its parts: reports are slower, and the same.

        Args:
            most: how many days at most, each in one commit.

        Returns:
            How many were made.
        """
        with self._reading() as reading:
            missing = summaries.missing_days(reading.connection, self.office.id)
        return sum(
            self._write(partial(summaries.make_summary, office_day=day)) for day in missing[:most]
        )

    def pack_journal(self, most: int = PACKS_AT_ONCE) -> int:
        """Pack what the journal has beyond its last thousands of events, the oldest first.

        Nothing that is asked of the journal changes by it; the room that the rows took is used
        again. A pack is made beside the work and takes their place in one commit.

        Args:
            most: how many packs at most.

        Returns:
            How many were made.
        """
        for made in range(most):
            with self._database.read() as connection:
                new = journal_packing.next_pack(connection, self.office.id)
            if new is None or not self._write(partial(journal_packing.store_pack, new=new)):
                return made
        return most

    def pack_slips(self, most: int = PACKS_AT_ONCE) -> int:
        """Pack what old print jobs said, but of the last thousands; it can be printed again.

        Args:
            most: how many packs at most.

        Returns:
            How many were made.
        """
        for made in range(most):
            with self._database.read() as connection:
                found = slip_packs.next_slips(connection, self.office.id)
            if found is None:
                return made
            after, jobs = found
            if not self._write(partial(slip_packs.store_slips, after=after, jobs=jobs)):
                return made
        return most

    def rebuild_summaries(self, progress: Progress | None = None) -> int:
        """Walk along the journal, and store every summary that is not what it proves.

        Args:
            progress: told now and then how far the walk is.

        Returns:
            How many days were stored anew, or forgotten because the journal proves none of them.

        Raises:
            DatabaseCorruptError: the journal's chain is broken, so it proves nothing.
        """
        chain = self.verify_journal()
        if not chain.sound:
            raise corrupt(self._database.place, chain.reason)
        mended = 0
        with self._reading(EVER) as reading:
            seen = last_seq(reading.connection, self.office.id)

            def mend(office_day: str, summary: DaySummary | None) -> None:
                nonlocal mended
                mended += self._write(
                    partial(
                        summaries.mend_summary, office_day=office_day, summary=summary, seen=seen
                    )
                )

            prove(
                reading.connection, self.office.id, self.office.hours.zone, reading.now.at,
                most=MOST_NAMED, progress=progress, mend=mend,
            )  # fmt: skip
        return mended

    def tidy(self, keep_days: int = KEEP_DAYS) -> int:
        """Mark results nobody fetched, and forget the people whose time is over.

        Args:
            keep_days: as for `do_what_is_due`.

        Returns:
            How many requests, refusals and complaints were changed.
        """
        today = office_date(self.time().moment.at, self.office.hours.zone)
        return (
            self.register.mark_unclaimed(today)
            + self.register.erase_due(today, keep_days)
            + self.feedback.erase_old_complaints(keep_days=keep_days)
        )

    def _count_damage(self) -> int:
        found = self.check_file()
        return 0 if found is None else len(found.damage)

    def heartbeat(self) -> None:
        """Note that the machine is alive, and the right time while it is known."""
        self._write(beat)

    def _write(self, command: Callable[[Transaction], T]) -> T:
        return self._writer.submit(command)
