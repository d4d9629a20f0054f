"""How a ticket looks: one large number, names in the middle, facts in two columns.

Kazakh stands above or left of Russian in the same size; English comes third when the visitor chose
it. A value that reads the same in Kazakh and Russian stands once for both.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from kezek_core.slips import ExpectedWait, TicketSlip
from kezek_core.texts import LocalText
from kezek_core.tickets import Stage
from kezek_printers import slip_words
from kezek_printers.errors import BrokenSlip
from kezek_printers.printable import printable
from kezek_printers.qr_size import module_dots
from kezek_printers.slip_document import (
    Align,
    Block,
    Cut,
    Gap,
    Line,
    Number,
    Pair,
    Qr,
    SlipDocument,
)
from kezek_printers.wrapping import balanced_lines

_NUMBER_SHARE = 8
"""A number of four signs takes half the width when each is an eighth of the columns tall."""
_WIDE_COLUMNS = 42
"""From here on both languages of a fact fit one line; on narrower paper they stand in a pair."""
_ENGLISH = "en"
_MOST_TIMES = 8


def lay_out(slip: TicketSlip, *, columns: int, width_dots: int) -> SlipDocument:
    """The ticket on paper of that width.

    Args:
        slip: what it says.
        columns: characters of Font A in a line.
        width_dots: dots across the paper.

    Raises:
        BrokenSlip: its instant has no time zone, or the office's zone is unknown.
        UnprintableCode: its address does not fit a QR code.
    """
    english = slip.language == _ENGLISH
    blocks = (
        *_office(slip.office, english, slip.copy, columns),
        *_number(printable(slip.number), columns),
        *_service(slip.service, slip.stage, english, columns),
        *_facts(slip, english, columns),
        *_follow(slip.status_url, english, columns, width_dots),
        Cut(),
    )
    return SlipDocument(columns, width_dots, blocks)


@functools.lru_cache(maxsize=64)
def _office(office: LocalText, english: bool, copy: bool, columns: int) -> tuple[Block, ...]:
    mark = " / ".join(_texts(slip_words.COPY, english=english))
    marked = (Line(mark, Align.CENTRE, bold=True), Gap()) if copy else ()
    return (*marked, *_centred(office, english, columns, bold=False), Gap())


def _number(number: str, columns: int) -> tuple[Block, ...]:
    if len(number) > columns:
        return tuple(Line(part, Align.CENTRE) for part in balanced_lines(number, columns))
    times = min(_MOST_TIMES, columns // _NUMBER_SHARE, columns // max(1, len(number)))
    return (Number(number, times),)


@functools.lru_cache(maxsize=256)
def _service(service: LocalText, stage: Stage, english: bool, columns: int) -> tuple[Block, ...]:
    named = _centred(service, english, columns, bold=True)
    if stage is Stage.PICKUP:
        return (*named, *_centred(slip_words.PICKUP, english, columns, bold=False), Gap())
    return (*named, Gap())


def _facts(slip: TicketSlip, english: bool, columns: int) -> Iterator[Block]:
    issued_at = _office_time(slip.issued_at, slip.time_zone)
    yield Pair(f"{issued_at:%d.%m.%Y}", f"{issued_at:%H:%M}")
    if slip.ahead is not None:
        yield from _fact(slip_words.AHEAD, str(slip.ahead), "", english, columns)
    if slip.expected_wait is not None:
        value = _range(slip.expected_wait)
        yield from _fact(slip_words.EXPECTED_WAIT, value, slip_words.MINUTES, english, columns)
    if slip.limit_minutes is not None:
        value = str(slip.limit_minutes)
        yield from _fact(slip_words.LIMIT, value, slip_words.MINUTES, english, columns)


@functools.lru_cache(maxsize=1024)
def _fact(
    label: LocalText, value: str, unit: str, english: bool, columns: int
) -> tuple[Block, ...]:
    shown = f"{value} {unit}".strip()
    if columns >= _WIDE_COLUMNS:
        lines: list[Block] = [Pair(" / ".join(_texts(label, english=False)), shown)]
    else:
        kazakh, *others = _texts(label, english=False)
        lines = [Pair(kazakh, shown), *(Line(text) for text in others)]
    if english or columns < _WIDE_COLUMNS:
        lines.insert(0, Gap())
    if english and label.en:
        foreign = slip_words.MINUTES_ENGLISH if unit else ""
        lines.append(Pair(label.en, f"{value} {foreign}".strip()))
    return tuple(lines)


def _follow(url: str | None, english: bool, columns: int, width_dots: int) -> tuple[Block, ...]:
    if not url:
        return ()
    words = _centred(slip_words.FOLLOW, english, columns, bold=False)
    return (Gap(), *words, Gap(), Qr(url, module_dots(url, width_dots)))


def _range(wait: ExpectedWait) -> str:
    low, high = sorted((wait.p50_minutes, wait.p90_minutes))
    return str(low) if low == high else f"{low}–{high}"


def _centred(text: LocalText, english: bool, columns: int, *, bold: bool) -> tuple[Line, ...]:
    return tuple(
        Line(part, Align.CENTRE, bold)
        for one in _texts(text, english=english)
        for part in balanced_lines(one, columns)
    )


def _texts(text: LocalText, *, english: bool) -> tuple[str, ...]:
    """Kazakh, Russian, and English where asked for; what is the same is said once."""
    chosen = (text.kk, text.ru, text.en if english else None)
    return tuple(dict.fromkeys(clean for one in chosen if one and (clean := printable(one))))


def _office_time(instant: datetime, zone: str) -> datetime:
    if instant.tzinfo is None:
        raise BrokenSlip(
            f"expected an issue time with its time zone on the slip, got {instant.isoformat()}; "
            "issue the ticket again"
        )
    return instant.astimezone(_zone(zone))


@functools.cache
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise BrokenSlip(
            f"expected an IANA time zone such as Asia/Almaty on the slip, got {name!r}; "
            "correct time_zone in office.toml"
        ) from error
