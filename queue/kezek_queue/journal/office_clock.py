"""What time it is at the office, and who says so: the network, an earlier reading, staff, nobody.

A machine without a battery clock wakes with a wall clock that stands anywhere. Hours, office days
and closing out go by this clock; waits are measured by the boot clock, whatever this one says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from kezek_core.moments import Anchor, Boot, Moment, known_time
from kezek_queue.clock import ClockSource, from_us
from kezek_queue.schema.prepared import Prepared
from kezek_queue.schema.tables import anchors, told_clocks

_LAST_ANCHOR = Prepared(
    sa.select(anchors.c.boottime_us, anchors.c.utc_us)
    .where(anchors.c.office_id == sa.bindparam("office"), anchors.c.boot_id == sa.bindparam("boot"))
    .order_by(anchors.c.boottime_us.desc())
    .limit(1)
)
_TOLD = Prepared(
    sa.select(told_clocks.c.boottime_us, told_clocks.c.utc_us).where(
        told_clocks.c.office_id == sa.bindparam("office"),
        told_clocks.c.boot_id == sa.bindparam("boot"),
    )
)


@dataclass(frozen=True, slots=True)
class OfficeTime:
    """The present of an office.

    Args:
        moment: the present with all its clocks; its wall time is the best there is.
        source: who says so; `ClockSource.UNKNOWN` leaves the machine's own wall clock, a guess.
    """

    moment: Moment
    source: ClockSource

    @property
    def known(self) -> bool:
        """Whether the day and the hour are known, so that they may be acted on."""
        return self.source is not ClockSource.UNKNOWN


def office_time(connection: sa.Connection, office_id: str, machine: Moment) -> OfficeTime:
    """The present of an office.

    Args:
        connection: any view of the database; it is asked only when the clock is not in sync.
        office_id: the office.
        machine: the present as the machine sees it.
    """
    if machine.synchronised:
        return OfficeTime(machine, ClockSource.SYNCHRONISED)
    last = _LAST_ANCHOR.first(connection, office=office_id, boot=machine.boot_id)
    anchor = _anchor(last)
    staff_time = staff_time_in(connection, office_id, machine.boot_id)
    boot = Boot(machine.boot_id, 0, 0, (anchor,) if anchor else (), staff_time)
    at = known_time(machine, {boot.boot_id: boot})
    if at is None:
        return OfficeTime(machine, ClockSource.UNKNOWN)
    source = ClockSource.ANCHORED if anchor else ClockSource.TOLD
    return OfficeTime(replace(machine, at=at), source)


def staff_time_in(connection: sa.Connection, office_id: str, boot_id: str) -> Anchor | None:
    """What staff said the time was in a boot; None when nobody said anything."""
    return _anchor(_TOLD.first(connection, office=office_id, boot=boot_id))


def _anchor(row: Any) -> Anchor | None:
    return None if row is None else Anchor(row.boottime_us, from_us(row.utc_us))
