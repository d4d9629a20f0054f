"""Hours and money as the papers of the register say them, in every language."""

from __future__ import annotations

from datetime import time
from decimal import Decimal

from kezek_core.calendar import DayHours
from kezek_core.texts import NO_BREAK_SPACE, LocalText, by_language, chained, filled, same
from kezek_queue.translated import text
from kezek_queue.wording.figures import decimal, grouped

SHARE = text("{percent}% of the monthly calculation index")
TO_SHOW_HEADING = text("To show when collecting the result")


def hours_words(hours: DayHours | None) -> str:
    """The hours of one day, for example ``09:00–13:00, 14:00–18:00``; "" for a closed day."""
    if hours is None:
        return ""
    edges = [hours.opens, *(edge for pair in hours.breaks for edge in pair), hours.closes]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return ", ".join(f"{start:%H:%M}–{_end(end)}" for start, end in pairs)


def _end(closes: time) -> str:
    """Midnight at the end of a day is 24:00."""
    return "24:00" if closes == time() else f"{closes:%H:%M}"


def joined(first: LocalText, second: LocalText | str, between: str = ", ") -> LocalText:
    """Two texts, language by language; an empty second one leaves the first alone."""
    other = same(second) if isinstance(second, str) else second
    return chained((first, other), between) if other.kk else first


def tenge_words(tenge: int) -> str:
    """Whole tenge, for example ``1 234 ₸``, with no-break spaces."""
    return f"{grouped(tenge)}{NO_BREAK_SPACE}₸"


def share_words(share: Decimal) -> LocalText:
    """A share of the monthly calculation index, in percent."""
    percent = f"{(share * 100).normalize():f}"
    return filled(SHARE, percent=by_language(lambda language: decimal(percent, language)))
