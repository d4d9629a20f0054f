"""Old years moved into a file: all is answered as before, or said to be away."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kezek_kiosk.open_office import open_queue
from kezek_kiosk.simulate.years import YearsPlan, create_years
from kezek_kiosk.upkeep.archive import archive
from kezek_kiosk.upkeep.backup import UnprovenBackupError, back_up, restore
from kezek_queue import ChainMark, Queue
from kezek_queue.carrying import carried, move_out
from kezek_queue.clock import SystemClock
from kezek_queue.errors import (
    ArchiveDamagedError,
    ArchiveError,
    ArchiveMissingError,
    CarryError,
    DatabaseCorruptError,
    StorageFailedError,
)
from kezek_queue.store import archives, journal_packing
from kezek_queue.store.database import PAGE_SIZE_BYTES
from kezek_queue.wait_log.asked import LogOrder, WaitFilter

pytestmark = pytest.mark.slow(6)

LAST_DAY = date(2026, 11, 28)
BEFORE = date(2026, 1, 1)
VISITS = 2400
PERIODS = 60


@pytest.fixture(scope="module")
def three_years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office of three years; never changed."""
    data_dir = tmp_path_factory.mktemp("years") / "office"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kezek_queue.model_days.copier.ROWS_KEPT", 200)
        create_years(data_dir, YearsPlan.of_years(3, VISITS, LAST_DAY))
    return data_dir


@pytest.fixture
def office(
    three_years: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Path]:
    """Copies of it that a test may change."""
    monkeypatch.setattr(journal_packing, "ROWS_KEPT", 200)
    return lambda name: Path(shutil.copytree(three_years, tmp_path / name))


def asked_of(queue: Queue, draw: random.Random) -> list[Any]:
    """What reports, log and page of some random days say."""
    first = LAST_DAY - timedelta(days=draw.randrange(3 * 365))
    last = min(LAST_DAY, first + timedelta(days=draw.choice([0, 1, 6, 30, 400])))
    asked = WaitFilter(first, last)
    order = draw.choice(list(LogOrder))
    page = queue.log_page(asked, order, size=draw.choice([5, 50]))
    return [
        queue.wait_table(first, last),
        queue.wait_figures(first, last).no_show_rules,
        queue.arrivals(first, last),
        queue.indicators(first, last),
        page.rows,
        queue.count_waits(asked),
        [queue.history(row.wait().ticket_id) for row in page.rows[:2]],
        [queue.prove(row.wait().ticket_id) for row in page.rows[:2]],
    ]


def test_reports_log_and_stories_say_the_same_after_old_years_were_moved(
    office: Callable[[str], Path],
) -> None:
    whole, moved = office("whole"), office("moved")
    before = (moved / "kezek.db").stat().st_size

    made = archive(moved, BEFORE)

    assert made is not None
    file = moved / made.name
    assert (made.first_seq, made.last_day < BEFORE) == (1, True)
    assert file.stat().st_mode & 0o777 == 0o600
    with open_queue(whole) as one, open_queue(moved) as other:
        for seed in range(PERIODS):
            assert asked_of(one, random.Random(seed)) == asked_of(other, random.Random(seed))
        seqs = [event.hash for event in one.events(0, 1000)]
        assert [event.hash for event in other.events(0, 1000)] == seqs
        assert _slips(one) == _slips(other)
        verdict, proof = other.verify_journal(), other.prove_office()
        assert verdict.sound
        assert (proof.sound, [str(each) for each in proof.named]) == (True, [])
        assert proof.visits == one.prove_office().visits
        assert other.issue("household").ticket.number
    with closing(sqlite3.connect(moved / "kezek.db")) as database:
        free = database.execute("PRAGMA freelist_count").fetchone()[0] * 1024
    assert free > before // 4
    assert archive(moved, BEFORE) is None, "nothing is left to be moved"


def _slips(queue: Queue) -> list[Any]:
    return [queue.print_job(number).slip.to_json() for number in range(1, VISITS // 2, 97)]


def test_a_second_archive_goes_on_where_the_first_ends(office: Callable[[str], Path]) -> None:
    whole, moved = office("whole"), office("moved")

    first, second = archive(moved, date(2025, 1, 1)), archive(moved, BEFORE)

    assert first is not None
    assert second is not None
    assert second.first_seq == first.last_seq + 1
    with open_queue(whole) as one, open_queue(moved) as other:
        for seed in range(10):
            assert asked_of(one, random.Random(seed)) == asked_of(other, random.Random(seed))
        assert other.prove_office().sound


def test_without_its_archive_an_office_works_and_says_what_it_cannot_tell(
    office: Callable[[str], Path],
) -> None:
    moved = office("moved")
    made = archive(moved, BEFORE)
    assert made is not None
    (moved / made.name).rename(moved / "elsewhere.db")

    with open_queue(moved) as queue:
        assert queue.issue("household").ticket.number
        assert queue.wait_table(BEFORE, LAST_DAY).total.served > 0
        for ask in (
            lambda: queue.wait_table(made.last_day, LAST_DAY),
            lambda: queue.log_page(WaitFilter(made.first_day, LAST_DAY), size=5),
            queue.prove_office,
            queue.verify_journal,
            lambda: queue.events(0, 5),
        ):
            with pytest.raises(ArchiveMissingError, match=made.name):
                ask()


def test_a_damaged_archive_is_named_by_the_proof(office: Callable[[str], Path]) -> None:
    moved = office("moved")
    made = archive(moved, BEFORE)
    assert made is not None
    with closing(sqlite3.connect(moved / made.name)) as file, file:
        file.execute("UPDATE parts SET wait_us = 0 WHERE wait_us > 0")

    with open_queue(moved) as queue:
        named = {(each.table, each.field) for each in queue.prove_office().named}
        assert ("parts", "wait_us") in named
        assert queue.verify_journal().sound
    with closing(sqlite3.connect(moved / made.name)) as file, file:
        file.execute("DELETE FROM journal_packs WHERE first_seq = 1")
    with open_queue(moved) as queue:
        assert queue.verify_journal().first_broken_seq == 1


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _whole: b"",
    "no database": lambda whole: bytes(255 - byte for byte in whole),
    "cut off": lambda whole: whole[: len(whole) // 2],
    "pages overwritten": lambda whole: whole[: len(whole) // 8] + bytes(len(whole) * 7 // 8),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_of_an_archive_is_told_of_that_file_and_never_of_the_office(
    office: Callable[[str], Path], damage: str
) -> None:
    moved = office("moved")
    made = archive(moved, BEFORE)
    assert made is not None
    file = moved / made.name
    file.write_bytes(DAMAGE[damage](file.read_bytes()))

    with open_queue(moved) as queue:
        for ask in (
            lambda: queue.log_page(WaitFilter(made.first_day, LAST_DAY), size=5000),
            queue.verify_journal,
            queue.prove_office,
        ):
            with pytest.raises(ArchiveDamagedError, match=made.name) as told:
                ask()
            assert "needs no restoring" in str(told.value)
        assert queue.issue("household").ticket.number


def test_damage_that_is_met_only_while_reading_is_told_of_the_archive_too(
    office: Callable[[str], Path],
) -> None:
    moved = office("moved")
    made = archive(moved, BEFORE)
    assert made is not None
    file = moved / made.name
    with closing(sqlite3.connect(file)) as database:
        (root,) = database.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'parts'"
        ).fetchone()
    with file.open("r+b") as written:
        written.seek((root - 1) * PAGE_SIZE_BYTES)
        written.write(bytes(PAGE_SIZE_BYTES))

    with open_queue(moved) as queue:
        assert queue.verify_journal().sound
        with pytest.raises(ArchiveDamagedError, match=made.name):
            queue.log_page(WaitFilter(made.first_day, LAST_DAY), LogOrder.OLDEST, size=5)


def test_damage_of_the_office_is_not_told_of_its_archive(office: Callable[[str], Path]) -> None:
    moved = office("moved")
    assert archive(moved, BEFORE) is not None
    with closing(sqlite3.connect(moved / "kezek.db")) as database, database:
        (first,) = database.execute("SELECT min(first_seq) FROM journal_packs").fetchone()
        database.execute("DROP TRIGGER packs_keep_events")
        database.execute("UPDATE journal_packs SET packed = x'00' WHERE first_seq = ?", (first,))

    with open_queue(moved) as queue, pytest.raises(DatabaseCorruptError, match="restore"):
        queue.events(first - 2, 5)


def test_an_archive_of_other_days_under_the_name_does_not_show_fewer_waits(
    office: Callable[[str], Path],
) -> None:
    moved, other = office("moved"), office("other")
    made, shorter = archive(moved, BEFORE), archive(other, date(2025, 1, 1))
    assert made is not None
    assert shorter is not None
    shutil.copy(other / shorter.name, moved / made.name)

    with open_queue(moved) as queue, pytest.raises(ArchiveDamagedError, match=made.name):
        queue.log_page(WaitFilter(made.first_day, LAST_DAY), size=5)


def test_an_archive_that_goes_away_while_the_office_works_is_said_to_be_away(
    office: Callable[[str], Path],
) -> None:
    moved = office("moved")
    made = archive(moved, BEFORE)
    assert made is not None

    with open_queue(moved) as queue:
        (moved / made.name).unlink()
        with pytest.raises(ArchiveMissingError, match=made.name):
            queue.log_page(WaitFilter(made.first_day, LAST_DAY), size=5)


def test_no_archive_is_made_that_could_not_be_read_beside_the_others(
    office: Callable[[str], Path],
) -> None:
    whole, moved = office("whole"), office("moved")
    months = [date(2024 + month // 12, month % 12 + 1, 1) for month in range(11)]
    for before in months[: archives.MOST_ARCHIVES]:
        assert archive(moved, before) is not None
    files = sorted(moved.glob("archive-*"))

    with pytest.raises(ArchiveError, match="nothing was moved"):
        archive(moved, months[archives.MOST_ARCHIVES])

    assert sorted(moved.glob("archive-*")) == files
    with open_queue(whole) as one, open_queue(moved) as other:
        assert asked_of(one, random.Random(3)) == asked_of(other, random.Random(3))
        assert other.prove_office().sound


def test_the_chain_after_the_border_is_verified_without_the_archive(
    office: Callable[[str], Path],
) -> None:
    moved = office("moved")
    made = archive(moved, BEFORE)
    assert made is not None
    with open_queue(moved) as queue:
        (first,) = queue.events(made.last_seq, 1)
    (moved / made.name).unlink()

    with open_queue(moved) as queue:
        good = queue.verify_journal(after=ChainMark(first.seq, first.hash))
        wrong = queue.verify_journal(after=ChainMark(first.seq, "0" * 64))
        with pytest.raises(ArchiveMissingError, match=made.name):
            queue.verify_journal(after=ChainMark(made.last_seq, made.last_hash))
    assert (good.sound, good.events > 0) == (True, True)
    assert not wrong.sound


def test_what_a_stopped_try_for_another_date_left_is_cleared_away(
    office: Callable[[str], Path],
) -> None:
    moved = office("moved")
    (moved / "archive-2023-12-01-2024-12-31.db.part").write_bytes(b"half")

    assert archive(moved, BEFORE) is not None

    assert list(moved.glob("*.part*")) == []


def test_a_copy_that_somebody_holds_open_moves_nothing(
    office: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = office("moved")
    differs, held = move_out._differs, []

    def meanwhile(*given: Any) -> bool:
        if not held:
            (unfinished,) = moved.glob("*.part")
            held.append(sqlite3.connect(unfinished))
            held[0].execute("SELECT count(*) FROM tickets").fetchone()
        return differs(*given)

    monkeypatch.setattr(move_out, "_differs", meanwhile)
    with pytest.raises(StorageFailedError, match="another process"):
        archive(moved, BEFORE)
    held[0].close()
    with open_queue(moved) as queue:
        assert queue.prove_office().sound


@pytest.mark.parametrize("step", ["_write", "digest_of", "_take_out"])
def test_stopped_at_any_step_the_office_has_everything_and_the_next_try_ends_it(
    office: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    whole, moved = office("whole"), office("moved")
    work = getattr(move_out, step)

    def stopped(*given: Any) -> None:
        if step != "_take_out":
            work(*given)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(move_out, step, stopped)
        with pytest.raises(KeyboardInterrupt):
            archive(moved, BEFORE)
    with open_queue(moved) as queue, open_queue(whole) as other:
        assert asked_of(queue, random.Random(1)) == asked_of(other, random.Random(1))
        assert queue.prove_office().sound

    assert archive(moved, BEFORE) is not None
    with open_queue(moved) as queue:
        assert queue.prove_office().sound


def test_a_copy_that_differs_moves_nothing(
    office: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = office("moved")
    monkeypatch.setattr(move_out, "_differs", lambda *_: True)

    with pytest.raises(ArchiveError, match="nothing was moved"):
        archive(moved, BEFORE)

    assert list(moved.glob("archive-*")) == []
    with open_queue(moved) as queue:
        assert queue.prove_office().sound


def test_somebody_who_writes_meanwhile_stops_it(
    office: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = office("moved")
    digest = move_out.digest_of

    def meanwhile(file: Path) -> str:
        with open_queue(moved) as queue:
            queue.issue("household")
        return digest(file)

    monkeypatch.setattr(move_out, "digest_of", meanwhile)

    with pytest.raises(ArchiveError, match="somebody did"):
        archive(moved, BEFORE)
    with open_queue(moved) as queue:
        assert queue.prove_office().sound


def test_the_database_lets_nothing_go_that_no_archive_holds(office: Callable[[str], Path]) -> None:
    moved = office("moved")
    assert archive(moved, BEFORE) is not None

    with (
        closing(sqlite3.connect(moved / "kezek.db")) as database,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        database.execute("DELETE FROM journal_packs")


def test_a_backup_takes_the_archives_along(office: Callable[[str], Path], tmp_path: Path) -> None:
    moved = office("moved")
    made = archive(moved, BEFORE)
    assert made is not None
    back_up(moved, tmp_path / "backup.tar.gz")

    proof = restore(tmp_path / "backup.tar.gz", tmp_path / "restored")

    assert proof.sound
    assert (tmp_path / "restored" / made.name).read_bytes() == (moved / made.name).read_bytes()


def test_a_backup_made_without_its_archive_is_kept_and_says_what_it_lacks(
    office: Callable[[str], Path], tmp_path: Path
) -> None:
    moved = office("moved")
    made = archive(moved, BEFORE)
    assert made is not None
    (moved / made.name).rename(tmp_path / made.name)
    back_up(moved, tmp_path / "backup.tar.gz")

    with pytest.raises(UnprovenBackupError, match=made.name):
        restore(tmp_path / "backup.tar.gz", tmp_path / "restored")

    assert not (tmp_path / "restored").exists()
    kept = tmp_path / "restored.unproven"
    (tmp_path / made.name).rename(kept / made.name)
    with open_queue(kept) as queue:
        assert queue.prove_office().sound


def test_an_office_with_archives_stays_in_its_file(
    office: Callable[[str], Path], tmp_path: Path
) -> None:
    moved = office("moved")
    assert archive(moved, BEFORE) is not None

    with (
        pytest.raises(CarryError, match="archives stays in its file"),
        carried(moved, source_url=None, target=tmp_path / "other.db", clock=SystemClock()),
    ):
        pass


def test_a_date_before_everything_moves_nothing(office: Callable[[str], Path]) -> None:
    moved = office("moved")

    assert archive(moved, date(2020, 1, 1)) is None
    assert list(moved.glob("archive-*")) == []
