"""The machine's clocks, and the one that stands still."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.errors import ClockError
from kezek_core.events import EventKind
from kezek_core.moments import Moment
from kezek_queue import ManualClock, Queue, SystemClock
from kezek_queue.clock import _machine_name, from_us, to_us
from kezek_queue.journal.moment_text import moment_text, read_moment, read_optional_moment
from kezek_queue.schema.tables import boots

AT = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def test_the_machine_knows_its_boot_and_never_goes_back():
    clock = SystemClock()

    moments = [clock.now() for _ in range(200)]

    assert moments == sorted(moments, key=lambda moment: moment.boottime_us)
    assert {moment.boot_id for moment in moments} == {
        Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    }
    assert abs(moments[-1].at - datetime.now(UTC)) < timedelta(minutes=1)
    assert moments[0].at.tzinfo is UTC
    assert isinstance(moments[0].synchronised, bool)


def test_a_clock_that_stands_still_moves_when_it_is_told_to():
    clock = ManualClock(AT)

    assert clock.now() == clock.now()
    assert clock.advance(minutes=2).at == AT + timedelta(minutes=2)
    assert clock.now().boottime_us == 180_000_000
    assert clock.move_to(AT).at == AT + timedelta(minutes=2)
    assert clock.move_to(AT + timedelta(hours=1)).at == AT + timedelta(hours=1)


def test_a_step_of_the_wall_is_no_time():
    clock = ManualClock(AT)

    stepped = clock.step_wall(timedelta(hours=-3))

    assert stepped.at == AT - timedelta(hours=3)
    assert stepped.boottime_us == 60_000_000


def test_a_reboot_starts_the_boot_clock_again_and_may_lose_the_wall():
    clock = ManualClock(AT)

    kept = clock.reboot(timedelta(minutes=5))
    lost = clock.reboot(timedelta(minutes=5), wall_lost=True)

    assert (kept.boot_id, kept.boottime_us, kept.synchronised) == ("boot-2", 0, True)
    assert kept.at == AT + timedelta(minutes=5)
    assert (lost.boot_id, lost.at, lost.synchronised) == ("boot-3", kept.at, False)


def test_time_does_not_run_backwards_and_has_a_zone():
    with pytest.raises(ClockError):
        ManualClock(AT).advance(timedelta(seconds=-1))
    with pytest.raises(ClockError):
        ManualClock(datetime(2026, 11, 23))


@given(
    st.datetimes(timezones=st.just(UTC)),
    st.integers(0, 2**53),
    st.booleans(),
    st.text("0123456789abcdef-", min_size=1),
)
def test_a_moment_survives_its_column(at, boottime_us, synchronised, boot_id):
    moment = Moment(at, boot_id, boottime_us, synchronised)

    assert read_moment(moment_text(moment)) == moment
    assert from_us(to_us(at)) == at
    assert read_optional_moment(moment_text(None)) is None


def test_a_machine_has_a_name_that_does_not_tell_its_id(tmp_path):
    file = tmp_path / "machine-id"
    file.write_text("0123456789abcdef0123456789abcdef\n")

    name = _machine_name(file)

    assert name == _machine_name(file)
    assert len(name) == 16
    assert name not in file.read_text()


@pytest.mark.parametrize("content", [None, "", "\n"])
def test_a_machine_without_an_id_has_no_name(tmp_path, content):
    file = tmp_path / "machine-id"
    if content is not None:
        file.write_text(content)

    assert _machine_name(file) == ""


def test_the_journal_says_which_machine_began_to_work(office_dir):
    clock = ManualClock(machine="first")

    with Queue.create(office_dir, clock=clock) as queue:
        [began] = [each for each in queue.events() if each.kind is EventKind.BOOT_STARTED]
        with queue._database.read() as connection:
            stored = connection.execute(sa.select(boots.c.machine)).scalar_one()

        assert began.body["machine"] == stored == "first"
        assert queue.prove_office().sound


def test_a_machine_that_was_given_another_name_in_the_table_is_noticed(office_dir):
    with Queue.create(office_dir, clock=ManualClock(machine="first")) as queue:
        queue.store.write(lambda c: c.execute(boots.update().values(machine="second")))

        assert not queue.prove_office().sound
