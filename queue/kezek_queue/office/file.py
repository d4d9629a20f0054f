"""The office file: ``office.toml`` made to an ``Office``, with everything wrong named at once."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from kezek_core.calendar import INDEX_CHANGES, OfficeHours, monthly_indices, office_zone
from kezek_core.phrases import Phrase, one_of
from kezek_core.texts import SHIPPED, TRANSLATIONS, CatalogueError, add_languages, known_languages
from kezek_core.toml_table import Problem, Table, nearest, read_toml, unreadable
from kezek_queue.errors import FaultyOfficeFileError, OfficeFileError
from kezek_queue.office.feedback_rules import read_feedback
from kezek_queue.office.hours_file import read_hours
from kezek_queue.office.law import read_index_changes, read_swaps
from kezek_queue.office.no_show import read_no_show
from kezek_queue.office.office import Office
from kezek_queue.office.parts import (
    read_categories,
    read_services,
    read_slug,
    read_whole,
    read_windows,
)

__all__ = ["FaultyOfficeFileError", "OfficeFileError", "Problem", "load_office", "parse_office"]

DEFAULT_TIME_ZONE = "Asia/Almaty"


def load_office(path: Path, *, standard_ids: Collection[str] | None = None) -> Office:
    """Read the office file of a data directory.

    Args:
        path: the file, commonly ``DIR/office.toml``.
        standard_ids: the known standards; None leaves the standards of the services unchecked.

    Returns:
        The office, every value checked.

    Raises:
        FaultyOfficeFileError: the file is missing, cannot be read, or something in it is wrong.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        expected = Phrase("an office file")
        hint = Phrase('make one with "kezek init", or name the right directory with --data')
        problem = unreadable(str(path), error, expected, hint)
        raise FaultyOfficeFileError((problem,)) from error
    try:
        add_languages(path.parent / TRANSLATIONS)
    except CatalogueError as error:
        hint = Phrase("mend the catalogue, or take it away")
        problem = Problem(str(error.path), (), error.came, error.expected, hint)
        raise FaultyOfficeFileError((problem,)) from error
    return parse_office(content, str(path), standard_ids=standard_ids)


def parse_office(
    content: bytes | str, file_name: str, *, standard_ids: Collection[str] | None = None
) -> Office:
    """Make an office of the content of its file.

    Args:
        content: the whole file; bytes are UTF-8, a byte order mark at the start is forgiven.
        file_name: name of the file, as the messages shall call it.
        standard_ids: the known standards; None leaves the standards of the services unchecked.

    Returns:
        The office, every value checked.

    Raises:
        FaultyOfficeFileError: something is wrong; ``problems`` names every fault with its line and
            key, what came, and the form expected.
    """

    def read(table: Table) -> Office | None:
        return _read_office(table, standard_ids)

    return read_toml(content, file_name, read, FaultyOfficeFileError)


def _read_office(table: Table, standard_ids: Collection[str] | None) -> Office | None:
    head = _read_head(table.table("office"))
    limits = _read_tickets(table.table("tickets"))
    feedback = read_feedback(table.table("feedback"))
    no_show = read_no_show(table.table("no_show"))
    hours = read_hours(table.table("hours"))
    services = read_services(table, limits["numbers_per_letter"], standard_ids)
    windows = read_windows(table, services)
    categories = read_categories(table)
    index_changes = read_index_changes(table)
    swaps = read_swaps(table, hours.overrides)
    zone = head.pop("zone")
    if zone is None or table.findings:
        return None
    return Office(
        **head,
        **limits,
        feedback=feedback,
        no_show=no_show,
        time_zone=zone.key,
        hours=OfficeHours(zone, MappingProxyType(hours.week), MappingProxyType(hours.overrides)),
        services=MappingProxyType({each.id: each for each in services}),
        windows=MappingProxyType({each.id: each for each in windows}),
        categories=MappingProxyType({each.id: each for each in categories}),
        monthly_indices=monthly_indices((*INDEX_CHANGES, *index_changes)),
        swaps=swaps,
    )


def _read_head(table: Table) -> dict[str, Any]:
    return {
        "id": read_slug(table, "id"),
        "name": table.local_text("name"),
        "zone": _read_zone(table),
        "demo": table.flag_or_none("demo") or False,
        "languages": _read_languages(table),
    }


def _read_languages(table: Table) -> tuple[str, ...]:
    """The languages offered; those there are words for, Kazakh and Russian among them."""
    before = len(table.findings.problems)
    chosen, known = table.texts("languages"), known_languages()
    if not table.has("languages") or len(table.findings.problems) > before:
        return SHIPPED
    table.note_repeated("languages", list(chosen), "language")
    if not {*known} >= {*chosen}:
        table.wrong(
            "languages",
            one_of(known),
            Phrase(
                "for another language put its catalogues into the folder translations beside the "
                "office file"
            ),
        )
    elif not {"kk", "ru"} <= {*chosen}:
        table.wrong("languages", Phrase('a list with "kk" and "ru": papers are printed in both'))
    return chosen


def _read_tickets(table: Table) -> dict[str, Any]:
    return {
        "last_minutes_before_closing": read_whole(
            table, "last_minutes_before_closing", (0, 600), default=0
        ),
        "numbers_per_letter": read_whole(table, "numbers_per_letter", (1, 9999), default=999),
        "close_out_minutes_after_closing": read_whole(
            table, "close_out_minutes_after_closing", (0, 1440), default=120
        ),
        "near_limit_percent": read_whole(table, "near_limit_percent", (1, 99), default=80),
    }


def _read_zone(table: Table) -> ZoneInfo | None:
    name = table.text_or_none("time_zone")
    if name is None and table.has("time_zone"):
        return None
    try:
        return office_zone(name or DEFAULT_TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # ValueError: a path; OSError: a folder of zones such as "Asia".
        known = available_timezones()
        hint = Phrase('install the time zones: "apt install tzdata"')
        table.wrong(
            "time_zone",
            Phrase('a time zone by its IANA name, for example "Asia/Almaty"'),
            nearest(str(name), sorted(known)) if known else hint,
        )
        return None
