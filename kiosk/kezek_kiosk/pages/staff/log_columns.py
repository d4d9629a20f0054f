"""The columns of the log, one list for the screen and for the CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask_babel import gettext as _

from kezek_core.dates import short_date
from kezek_core.waits import VisitWait
from kezek_kiosk.web.i18n import format_clock


def headings() -> tuple[str, ...]:
    """The heads of the columns, in their order."""
    return (
        _("Number"),
        _("Day"),
        _("Service"),
        _("Came at"),
        _("Called at"),
        _("Started at"),
        _("Waited"),
        _("Limit, min"),
        _("Verdict"),
        _("Own absence"),
        _("With it counted"),
        _("Legal source"),
        _("Window"),
        _("Outcome"),
    )


def cells(wait: VisitWait, words: Mapping[str, Any]) -> tuple[str, ...]:
    """One wait as the log tells it, column by column."""
    return (
        wait.number,
        short_date(wait.office_day),
        words["title_of"](wait.service),
        format_clock(wait.issued_at, seconds=True),
        format_clock(wait.called_at, seconds=True) if wait.called_at else "",
        format_clock(wait.started_at, seconds=True) if wait.started_at else "",
        waited(wait, words),
        "" if wait.limit_minutes is None else str(wait.limit_minutes),
        verdict_word(wait, words),
        own_absence(wait, words),
        verdict_with_own_word(wait, words),
        source(wait, words),
        "" if wait.window is None else str(wait.window),
        str(words["outcomes"][wait.outcome]),
    )


def csv_rows(waits: Iterable[VisitWait], words: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """The rows of the CSV, one a wait."""
    return (cells(wait, words) for wait in waits)


def verdict_word(wait: VisitWait, words: Mapping[str, Any]) -> str:
    """The verdict, or that there is none yet."""
    return str(_("Still waiting") if wait.open else words["verdicts"][wait.verdict])


def verdict_with_own_word(wait: VisitWait, words: Mapping[str, Any]) -> str:
    """The verdict with the visitor's own absence counted; "" where none was left out."""
    if not wait.leaves_out:
        return ""
    still = wait.open_with_own
    return str(_("Still waiting") if still else words["verdicts"][wait.verdict_with_own])


def own_absence(wait: VisitWait, words: Mapping[str, Any]) -> str:
    """What was left out as the visitor's own; "" for nothing."""
    if not wait.leaves_out:
        return ""
    text: str = words["clock"](wait.own.length)
    return text if wait.own.exact else f"≥ {text}"


def waited(wait: VisitWait, words: Mapping[str, Any]) -> str:
    """The legal wait; a lower bound says that it is one."""
    text: str = words["clock"](wait.wait.length)
    return text if wait.wait.exact else f"≥ {text}"


def source(wait: VisitWait, words: Mapping[str, Any]) -> str:
    """Where the limit stands: act, item and edition."""
    place = words["source_words"](wait.source)
    if not place:
        return ""
    if not wait.edition:
        return str(place)
    edition = words["edition_words"](wait.edition)
    return str(_("%(place)s, edition of %(edition)s", place=place, edition=edition))
