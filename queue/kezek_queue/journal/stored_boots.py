"""Boots and anchors as they are stored: what lets a wait be measured across a reboot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, ValuesView
from dataclasses import replace

import sqlalchemy as sa

from kezek_core.moments import Anchor, Boot
from kezek_queue.clock import from_us
from kezek_queue.journal.office_clock import staff_time_in
from kezek_queue.schema.prepared import Prepared
from kezek_queue.schema.tables import anchors, boots

_BOOTS = Prepared(
    sa.select(boots.c.boot_id, boots.c.ordinal, boots.c.last_boottime_us, boots.c.machine)
    .where(boots.c.office_id == sa.bindparam("office"))
    .order_by(boots.c.ordinal)
)
_ANCHORS = Prepared(
    sa.select(anchors.c.boottime_us, anchors.c.utc_us)
    .where(anchors.c.office_id == sa.bindparam("office"), anchors.c.boot_id == sa.bindparam("boot"))
    .order_by(anchors.c.boottime_us)
)


class StoredBoots(Mapping[str, Boot]):
    """The boots of an office, read only when a span crosses a reboot.

    A boot found by its id carries its anchors; walking over all of them carries none, because
    only how long each lasted is asked then.
    """

    def __init__(self, connection: sa.Connection, office_id: str) -> None:
        self._connection = connection
        self._office_id = office_id
        self._all: dict[str, Boot] | None = None
        self._anchored: dict[str, Boot] = {}

    def __getitem__(self, boot_id: str) -> Boot:
        if boot_id not in self._anchored:
            boot = self._known()[boot_id]
            rows = _ANCHORS.rows(self._connection, office=self._office_id, boot=boot_id)
            self._anchored[boot_id] = replace(
                boot,
                anchors=tuple(Anchor(row.boottime_us, from_us(row.utc_us)) for row in rows),
                staff_time=staff_time_in(self._connection, self._office_id, boot_id),
            )
        return self._anchored[boot_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known())

    def __len__(self) -> int:
        return len(self._known())

    def values(self) -> ValuesView[Boot]:
        """Every boot without its anchors."""
        return self._known().values()

    def forget(self) -> None:
        """Read again at the next question: this transaction has changed a boot."""
        self._all = None
        self._anchored.clear()

    def _known(self) -> dict[str, Boot]:
        if self._all is None:
            rows = _BOOTS.rows(self._connection, office=self._office_id)
            self._all = {
                row.boot_id: Boot(
                    row.boot_id, row.ordinal, row.last_boottime_us, machine=row.machine
                )
                for row in rows
            }
        return self._all
