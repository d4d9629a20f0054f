"""A machine's old table of time zones is noticed, and Kezek's own is read instead."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kezek_core.calendar.time_zones import KNOWN, ZoneTable, office_zone, zone_table

BEFORE_2024 = "".join(f"Zone {name} 6:00 - +06\n" for name in KNOWN)

OPENS = """
import sys
sys.modules.update({missing: None for missing in sys.argv[1:]})
from datetime import UTC, datetime, time
from kezek_core.calendar.office_hours import DayHours, OfficeHours
from kezek_core.calendar.time_zones import office_zone, zone_table

week = {day: DayHours(time(9), time(18)) for day in range(7)}
hours = OfficeHours(office_zone("Asia/Almaty"), week)
print(zone_table("Asia/Almaty").value, hours.next_open(datetime(2026, 11, 22, 20, tzinfo=UTC)))
"""


@pytest.fixture(scope="module")
def old_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compiled tables that have not heard of 2024."""
    compiler = shutil.which("zic", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    assert compiler, 'expected the compiler of time zones: "apt install libc-bin"'
    where = tmp_path_factory.mktemp("zones")
    source = where / "before-2024.zi"
    source.write_text(BEFORE_2024, encoding="utf-8")
    subprocess.run([compiler, "-d", str(where / "compiled"), str(source)], check=True)
    return where / "compiled"


def opens(tables: Path, *missing: str) -> str:
    """Whose table is read, and when the office opens, in a process with old tables."""
    environment = {**os.environ, "PYTHONTZPATH": str(tables)}
    return subprocess.run(
        [sys.executable, "-c", OPENS, *missing],
        env=environment, capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip


def test_with_an_old_table_the_office_opens_at_nine_all_the_same(old_tables):
    assert opens(old_tables) == "packaged 2026-11-23 04:00:00+00:00"


def test_with_no_newer_table_the_office_opens_an_hour_wrong_and_it_is_known(old_tables):
    assert opens(old_tables, "tzdata") == "outdated 2026-11-23 03:00:00+00:00"


@pytest.mark.parametrize("name", KNOWN)
def test_the_table_of_this_machine_or_the_packaged_one_knows_every_zone_of_kazakhstan(name):
    assert zone_table(name) in (ZoneTable.MACHINE, ZoneTable.PACKAGED)
    assert office_zone(name).utcoffset(datetime(2026, 1, 1)) == timedelta(hours=5)
    assert office_zone(name) is office_zone(name)


def test_what_is_known_was_otherwise_before(old_tables):
    """The facts tell old tables from new ones: before 2024 Almaty kept UTC+6."""
    zone = office_zone("Asia/Almaty")

    assert datetime(2024, 2, 1, tzinfo=UTC).astimezone(zone).utcoffset() == timedelta(hours=6)
    assert office_zone("Asia/Qyzylorda").utcoffset(datetime(2018, 6, 1)) == timedelta(hours=6)


def test_a_zone_of_another_country_is_taken_as_the_machine_has_it():
    assert zone_table("Asia/Tokyo") is ZoneTable.MACHINE
