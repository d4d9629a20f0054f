"""A bit that turned, an end that is gone: told, or without effect; no silent wrong answer."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kezek_core.ports import PrintOutcome
from kezek_queue import Queue, open_office
from kezek_queue.errors import StorageError
from kezek_queue.papers import slip_packs
from kezek_queue.store import journal_packing

DAMAGES, DAMAGES_OF_A_SAMPLE = 1_000, 60
FIRST, LAST = date(2026, 11, 23), date(2026, 11, 26)
FILE, LOG = "kezek.db", "kezek.db-wal"

TOLD, HARMLESS, CUT_OFF, SILENT = "told", "harmless", "as a power cut leaves it", "silent"


@pytest.fixture
def small_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A short time makes packs; a start walks over fewer events than there are."""
    monkeypatch.setattr(journal_packing, "ROWS_KEPT", 30)
    monkeypatch.setattr(journal_packing, "PACK_EVENTS", 20)
    monkeypatch.setattr(slip_packs, "JOBS_KEPT", 5)
    monkeypatch.setattr(slip_packs, "PACK_SLIPS", 4)
    monkeypatch.setattr(open_office, "END_EVENTS", 20)


def live(queue: Queue, clock: Any, *, days: int) -> None:
    """Visits and papers."""
    for _ in range(days):
        for _ in range(8):
            queue.issue("military-service")
            clock.advance(minutes=3)
            queue.call_next(1, actor="op")
            queue.start(1, actor="op")
            queue.finish(1, actor="op")
            for job in queue.lease_print_jobs("hall", limit=3):
                queue.report_print_job(job.id, job.lease or "", PrintOutcome.PRINTED, detail="")
        clock.advance(hours=23, minutes=36)
        queue.close_days()
    queue.pack_slips(10)
    queue.pack_journal(10)


def asked_of(queue: Queue) -> tuple[Any, ...]:
    """What people and papers ask an office."""
    journal = list(queue.export_journal())
    visits = {e.ticket_id for e in queue.events(limit=10**6) if e.ticket_id}
    return (
        journal,
        queue.waits(FIRST, LAST),
        [queue.ticket(each) for each in sorted(visits)],
        [queue.history(each) for each in sorted(visits)],
        [queue.print_job(job).slip.to_json() for job in range(1, len(visits) + 1)],
        queue.wait_table(FIRST, LAST),
    )


class Harm:
    """An office that is damaged again and again.

    Args:
        data_dir: its directory, closed; with a log where the log is harmed.
        clock: its clock.
        file: which file is harmed.
    """

    def __init__(self, data_dir: Path, clock: Any, file: str, scratch: Path) -> None:
        self._clock, self._file, self._scratch = clock, file, scratch
        self._sound = {
            each.name: each.read_bytes() for each in data_dir.iterdir() if each.is_file()
        }
        with Queue.open(self._laid(b""), clock=clock) as queue:
            self._asked = asked_of(queue)

    def outcome(self, dice: random.Random, *, checked: bool = True) -> str:
        """What one more damage comes to; without the checks only what is asked may fail."""
        content = bytearray(self._sound[self._file])
        cut = dice.random() < 0.15
        if cut:
            del content[dice.randrange(len(content)) :]
        else:
            content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
        try:
            with Queue.open(self._laid(bytes(content)), clock=self._clock) as queue:
                found = self._answers(queue)
                if found == self._asked:
                    return HARMLESS
                if checked and not self._is_sound(queue):
                    return TOLD
        except StorageError:
            return TOLD
        return CUT_OFF if found and self._is_a_beginning(found[0], cut=cut) else SILENT

    def _answers(self, queue: Queue) -> tuple[Any, ...] | None:
        """None where somebody would read of an incident: the checks must tell of the damage."""
        try:
            return asked_of(queue)
        except StorageError:
            raise
        except Exception:  # noqa: BLE001 - whatever a wrong value leads to
            return None

    def _is_sound(self, queue: Queue) -> bool:
        file = queue.check_file()
        return file is not None and file.sound and queue.prove_office().sound

    def _is_a_beginning(self, journal: list[str], *, cut: bool) -> bool:
        """Whether the log's end was cut off: nothing lies behind that could tell of it."""
        told = [line for line in journal if json.loads(line)["actor"] != "clock"]
        before = [line for line in self._asked[0] if json.loads(line)["actor"] != "clock"]
        return cut and self._file == LOG and told == before[: len(told)]

    def _laid(self, content: bytes) -> Path:
        shutil.rmtree(self._scratch, ignore_errors=True)
        self._scratch.mkdir()
        for name, sound in self._sound.items():
            harmed = content if content and name == self._file else sound
            (self._scratch / name).write_bytes(harmed)
        return self._scratch


@pytest.fixture
def harm_to(
    queue: Queue, clock: Any, office_dir: Path, tmp_path: Path, small_packs: None
) -> Callable[[str], Harm]:
    """An office of three days whose file, or whose log, is harmed."""

    def make(file: str) -> Harm:
        queue.open_window(1, actor="op")
        live(queue, clock, days=2)
        queue.close()
        with Queue.open(office_dir, clock=clock) as again:
            live(again, clock, days=1)
            as_it_lies = Path(shutil.copytree(office_dir, tmp_path / "as-it-lies"))
        return Harm(office_dir if file == FILE else as_it_lies, clock, file, tmp_path / "harmed")

    return make


def outcomes(harm: Harm, count: int, seed: int, *, checked: bool = True) -> Counter[str]:
    dice = random.Random(seed)
    return Counter(harm.outcome(dice, checked=checked) for _ in range(count))


@pytest.mark.slow(6)
@pytest.mark.parametrize("file", [FILE, LOG])
def test_damage_is_told_or_without_effect(harm_to: Callable[[str], Harm], file: str) -> None:
    found = outcomes(harm_to(file), DAMAGES_OF_A_SAMPLE, 1)

    assert found[SILENT] == 0
    assert found[TOLD] > DAMAGES_OF_A_SAMPLE // 6


@pytest.mark.slow(6)
def test_the_control_without_the_checks_damage_is_silent(harm_to: Callable[[str], Harm]) -> None:
    found = outcomes(harm_to(FILE), DAMAGES_OF_A_SAMPLE, 1, checked=False)

    assert found[SILENT] > 0


@pytest.mark.faults
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("file", [FILE, LOG])
def test_a_thousand_damages_are_told_or_without_effect(
    harm_to: Callable[[str], Harm], record: Callable[..., None], file: str
) -> None:
    found = outcomes(harm_to(file), DAMAGES, 2)

    came_to = ", ".join(f"{count} {what}" for what, count in found.most_common())
    record(f"bits that turn and ends that are gone, {file}: {came_to}", done=DAMAGES,
           lost=found[SILENT], control="without the checks")  # fmt: skip
    assert found[SILENT] == 0
