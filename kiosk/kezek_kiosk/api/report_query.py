"""What every report is asked by: its days and its language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from msgspec import Meta, field

from kezek_core.phrases import Phrase
from kezek_kiosk.api.calls import Gives
from kezek_kiosk.errors import BadRequestError
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.declared_fields import Asked
from kezek_kiosk.web.field_types import Day, Language
from kezek_queue.reports import MIME_TYPES

LONGEST = timedelta(days=366)
FileLanguage = Annotated[Language, Meta(description="Of headings and values.")] | None
FILES = {
    "csv": (Gives("", "UTF-8 with a byte order mark.", mime_type="text/csv"),),
    "xlsx": (Gives("", "An XLSX workbook.", mime_type=MIME_TYPES["xlsx"]),),
    "pdf": (Gives("", "A PDF document on A4.", mime_type=MIME_TYPES["pdf"]),),
}
"""The answers of a report as a file, by its format."""


@dataclass(frozen=True, slots=True)
class DateRange:
    """The office days of a report, both ends included."""

    first: date
    last: date

    def to_json(self) -> dict[str, str]:
        """The days as the API names them."""
        return {"from": self.first.isoformat(), "to": self.last.isoformat()}


class PeriodAsked(Asked, frozen=True):
    """The days of a report."""

    first: Annotated[Day | None, Meta(description="First office day; today when left out.")] = (
        field(name="from", default=None)
    )
    last: Annotated[Day | None, Meta(description="Last office day; at most 366 days later.")] = (
        field(name="to", default=None)
    )

    def period(self) -> DateRange:
        """The days asked for; the present office day when none are.

        Raises:
            BadRequestError: they lie the wrong way round, or too far apart.
        """
        today = app_context().queue.snapshot().shown_day
        first = self.first or self.last or today
        last = self.last or max(first, today)
        refuse_wrong_period(first, last)
        return DateRange(first, last)


class PeriodFile(PeriodAsked, frozen=True):
    """The days of a report as a file."""

    language: FileLanguage = None


def refuse_wrong_period(first: date, last: date) -> None:
    """Refuse days that no list is made of.

    Raises:
        BadRequestError: they lie the wrong way round, or too far apart.
    """
    if last < first:
        expected = Phrase("a date not before %(first)s", first=first.isoformat())
        raise BadRequestError.of("to", expected, last.isoformat())
    if last - first > LONGEST:
        expected = Phrase("a date at most %(days)s days after the first one", days=LONGEST.days)
        raise BadRequestError.of("to", expected, last.isoformat())
