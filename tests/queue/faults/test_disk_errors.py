"""A write or sync that fails, a full disk, a card that turns read-only: told, nothing lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from kezek_queue import Queue
from kezek_queue.errors import Refusal, StorageError
from kezek_queue.journal.journal import hash_at
from kezek_queue.store import database

FAULTS = {
    "a write that fails": ("write", 778, False, "failed"),
    "a sync that fails": ("sync", 1034, False, "failed"),
    "a full disk": ("write", 13, True, None),
    "a card that turns read-only": ("write", 8, True, "read_only"),
    "a disk that only says that it writes": ("write", -1, True, None),
}
"""What is refused; SQLite's code for it, or the disk's own; whether it stays so; what staff are
told is the reason."""

LIAR = "a disk that only says that it writes"
HONEST = [name for name in FAULTS if name != LIAR]
SAMPLE_EVERY = 17
VISITS = 4


@pytest.fixture
def small_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """The log is taken over into the file often."""
    monkeypatch.setitem(database.PRAGMAS, "wal_autocheckpoint", ("30", 30))


class Striking:
    """A fault from one place on.

    Args:
        what: which.
        place: the first of these calls that is refused, from 1 on; 0 for none.
    """

    def __init__(self, what: str, place: int) -> None:
        self.calls = self.hits = 0
        self._kind, self._code, self._stays, _ = FAULTS[what]
        self._place = place

    def __call__(self, told: Any) -> int:
        self.calls += told.what == self._kind
        strikes = self.calls >= self._place if self._stays else self.calls == self._place
        if told.what != self._kind or not self._place or not strikes:
            return 0
        self.hits += 1
        return self._code


class Day:
    """A short day on a disk that fails: what was answered, and what was refused."""

    def __init__(self) -> None:
        self.answered: list[tuple[int, str | None]] = []
        self.refused: list[StorageError] = []

    def live(self, data_dir: Path, clock: Any) -> None:
        """Whatever fails, the next command is tried."""
        try:
            queue = Queue.open(data_dir, clock=clock)
        except StorageError as error:
            self.refused.append(error)
            return
        for command in self._commands(queue):
            self._try(queue, command)
            clock.advance(minutes=1)
        with suppress(StorageError):
            queue.close()

    def _commands(self, queue: Queue) -> list[Callable[[], object]]:
        visit: list[Callable[[], object]] = [
            lambda: queue.issue("military-service"),
            lambda: queue.call_next(1, actor="op"),
            lambda: queue.start(1, actor="op"),
            lambda: queue.finish(1, actor="op"),
        ]
        return [lambda: queue.open_window(1, actor="op"), *visit * VISITS]

    def _try(self, queue: Queue, command: Callable[[], object]) -> None:
        with suppress(Refusal):  # what failed before may have left nobody at the window
            try:
                command()
                seq = queue.last_seq()
                with queue._database.read() as connection:
                    self.answered.append((seq, hash_at(connection, queue.office.id, seq)))
            except StorageError as error:
                self.refused.append(error)


def lost_of(day: Day, data_dir: Path, clock: Any) -> str:
    """What is not there any more, or not sound, once the disk is mended; "" for nothing."""
    try:
        with Queue.open(data_dir, clock=clock) as queue:
            with queue._database.read() as connection:
                for seq, promised in day.answered:
                    if hash_at(connection, queue.office.id, seq) != promised:
                        return f"event {seq} is lost"
            proof = queue.prove_office()
            return "" if proof.sound else f"{proof.chain.reason} {proof.named}"
    except StorageError as error:
        return str(error)


@pytest.fixture
def strike(
    disk: Any, queue: Queue, clock: Any, office_dir: Path, tmp_path: Path
) -> Callable[..., list[tuple[int, Day, str]]]:
    """Lives the day once for every so many-th place of a fault: the place, the day, the loss."""
    queue.close()

    def once(what: str, place: int) -> tuple[Striking, Day, str]:
        data_dir = Path(shutil.copytree(office_dir, tmp_path / f"at-{place}"))
        disk.listening, disk.fault = False, Striking(what, place)
        day, struck = Day(), disk.fault
        day.live(data_dir, clock)
        disk.fault = disk.sound
        lost = lost_of(day, data_dir, clock)
        shutil.rmtree(data_dir)
        return struck, day, lost

    def run(what: str, every: int) -> list[tuple[int, Day, str]]:
        places = once(what, 0)[0].calls
        assert places > 4 * VISITS
        found = []
        for place in range(1, places + 1, every):
            struck, day, lost = once(what, place)
            if struck.hits:  # a day at another hour may write a little less
                found.append((place, day, lost))
        return found

    return run


def check(what: str, days: list[tuple[int, Day, str]]) -> None:
    """Nothing was lost, and whoever was refused was told why."""
    *_, reason = FAULTS[what]
    assert [(place, lost) for place, _, lost in days if lost] == []
    told = [error for _, day, _ in days for error in day.refused]
    assert told, "nobody was told"
    for error in told:
        assert error.code == ("storage_full" if reason is None else "storage_failed")
        assert reason is None or error.facts["reason"] == reason


@pytest.mark.slow(3)
@pytest.mark.usefixtures("small_log")
@pytest.mark.parametrize("what", HONEST)
def test_a_fault_of_the_disk_is_told_and_loses_nothing(
    strike: Callable[..., list[tuple[int, Day, str]]], what: str
) -> None:
    check(what, strike(what, SAMPLE_EVERY))


@pytest.mark.slow(3)
@pytest.mark.usefixtures("small_log")
def test_the_control_a_disk_that_lies_loses_answers(
    strike: Callable[..., list[tuple[int, Day, str]]],
) -> None:
    assert [lost for _, _, lost in strike(LIAR, 3 * SAMPLE_EVERY) if lost]


@pytest.mark.faults
@pytest.mark.timeout(7200)
@pytest.mark.usefixtures("small_log")
@pytest.mark.parametrize("what", HONEST)
def test_every_write_and_sync_of_a_day_may_fail(
    strike: Callable[..., list[tuple[int, Day, str]]], record: Callable[..., None], what: str
) -> None:
    days = strike(what, 1)

    record(what, done=len(days), lost=sum(bool(lost) for *_, lost in days), control=LIAR)
    check(what, days)
