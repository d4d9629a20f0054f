"""Boards over windows and the board over the hall."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_hardware.boards.board_line import BoardLine, open_board_line
from kezek_hardware.boards.boards_fake import FakeBoards
from kezek_hardware.boards.frame_file import load_frame_format
from kezek_hardware.boards.frame_rules import FrameFormatError, FrameTextError, LineSettings
from kezek_hardware.boards.hall_board import HallBoard
from kezek_hardware.boards.hall_rows import HallCall, HallRows
from kezek_hardware.boards.serial_line import LineUrlError, SerialLine, line_of
from kezek_hardware.boards.window_board import BoardWiringError, NoBoardError, WindowBoards
from kezek_hardware.device import DeviceClosedError, DeviceStatus

FRAMES = load_frame_format("plain-ascii", width=7)


class Hall:
    """A line in memory with time that passes on request."""

    def __init__(self) -> None:
        self.now = 100.0
        self.boards = FakeBoards(FRAMES, list(range(1, 10)))
        self.line = BoardLine("hall", FRAMES, self.boards.connect, monotonic=lambda: self.now)
        self.windows = WindowBoards("windows", self.line, {1: 4, 2: 5})
        self.hall = HallBoard("hall", self.line, [1, 2, 3], monotonic=lambda: self.now)

    def run(self, seconds: float) -> None:
        ends_at = self.now + seconds
        while self.now < ends_at:
            rest = self.hall.look(self.now)
            self.now = min(ends_at, self.now + min(rest, self.line.look(self.now)) + 0.001)

    def texts(self) -> list[str]:
        return [self.boards.text(row) for row in (1, 2, 3)]


@pytest.fixture
def hall() -> Iterator[Hall]:
    made = Hall()
    yield made
    made.hall.close()
    made.windows.close()
    made.line.close()


def test_a_call_blinks_over_its_window_for_five_seconds(hall: Hall) -> None:
    hall.windows.call(2, "A015")
    hall.run(4.9)
    early = hall.boards.blinking(5)
    hall.run(0.5)

    assert early
    assert hall.boards.text(5) == "A015"
    assert not hall.boards.blinking(5)
    assert hall.boards.text(4) == ""


def test_a_window_without_a_visitor_is_dark(hall: Hall) -> None:
    hall.windows.show(1, "A015")
    hall.run(1)

    hall.windows.clear(1)
    hall.run(1)

    assert hall.boards.text(4) == ""


def test_a_window_without_a_board_is_named(hall: Hall) -> None:
    with pytest.raises(NoBoardError, match=r"expected a window with a board \(1, 2\)"):
        hall.windows.call(3, "A015")


@pytest.mark.parametrize("addresses", [{}, {1: 4, 2: 4}])
def test_every_board_needs_an_address_of_its_own(hall: Hall, addresses: dict[int, int]) -> None:
    with pytest.raises(BoardWiringError, match="address of its own"):
        WindowBoards("windows", hall.line, addresses)


def test_closed_window_boards_are_dark_and_show_no_more(hall: Hall) -> None:
    hall.windows.show(1, "A015")
    hall.run(1)

    hall.windows.close()
    hall.run(1)

    assert hall.boards.text(4) == ""
    assert hall.windows.state().status is DeviceStatus.CLOSED
    with pytest.raises(DeviceClosedError):
        hall.windows.call(1, "A016")


def test_the_newest_call_stands_on_top_with_its_window_at_the_edge(hall: Hall) -> None:
    hall.hall.call("A015", 3)
    hall.run(7)
    hall.hall.call("P120", 12)
    hall.run(7)

    assert hall.texts() == ["P120 12", "A015  3", ""]


def test_calls_that_come_together_are_each_held_six_seconds(hall: Hall) -> None:
    for at, number in enumerate(["A001", "A002", "A003"], start=1):
        hall.hall.call(number, at)

    tops = []
    for _ in range(4):
        hall.run(5.9)
        tops.append(hall.texts()[0][:4])
        hall.run(0.1)

    assert tops == ["A001", "A002", "A003", "A003"]
    assert hall.texts() == ["A003  3", "A002  2", "A001  1"]


def test_a_new_call_blinks_five_seconds_and_no_other_row_does(hall: Hall) -> None:
    hall.hall.call("A001", 1)
    hall.run(7)
    hall.hall.call("A002", 2)
    hall.run(4.5)
    during = [hall.boards.blinking(row) for row in (1, 2)]
    hall.run(1)

    assert during == [True, False]
    assert not hall.boards.blinking(1)


def test_a_number_that_is_called_again_comes_back_on_top_once(hall: Hall) -> None:
    hall.hall.call("A001", 1)
    hall.hall.call("A002", 2)
    hall.run(13)
    hall.hall.call("A001", 1)
    hall.run(3)

    assert hall.texts() == ["A001  1", "A002  2", ""]
    assert hall.boards.blinking(1)


def test_the_same_call_twice_in_a_moment_is_one(hall: Hall) -> None:
    hall.hall.call("A001", 1)
    hall.hall.call("A002", 2)
    hall.hall.call("A002", 2)
    hall.run(12.5)
    hall.hall.call("A003", 3)
    hall.run(0.5)

    assert hall.texts()[0] == "A003  3"


def test_calls_from_before_fill_the_rows_without_highlight(hall: Hall) -> None:
    calls = [HallCall(f"A00{at}", at) for at in range(1, 6)]

    hall.hall.settle(calls, (), anew=True)
    hall.run(0.5)

    assert hall.texts() == ["A001  1", "A002  2", "A003  3"]
    assert not any(hall.boards.blinking(row) for row in (1, 2, 3))


def test_a_void_call_leaves_its_row_and_the_line_of_calls(hall: Hall) -> None:
    hall.hall.call("A001", 1)
    hall.hall.call("A002", 2)
    hall.run(1)

    hall.hall.withdraw("A001")
    hall.hall.withdraw("A002")
    hall.run(10)

    assert hall.texts() == ["", "", ""]


def test_rows_too_narrow_for_number_and_window_are_refused() -> None:
    narrow = BoardLine("hall", load_frame_format("plain-ascii"), lambda: None)  # type: ignore[arg-type,return-value]

    with pytest.raises(FrameTextError, match="wide enough"):
        HallBoard("hall", narrow, [1, 2])


def test_a_closed_hall_board_is_dark_and_shows_no_more(hall: Hall) -> None:
    hall.hall.call("A001", 1)
    hall.run(1)

    hall.hall.close()
    hall.run(1)

    assert hall.texts() == ["", "", ""]
    with pytest.raises(DeviceClosedError):
        hall.hall.call("A002", 2)


@given(st.lists(st.tuples(st.floats(0, 20), st.integers(1, 6)), max_size=12))
def test_no_call_is_lost_and_only_a_backlog_shortens_its_six_seconds(
    arrivals: list[tuple[float, int]],
) -> None:
    rows, now = HallRows(3), 0.0
    tops: list[tuple[float, str]] = []
    called: set[str] = set()

    def look() -> None:
        rows.advance(now)
        top = rows.rows[0]
        if top.call and (not tops or tops[-1][1] != top.call.number):
            tops.append((now, top.call.number))

    for pause, ticket in arrivals:
        for _ in range(int(pause)):
            now += 1.0
            look()
        rows.call(HallCall(f"A00{ticket}", 1), now)
        called.add(f"A00{ticket}")
        look()
    for _ in range(100):
        now += 1.0
        look()

    assert {number for _, number in tops} == called
    for (began, _), (ended, _) in pairwise(tops):
        assert ended - began >= (6 if len(arrivals) < 4 else 1.5)


def after(rows: HallRows, seconds: int, now: float = 0.0) -> list[tuple[float, str]]:
    """What stands on top, from when."""
    tops: list[tuple[float, str]] = []
    for tenth in range(seconds * 10):
        at = now + tenth / 10
        rows.advance(at)
        top = rows.rows[0].call
        if top and (not tops or tops[-1][1] != top.number):
            tops.append((at, top.number))
    return tops


def numbers(rows: HallRows) -> list[str]:
    return [row.call.number for row in rows.rows if row.call]


def test_the_tenth_of_a_burst_has_its_turn_within_twenty_seconds() -> None:
    rows = HallRows(4)
    for at in range(10):
        rows.call(HallCall(f"A{at:03}", at), 0.0)

    tops = after(rows, 20)

    assert [number for _, number in tops] == [f"A{at:03}" for at in range(10)]
    assert min(later - sooner for (sooner, _), (later, _) in pairwise(tops)) >= 1.5


def test_whoever_has_not_come_stays_on_the_rows_however_many_follow() -> None:
    rows = HallRows(3)
    rows.call(HallCall("A001", 1), 0.0)
    for at in range(2, 6):
        rows.call(HallCall(f"A00{at}", 2), 0.0)
        rows.answered(f"A00{at}")
    after(rows, 30)

    assert numbers(rows) == ["A005", "A004", "A001"]


def test_more_people_than_rows_take_turns_below_the_newest() -> None:
    rows = HallRows(3)
    for at in range(1, 7):
        rows.call(HallCall(f"A00{at}", at), 0.0)
    after(rows, 60)
    seen = set()
    for second in range(60, 80):
        rows.advance(float(second))
        seen.update(numbers(rows))

    assert seen == {f"A00{at}" for at in range(1, 7)}
    assert numbers(rows)[0] == "A006"


def test_what_was_answered_unseen_is_shown_in_its_order() -> None:
    rows = HallRows(4)
    rows.passed(HallCall("A001", 1), 0.0, lately=False)
    rows.passed(HallCall("A002", 2), 0.0, lately=True)
    rows.call(HallCall("A003", 3), 0.0)

    tops = after(rows, 20)

    assert [number for _, number in tops] == ["A002", "A003"]
    assert numbers(rows) == ["A003", "A002", "A001"]


def test_rows_of_a_day_that_is_closed_out_go(hall: Hall) -> None:
    hall.hall.settle([HallCall("A002", 2), HallCall("A001", 1)], (), anew=True)
    hall.run(1)
    hall.hall.settle([], (), anew=False)
    hall.run(1)

    assert hall.texts() == ["", "", ""]


def test_a_jammed_line_is_reported_and_works_again_when_it_is_free(hall: Hall) -> None:
    hall.windows.show(1, "A015")
    hall.run(1)
    hall.boards.jam()
    hall.windows.show(1, "A016")
    hall.run(1)
    jammed = hall.windows.state()
    hall.boards.free()
    hall.run(20)

    assert (jammed.status, jammed.detail) == (DeviceStatus.TROUBLE, "line_lost")
    assert hall.boards.text(4) == "A016"
    assert hall.windows.state().status is DeviceStatus.OK


def test_noise_on_the_line_does_not_keep_a_number_from_its_board(hall: Hall) -> None:
    hall.line.look(hall.now)
    hall.boards.noise(b"\xff\x00$KZ,04,S,A9")

    hall.windows.show(1, "A015")
    hall.run(1)

    assert hall.boards.text(4) == "A015"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "tcp://board:4001",
        "serial://",
        "serial://host/dev/ttyUSB0",
        "serial:///dev/ttyUSB0?baud=12",
        "serial:///dev/ttyUSB0?parity=mark",
        "serial:///dev/ttyUSB0?speed=9600",
        "serial:///dev/ttyUSB0#1",
    ],
)
def test_an_address_of_another_form_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(LineUrlError, match="serial:///dev/ttyUSB0"):
        open_board_line("windows", url, "plain-ascii")


def test_a_line_takes_what_the_address_says_and_the_rest_from_the_format() -> None:
    usual = LineSettings(baud=4800, parity="even", pause_seconds=0.05)

    settings, _ = line_of("serial:///dev/ttyUSB0?baud=19200&stop=2", usual)

    assert settings == LineSettings(19200, 8, "even", 2, 0.05)
    assert settings.seconds_of(120) == pytest.approx(120 * 12 / 19200)


def test_opening_an_absent_port_says_whom_to_ask(tmp_path: object) -> None:
    with pytest.raises(OSError, match="dialout"):
        SerialLine(f"{tmp_path}/ttyUSB0", LineSettings())


def test_a_board_line_that_would_flicker_is_refused() -> None:
    with pytest.raises(FrameFormatError, match="disturbs"):
        BoardLine("hall", FRAMES, FakeBoards(FRAMES, [1]).connect, blink_seconds=0.5)
