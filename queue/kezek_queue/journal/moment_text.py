"""How an instant with all its clocks fits into one database column."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from kezek_core.moments import Moment
from kezek_queue.clock import from_us, to_us


def moment_text(moment: Moment | None) -> str | None:
    """``utc_us boottime_us synced boot_id``, or None."""
    if moment is None:
        return None
    return f"{to_us(moment.at)} {moment.boottime_us} {moment.synchronised:d} {moment.boot_id}"


@lru_cache(maxsize=16_384)
def read_moment(text: str) -> Moment:
    """The instant that `moment_text` wrote."""
    utc_us, boottime_us, synced, boot_id = text.split(" ", 3)
    return Moment(from_us(int(utc_us)), boot_id, int(boottime_us), synced == "1")


def moments_text(moments: Sequence[Moment]) -> str | None:
    """Each instant on a line of its own, or None for none."""
    return "\n".join(str(moment_text(each)) for each in moments) or None


def read_moments(text: str | None) -> tuple[Moment, ...]:
    """The instants that `moments_text` wrote."""
    return () if text is None else tuple(read_moment(line) for line in text.split("\n"))


def read_optional_moment(text: str | None) -> Moment | None:
    """The instant that `moment_text` wrote; None for None."""
    return None if text is None else read_moment(text)
