"""How times, spans and shares are written on pages and in reports: never rounded up."""

from __future__ import annotations

import re
from datetime import date, timedelta

SOURCE_PARTS = {
    "kk": (
        (r"\border (\S+?)(?=,|$)", r"№ \1 бұйрық"),
        (r"\bresolution (\S+?)(?=,|$)", r"№ \1 қаулы"),
        (r"\brules (\S+?)(?=,|$)", r"№ \1 қағидалар"),
        (r"\bannex (\d+)", r"\1-қосымша"),
        (r"\bappendix (\d+)", r"стандартқа \1-қосымша"),
        (r"\bappendix\b", "стандартқа қосымша"),
        (r"\brow ([\d.]+)", r"\1-жол"),
        (r"\bitem ([\d.]+)", r"\1-тармақ"),
        (r"\bitems ([\d.]+) to ([\d.]+) and ([\d.]+)", r"\1–\2 және \3-тармақтар"),
        (r"\bitems ([\d.]+), ([\d.]+) and ([\d.]+)", r"\1, \2 және \3-тармақтар"),
        (r"\bitems ([\d.]+) to ([\d.]+)", r"\1–\2-тармақтар"),
        (r"\bitems ([\d.]+) and ([\d.]+)", r"\1 және \2-тармақтар"),
        (r"\bparagraph (\d+)", r"\1-абзац"),
        (r"\bcriminal record standard", "соттылық туралы стандарт"),
        (r"\bapostille standard", "апостиль стандарты"),
        (r"\bguardianship standard", "қорғаншылық стандарты"),
        (r"\bminors' assets standard", "кәмелетке толмағандар мүлкі стандарты"),
    ),
    "ru": (
        (r"\border (\S+?)(?=,|$)", r"приказ № \1"),
        (r"\bresolution (\S+?)(?=,|$)", r"постановление № \1"),
        (r"\brules (\S+?)(?=,|$)", r"правила № \1"),
        (r"\bannex (\d+)", r"приложение \1"),
        (r"\bappendix (\d+)", r"приложение \1 к стандарту"),
        (r"\bappendix\b", "приложение к стандарту"),
        (r"\brow ([\d.]+)", r"строка \1"),
        (r"\bitem ([\d.]+)", r"пункт \1"),
        (r"\bitems ([\d.]+) to ([\d.]+) and ([\d.]+)", r"пункты \1–\2 и \3"),
        (r"\bitems ([\d.]+), ([\d.]+) and ([\d.]+)", r"пункты \1, \2 и \3"),
        (r"\bitems ([\d.]+) to ([\d.]+)", r"пункты \1–\2"),
        (r"\bitems ([\d.]+) and ([\d.]+)", r"пункты \1 и \2"),
        (r"\bparagraph (\d+)", r"абзац \1"),
        (r"\bcriminal record standard", "стандарт о справке о судимости"),
        (r"\bapostille standard", "стандарт об апостиле"),
        (r"\bguardianship standard", "стандарт об опеке"),
        (r"\bminors' assets standard", "стандарт об имуществе несовершеннолетних"),
    ),
}
"""How the places of an act are named; a word that is not known stays as the standard has it."""

NO_BREAK_SPACE = "\u00a0"
UNKNOWN = "—"


def whole_seconds(span: timedelta | float | None) -> int | None:
    """A span in whole seconds, cut down; None stays unknown."""
    if span is None:
        return None
    seconds = span.total_seconds() if isinstance(span, timedelta) else span
    return int(seconds // 1)


def clock(span: timedelta | float | None) -> str:
    """A span as minutes and seconds, ``72:05``; cut down to the second, never rounded up."""
    seconds = whole_seconds(span)
    if seconds is None:
        return UNKNOWN
    sign = "−" if seconds < 0 else ""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{sign}{minutes:02d}:{rest:02d}"


def percent_tenths(value: float | None) -> int | None:
    """A share in tenths of a percent, cut down; None stays unknown."""
    # A share is a quotient: 58.3 may be stored a hair below what it is.
    return None if value is None else int(value * 10 + 1e-9)


def percent(value: float | None, language: str) -> str:
    """A share with one decimal, cut down: 99.97 is not 100."""
    return tenths_of_percent(percent_tenths(value), language)


def tenths_of_percent(tenths: int | None, language: str) -> str:
    """Tenths of a percent as the language writes a share."""
    if tenths is None:
        return UNKNOWN
    text = f"{tenths // 10}.{tenths % 10}" if tenths < 1000 else "100"
    if language == "en":
        return f"{text}%"
    return f"{text.replace('.', ',')}{NO_BREAK_SPACE}%"


def short_date(on: date) -> str:
    """A date for tables: ``24.03.2026``."""
    return on.strftime("%d.%m.%Y")


def source_words(source: str, language: str) -> str:
    """The place in the act as the reader's language names it: ``приказ № 287, пункт 7.2``."""
    for pattern, words in SOURCE_PARTS.get(language, ()):
        source = re.sub(pattern, words, source)
    return source


def edition_words(edition: str) -> str:
    """The name of an edition, its date, as tables write dates; another name stays."""
    try:
        return short_date(date.fromisoformat(edition))
    except ValueError:
        return edition


def grouped(number: int) -> str:
    """A whole number in groups of three digits, with no-break spaces."""
    return f"{number:,}".replace(",", NO_BREAK_SPACE)
