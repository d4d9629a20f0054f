"""The office file: ``office.toml`` made to an ``Office``, with everything wrong named at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from kezek_core.calendar import INDEX_CHANGES, OfficeHours, monthly_indices, office_zone
from kezek_core.toml_table import Findings, Problem, Table
from kezek_queue.errors import OfficeFileError
from kezek_queue.office.feedback_rules import read_feedback
from kezek_queue.office.hours_file import read_hours
from kezek_queue.office.law import read_index_changes, read_swaps
from kezek_queue.office.no_show import read_no_show
from kezek_queue.office.office import Office
from kezek_queue.office.parts import (
    nearest,
    read_categories,
    read_services,
    read_slug,
    read_whole,
    read_windows,
)

__all__ = ["FaultyOfficeFileError", "OfficeFileError", "Problem", "load_office", "parse_office"]

DEFAULT_TIME_ZONE = "Asia/Almaty"
POSITION = re.compile(r"\s*\(at line (\d+), column (\d+)\)")
REMAKE_HINT = 'make one with "kezek init", or name the right directory with --data'


class FaultyOfficeFileError(OfficeFileError):
    """An office file cannot be used; ``problems`` names every fault found in it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(
            "\n".join(str(problem) for problem in problems),
            file=problems[0].file,
            count=len(problems),
            problems=[asdict(problem) for problem in problems],
        )


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
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        came = f"a byte that is none at place {error.start}"
        raise _unreadable(path, came, "text in UTF-8", "save the file as UTF-8") from error
    except OSError as error:
        came = error.strerror or type(error).__name__
        raise _unreadable(path, came, "an office file", REMAKE_HINT) from error
    return parse_office(text, str(path), standard_ids=standard_ids)


def parse_office(
    text: str, file_name: str, *, standard_ids: Collection[str] | None = None
) -> Office:
    """Make an office of the text of its file.

    Args:
        text: the whole file; a byte order mark at its start is forgiven.
        file_name: name of the file, as the messages shall call it.
        standard_ids: the known standards; None leaves the standards of the services unchecked.

    Returns:
        The office, every value checked.

    Raises:
        FaultyOfficeFileError: something is wrong; ``problems`` names every fault with its key, what
            came, and the form expected.
    """
    findings = Findings(file_name)
    raw = _toml(text, findings)
    office = None if raw is None else _read_office(raw, findings, standard_ids)
    if office is None:
        raise FaultyOfficeFileError(tuple(findings.problems))
    return office


def _read_office(
    raw: Mapping[str, object], findings: Findings, standard_ids: Collection[str] | None
) -> Office | None:
    table = Table(raw, "", findings)
    head = _read_head(table.table("office"))
    limits = _read_tickets(table.table("tickets"))
    feedback = read_feedback(table.table("feedback"))
    no_show = read_no_show(table.table("no_show"))
    hours = read_hours(table.table("hours"), findings)
    services = read_services(table, limits["numbers_per_letter"], standard_ids)
    windows = read_windows(table, services)
    categories = read_categories(table)
    index_changes = read_index_changes(table)
    swaps = read_swaps(table, hours.overrides)
    table.note_unknown_keys()
    zone = head.pop("zone")
    if zone is None or findings.problems:
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
    }


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
        hint = (
            nearest(str(name), known) if known else 'install the time zones: "apt install tzdata"'
        )
        table.wrong("time_zone", 'a time zone by its IANA name, for example "Asia/Almaty"', hint)
        return None


def _toml(text: str, findings: Findings) -> dict[str, object] | None:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = POSITION.search(str(error))
        line, column = (int(found[1]), int(found[2])) if found else (None, None)
        came = POSITION.sub("", str(error))
        findings.problems.append(
            Problem(findings.file, "", came, "well-formed TOML", "mend this line", line, column)
        )
    except (RecursionError, ValueError, ArithmeticError) as error:
        # Lists nested a thousand deep, or a number of a million digits: no office has them.
        findings.note("", str(error) or type(error).__name__, "well-formed TOML")
    return None


def _unreadable(path: Path, came: str, expected: str, hint: str) -> FaultyOfficeFileError:
    return FaultyOfficeFileError((Problem(str(path), "", came, expected, hint),))
