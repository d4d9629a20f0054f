"""What every report is asked by: its days and its language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kezek_kiosk.web.context import services
from kezek_kiosk.web.inputs import DAY, LANGUAGE, Fields, wrong_field
from kezek_kiosk.web.problems import api_language

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Period:
    """The office days of a report, both ends included."""

    first: date
    last: date

    def to_json(self) -> dict[str, str]:
        """The days as the API names them."""
        return {"from": self.first.isoformat(), "to": self.last.isoformat()}


def period_of(fields: Fields) -> Period:
    """The days asked for; the present office day when none are.

    Raises:
        BadRequestError: a day is none, they lie the wrong way round, or too far apart.
    """
    today = services().queue.snapshot().shown_day
    first = fields.get("from", DAY, fields.get("to", DAY, today))
    last = fields.get("to", DAY, max(first, today))
    if last < first:
        raise wrong_field("to", f"a day from {first} on", last)
    if last - first > LONGEST:
        raise wrong_field("to", f"at most {LONGEST.days} days after from", last)
    return Period(first, last)


def language_of(fields: Fields) -> str:
    """The language of a file."""
    language: str = fields.get("language", LANGUAGE, api_language())
    return language
