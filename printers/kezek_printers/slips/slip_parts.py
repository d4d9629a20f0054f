"""What every kind of slip is laid out from: texts in two or three languages, marks and moments."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from kezek_core.calendar import office_zone
from kezek_core.dates import short_date
from kezek_core.texts import LocalText
from kezek_printers.errors import BrokenSlip
from kezek_printers.slips import slip_words
from kezek_printers.slips.printable import printable, tied, untied
from kezek_printers.slips.slip_document import Align, Block, Line, Number
from kezek_printers.slips.wrapping import balanced_lines

STATE_AND_OFFICIAL = ("kk", "ru")
"""The languages that every slip is printed in."""
_MOST_TIMES = 8
_JOINT = " / "


def third_language(chosen: str) -> str:
    """The visitor's language where a slip is not in it anyway, else ""."""
    return "" if chosen in STATE_AND_OFFICIAL else chosen


def texts(text: LocalText, third: str = "") -> tuple[str, ...]:
    """Kazakh, Russian, and a third language where asked for; what is the same is said once.

    Words that belong on one line are tied by no-break blanks; wrapping unties them.
    """
    languages = (*STATE_AND_OFFICIAL, third) if third else STATE_AND_OFFICIAL
    return tuple(
        dict.fromkeys(clean for each in languages if (clean := tied(text.in_language(each))))
    )


def joined(several: Sequence[str]) -> str:
    """The languages side by side."""
    return untied(_JOINT.join(several))


def centred(text: LocalText, *, third: str, columns: int, bold: bool = False) -> tuple[Line, ...]:
    """The text in the middle, one language below the other."""
    return tuple(
        Line(part, Align.CENTRE, bold)
        for one in texts(text, third)
        for part in balanced_lines(one, columns)
    )


def copy_mark(third: str) -> Line:
    """What tells a second print from the first."""
    return Line(joined(texts(slip_words.COPY, third)), Align.CENTRE, bold=True)


def large_number(number: str, columns: int, most_times: int) -> tuple[Block, ...]:
    """The number as large as asked for and as fits; one that never fits stands in plain lines."""
    clean = printable(number)
    if len(clean) > columns:
        return tuple(Line(part, Align.CENTRE) for part in balanced_lines(clean, columns))
    return (Number(clean, min(_MOST_TIMES, most_times, columns // max(1, len(clean)))),)


def date_and_time(issued_at: datetime, time_zone: str) -> tuple[str, str]:
    """The moment in office time: the date, the time.

    Raises:
        BrokenSlip: the instant has no time zone, or the office's zone is unknown.
    """
    if issued_at.tzinfo is None:
        raise BrokenSlip(
            f"expected an issue time with its time zone on the slip, got {issued_at.isoformat()}; "
            "issue the slip again"
        )
    shown_at = issued_at.astimezone(_zone(time_zone))
    return short_date(shown_at), f"{shown_at:%H:%M}"


@functools.cache
def _zone(name: str) -> ZoneInfo:
    try:
        return office_zone(name)
    except (KeyError, ValueError, OSError) as error:
        raise BrokenSlip(
            f"expected an IANA time zone such as Asia/Almaty on the slip, got {name!r}; "
            "correct time_zone in office.toml"
        ) from error
