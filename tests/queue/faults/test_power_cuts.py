"""The power goes at any write or sync: whatever somebody was answered is there afterwards."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kezek_core.ports import PrintOutcome
from kezek_queue import Queue
from kezek_queue.errors import StorageError
from kezek_queue.journal.journal import hash_at
from kezek_queue.papers import slip_packs
from kezek_queue.store import database, journal_packing

CUTS, CUTS_OF_A_SAMPLE = 10_000, 150


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """The log is taken over often, and events are packed soon: a short day sees all of it."""
    monkeypatch.setattr(journal_packing, "ROWS_KEPT", 30)
    monkeypatch.setattr(journal_packing, "PACK_EVENTS", 20)
    monkeypatch.setattr(slip_packs, "JOBS_KEPT", 5)
    monkeypatch.setattr(slip_packs, "PACK_SLIPS", 4)
    monkeypatch.setitem(database.PRAGMAS, "wal_autocheckpoint", ("60", 60))


def live_two_days(queue: Queue, clock: Any, disk: Any) -> None:
    """Everything that changes an office; every answer is a promise of the journal's end."""

    def answered() -> None:
        seq = queue.last_seq()
        with queue._database.read() as connection:
            disk.answered((seq, hash_at(connection, queue.office.id, seq)))

    for _ in range(2):
        for number in range(12):
            queue.issue("military-service", idempotency_key=f"{clock.now().at}-{number}")
            answered()
            clock.advance(minutes=2)
            if number % 3 == 2:
                queue.call_next(1, actor="op")
                queue.start(1, actor="op")
                answered()
                queue.finish(1, actor="op")
            for job in queue.lease_print_jobs("hall", limit=3):
                queue.report_print_job(job.id, job.lease or "", PrintOutcome.PRINTED, detail="")
            answered()
        clock.advance(hours=23)
        queue.close_days()
        answered()
        queue.pack_slips(10)
        queue.pack_journal(10)
        answered()


def cut_often(
    disk: Any, image: Any, data_dir: Path, clock: Any, *, cuts: int, seed: int, syncs: bool = True
) -> list[str]:
    """Cut the power at so many places of what the disk was told; what came of those that lost."""
    dice = random.Random(seed)
    places = sorted(dice.randrange(len(disk.told)) for _ in range(cuts))
    disk.listening = False
    lost, promised, at = [], None, 0
    for place in places:
        for told in disk.told[at:place]:
            image.take(told, syncs=syncs)
            promised = told.data if told.what == "answer" else promised
        at = place
        found = what_is_left(image.cut(dice), data_dir, clock, promised)
        if found:
            lost.append(f"cut at {place} of {len(disk.told)}, seed {seed}: {found}")
    return lost


def what_is_left(
    files: dict[str, bytearray], data_dir: Path, clock: Any, promised: tuple[int, str] | None
) -> str:
    """What is wrong with an office after a power cut; "" for nothing."""
    for each in data_dir.glob("kezek.db*"):
        each.unlink()
    for name, content in files.items():
        (data_dir / name).write_bytes(content)
    try:
        with Queue.open(data_dir, clock=clock) as queue:
            if not queue.verify_journal().sound:
                return queue.verify_journal().reason
            if promised is not None:
                with queue._database.read() as connection:
                    kept = hash_at(connection, queue.office.id, promised[0])
                if kept != promised[1]:
                    return f"event {promised[0]} is lost"
            if list(data_dir.glob("*.damaged-*")):
                return "a log that a power cut left is told as damaged"
            return "" if promised is None or promised[0] % 5 else unproven(queue)
    except StorageError as error:
        return str(error)


def unproven(queue: Queue) -> str:
    return "".join(f"{each}; " for each in queue.prove_office().named)


def recorded(queue: Queue, clock: Any, disk: Any, image_of: Any, data_dir: Path) -> Any:
    """The two days as the disk was told of them, and the files from before."""
    queue.close()
    image = image_of(data_dir)
    del disk.told[:]
    with Queue.open(data_dir, clock=clock) as opened:
        opened.open_window(1, actor="op")
        live_two_days(opened, clock, disk)
    return image


@pytest.fixture
def cut(
    disk: Any, queue: Queue, clock: Any, image_of: Any, office_dir: Path, tmp_path: Path
) -> Callable[..., list[str]]:
    """Lives two days on the disk, then cuts the power so often; the losses."""

    def run(cuts: int, seed: int, *, syncs: bool = True) -> list[str]:
        image = recorded(queue, clock, disk, image_of, office_dir)
        after = Path(shutil.copytree(office_dir, tmp_path / f"after-{seed}"))
        return cut_often(disk, image, after, clock, cuts=cuts, seed=seed, syncs=syncs)

    return run


@pytest.mark.slow(8)
@pytest.mark.usefixtures("small_steps")
def test_no_answer_is_lost_when_the_power_goes(cut: Callable[..., list[str]]) -> None:
    assert cut(CUTS_OF_A_SAMPLE, 1) == []


@pytest.mark.slow(4)
@pytest.mark.usefixtures("small_steps")
def test_the_control_a_disk_that_only_says_that_it_syncs_loses_answers(
    cut: Callable[..., list[str]],
) -> None:
    assert cut(40, 2, syncs=False)


@pytest.mark.slow(4)
@pytest.mark.usefixtures("small_steps")
def test_the_control_without_full_syncs_answers_are_lost(
    monkeypatch: pytest.MonkeyPatch, cut: Callable[..., list[str]]
) -> None:
    monkeypatch.setitem(database.PRAGMAS, "synchronous", ("NORMAL", 1))

    assert cut(40, 3)


@pytest.mark.faults
@pytest.mark.timeout(7200)
@pytest.mark.usefixtures("small_steps")
def test_no_answer_is_lost_in_ten_thousand_power_cuts(
    cut: Callable[..., list[str]], record: Callable[..., None]
) -> None:
    lost = cut(CUTS, 4)

    record("power cuts", done=CUTS, lost=len(lost), control="without syncs and with NORMAL")
    assert lost == []
