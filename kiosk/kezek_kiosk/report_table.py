"""The table of the report of waits: its columns, and each cell as a number and as a text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from kezek_core.judgement import BANDS_MINUTES
from kezek_core.waits import Heading, WaitRow
from kezek_kiosk.formats import NO_BREAK_SPACE, clock, percent
from kezek_kiosk.report_words import OUTCOMES, REPORT_WORDS

Value = str | int | float | None


class Kind(Enum):
    """What a column holds."""

    TEXT = "text"
    COUNT = "count"
    PERCENT = "percent"
    SECONDS = "seconds"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the report.

    Args:
        heading: its name.
        group: the name over several columns; "" for none.
        kind: what it holds.
        value: reads it off a row of the table of waits; None for the two that name the row.
        past: its breaches stand in brackets beside it where a cell is text.
        sheet_only: only a spreadsheet has it, where brackets would spoil a number.
    """

    heading: str
    group: str
    kind: Kind
    value: Callable[[WaitRow], Value] | None = None
    past: Heading | None = None
    sheet_only: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the report.

    Args:
        name: the service, or the word for all of them.
        limits: the limits that were applied, for example ``30`` or ``20 / 30``.
        row: the counts.
    """

    name: str
    limits: str
    row: WaitRow

    def value(self, column: Column) -> Value:
        """A cell as it is."""
        if column.value is not None:
            return column.value(self.row)
        return self.limits if column.kind is Kind.COUNT else self.name

    def text(self, column: Column, language: str) -> str:
        """A cell as the screen shows it; the breaches of an outcome in brackets."""
        value = self.value(column)
        if column.kind is Kind.PERCENT:
            return percent(_number(value), language)
        if column.kind is Kind.SECONDS:
            return clock(_number(value))
        past = 0 if column.past is None else self.row.breaches[column.past]
        return f"{value}{NO_BREAK_SPACE}({past})" if past else str(value)


def columns(language: str) -> tuple[Column, ...]:
    """Every column of the report, in its order.

    Args:
        language: of the headings: ``kk``, ``ru`` or ``en``.
    """
    word = {name: words[language] for name, words in REPORT_WORDS.items()}
    return (
        Column(word["service"], "", Kind.TEXT),
        Column(word["limit"], "", Kind.COUNT),
        Column(word["total"], "", Kind.COUNT, lambda row: row.total),
        *(_outcome(heading, word) for heading in OUTCOMES),
        Column(word["within"], word["judged"], Kind.COUNT, lambda row: row.within),
        Column(word["breached"], word["judged"], Kind.COUNT, lambda row: row.breached),
        Column(word["estimated"], word["judged"], Kind.COUNT, lambda row: row.estimated),
        Column(word["no_limit"], word["judged"], Kind.COUNT, lambda row: row.no_limit),
        Column(word["open"], word["judged"], Kind.COUNT, lambda row: row.open),
        Column(word["own"], word["share"], Kind.PERCENT, lambda row: row.share_within_percent),
        *(_band(minutes, word) for minutes in BANDS_MINUTES),
        Column(word["median"], word["wait"], Kind.SECONDS, lambda row: row.median_seconds),
        Column(word["p90"], word["wait"], Kind.SECONDS, lambda row: row.p90_seconds),
        Column(word["longest"], word["wait"], Kind.SECONDS, lambda row: row.longest_seconds),
        *(_past(heading, word) for heading in OUTCOMES),
    )


def _outcome(heading: Heading, word: Mapping[str, str]) -> Column:
    name = heading.value
    return Column(
        word[name], word["outcome"], Kind.COUNT, lambda row: int(getattr(row, name)), past=heading
    )


def _band(minutes: int, word: Mapping[str, str]) -> Column:
    heading = word["minutes"].format(minutes)
    return Column(heading, word["share"], Kind.PERCENT, lambda row: row.bands[minutes])


def _past(heading: Heading, word: Mapping[str, str]) -> Column:
    return Column(
        word[heading.value],
        word["past"],
        Kind.COUNT,
        lambda row: row.breaches[heading],
        sheet_only=True,
    )


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None
