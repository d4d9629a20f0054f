"""What the law says on a day: the limit of a stage, the edition, and whether it is in force."""

from __future__ import annotations

from datetime import date

from kezek_core.standards.values import Edition, Standard
from kezek_core.standards.words import LegalState
from kezek_core.tickets import Stage


def limit_minutes(standard: Standard, stage: Stage | str) -> int | None:
    """Return the longest allowed wait of a stage.

    Args:
        standard: the standard that the ticket was issued under.
        stage: the stage, or its value as text.

    Returns:
        Whole minutes, None where the standard sets no limit for this stage.

    Raises:
        ValueError: the stage is none of the three.
    """
    minutes = standard.waiting_minutes
    limits = {
        Stage.SUBMISSION: minutes.submission,
        Stage.PICKUP: minutes.pickup,
        Stage.SERVICE: minutes.service,
    }
    return limits[Stage(stage)]


def editions(standard: Standard) -> tuple[Edition, ...]:
    """Return all editions, the oldest first.

    The original carries the day of its coming into force, or the act's own date where that day
    is unknown; each amendment opens a new edition on the date of the amending act.
    """
    original = standard.in_force.from_on or standard.act.on
    found = [Edition(original)]
    for amendment in sorted(standard.amendments, key=lambda each: each.on):
        earlier = found[-1]
        changed = Edition(max(amendment.on, earlier.on), (*earlier.amendments, amendment))
        if changed.on == earlier.on:
            found[-1] = changed
        else:
            found.append(changed)
    return tuple(found)


def edition_on(standard: Standard, on: date) -> Edition:
    """Return the edition whose text stood on a day.

    An office may apply a standard outside its legal life as its own rule; so a day before the
    first edition gets the first, a day after the repeal the last. `legal_state` tells them apart.
    """
    found = editions(standard)
    return next((each for each in reversed(found) if each.on <= on), found[0])


def legal_state(standard: Standard, on: date) -> LegalState:
    """Return whether the standard is law on a day.

    The days ``from`` and ``until`` belong to its life. Where the day of its coming into force is
    unknown, no day is known to be before or within it, save those before the act itself.
    """
    life = standard.in_force
    if on < (life.from_on or standard.act.on):
        return LegalState.NOT_YET_IN_FORCE
    if life.until_on is not None and on > life.until_on:
        return LegalState.REPEALED
    return LegalState.UNKNOWN if life.from_on is None else LegalState.IN_FORCE
