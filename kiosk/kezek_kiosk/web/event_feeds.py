"""The journal for all live screens at once: one thread reads it, whoever stands at a place is fed.

A screen costs what it has not been sent yet, and no thread: a server that keeps connections without
one (`kezek_kiosk.edge`) takes from its feed when the line does.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from kezek_core.errors import KezekError
from kezek_queue.values import Event

COMMENT_SECONDS = 15.0
LISTEN_SECONDS = 1.0
"""How soon a stop, or news of a device, is noticed while nothing happens."""
BEHIND_SECONDS = 0.05
"""How soon a screen that catches up is looked at again, once its line has taken what there was."""
RETRY_MS = 1500
PAGE = 200
FULL_LETTERS = 64 * 1024
"""So much waits for one screen at most; what follows stays in the journal until it is taken."""
DEVICES_CHANGED = 'data: {"kind": "devices"}\n\n'
"""Not of the journal, so without an id: a screen that missed it asks anew anyway."""

log = logging.getLogger(__name__)

Tell = Callable[[Event], str]


class FollowedJournal(Protocol):
    """What is followed."""

    def events(self, after: int = 0, limit: int = ...) -> list[Event]: ...

    def last_seq(self) -> int: ...

    def wait_for_event(self, after: int, timeout_seconds: float) -> bool: ...


class EventFeed:
    """What one screen is to be sent, in order.

    Args:
        after: the last event it knows.
        tell: the text of an event, as this screen may see it.
        now: seconds that never go back.
    """

    def __init__(self, after: int, tell: Tell, now: float) -> None:
        self.after = after
        self.tell = tell
        self.told_at = now
        self._changed = threading.Condition()
        self._texts = [f"retry: {RETRY_MS}\n: after {after}\n\n"]
        self._letters = 0
        self._ended = False
        self._on_news: Callable[[], object] = lambda: None
        self._on_close: list[Callable[[], object]] = []

    @property
    def full(self) -> bool:
        """Whether the screen must first take what there is."""
        return self._letters >= FULL_LETTERS

    @property
    def ended(self) -> bool:
        """Whether nothing follows any more."""
        return self._ended

    def put(self, text: str, now: float) -> None:
        """Append to what the screen is to be sent."""
        with self._changed:
            self._texts.append(text)
            self._letters += len(text)
            self.told_at = now
            self._changed.notify_all()
        self._on_news()

    def take(self) -> str:
        """All that is there; "" when there is nothing."""
        with self._changed:
            text = "".join(self._texts)
            self._texts.clear()
            self._letters = 0
        return text

    def wait(self) -> str:
        """In a thread that waits: what comes next; "" when nothing comes any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._texts or self._ended)
        return self.take()

    def on_news(self, told: Callable[[], object]) -> None:
        """Tell somebody of every change from now on, in the thread that makes it; and at once."""
        self._on_news = told
        told()

    def on_close(self, told: Callable[[], object]) -> None:
        """Tell somebody when the screen is gone."""
        self._on_close.append(told)

    def end(self) -> None:
        """Nothing follows: the screen comes back by itself, with the last event it knows."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        self._on_news()

    def close(self) -> None:
        """The screen is gone; may be called twice."""
        told, self._on_close = self._on_close, []
        for each in told:
            each()


class EventFeeds:
    """Feeds every live screen of a server.

    Args:
        journal: what is followed.
        devices_version: changes with every change that open pages should know of.
        stopping: set when the server shuts down; every feed ends then.
        monotonic: seconds that never go back.
    """

    def __init__(
        self,
        journal: FollowedJournal,
        devices_version: Callable[[], Any],
        stopping: threading.Event,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._journal = journal
        self._devices_version = devices_version
        self._devices = devices_version()
        self._stopping = stopping
        self._monotonic = monotonic
        self._reading = threading.Lock()
        """Held while feeds are fed, so that no event reaches one twice."""
        self._feeds: set[EventFeed] = set()
        self._came = threading.Condition()
        self._thread: threading.Thread | None = None
        self._seen = 0

    def follow(self, after: int, tell: Tell) -> EventFeed:
        """A feed of all that comes after an event, the first page of it at once.

        Args:
            after: the last event that the screen knows.
            tell: the text of an event, as this screen may see it.

        Raises:
            StorageFailedError: the journal cannot be read.
        """
        feed = EventFeed(after, tell, self._monotonic())
        if self._stopping.is_set():
            feed.end()
            return feed
        with self._reading:
            self._feed_page([feed])
            with self._came:
                self._feeds.add(feed)
                self._begin()
                self._came.notify_all()
        feed.on_close(lambda: self._leave(feed))
        return feed

    def pump(self) -> bool:
        """Feed everybody what has happened.

        Returns:
            Whether some screen can take more of the journal at once.

        Raises:
            StorageFailedError: the journal cannot be read.
        """
        with self._reading:
            feeds, last = self._present(), self._journal.last_seq()
            by_place: dict[int, list[EventFeed]] = defaultdict(list)
            for feed in feeds:
                if feed.after < last and not feed.full:
                    by_place[feed.after].append(feed)
            # Whoever knows the most comes first: a call is not to wait for screens of last year.
            for place in sorted(by_place, reverse=True):
                self._feed_page(by_place[place])
            self._seen = last
            self._tell_of_devices(feeds)
            self._comment(feeds)
            return any(feed.after < last and not feed.full for feed in feeds)

    def _feed_page(self, feeds: list[EventFeed]) -> None:
        """The next page of the journal for screens that know the same."""
        found = self._journal.events(feeds[0].after, PAGE)
        if not found:
            return
        now, texts = self._monotonic(), {}
        for feed in feeds:
            if feed.tell not in texts:
                texts[feed.tell] = "".join(map(feed.tell, found))
            feed.after = found[-1].seq
            feed.put(texts[feed.tell], now)

    def _tell_of_devices(self, feeds: Iterable[EventFeed]) -> None:
        version = self._devices_version()
        if version != self._devices:
            self._devices = version
            for feed in feeds:
                feed.put(DEVICES_CHANGED, self._monotonic())

    def _comment(self, feeds: Iterable[EventFeed]) -> None:
        now = self._monotonic()
        for feed in feeds:
            if now - feed.told_at >= COMMENT_SECONDS and not feed.full:
                feed.put(": still here\n\n", now)

    def _begin(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="kezek-feeds", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while self._some_are_here():
            try:
                if not self.pump():
                    self._journal.wait_for_event(self._seen, self._patience())
            except KezekError as error:
                # The screens come back with Last-Event-ID; until then they show what they have.
                log.warning("the live screens end: %s", error)
                self._end_all()
        self._end_all()

    def _some_are_here(self) -> bool:
        """Wait for screens; False when the server stops."""
        with self._came:
            while not self._feeds and not self._stopping.is_set():
                self._came.wait(LISTEN_SECONDS)
        return not self._stopping.is_set()

    def _patience(self) -> float:
        behind = any(feed.after < self._seen for feed in self._present())
        return BEHIND_SECONDS if behind else LISTEN_SECONDS

    def _present(self) -> list[EventFeed]:
        with self._came:
            return list(self._feeds)

    def _end_all(self) -> None:
        for feed in self._present():
            self._leave(feed)
            feed.end()

    def _leave(self, feed: EventFeed) -> None:
        with self._came:
            self._feeds.discard(feed)
