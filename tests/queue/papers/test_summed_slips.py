"""The slip of a job bears its sum: what the card spoilt is told, and not printed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kezek_queue import Queue
from kezek_queue.errors import DatabaseCorruptError
from kezek_queue.journal.summed_texts import WrongSumError, with_sum, without_sum

Change = Callable[[str], str]


def store_slip(office_dir: Path, change: Change) -> None:
    """What stands in the file of the first job's slip becomes something else."""
    with closing(sqlite3.connect(office_dir / "kezek.db")) as connection, connection:
        (slip,) = connection.execute("SELECT slip FROM print_jobs WHERE id = 1").fetchone()
        connection.execute("UPDATE print_jobs SET slip = ? WHERE id = 1", (change(slip),))


@pytest.mark.parametrize(
    "change",
    [
        lambda slip: slip.replace('"A001"', '"A009"'),
        lambda slip: slip.replace('"', "'", 1),
        lambda slip: slip[:-1] + ("0" if slip[-1] != "0" else "1"),
        lambda slip: slip.replace("}#", "}+"),
        lambda slip: slip[:40],
    ],
    ids=["another number", "no JSON", "another sum", "no sum", "half of it"],
)
def test_a_slip_that_was_spoilt_is_told_and_found_by_the_check_of_the_file(
    queue: Queue, office_dir: Path, change: Change
) -> None:
    queue.issue("military-service")
    store_slip(office_dir, change)

    with pytest.raises(DatabaseCorruptError, match="the slip of print job 1"):
        queue.print_job(1)


def test_the_check_of_the_file_names_the_job(queue: Queue, office_dir: Path) -> None:
    queue.issue("military-service")
    store_slip(office_dir, lambda slip: slip.replace('"A001"', '"A009"'))

    found = queue.check_file()

    assert found is not None
    (damage,) = found.damage
    assert damage.startswith("print_jobs: the slip of print job 1: its sum is not ")


def test_a_slip_of_the_release_before_has_no_sum_and_is_printed(
    queue: Queue, office_dir: Path
) -> None:
    queue.issue("military-service")
    store_slip(office_dir, without_sum)

    assert queue.print_job(1).number == "A001"
    assert queue.check_file().sound


def test_a_text_comes_back_as_it_was() -> None:
    assert without_sum(with_sum('{"a":"ә#1a2b3c4d"}')) == '{"a":"ә#1a2b3c4d"}'


def test_half_a_sign_is_a_wrong_sum() -> None:
    with pytest.raises(WrongSumError):
        without_sum(with_sum('{"a":"b"}').replace("b", "\ud800", 1))
