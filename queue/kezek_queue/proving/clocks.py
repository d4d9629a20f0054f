"""Boots and anchors as the journal tells of them: what was known whenever a wait was measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from kezek_core.events import EventKind
from kezek_core.moments import Anchor, Boot
from kezek_queue.clock import to_us
from kezek_queue.proving.differences import AtLeast, Differences
from kezek_queue.proving.tables import Book, StoredTables
from kezek_queue.schema.tables import anchors, boots, told_clocks
from kezek_queue.values import Event


class ToldBoots(Mapping[str, Boot]):
    """The boots that the events so far tell of, with their anchors.

    A span is measured with the anchors that were known when it ended; a later one may differ by
    the drift of a clock. How long a boot lived only its heartbeats know, and they are no events:
    that is taken from the table, and proven where a wait rests on it.
    """

    def __init__(self, stored: StoredTables, differences: Differences) -> None:
        self._alive = {
            str(row["boot_id"]): int(row["last_boottime_us"]) for row in stored.all_rows(boots)
        }
        self._known: dict[str, Boot] = {}
        self._boots = Book(boots, stored, differences)
        self._anchors = Book(anchors, stored, differences)
        self._told_clocks = Book(told_clocks, stored, differences)
        self._last: Event | None = None
        self._began_in_sync: set[str] = set()

    def __getitem__(self, boot_id: str) -> Boot:
        return self._known[boot_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    @property
    def books(self) -> tuple[Book, ...]:
        """The tables this proves."""
        return self._boots, self._anchors, self._told_clocks

    def take(self, event: Event) -> None:
        """Learn what one event tells of the clocks."""
        if event.kind is EventKind.BOOT_STARTED:
            self._boot(event)
        elif event.kind is EventKind.CLOCK_ANCHORED:
            self._anchor(event)
        elif event.kind is EventKind.CLOCK_TOLD:
            self._told_clocks.put(
                event.moment.boot_id,
                boottime_us=event.moment.boottime_us,
                utc_us=to_us(datetime.fromisoformat(event.body["told"])),
            )
        self._last = event

    def made_measurable(self, event: Event) -> bool:
        """Whether this event is the first anchor of a boot that began with an untrusted clock.

        Then the office measures again what it could not measure before.
        """
        boot_id = event.moment.boot_id
        boot = self._known.get(boot_id)
        first = boot is not None and len(boot.anchors) == 1
        untrusted = boot_id not in self._began_in_sync
        return event.kind is EventKind.CLOCK_ANCHORED and first and untrusted

    def _boot(self, event: Event) -> None:
        if self._last is not None:
            # The boot before lived at least until its last event.
            before = self._last.moment
            self._boots.put(before.boot_id, last_boottime_us=AtLeast(before.boottime_us))
        boot_id, boottime_us = event.moment.boot_id, event.moment.boottime_us
        ordinal, machine = event.body["ordinal"], event.body.get("machine", "")
        alive_us = self._alive.get(boot_id, boottime_us)
        self._known[boot_id] = Boot(boot_id, ordinal, alive_us, machine=machine)
        if event.moment.synchronised:
            self._began_in_sync.add(boot_id)
        self._boots.put(
            boot_id, ordinal=ordinal, first_seq=event.seq, machine=machine,
            last_boottime_us=AtLeast(boottime_us),
        )  # fmt: skip

    def _anchor(self, event: Event) -> None:
        moment = event.moment
        boot = self._known.get(moment.boot_id, Boot(moment.boot_id, 0, moment.boottime_us))
        anchor = Anchor(moment.boottime_us, moment.at)
        self._known[moment.boot_id] = replace(boot, anchors=(*boot.anchors, anchor))
        self._anchors.put(moment.boot_id, moment.boottime_us, utc_us=to_us(moment.at))
