"""The words and formats that every staff template uses."""

from __future__ import annotations

from typing import Any

from kezek_core.dates import short_date
from kezek_core.standards import source_words
from kezek_core.waits import Heading
from kezek_kiosk.pages.staff import words as names
from kezek_kiosk.pages.staff.actors import actor_name
from kezek_kiosk.pages.staff.limits import Limit
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.i18n import language_name, language_names, page_language, weekday_name
from kezek_queue import Ticket, wording


def words() -> dict[str, Any]:
    """Names for states and verdicts, and the formats of spans and shares."""
    language = page_language()
    return {
        "actor_name": actor_name,
        "states": names.STATES,
        "verdicts": names.VERDICTS,
        "outcomes": names.OUTCOMES,
        "stages": names.STAGES,
        "window_states": names.WINDOW_STATES,
        "languages_offered": language_names(),
        "language_name": language_name,
        "event_word": names.event_word,
        "clock": wording.clock,
        "percent": lambda value: wording.percent(value, language),
        "past_share": lambda tenths: wording.tenths_of_percent(tenths, language),
        "weekday_name": lambda weekday: weekday_name(weekday, language),
        "grouped": wording.grouped,
        "short_date": short_date,
        "edition_words": wording.edition_words,
        "source_words": lambda source: source_words(source, language),
        "limit_of": limit_of,
        "Heading": Heading,
        "title_of": title_of,
        "category_of": category_of,
        "near_percent": app_context().queue.office.near_limit_percent,
    }


def limit_of(ticket: Ticket) -> Limit:
    """A ticket's running wait against its limit."""
    near_percent = app_context().queue.office.near_limit_percent
    return Limit(ticket.wait.length, ticket.limit_minutes, near_percent)


def category_of(slug: str | None) -> str:
    """The name of a preferential category in the page's language; "" for none."""
    category = app_context().queue.office.categories.get(slug or "")
    return category.name.in_language(page_language()) if category else slug or ""


def title_of(service: str) -> str:
    """The short name of a service in the page's language; its slug when it is no longer given."""
    title = app_context().titles.get(service)
    return title.in_language(page_language()) if title else service
