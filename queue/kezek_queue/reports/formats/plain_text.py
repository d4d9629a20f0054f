"""A report for a terminal: one column below the other, because it is narrower than a table."""

from __future__ import annotations

from collections.abc import Iterator

from kezek_queue.reports.document import Column, ColumnRole, Report, ReportLine, ReportTable
from kezek_queue.reports.mark import mark_facts

NAME_LETTERS = 48


def as_text(report: Report) -> str:
    """The tables of a report, line by line."""
    facts = (*report.facts, *mark_facts(report.mark, report.language))
    lines = [report.title, *(f"{label}: {value}" for label, value in facts)]
    for table in report.tables:
        if table.title:
            lines += ["", table.title]
        for line in table.lines:
            lines += _line(table, line)
        lines += [line for note in table.notes for line in ("", note)]
    return "\n".join(lines) + "\n"


def _line(table: ReportTable, line: ReportLine) -> Iterator[str]:
    yield ""
    yield line.name
    if line.role is ColumnRole.SECTION:
        return
    place = 0
    for cell in line.cells:
        column = table.columns[place]
        if place and not column.sheet_only:
            yield f"  {_heading(column):<{NAME_LETTERS}} {cell.text or '-'}"
        place += cell.span


def _heading(column: Column) -> str:
    return ", ".join(part for part in (column.group, column.heading) if part)
