"""The report's lines as the screen lays them out: sections, rows, and what explains each row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kezek_queue.reports import Cell, ColumnRole, IndicatorReport


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row of the table.

    Args:
        code: its number in the acts, for an address of its own.
        cells: the report's own cells, the name first.
        formula: what is divided by what.
        place: where the norm stands; "" where there is none.
    """

    code: str
    cells: tuple[Cell, ...]
    formula: str
    place: str


@dataclass(frozen=True, slots=True)
class Section:
    """The rows below one of the five headings."""

    heading: str
    rows: tuple[ShownRow, ...]


def sections(report: IndicatorReport) -> tuple[Section, ...]:
    """The rows of the report under their headings."""
    explained = iter(zip(report.rows, report.formulas, report.places, strict=True))
    found: list[tuple[str, list[ShownRow]]] = []
    for line in report.table.lines:
        if line.role is ColumnRole.SECTION:
            found.append((line.name, []))
            continue
        row, formula, place = next(explained)
        found[-1][1].append(ShownRow(row.code, line.cells, formula, place))
    return tuple(_section(*each) for each in found)


def _section(heading: str, rows: Iterable[ShownRow]) -> Section:
    return Section(heading, tuple(rows))
