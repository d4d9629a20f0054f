"""Dates, hours and money as the papers of the register say them in Kazakh, Russian and English."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, time
from decimal import Decimal

from kezek_core.calendar import DayHours
from kezek_core.standards import PeriodUnit
from kezek_core.texts import LANGUAGES, MONTHS_EN, MONTHS_KK, MONTHS_RU, NO_BREAK_SPACE, LocalText

TO_SHOW_HEADING = LocalText(
    "Дайын құжатты алғанда көрсетіледі",
    "Предъявить при получении результата",
    "To show when collecting the result",
)


def same(text: str) -> LocalText:
    """A text that reads the same in every language."""
    return LocalText(text, text, text)


def day_words(on: date) -> LocalText:
    """A date: ``2026 ж. 24 наурыз``, ``24 марта 2026 г.``, ``24 March 2026``."""
    month = on.month - 1
    return LocalText(
        f"{on.year} ж. {on.day} {MONTHS_KK[month]}",
        f"{on.day} {MONTHS_RU[month]} {on.year} г.",
        f"{on.day} {MONTHS_EN[month]} {on.year}",
    )


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
    if not other.kk:
        return first
    return LocalText(
        f"{first.kk}{between}{other.kk}",
        f"{first.in_language('ru')}{between}{other.in_language('ru')}",
        f"{first.in_language('en')}{between}{other.in_language('en')}",
    )


def tenge_words(tenge: int) -> str:
    """Whole tenge, for example ``1 234 ₸``, with no-break spaces."""
    grouped = f"{tenge:,}".replace(",", NO_BREAK_SPACE)
    return f"{grouped}{NO_BREAK_SPACE}₸"


def share_words(share: Decimal) -> LocalText:
    """A share of the monthly calculation index, in percent."""
    percent = f"{(share * 100).normalize():f}"
    return LocalText(
        f"АЕК-тің {percent.replace('.', ',')}{NO_BREAK_SPACE}%-ы",
        f"{percent.replace('.', ',')}{NO_BREAK_SPACE}% МРП",
        f"{percent}% of the monthly calculation index",
    )


def span_words(amount: int, unit: PeriodUnit) -> LocalText:
    """A length of days, months or years, in the abbreviations that need no endings."""
    kk, ru, en = {
        PeriodUnit.WORKING_DAYS: ("жұмыс күні", "раб. дн.", "working days"),
        PeriodUnit.CALENDAR_DAYS: ("күнтізбелік күн", "календ. дн.", "calendar days"),
        PeriodUnit.MONTHS: ("ай", "мес.", "months"),
        PeriodUnit.YEARS: ("жыл", "г.", "years"),
    }[unit]
    english = en.removesuffix("s") if amount == 1 else en
    return LocalText(f"{amount} {kk}", f"{amount} {ru}", f"{amount} {english}")


def by_language(tell: Callable[[str], str]) -> LocalText:
    """The text that ``tell`` makes for each language."""
    return LocalText(*map(tell, LANGUAGES))


def chained(several: Iterable[LocalText], between: str) -> LocalText:
    """Texts in a row, language by language."""
    texts = list(several)
    return by_language(lambda language: between.join(each.in_language(language) for each in texts))


def filled(pattern: LocalText, **values: LocalText | str) -> LocalText:
    """A sentence with its ``{values}``, each in the sentence's own language."""

    def tell(language: str) -> str:
        in_language = {
            name: value if isinstance(value, str) else value.in_language(language)
            for name, value in values.items()
        }
        return pattern.in_language(language).format(**in_language)

    return by_language(tell)
