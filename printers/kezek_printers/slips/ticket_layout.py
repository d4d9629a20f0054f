"""How a ticket looks: one large number, names in the middle, facts in two columns.

Kazakh stands above or left of Russian in the same size; English comes third when the visitor chose
it. A value that reads the same in Kazakh and Russian stands once for both.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from kezek_core.papers import ExpectedWait, TicketSlip
from kezek_core.texts import LocalText
from kezek_core.tickets import Stage
from kezek_printers.slips import slip_words
from kezek_printers.slips.qr_size import module_dots
from kezek_printers.slips.slip_document import Block, Cut, Gap, Line, Pair, Qr, SlipDocument
from kezek_printers.slips.slip_parts import (
    centred,
    copy_mark,
    date_and_time,
    joined,
    large_number,
    texts,
    third_language,
)

_NUMBER_SHARE = 8
"""A number of four signs takes half the width when each is an eighth of the columns tall."""
_WIDE_COLUMNS = 42
"""From here on both languages of a fact fit one line; on narrower paper they stand in a pair."""


def lay_out_ticket(slip: TicketSlip, *, columns: int, width_dots: int) -> SlipDocument:
    """The ticket on paper of that width; see ``layout.lay_out``."""
    third = third_language(slip.language)
    blocks = (
        *_office(slip.office, third, slip.copy, columns),
        *large_number(slip.number, columns, columns // _NUMBER_SHARE),
        *_service(slip.service, slip.stage, third, columns),
        *_facts(slip, third, columns),
        *_follow(slip.status_url, third, columns, width_dots),
        Cut(),
    )
    return SlipDocument(columns, width_dots, blocks)


@functools.lru_cache(maxsize=64)
def _office(office: LocalText, third: str, copy: bool, columns: int) -> tuple[Block, ...]:
    marked = (copy_mark(third), Gap()) if copy else ()
    return (*marked, *centred(office, third=third, columns=columns), Gap())


@functools.lru_cache(maxsize=256)
def _service(service: LocalText, stage: Stage, third: str, columns: int) -> tuple[Block, ...]:
    named = centred(service, third=third, columns=columns, bold=True)
    if stage is Stage.PICKUP:
        return (*named, *centred(slip_words.PICKUP, third=third, columns=columns), Gap())
    return (*named, Gap())


def _facts(slip: TicketSlip, third: str, columns: int) -> Iterator[Block]:
    yield Pair(*date_and_time(slip.issued_at, slip.time_zone))
    if slip.ahead is not None:
        yield from _fact(slip_words.AHEAD, str(slip.ahead), None, third, columns)
    if slip.expected_wait is not None:
        value = _range(slip.expected_wait)
        yield from _fact(slip_words.EXPECTED_WAIT, value, slip_words.MINUTES, third, columns)
    if slip.limit_minutes is not None:
        value = str(slip.limit_minutes)
        yield from _fact(slip_words.LIMIT, value, slip_words.MINUTES, third, columns)


@functools.lru_cache(maxsize=1024)
def _fact(
    label: LocalText, value: str, unit: LocalText | None, third: str, columns: int
) -> tuple[Block, ...]:
    shown = f"{value} {unit.kk if unit else ''}".strip()
    if columns >= _WIDE_COLUMNS:
        lines: list[Block] = [Pair(joined(texts(label)), shown)]
    else:
        kazakh, *others = texts(label)
        lines = [Pair(kazakh, shown), *(Line(text) for text in others)]
    if third or columns < _WIDE_COLUMNS:
        lines.insert(0, Gap())
    if third and (foreign := label.in_language(third)) != label.kk:
        lines.append(Pair(foreign, f"{value} {unit.in_language(third) if unit else ''}".strip()))
    return tuple(lines)


def _follow(url: str | None, third: str, columns: int, width_dots: int) -> tuple[Block, ...]:
    if not url:
        return (Gap(), *centred(slip_words.WATCH, third=third, columns=columns), Gap())
    words = centred(slip_words.FOLLOW, third=third, columns=columns)
    return (Gap(), *words, Gap(), Qr(url, module_dots(url, width_dots)))


def _range(wait: ExpectedWait) -> str:
    low, high = sorted((wait.p50_minutes, wait.p90_minutes))
    return str(low) if low == high else f"{low}–{high}"
