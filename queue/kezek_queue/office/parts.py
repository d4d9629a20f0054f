"""The lists of an office file: its services, its windows, its preferential categories."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from kezek_core.phrases import Phrase
from kezek_core.tickets import Stage
from kezek_core.toml_table import Table, nearest
from kezek_queue.office.office import Category, Service, Window

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SLUG_MAX_CHARS = 40
LETTER = re.compile(r"[A-Z]")
LATIN_OF_CYRILLIC = dict(zip("АВЕКМНОРСТХ", "ABEKMHOPCTX", strict=True))
"""Cyrillic capitals that look like a Latin one: on a keyboard they are mistaken for it."""

OFFERED_STAGES = (Stage.SUBMISSION, Stage.PICKUP)
"""What a visitor can take a ticket for; ``service`` is measured, never queued for."""

DEFAULT_MEAN_SERVICE_MINUTES = 10.0
WINDOWS_MAX = 99
RANK_MAX = 9


def read_services(
    table: Table, numbers_per_letter: int, standard_ids: Collection[str] | None
) -> tuple[Service, ...]:
    """Read ``[[services]]``; what is wrong is noted."""
    entries = table.tables("services")
    services = tuple(_read_service(each, numbers_per_letter, standard_ids) for each in entries)
    if not services:
        table.wrong("services", Phrase("at least one service, opened by [[services]]"))
    table.note_repeated("services", [each.id for each in services], "id")
    table.note_repeated("services", [each.letter for each in services], "letter")
    return services


def read_windows(table: Table, services: Sequence[Service]) -> tuple[Window, ...]:
    """Read ``[[windows]]``; every service must have a window, every window known services."""
    known = [each.id for each in services]
    windows = tuple(_read_window(each, known) for each in table.tables("windows"))
    if not windows:
        table.wrong("windows", Phrase("at least one window, opened by [[windows]]"))
    table.note_repeated("windows", [str(each.id) for each in windows if each.id], "id")
    served = {service for each in windows for service in each.services}
    for service in dict.fromkeys(known):
        if windows and service and service not in served:
            table.wrong(
                "windows",
                Phrase('a window that serves "%(service)s"', service=service),
                Phrase("no window serves it"),
            )
    return windows


def read_categories(table: Table) -> tuple[Category, ...]:
    """Read ``[[categories]]``; an office may have none."""
    categories = tuple(_read_category(each) for each in table.tables("categories"))
    table.note_repeated("categories", [each.id for each in categories], "id")
    return categories


def read_slug(table: Table, key: str) -> str:
    """Read a name for machines: it stands in addresses and in the database."""
    slug = table.text(key)
    if slug and (len(slug) > SLUG_MAX_CHARS or not SLUG.fullmatch(slug)):
        table.wrong(
            key,
            Phrase(
                "a-z, 0-9 and single hyphens, at most %(most)s, as military-service",
                most=SLUG_MAX_CHARS,
            ),
        )
    return slug


def read_whole(table: Table, key: str, bounds: tuple[int, int], *, default: int) -> int:
    """Read a whole number within bounds; absent is the default."""
    found = table.whole_or_none(key, *bounds)
    return default if found is None else found


def _read_service(
    table: Table, numbers_per_letter: int, standard_ids: Collection[str] | None
) -> Service:
    return Service(
        id=read_slug(table, "id"),
        letter=_read_letter(table),
        standard=_read_standard(table, standard_ids),
        stages=_read_stages(table),
        mean_service_minutes=_read_mean(table),
        name=table.short_text("name") if table.has("name") else None,
        daily_limit=table.whole_or_none("daily_limit", 1, numbers_per_letter),
    )


def _read_letter(table: Table) -> str:
    letter = table.text("letter")
    if letter and not LETTER.fullmatch(letter):
        latin = LATIN_OF_CYRILLIC.get(letter)
        hint = Phrase('this is a Cyrillic letter; type the Latin "%(latin)s"', latin=latin)
        table.wrong("letter", Phrase("one capital letter from A to Z"), hint if latin else None)
    return letter


def _read_standard(table: Table, standard_ids: Collection[str] | None) -> str:
    standard = table.text("standard")
    if standard and standard_ids is not None and standard not in standard_ids:
        hint = nearest(standard, sorted(standard_ids))
        hint = hint or Phrase('"kezek standards list" names them all')
        table.wrong("standard", Phrase("the id of a known standard"), hint)
    return standard


def _read_stages(table: Table) -> tuple[Stage, ...]:
    if not table.has("stages"):
        table.texts("stages")
        return (Stage.SUBMISSION,)
    names = table.texts("stages")
    offered = {stage.value: stage for stage in OFFERED_STAGES}
    table.note_repeated("stages", list(names), "stage")
    strange = [f'"{name}"' for name in names if name not in offered]
    if strange or not names:
        hint = Phrase("not %(strange)s", strange=", ".join(strange))
        if not strange:
            hint = Phrase("leave the key out for submission alone")
        table.wrong("stages", Phrase('a list of "submission", "pickup" or both'), hint)
    return tuple(offered[name] for name in names if name in offered)


def _read_mean(table: Table) -> float:
    expected = Phrase("minutes from 1 to 480, without quotes, for example 8 or 7.5")
    mean = table.number_or_none("mean_service_minutes", expected, (1, 480))
    return DEFAULT_MEAN_SERVICE_MINUTES if mean is None else float(mean)


def _read_window(table: Table, known: Sequence[str]) -> Window:
    window = Window(table.whole("id", 1, WINDOWS_MAX), table.texts("services"))
    if not window.services:
        table.wrong("services", Phrase("a list with at least one service of this file"))
    table.note_repeated("services", list(window.services), "service")
    for service in window.services:
        if service not in known:
            hint = nearest(service, known)
            expected = Phrase('services of this file; "%(service)s" is none', service=service)
            table.wrong("services", expected, hint)
    return window


def _read_category(table: Table) -> Category:
    return Category(
        id=read_slug(table, "id"),
        name=table.local_text("name"),
        basis=table.text("basis"),
        rank=read_whole(table, "rank", (1, RANK_MAX), default=1),
        enabled=table.flag_or_none("enabled") or False,
    )
