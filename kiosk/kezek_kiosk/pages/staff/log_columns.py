"""The columns of the log, one list for the screen and for the CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

from flask_babel import gettext as _

from kezek_core.dates import short_date
from kezek_core.standards import source_words
from kezek_kiosk.pages.staff import words as names
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.i18n import page_language
from kezek_queue import WaitStream, wording
from kezek_queue.wait_log import LogRow

US_A_SECOND = 1_000_000


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


class LogCells:
    """Words the waits of the log in the language of the page.

    It asks the request for all it needs when it is made: a file is written after the request.
    """

    def __init__(self) -> None:
        self._language = page_language()
        self._titles = app_context().titles
        self._times = wording.OfficeTimes(app_context().queue.office.hours.zone)
        self._headings = headings()
        self._verdicts = {each.value: str(word) for each, word in names.VERDICTS.items()}
        self._outcomes = {each.value: str(word) for each, word in names.OUTCOMES.items()}
        self._still = str(_("Still waiting"))
        self._with_edition = str(
            _("%(place)s, edition of %(edition)s", place="%(place)s", edition="%(edition)s")
        )
        self._services = _Kept(self._title)
        self._days = _Kept(lambda day: short_date(date.fromisoformat(day)))
        self._places = _Kept(lambda source: source_words(source, self._language))
        self._editions = _Kept(wording.edition_words)

    def rows(self, stream: WaitStream) -> Iterator[tuple[str, ...]]:
        """The rows of the CSV, one a wait, below their heading."""
        yield self._headings
        yield from map(self.of, stream.rows)

    def of(self, wait: LogRow) -> tuple[str, ...]:
        """One wait as the log tells it, column by column."""
        clock, leaves_out = self._times.clock, wait.leaves_out
        return (
            wait.number,
            self._days[wait.office_day],
            self._services[wait.service],
            clock(wait.issued_us),
            clock(wait.called_us),
            clock(wait.started_us),
            _length(wait.wait_us, wait.wait_exact),
            "" if wait.limit_minutes is None else str(wait.limit_minutes),
            self._still if wait.open else self._verdicts[wait.verdict],
            _length(wait.own_us, wait.own_exact) if leaves_out else "",
            self._with_own(wait) if leaves_out else "",
            self._source(wait),
            "" if wait.window is None else str(wait.window),
            self._outcomes[wait.outcome],
        )

    def _with_own(self, wait: LogRow) -> str:
        """The verdict with the visitor's own absence counted."""
        return self._still if wait.open_with_own else self._verdicts[wait.verdict_with_own]

    def _source(self, wait: LogRow) -> str:
        """Where the limit stands: act, item and edition."""
        place = self._places[wait.source]
        if not place or not wait.edition:
            return place
        return self._with_edition % {"place": place, "edition": self._editions[wait.edition]}

    def _title(self, service: str) -> str:
        title = self._titles.get(service)
        return title.in_language(self._language) if title else service


class _Kept(dict[str, str]):
    """Texts that are made once each: services, days, places in acts."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: str) -> str:
        made = self[key] = self._make(key)
        return made


_clock = lru_cache(maxsize=8192)(wording.clock)


def _length(length_us: int, exact: int) -> str:
    """A span; a lower bound says that it is one."""
    text = _clock(length_us // US_A_SECOND)
    return text if exact else f"≥ {text}"
