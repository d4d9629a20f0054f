"""Instants and the spans between them, on a machine that may wake with a wrong clock.

Every event keeps the wall time, the boot clock and whether the wall time was synchronised.
Inside one boot a span comes from the boot clock alone, so no step of the wall clock can touch it.
Across a reboot it comes through anchors (pairs of boot clock and synchronised wall time). Where
a boot has no anchor the span is a lower bound and says so: it is never a guess. The same holds
between two machines that share an office; their boots run side by side, so that no boot clock says
what passed between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant as the machine saw it.

    Args:
        at: wall time, aware UTC; true only when ``synchronised``.
        boot_id: the kernel's name of this boot.
        boottime_us: microseconds since that boot, suspend included (CLOCK_BOOTTIME).
        synchronised: whether the wall clock was known to be right.
    """

    at: datetime
    boot_id: str
    boottime_us: int
    synchronised: bool


@dataclass(frozen=True, slots=True)
class Anchor:
    """A pair of clocks read together while the wall clock was synchronised."""

    boottime_us: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Boot:
    """What is known of one boot of the machine.

    Args:
        boot_id: the kernel's name of it.
        ordinal: its place among the boots, counted from 1.
        last_boottime_us: the boot clock at the last sign of life.
        anchors: synchronised readings, in the order of the boot clock.
        staff_time: what staff said the time was, good to the minute; None when nobody was asked. It
            tells the day and the hour, and never measures a wait.
        machine: whose boot it is; empty where one machine is all that is known.
    """

    boot_id: str
    ordinal: int
    last_boottime_us: int
    anchors: tuple[Anchor, ...] = ()
    staff_time: Anchor | None = None
    machine: str = ""

    def is_beside(self, other: Boot) -> bool:
        """Whether it is a boot of another machine, which may run at the same time."""
        return bool(self.machine and other.machine) and self.machine != other.machine


Boots = Mapping[str, Boot]
"""Every known boot by its id."""


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time; ``exact`` is False when it is only a lower bound."""

    length: timedelta
    exact: bool = True

    def __add__(self, other: Span) -> Span:
        return Span(self.length + other.length, self.exact and other.exact)


NO_SPAN = Span(timedelta())
NOTHING_KNOWN = Span(timedelta(), exact=False)

DRIFT = timedelta(seconds=1)
"""How far two honest clocks may part between two readings; more than that is a wrong clock."""


def span_between(start: Moment, end: Moment, boots: Boots) -> Span:
    """Measure from one instant to a later one.

    Args:
        start: the earlier instant.
        end: the later instant.
        boots: what is known of the boots; needed only across a reboot.

    Returns:
        The exact span where the clocks allow it, else a flagged lower bound. The journal knows
        the order: a boot clock that says ``end`` came first went back, and proves nothing.
    """
    if start.boot_id == end.boot_id:
        passed_us = end.boottime_us - start.boottime_us
        return Span(timedelta(microseconds=max(0, passed_us)), exact=passed_us >= 0)
    started_at, ended_at = true_time(start, boots), true_time(end, boots)
    if _are_two_machines(start, end, boots):
        return _span_of_walls(started_at, ended_at)
    if _is_earlier_boot(end, start, boots):
        return NOTHING_KNOWN
    least = _least_span(start, end, boots)
    if started_at is None or ended_at is None:
        return Span(least, exact=False)
    # Wall clocks that claim less than the boot clocks have counted are wrong, whoever set them.
    if ended_at - started_at < least - DRIFT:
        return Span(least, exact=False)
    return Span(max(ended_at - started_at, least))


def true_time(moment: Moment, boots: Boots) -> datetime | None:
    """The right wall time of an instant through its boot's nearest anchor; None without one."""
    boot = boots.get(moment.boot_id)
    if boot is None or not boot.anchors:
        return moment.at if moment.synchronised else None
    nearest = min(boot.anchors, key=lambda anchor: abs(anchor.boottime_us - moment.boottime_us))
    return nearest.at + timedelta(microseconds=moment.boottime_us - nearest.boottime_us)


def known_time(moment: Moment, boots: Boots) -> datetime | None:
    """The right wall time of an instant as the office knows it; None while it does not.

    Anchors go first, for they are exact; without one, what staff said in the same boot.
    """
    if moment.synchronised:
        return moment.at
    found = true_time(moment, boots)
    boot = boots.get(moment.boot_id)
    if found is not None or boot is None or boot.staff_time is None:
        return found
    return boot.staff_time.at + timedelta(
        microseconds=moment.boottime_us - boot.staff_time.boottime_us
    )


def latest_time(moment: Moment, now: Moment, boots: Boots) -> datetime:
    """The latest wall time at which an earlier instant can have been, seen from a known present.

    Args:
        moment: the earlier instant, perhaps of a boot whose clock nobody ever set right.
        now: the present; its wall time is known.
        boots: what is known of the boots.

    Returns:
        The known time of the instant where there is one; else the tightest bound that the clocks
        prove: it was before whatever happened later, by all that the boot clocks have counted.
    """
    latest = now.at - span_between(moment, now, boots).length
    if moment.boot_id == now.boot_id:
        return latest
    known = known_time(moment, boots)
    if known is not None and known <= latest + DRIFT:
        return known
    return min([latest, *_bounds(moment, boots)])


def _bounds(moment: Moment, boots: Boots) -> Iterator[datetime]:
    """What every later boot that was set right says: the instant was before its first anchor."""
    mine = boots.get(moment.boot_id)
    later = (
        each
        for each in boots.values()
        if mine is not None and each.ordinal > mine.ordinal and not each.is_beside(mine)
    )
    for boot in later:
        for anchor in boots[boot.boot_id].anchors[:1]:
            seen = Moment(anchor.at, boot.boot_id, anchor.boottime_us, synchronised=True)
            yield anchor.at - span_between(moment, seen, boots).length


def _are_two_machines(one: Moment, other: Moment, boots: Boots) -> bool:
    mine, theirs = boots.get(one.boot_id), boots.get(other.boot_id)
    return mine is not None and theirs is not None and mine.is_beside(theirs)


def _span_of_walls(started_at: datetime | None, ended_at: datetime | None) -> Span:
    """Between two machines: both must know the time, and agree that ``ended_at`` came later."""
    if started_at is None or ended_at is None or ended_at < started_at - DRIFT:
        return NOTHING_KNOWN
    return Span(max(ended_at - started_at, timedelta()))


def _is_earlier_boot(one: Moment, other: Moment, boots: Boots) -> bool:
    mine, theirs = boots.get(one.boot_id), boots.get(other.boot_id)
    return mine is not None and theirs is not None and mine.ordinal < theirs.ordinal


def _least_span(start: Moment, end: Moment, boots: Boots) -> timedelta:
    """What surely passed: the rest of the first boot as seen alive, the boots between, the last."""
    first, last = boots.get(start.boot_id), boots.get(end.boot_id)
    passed_us = end.boottime_us
    if first is not None:
        passed_us += max(0, first.last_boottime_us - start.boottime_us)
    if first is not None and last is not None:
        passed_us += sum(
            boot.last_boottime_us
            for boot in boots.values()
            if first.ordinal < boot.ordinal < last.ordinal and not boot.is_beside(first)
        )
    return timedelta(microseconds=passed_us)
