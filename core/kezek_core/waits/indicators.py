"""The quality and accessibility table, rows 1.1 to 5.1: counts in, percentages out.

A row without anything to count has no value: neither 0 nor 100 is ever guessed for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Self

from kezek_core.errors import CoreError
from kezek_core.standards.values import Standard
from kezek_core.texts.local_text import LocalText
from kezek_core.waits.indicator_words import (
    INDICATORS,
    QUEUE_MINUTES,
    REASONS,
    IndicatorWords,
    NotMeasured,
)

__all__ = [
    "FORMULA",
    "INDICATORS",
    "NO_SHARE",
    "QUEUE_MINUTES",
    "CountError",
    "Counts",
    "IndicatorRow",
    "IndicatorTable",
    "NotMeasured",
    "Share",
    "indicator_table",
]

FORMULA = "indicators/1"
"""Name and version of the formulas; the words of each stand in ``indicator_words.INDICATORS``.

``indicators/1``: a value is ``100 x numerator / denominator``, never rounded, and there is none
where the denominator is 0. What is counted in the two numbers of each row says
``docs/indicators.md``.
"""


class CountError(CoreError, ValueError):
    """Numbers that cannot have been counted."""

    code = "count_error"


@dataclass(frozen=True, slots=True)
class Share:
    """How many (``part``) of how many (``whole``)."""

    part: int = 0
    whole: int = 0

    def __post_init__(self) -> None:
        if self.part < 0 or self.whole < 0:
            raise CountError(
                f"expected counts of 0 or more, got {self.part} of {self.whole}; count again"
            )

    def __add__(self, other: Self) -> Share:
        return Share(self.part + other.part, self.whole + other.whole)

    @property
    def percent(self) -> Decimal | None:
        """The share in percent, unrounded; None when there is nothing to take a share of."""
        return None if self.whole == 0 else Decimal(100 * self.part) / self.whole


NO_SHARE = Share()


@dataclass(frozen=True, slots=True)
class Counts:
    """Everything the table is made of; counts of several periods or services may be added.

    Args:
        timely: requests decided by their due date; None where no register is kept.
        queue: visitors whose wait ended within 40 minutes, of all who took a ticket.
        process: satisfied with the process, of all who answered.
        drawn_up: requests never sent back for a fault; None where no register is kept.
        information: satisfied with the information, of all who answered.
        first_time: complete sets of documents, of all handed in; None without a register.
        justified: justified complaints, of all visitors served; it may be more than there were.
        resolved: justified complaints resolved in time, of all justified ones.
        procedure: satisfied with the complaint procedure, of all who answered.
        term: satisfied with the complaint terms, of all who answered.
        politeness: satisfied with the politeness, of all who answered.

    Raises:
        CountError: a part is larger than its whole.
    """

    queue: Share = NO_SHARE
    process: Share = NO_SHARE
    information: Share = NO_SHARE
    justified: Share = NO_SHARE
    resolved: Share = NO_SHARE
    procedure: Share = NO_SHARE
    term: Share = NO_SHARE
    politeness: Share = NO_SHARE
    timely: Share | None = None
    drawn_up: Share | None = None
    first_time: Share | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            share: Share | None = getattr(self, field.name)
            if share and share.part > share.whole and field.name != "justified":
                raise CountError(
                    f"expected at most {share.whole} in {field.name!r}, got {share.part}; "
                    "count both over the same period and services"
                )

    def __add__(self, other: Self) -> Counts:
        sums: dict[str, Any] = {
            field.name: _sum(getattr(self, field.name), getattr(other, field.name))
            for field in fields(self)
        }
        return Counts(**sums)

    def share(self, code: str) -> Share | None:
        """The two numbers of a row; None where they are not kept."""
        return getattr(self, FIELD_OF[code]) if code in FIELD_OF else None


FIELD_OF = {
    "1.1": "timely",
    "1.2": "queue",
    "2.1": "process",
    "2.2": "drawn_up",
    "3.1": "information",
    "3.2": "first_time",
    "4.1": "justified",
    "4.2": "resolved",
    "4.3": "procedure",
    "4.4": "term",
    "5.1": "politeness",
}
"""Where the numbers of each row stand; row 3.3 has none here."""


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One row of the table.

    Args:
        words: its number, name and formula.
        numerator: None where it is not kept.
        denominator: None where it is not kept.
        percent: the value, unrounded; None where it was not measured.
        not_measured: why there is no value; None where there is one.
        norm: the value that the standard sets.
        target: the value aimed at in the next year.
        last: the value of the year of the act.
        norms_differ: the standards differ in norm or target, so that one is not shown.
        source: where the norm stands in the act; None where there is none.
        note: what is remarked on the row.
    """

    words: IndicatorWords
    numerator: int | None
    denominator: int | None
    percent: Decimal | None
    not_measured: NotMeasured | None
    norm: Decimal | None = None
    target: Decimal | None = None
    last: Decimal | None = None
    norms_differ: bool = False
    source: str | None = None
    note: str | None = None

    @property
    def code(self) -> str:
        """The row's number in the acts."""
        return self.words.code

    @property
    def reason(self) -> LocalText | None:
        """Why there is no value, in words."""
        return None if self.not_measured is None else REASONS[self.not_measured]

    @property
    def meets_norm(self) -> bool | None:
        """Whether the norm is kept; None where value or norm is missing."""
        return self._meets(self.norm)

    @property
    def meets_target(self) -> bool | None:
        """Whether the target is reached; None where value or target is missing."""
        return self._meets(self.target)

    def to_json(self) -> dict[str, Any]:
        """The row as plain values, percentages unrounded."""
        return {
            "code": self.code,
            "group": self.words.group.to_json(),
            "title": self.words.title.to_json(),
            "formula": self.words.formula.to_json(),
            "numerator": self.numerator,
            "denominator": self.denominator,
            "percent": _number(self.percent),
            "not_measured": self.not_measured and self.not_measured.value,
            "reason": self.reason and self.reason.to_json(),
            "norm": _number(self.norm),
            "target": _number(self.target),
            "last": _number(self.last),
            "norms_differ": self.norms_differ,
            "at_most": self.words.at_most,
            "meets_norm": self.meets_norm,
            "meets_target": self.meets_target,
            "source": self.source,
            "note": self.note,
        }

    def _meets(self, bound: Decimal | None) -> bool | None:
        if self.percent is None or bound is None:
            return None
        return self.percent <= bound if self.words.at_most else self.percent >= bound


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """The twelve rows, and whose they are.

    Args:
        rows: in the order of the acts.
        standards: ids of the standards whose norms stand beside the values.
        formula: name and version of the formulas.
    """

    rows: tuple[IndicatorRow, ...]
    standards: tuple[str, ...]
    formula: str = FORMULA

    def row(self, code: str) -> IndicatorRow:
        """The row of a number, for example ``"1.2"``.

        Raises:
            CountError: there is no such row.
        """
        for row in self.rows:
            if row.code == code:
                return row
        known = ", ".join(row.code for row in self.rows)
        raise CountError(f"expected one of the rows {known}, got {code!r}; choose one of them")

    def to_json(self) -> dict[str, Any]:
        """The table as plain values."""
        return {
            "formula": self.formula,
            "standards": list(self.standards),
            "rows": [row.to_json() for row in self.rows],
        }


def indicator_table(counts: Counts, standards: Iterable[Standard]) -> IndicatorTable:
    """Make the table of a period.

    Args:
        counts: what was counted in the period.
        standards: those of the services counted; norm, target and last value are shown where all
            that have them agree.

    Returns:
        Twelve rows by the formulas ``FORMULA``.

    Source: order 287, annexes 1 and 2, appendix 2; resolution 1122 and order 3, appendices.
    """
    applied = tuple({each.id: each for each in standards}.values())
    return IndicatorTable(
        rows=tuple(_row(words, counts, applied) for words in INDICATORS),
        standards=tuple(each.id for each in applied),
    )


def _row(words: IndicatorWords, counts: Counts, standards: Sequence[Standard]) -> IndicatorRow:
    share = counts.share(words.code)
    percent = None if share is None else share.percent
    path = f"indicators.{words.code}"
    bearing = [each for each in standards if words.code in each.indicators]
    values = [each.indicators[words.code] for each in bearing]
    return IndicatorRow(
        words=words,
        numerator=None if share is None else share.part,
        denominator=None if share is None else share.whole,
        percent=percent,
        not_measured=None if percent is not None else _why(words.code, share),
        norm=_agreed(each.norm for each in values),
        target=_agreed(each.target for each in values),
        last=_agreed(each.current for each in values),
        norms_differ=any(
            len(_known(column)) > 1
            for column in zip(*((each.norm, each.target) for each in values), strict=True)
        ),
        source=_shared(each.source(path) for each in bearing),
        note=_shared(each.note(path) for each in standards),
    )


def _why(code: str, share: Share | None) -> NotMeasured:
    if share is not None:
        return NotMeasured.NO_CASES
    return NotMeasured.NO_REGISTER if code in FIELD_OF else NotMeasured.NOT_KEPT


def _known(values: Iterable[Decimal | None]) -> set[Decimal]:
    return {each for each in values if each is not None}


def _agreed(values: Iterable[Decimal | None]) -> Decimal | None:
    """The value of all standards that have one; None where they differ."""
    found = _known(values)
    return found.pop() if len(found) == 1 else None


def _shared(texts: Iterable[str | None]) -> str | None:
    """What is said of all the standards alike; None where they differ."""
    found = set(texts)
    return found.pop() if len(found) == 1 else None


def _sum(one: Share | None, other: Share | None) -> Share | None:
    """Two counts together; a count that is not kept adds nothing."""
    if one is None or other is None:
        return one or other
    return one + other


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
