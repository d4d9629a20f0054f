"""The hall board in Debian's Chromium: every call shown once and in order, whatever happens."""

from __future__ import annotations

import itertools
import shutil
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from kezek_hardware import SilentVoice
from kezek_kiosk.compose import build_services
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock

pytestmark = [pytest.mark.browser, pytest.mark.slow(1)]

SERVICE = "household"
WINDOWS = range(1, 11)
BOARD = "**/api/v1/board?**"
PATIENCE_MS = 3_000
NOTE_TOPS = """() => {
  window.tops = [];
  const list = document.querySelector("[data-calls]");
  new MutationObserver(() => {
    const top = list.querySelector(".call__number")?.textContent;
    if (top && window.tops.at(-1)?.[0] !== top) window.tops.push([top, Date.now()]);
  }).observe(list, { childList: true });
}"""


@pytest.fixture
def data_dir(demo_template: Path, tmp_path: Path) -> Path:
    """The demo office with ten windows for every service."""
    office = Path(shutil.copytree(demo_template, tmp_path / "data"))
    text = (office / "office.toml").read_text("utf-8")
    services = [each["id"] for each in tomllib.loads(text)["services"]]
    text = text[: text.index("[[windows]]")] + text[text.index("[[categories]]") :]
    windows = "".join(
        f"[[windows]]\nid = {number}\nservices = {services}\n\n" for number in WINDOWS
    )
    (office / "office.toml").write_text(text + "\n" + windows, "utf-8")
    return office


@pytest.fixture
def voice() -> SilentVoice:
    """Keeps what it was asked to say."""
    return SilentVoice()


@pytest.fixture
def context(data_dir: Path, clock: ManualClock, voice: SilentVoice) -> Iterator[AppContext]:
    """The services with that voice."""
    built = build_services(data_dir, clock=clock)
    yield replace(built, voice=voice)
    built.close()


class Hall:
    """The office behind the board."""

    def __init__(self, context: AppContext, clock: ManualClock) -> None:
        self.queue = context.queue
        self.clock = clock

    def call(self, *windows: int) -> list[str]:
        """Give a ticket and call it, window by window."""
        numbers = []
        for window in windows:
            self.queue.issue(SERVICE)
            self.clock.advance(timedelta(milliseconds=100))
            answer = self.queue.call_next(window, actor=f"operator{window}")
            assert answer.ticket
            numbers.append(answer.ticket.number)
        return numbers


@pytest.fixture
def hall(context: AppContext, clock: ManualClock) -> Hall:
    return Hall(context, clock)


@pytest.fixture
def open_board(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Opens the board with its time standing still until a test lets it pass."""

    def open_at(path: str = "/board") -> Page:
        board = open_page(path, 1920, 1080)
        still(board)
        return board

    return open_at


def still(board: Page) -> None:
    expect(board.locator("[data-waiting]")).to_be_visible()
    board.clock.pause_at(board.evaluate("Date.now()") / 1000 + 0.5)
    board.evaluate(NOTE_TOPS)


def numbers(board: Page) -> list[str]:
    return board.locator(".call__number").all_inner_texts()


def hear(board: Page, seq: int) -> None:
    """Let the board learn of everything up to an event."""
    for _ in range(100):
        try:
            with board.expect_response(BOARD, timeout=PATIENCE_MS) as found:
                board.clock.run_for(5_000)  # the next look, if no event comes first
        except PlaywrightTimeout:
            continue  # it had answered just before: the next look comes 5 s later
        if found.value.json()["seq"] >= seq:
            board.evaluate("fetch('/healthz').then((answer) => answer.text())")
            return
    raise AssertionError("the board never asked")


def offline_for(board: Page, seconds: int, meanwhile: Callable[[], Any]) -> Any:
    """Take the board off the network, let something happen, and bring it back."""
    board.context.set_offline(True)
    seen_meanwhile = meanwhile()
    board.clock.run_for(seconds * 1000)
    with board.expect_response(BOARD):
        board.context.set_offline(False)
        board.clock.run_for(5_000)
    return seen_meanwhile


def tops(board: Page) -> list[str]:
    return [number for number, _ in board.evaluate("window.tops")]


def run(board: Page, seconds: float) -> None:
    for _ in range(round(seconds * 5)):
        board.clock.run_for(200)


def test_nine_calls_of_an_outage_are_all_shown_once_and_in_order(
    open_board: Callable[..., Page], hall: Hall
) -> None:
    board = open_board()

    called = offline_for(board, 12, lambda: hall.call(*WINDOWS[:9]))
    run(board, 25)

    assert tops(board) == called
    assert set(numbers(board)) == set(called)


def test_the_tenth_of_a_burst_is_shown_within_twenty_seconds(
    open_board: Callable[..., Page], hall: Hall
) -> None:
    board = open_board()

    called = hall.call(*WINDOWS)
    began = board.evaluate("Date.now()")
    hear(board, hall.queue.last_seq())
    heard = board.evaluate("Date.now()")
    run(board, 20)

    shown = board.evaluate("window.tops")
    assert [number for number, _ in shown] == called
    assert shown[-1][1] - heard <= 20_000
    turns = [later[1] - sooner[1] for sooner, later in itertools.pairwise(shown)]
    assert min(turns) >= 1_500
    assert began <= shown[0][1]


def test_a_few_calls_have_their_six_seconds_each(
    open_board: Callable[..., Page], hall: Hall
) -> None:
    board = open_board()

    hall.call(1, 2, 3)
    hear(board, hall.queue.last_seq())
    run(board, 20)

    shown = board.evaluate("window.tops")
    turns = [later[1] - sooner[1] for sooner, later in itertools.pairwise(shown)]
    assert len(shown) == 3
    assert min(turns) >= 6_000


def test_every_call_of_a_burst_is_spoken_once_in_order_and_the_chime_is_heard_once(
    open_board: Callable[..., Page], hall: Hall, voice: SilentVoice
) -> None:
    board = open_board()
    board.evaluate(
        """() => {
          window.sounds = [];
          const { start } = AudioBufferSourceNode.prototype;
          AudioBufferSourceNode.prototype.start = function (...when) {
            window.sounds.push(Math.round(this.buffer.duration * 10) / 10);
            return start.apply(this, when);
          };
        }"""
    )

    hall.call(*WINDOWS)
    hear(board, hall.queue.last_seq())  # before the first is spoken: else the next begins anew
    for _ in range(600):
        if len(voice.spoken) == 2 * len(WINDOWS):
            break
        board.clock.run_for(200)
        board.evaluate("fetch('/healthz').then((answer) => answer.text())")

    spoken = [sentence for sentence, language in voice.spoken if language == "ru"]
    assert [sentence.rsplit(maxsplit=1)[-1] for sentence in spoken] == [
        "один.", "два.", "три.", "четыре.", "пять.",
        "шесть.", "семь.", "восемь.", "девять.", "десять.",
    ]  # fmt: skip
    assert board.evaluate("window.sounds").count(0.8) == 1


def test_who_came_during_an_outage_is_shown_and_not_called_any_more(
    open_board: Callable[..., Page], hall: Hall, voice: SilentVoice
) -> None:
    board = open_board()

    def meanwhile() -> list[str]:
        called = hall.call(1, 2)
        hall.queue.start(1, actor="operator1")
        return called

    called = offline_for(board, 12, meanwhile)
    for _ in range(60):
        board.clock.run_for(200)
        board.evaluate("fetch('/healthz').then((answer) => answer.text())")

    assert tops(board) == called
    assert {sentence.split()[-1] for sentence, language in voice.spoken if language == "ru"} == {
        "два."
    }


def test_a_call_again_has_its_own_turn(open_board: Callable[..., Page], hall: Hall) -> None:
    board = open_board()
    hall.call(1, 2)
    hear(board, hall.queue.last_seq())
    run(board, 14)

    hall.queue.recall(1, actor="operator1")
    hear(board, hall.queue.last_seq())
    run(board, 1)

    assert tops(board) == ["K001", "K002", "K001"]
    assert numbers(board) == ["K001", "K002"]


def test_a_page_loaded_anew_calls_nobody_twice_and_nobody_is_left_out(
    open_board: Callable[..., Page], hall: Hall, voice: SilentVoice
) -> None:
    board = open_board()
    hall.call(1, 2)
    hear(board, hall.queue.last_seq())
    run(board, 20)
    spoken_before = len(voice.spoken)
    board.goto("about:blank")
    missed = hall.call(3)
    board.go_back()
    still(board)
    for _ in range(60):
        board.clock.run_for(200)
        board.evaluate("fetch('/healthz').then((answer) => answer.text())")

    assert numbers(board) == [*missed, "K002", "K001"]
    assert len(voice.spoken) == spoken_before + 2


def test_a_board_that_is_opened_first_speaks_no_old_calls(
    open_board: Callable[..., Page], hall: Hall, voice: SilentVoice
) -> None:
    hall.call(1, 2)

    board = open_board()
    run(board, 15)

    assert numbers(board) == ["K002", "K001"]
    assert voice.spoken == []


def test_whoever_has_not_come_stays_however_many_are_called_after(
    open_board: Callable[..., Page], hall: Hall
) -> None:
    (waited_for,) = hall.call(1)
    for _ in range(3):
        hall.call(2, 3, 4)
        for window in (2, 3, 4):
            hall.queue.start(window, actor="x")
            hall.queue.finish(window, actor="x")

    board = open_board()

    assert len(numbers(board)) == 5
    assert numbers(board)[-1] == waited_for


def test_ten_people_who_have_not_come_are_all_on_the_board(
    open_board: Callable[..., Page], hall: Hall
) -> None:
    called = hall.call(*WINDOWS)

    board = open_board("/board?rows=6")
    boxes = [row.bounding_box() for row in board.locator(".call").all()]

    assert numbers(board) == called[::-1]
    assert all(box and box["y"] + box["height"] <= 1080 for box in boxes)


def test_more_people_than_there_is_room_for_take_turns(
    open_board: Callable[..., Page], hall: Hall
) -> None:
    called = hall.call(*WINDOWS)

    board = open_board()
    shown = [numbers(board)]
    for _ in range(7):  # one turn lasts six seconds, and may have begun before
        run(board, 1)
        shown.append(numbers(board))

    assert max(map(len, shown)) <= 9
    assert {number for together in shown for number in together} == set(called)


def test_the_board_goes_on_over_midnight_and_is_empty_when_the_day_is_closed_out(
    open_board: Callable[..., Page], hall: Hall, clock: ManualClock
) -> None:
    clock.advance(timedelta(hours=13, minutes=59))
    board = open_board()
    (before,) = hall.call(1)
    hear(board, hall.queue.last_seq())
    clock.advance(timedelta(minutes=2))
    (after,) = hall.call(2)
    hear(board, hall.queue.last_seq())
    run(board, 14)
    over_midnight = numbers(board)
    clock.advance(timedelta(hours=26))
    hall.queue.close_days()
    hear(board, hall.queue.last_seq())
    run(board, 1)

    assert over_midnight == [after, before]
    assert numbers(board) == []
    expect(board.locator("[data-empty]")).to_be_visible()
