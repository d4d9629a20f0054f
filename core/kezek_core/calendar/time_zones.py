"""The time zone of an office, from a table that knows what its government has decided since.

A machine's table of time zones is as old as its system. One from before 2024 puts Almaty an hour
ahead of its own clocks, and nothing about it looks wrong. So a few known facts are asked of it; a
table that contradicts one is passed over for the one that comes with Kezek (package ``tzdata``).
"""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@dataclass(frozen=True, slots=True)
class ZoneFact:
    """The offset from UTC that a zone has at an instant.

    Source: the IANA time zone database, release named at each fact in `KNOWN`.
    """

    at: datetime
    offset: timedelta

    def holds(self, zone: ZoneInfo) -> bool:
        """Whether a table knows it."""
        return self.at.astimezone(zone).utcoffset() == self.offset


_FIVE = timedelta(hours=5)
_SINCE_2024A = ZoneFact(datetime(2024, 6, 1, tzinfo=UTC), _FIVE)
"""Release 2024a: Kazakhstan has one time, UTC+5, from 1 March 2024."""

_SINCE_2018H = ZoneFact(datetime(2019, 6, 1, tzinfo=UTC), _FIVE)
"""Release 2018h: Qyzylorda moved from UTC+6 to UTC+5 on 21 December 2018."""

KNOWN: dict[str, tuple[ZoneFact, ...]] = {
    "Asia/Almaty": (_SINCE_2024A,),
    "Asia/Qostanay": (_SINCE_2024A,),
    "Asia/Qyzylorda": (_SINCE_2018H, _SINCE_2024A),
    "Asia/Aqtau": (_SINCE_2024A,),
    "Asia/Aqtobe": (_SINCE_2024A,),
    "Asia/Atyrau": (_SINCE_2024A,),
    "Asia/Oral": (_SINCE_2024A,),
}
"""What is known of the zones of Kazakhstan."""


class ZoneTable(Enum):
    """Whose table an office's time is read from."""

    MACHINE = "machine"
    PACKAGED = "packaged"
    OUTDATED = "outdated"


def office_zone(name: str) -> ZoneInfo:
    """The time zone of a name, from the machine's table or the one that comes with Kezek.

    Args:
        name: IANA name, for example ``Asia/Almaty``.

    Raises:
        ZoneInfoNotFoundError, ValueError, OSError: as `zoneinfo.ZoneInfo`.
    """
    return _chosen(name)[0]


def zone_table(name: str) -> ZoneTable:
    """Whose table `office_zone` reads; `ZoneTable.OUTDATED` when none knows what is known.

    Args:
        name: IANA name.

    Raises:
        ZoneInfoNotFoundError, ValueError, OSError: as `zoneinfo.ZoneInfo`.
    """
    return _chosen(name)[1]


@cache
def _chosen(name: str) -> tuple[ZoneInfo, ZoneTable]:
    machine = ZoneInfo(name)
    if _knows(machine, name):
        return machine, ZoneTable.MACHINE
    packaged = _packaged(name)
    if packaged is not None and _knows(packaged, name):
        return packaged, ZoneTable.PACKAGED
    return machine, ZoneTable.OUTDATED


def _knows(zone: ZoneInfo, name: str) -> bool:
    return all(fact.holds(zone) for fact in KNOWN.get(name, ()))


def _packaged(name: str) -> ZoneInfo | None:
    """The zone from package ``tzdata``, which the loader reads when it has no path to look on."""
    path = zoneinfo.TZPATH
    zoneinfo.reset_tzpath(to=())
    try:
        return ZoneInfo.no_cache(name)
    except ZoneInfoNotFoundError:
        return None
    finally:
        zoneinfo.reset_tzpath(to=path)
