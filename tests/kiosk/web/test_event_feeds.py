"""Feeding live screens: every event once and in order, whoever takes it at what speed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.events import EventKind
from kezek_core.moments import Moment
from kezek_kiosk.web import event_feeds
from kezek_kiosk.web.event_feeds import COMMENT_SECONDS, DEVICES_CHANGED, EventFeed, EventFeeds
from kezek_queue.errors import StorageFailedError
from kezek_queue.values import Event

MOMENT = Moment(datetime(2026, 11, 23, 5, tzinfo=UTC), "boot", 7_000_000, True)


@dataclass
class PlayedJournal:
    """A journal whose events happen when the test says so."""

    length: int = 0
    asked: list[tuple[int, int]] = field(default_factory=list)
    broken: bool = False
    happened: threading.Condition = field(default_factory=threading.Condition)

    def events(self, after: int = 0, limit: int = 500) -> list[Event]:
        self.asked.append((after, limit))
        if self.broken:
            raise StorageFailedError("the disk does not answer")
        return [
            Event(seq, EventKind.TICKET_ISSUED, None, None, "kiosk", MOMENT, {}, "")
            for seq in range(after + 1, min(after + limit, self.length) + 1)
        ]

    def last_seq(self) -> int:
        if self.broken:
            raise StorageFailedError("the disk does not answer")
        return self.length

    def wait_for_event(self, after: int, timeout_seconds: float) -> bool:
        with self.happened:
            return self.happened.wait_for(lambda: self.length > after, timeout_seconds)


@dataclass
class Hall:
    """A journal, and what feeds the screens from it, moved by hand alone."""

    journal: PlayedJournal
    feeds: EventFeeds
    stopping: threading.Event
    seconds: list[float]
    devices: list[int]


@pytest.fixture
def by_hand(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Hall]:
    """Halls whose thread never works."""
    monkeypatch.setattr(EventFeeds, "_begin", lambda _feeds: None)
    return _hall


def _hall() -> Hall:
    journal, stopping, seconds, devices = PlayedJournal(), threading.Event(), [0.0], [0]
    feeds = EventFeeds(journal, lambda: devices[0], stopping, lambda: seconds[0])
    return Hall(journal, feeds, stopping, seconds, devices)


def tell(event: Event) -> str:
    return f"{event.seq};"


def tell_loudly(event: Event) -> str:
    return f"{event.seq}!;"


def told(feed: EventFeed) -> str:
    """All that there is but how the stream begins."""
    return feed.take().rpartition("\n\n")[2]


def test_the_first_page_is_there_before_the_thread_looks(by_hand: Callable[[], Hall]) -> None:
    hall = by_hand()
    hall.journal.length = 3

    text = hall.feeds.follow(1, tell).take()

    assert text == "retry: 1500\n: after 1\n\n2;3;"


def test_what_happens_is_read_once_for_all_who_know_the_same(by_hand: Callable[[], Hall]) -> None:
    hall = by_hand()
    feeds = [hall.feeds.follow(0, each) for each in (tell, tell_loudly) * 50]
    hall.journal.asked.clear()
    hall.journal.length = 2

    hall.feeds.pump()

    assert [told(each) for each in feeds] == ["1;2;", "1!;2!;"] * 50
    assert len(hall.journal.asked) == 1


def test_a_screen_that_takes_nothing_costs_one_full_feed_and_misses_nothing(
    by_hand: Callable[[], Hall], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_feeds, "FULL_LETTERS", 1000)
    hall = by_hand()
    slow, quick = hall.feeds.follow(0, tell), hall.feeds.follow(0, tell)
    received = ""
    for _ in range(40):
        hall.journal.length += 100
        hall.feeds.pump()
        received += told(quick)

    kept = told(slow)
    while hall.feeds.pump() or slow.after < hall.journal.length:
        kept += told(slow)

    everything = "".join(f"{seq};" for seq in range(1, 4001))
    assert received == everything
    assert kept + told(slow) == everything


def test_a_full_screen_is_never_fed_beyond_a_page_more(
    by_hand: Callable[[], Hall], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_feeds, "FULL_LETTERS", 1000)
    hall = by_hand()
    slow = hall.feeds.follow(0, tell)
    hall.journal.length = 1_000_000

    while hall.feeds.pump():
        pass

    assert 1000 <= len(slow.take()) <= 1000 + event_feeds.PAGE * len("1000000;") + 100


def test_whoever_is_at_the_present_is_fed_before_screens_of_last_year(
    by_hand: Callable[[], Hall],
) -> None:
    hall = by_hand()
    hall.journal.length = 10_000
    hall.feeds.follow(0, tell)
    hall.feeds.follow(10_000, tell)
    hall.journal.asked.clear()
    hall.journal.length += 1

    hall.feeds.pump()

    assert [after for after, _ in hall.journal.asked] == [10_000, event_feeds.PAGE]


def test_a_silent_screen_is_told_every_15_seconds_that_it_lives(
    by_hand: Callable[[], Hall],
) -> None:
    hall = by_hand()
    feed = hall.feeds.follow(0, tell)
    feed.take()
    texts = []
    for _ in range(4):
        hall.seconds[0] += COMMENT_SECONDS / 2
        hall.feeds.pump()
        texts.append(feed.take())

    assert texts == ["", ": still here\n\n"] * 2


def test_news_of_a_device_reaches_everybody_once(by_hand: Callable[[], Hall]) -> None:
    hall = by_hand()
    feed = hall.feeds.follow(0, tell)
    feed.take()
    hall.devices[0] += 1

    hall.feeds.pump()
    hall.feeds.pump()

    assert feed.take() == DEVICES_CHANGED


def test_a_screen_that_is_gone_is_fed_no_more(by_hand: Callable[[], Hall]) -> None:
    hall = by_hand()
    feed, gone = hall.feeds.follow(0, tell), []
    feed.on_close(lambda: gone.append(True))
    feed.close()
    feed.close()
    hall.journal.length = 1

    hall.feeds.pump()

    assert told(feed) == ""
    assert gone == [True]


def test_a_journal_that_cannot_be_read_ends_the_screens_and_a_later_one_is_fed_again() -> None:
    hall = _hall()
    feed = hall.feeds.follow(0, tell)
    feed.take()
    hall.journal.broken = True
    with hall.journal.happened:
        hall.journal.length = 1
        hall.journal.happened.notify_all()

    assert feed.wait() == ""
    hall.journal.broken = False
    assert told(hall.feeds.follow(0, tell)) == "1;"
    hall.stopping.set()


def test_a_server_that_stops_ends_every_screen_the_late_ones_too() -> None:
    hall = _hall()
    feed = hall.feeds.follow(0, tell)
    feed.take()

    hall.stopping.set()
    late = hall.feeds.follow(0, tell)

    assert feed.wait() == ""
    assert late.ended


@given(
    st.lists(
        st.tuples(st.sampled_from(["event", "come", "pump", "take"]), st.integers(0, 9)),
        max_size=60,
    )
)
def test_every_screen_gets_every_event_once_and_in_order(steps: list[tuple[str, int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EventFeeds, "_begin", lambda _feeds: None)
        patch.setattr(event_feeds, "FULL_LETTERS", 12)
        patch.setattr(event_feeds, "PAGE", 3)
        hall = _hall()
        feeds: list[tuple[int, EventFeed]] = []
        received: list[str] = []
        for step, number in steps:
            if step == "event":
                hall.journal.length += number
            elif step == "come":
                after = min(number, hall.journal.length)
                feeds.append((after, hall.feeds.follow(after, tell)))
                received.append("")
            elif step == "pump":
                hall.feeds.pump()
            elif feeds:
                place = number % len(feeds)
                received[place] += told(feeds[place][1])
        while hall.feeds.pump() or any(feed.after < hall.journal.length for _, feed in feeds):
            for place, (_, feed) in enumerate(feeds):
                received[place] += told(feed)

        for place, (after, feed) in enumerate(feeds):
            everything = "".join(f"{seq};" for seq in range(after + 1, hall.journal.length + 1))
            assert received[place] + told(feed) == everything
