"""One suite for every board line: a serial one on a pseudo-terminal, and the fake; both formats."""

from __future__ import annotations

import contextlib
import os
import select
import threading
import time
import tty
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kezek_core.ports import Wire
from kezek_hardware.boards.board_line import BoardLine
from kezek_hardware.boards.boards_fake import FakeBoards
from kezek_hardware.boards.frame_file import load_frame_format
from kezek_hardware.boards.frame_format import FrameFormat
from kezek_hardware.boards.frame_rules import FrameTextError
from kezek_hardware.boards.serial_line import line_of
from kezek_hardware.device import DeviceClosedError, DeviceStatus

ENOUGH = 60.0
BOARDS = [1, 2, 3]


class Clock:
    """Seconds that pass when the bench lets them."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Bench:
    """A line, its boards, and the hand that pulls plugs."""

    def __init__(self, frames: FrameFormat, connect: Callable[[], Wire]) -> None:
        self.clock = Clock()
        self.line = BoardLine("hall", frames, connect, monotonic=self.clock)

    boards: FakeBoards

    def run(self, seconds: float = 1.0) -> None:
        """Let the owner look for a while."""
        ends_at = self.clock.now + seconds
        while self.clock.now < ends_at:
            self.clock.now = min(ends_at, self.clock.now + self.line.look(self.clock.now) + 0.001)

    def comes(self, true: Callable[[], bool]) -> bool:
        """Whether something becomes true: bytes need a moment through a pseudo-terminal."""
        ends_at = time.monotonic() + ENOUGH
        while not true() and time.monotonic() < ends_at:
            threading.Event().wait(0.002)
        return true()

    def unplug(self) -> None: ...

    def plug_in(self) -> None: ...

    def close(self) -> None:
        self.line.close()


class SerialBench(Bench):
    """The adapter is a link to a pseudo-terminal; a thread behind it plays the boards."""

    def __init__(self, frames: FrameFormat, directory: Path) -> None:
        self._link = directory / "ttyUSB0"
        self._ends: list[int] = []
        self._player: threading.Thread | None = None
        self._pulled = threading.Event()
        self.boards = FakeBoards(frames, BOARDS)
        settings, connect = line_of(f"serial://{self._link}?baud=115200", frames.line)
        super().__init__(replace(frames, line=settings), connect)
        self.plug_in()

    def plug_in(self) -> None:
        master, slave = os.openpty()
        tty.setraw(slave)
        self._ends = [master, slave]
        self._link.symlink_to(os.ttyname(slave))
        self._pulled.clear()
        self._player = threading.Thread(target=self._play, args=(master,), daemon=True)
        self._player.start()

    def _play(self, master: int) -> None:
        while not self._pulled.is_set():
            if select.select([master], [], [], 0.01)[0]:
                with contextlib.suppress(OSError):
                    self.boards.take(os.read(master, 256))
                    os.write(master, self.boards.give(256))

    def unplug(self) -> None:
        self._link.unlink(missing_ok=True)
        self._pulled.set()
        if self._player is not None:
            self._player.join(ENOUGH)
        while self._ends:
            os.close(self._ends.pop())

    def close(self) -> None:
        super().close()
        self.unplug()


class FakeBench(Bench):
    def __init__(self, frames: FrameFormat, _directory: Path) -> None:
        self.boards = FakeBoards(frames, BOARDS)
        super().__init__(frames, self.boards.connect)
        self.unplug = self.boards.unplug  # type: ignore[method-assign]
        self.plug_in = self.boards.plug_in  # type: ignore[method-assign]


@pytest.fixture(params=[SerialBench, FakeBench], ids=["serial", "fake"])
def bench_class(request: pytest.FixtureRequest) -> type[Bench]:
    return request.param


@pytest.fixture(params=["plain-ascii", "modbus-digits"])
def bench(
    request: pytest.FixtureRequest, bench_class: type[Bench], tmp_path: Path
) -> Iterator[Bench]:
    made = bench_class(load_frame_format(request.param), tmp_path)  # type: ignore[call-arg,arg-type]
    yield made
    made.close()


def test_each_board_shows_its_own_number(bench: Bench) -> None:
    bench.line.show(1, "A015")
    bench.line.show(3, "P120")
    bench.run()

    assert bench.comes(lambda: bench.boards.text(1) == "A015")
    assert bench.comes(lambda: bench.boards.text(3) == "P120")
    assert bench.boards.text(2) == ""
    assert bench.line.state().status is DeviceStatus.OK


def test_a_new_number_takes_the_place_of_the_old_one_and_a_cleared_board_is_dark(
    bench: Bench,
) -> None:
    bench.line.show(1, "A015")
    bench.run()
    bench.line.show(1, "A016")
    bench.run()
    showed = bench.comes(lambda: bench.boards.text(1) == "A016")
    bench.line.clear(1)
    bench.run()

    assert showed
    assert bench.comes(lambda: bench.boards.text(1) == "")


def test_a_called_number_blinks_calmly_and_then_stands(bench: Bench) -> None:
    bench.line.show(1, "A015", blink_seconds=5)
    bench.run(10)
    bench.line.clear(2)  # a mark: what follows it comes after the blinking
    bench.run(1)

    assert bench.comes(lambda: any(shown.address == 2 for shown in bench.boards.history))
    assert bench.boards.text(1) == "A015"
    assert not bench.boards.blinking(1)
    seen = [shown for shown in bench.boards.history if shown.address == 1]
    # Blinking by the owner: five times lit and dark, then lit; by the board: two frames.
    assert len(seen) == (2 if bench.line.frames.blinks else 11)


def test_a_line_that_is_absent_at_the_start_is_found_later(bench: Bench) -> None:
    bench.unplug()
    bench.line.show(1, "A015")
    bench.run(40)
    absent = bench.line.state()
    bench.plug_in()
    bench.run(20)

    assert absent.status is DeviceStatus.ABSENT
    assert "expected" in absent.message
    assert bench.comes(lambda: bench.boards.text(1) == "A015")
    assert bench.line.state().status is DeviceStatus.OK


def test_a_line_that_is_pulled_out_shows_the_newest_number_when_it_is_back(bench: Bench) -> None:
    bench.line.show(1, "A015")
    bench.run()
    bench.unplug()
    bench.line.show(1, "A016")
    bench.run(2)
    gone = bench.line.state().status
    bench.plug_in()
    bench.run(20)

    assert gone in {DeviceStatus.TROUBLE, DeviceStatus.ABSENT}
    assert bench.comes(lambda: bench.boards.text(1) == "A016")


def test_a_board_that_lost_its_power_is_told_again(bench: Bench) -> None:
    bench.line.show(1, "A015")
    bench.run()
    bench.comes(lambda: bench.boards.text(1) == "A015")
    bench.boards.switch_off(1)
    bench.boards.switch_on(1)
    bench.run(31)

    assert bench.comes(lambda: bench.boards.text(1) == "A015")


@pytest.mark.parametrize("text", ["A0155", "ә15", "a015", "\r\n"])
def test_what_no_board_shows_is_refused_at_once(bench: Bench, text: str) -> None:
    with pytest.raises(FrameTextError, match="expected at most"):
        bench.line.show(1, text)


@pytest.mark.parametrize("address", [0, -1, 248, 1000])
def test_an_address_that_no_board_has_is_refused_at_once(bench: Bench, address: int) -> None:
    with pytest.raises(FrameTextError, match="expected a board address"):
        bench.line.show(address, "A015")


def test_a_closed_line_leaves_its_boards_dark_and_does_nothing_more(bench: Bench) -> None:
    bench.line.show(1, "A015")
    bench.run()
    bench.comes(lambda: bench.boards.text(1) == "A015")

    bench.line.close()
    bench.line.close()

    assert bench.comes(lambda: bench.boards.text(1) == "")
    assert bench.line.state().status is DeviceStatus.CLOSED
    with pytest.raises(DeviceClosedError, match="expected hall to be open"):
        bench.line.show(1, "A016")


def test_boards_that_answer_are_missed_when_they_do_not(
    bench_class: type[Bench], tmp_path: Path
) -> None:
    frames = load_frame_format("modbus-digits")
    bench = bench_class(frames, tmp_path)  # type: ignore[call-arg,arg-type]
    bench.boards.switch_off(2)
    bench.line.show(1, "A015")
    bench.line.show(2, "A016")
    bench.run(10)
    missed = bench.line.state()
    bench.boards.switch_on(2)
    bench.run(31)
    back = bench.line.state()
    bench.close()

    assert (missed.status, missed.detail) == (DeviceStatus.TROUBLE, "silent:2")
    assert back.status is DeviceStatus.OK


def test_many_callers_and_a_loose_cable_leave_the_last_word_on_every_board(
    bench_class: type[Bench], tmp_path: Path
) -> None:
    bench = bench_class(load_frame_format("plain-ascii"), tmp_path)  # type: ignore[call-arg,arg-type]
    bench.line.start()

    def call(address: int) -> None:
        for at in range(200):
            bench.line.show(address, f"A{at:03}")
        bench.line.show(address, f"E{address:03}")

    callers = [threading.Thread(target=call, args=(address,)) for address in BOARDS]
    for caller in callers:
        caller.start()
    bench.unplug()
    bench.plug_in()
    for caller in callers:
        caller.join(ENOUGH)

    def shows_all() -> bool:
        bench.clock.now += 0.5  # the owner's time, in which it rests between its looks
        bench.line.show(1, "E001")
        return [bench.boards.text(address) for address in BOARDS] == ["E001", "E002", "E003"]

    assert bench.comes(shows_all)
    bench.close()


def test_the_owner_drives_the_boards_by_itself(bench_class: type[Bench], tmp_path: Path) -> None:
    frames = load_frame_format("plain-ascii")
    bench = bench_class(frames, tmp_path)  # type: ignore[call-arg,arg-type]
    bench.line.start()

    bench.line.show(1, "A015")

    assert bench.comes(lambda: bench.boards.text(1) == "A015")
    bench.close()
