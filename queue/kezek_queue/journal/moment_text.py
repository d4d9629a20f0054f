"""How an instant with all its clocks fits into one database column."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from sys import intern

from kezek_core.moments import Moment
from kezek_queue.clock import from_us, to_us


def moment_text(moment: Moment | None) -> str | None:
    """``utc_us boottime_us synced boot_id``, or None."""
    if moment is None:
        return None
    return f"{to_us(moment.at)} {moment.boottime_us} {moment.synchronised:d} {moment.boot_id}"


@lru_cache(maxsize=4096)
def read_moment(text: str) -> Moment:
    """The instant that `moment_text` wrote."""
    utc_us, boottime_us, synced, boot_id = text.split(" ", 3)
    # All instants of a boot share the text of its id, which is longer than the rest.
    return Moment(from_us(int(utc_us)), intern(boot_id), int(boottime_us), synced == "1")


def moments_text(moments: Sequence[Moment]) -> str | None:
    """Each instant on a line of its own, or None for none."""
    return "\n".join(str(moment_text(each)) for each in moments) or None


def read_moments(text: str | None) -> tuple[Moment, ...]:
    """The instants that `moments_text` wrote."""
    return () if text is None else tuple(read_moment(line) for line in text.split("\n"))


def read_optional_moment(text: str | None) -> Moment | None:
    """The instant that `moment_text` wrote; None for None."""
    return None if text is None else read_moment(text)


LATER = "+"
"""Begins an instant that is told by another one of the same boot; alone, it is that one."""


def later_text(moment: Moment | None, since: Moment) -> str | None:
    """A shorter text where the row tells another instant of the same boot, or None.

    ``+boottime_us utc_us synced``: how much later by each clock. A boot's id is half of the text.
    """
    if moment is None or moment.boot_id != since.boot_id:
        return moment_text(moment)
    if moment == since:
        return LATER
    boottime_us = moment.boottime_us - since.boottime_us
    utc_us = to_us(moment.at) - to_us(since.at)
    return f"{LATER}{boottime_us} {utc_us} {moment.synchronised:d}"


def read_later(text: str | None, since: Moment) -> Moment | None:
    """The instant that `later_text`, or once `moment_text`, wrote; None for None."""
    if text is None or not text.startswith(LATER):
        return read_optional_moment(text)
    if text == LATER:
        return since
    boottime_us, utc_us, synced = text.removeprefix(LATER).split(" ")
    at = from_us(to_us(since.at) + int(utc_us))
    return Moment(at, since.boot_id, since.boottime_us + int(boottime_us), synced == "1")
