"""Reading the hours of a standard: days of the week, seasons, breaks."""

from __future__ import annotations

from datetime import time

from kezek_core.phrases import Phrase
from kezek_core.standards.values import Break, Hours, Schedule, Season
from kezek_core.standards.words import Weekday
from kezek_core.toml_table.table import Table


def read_schedule(table: Table) -> Schedule:
    """Read the working days and the hours of every season."""
    days = table.members("days", Weekday)
    if not days:
        table.wrong("days", Phrase('at least one weekday, as ["mon", "tue"]'))
    seasons = table.tables("seasons")
    if not seasons:
        table.wrong(
            "seasons",
            Phrase("at least one season with its hours"),
            Phrase("open [[schedule.seasons]]"),
        )
    read = tuple(_read_season(each) for each in seasons)
    table.note_repeated("seasons", [each.name for each in read], "name")
    return Schedule(days=days, seasons=read)


def _read_season(table: Table) -> Season:
    if table.has("starts") != table.has("ends"):
        missing = "ends" if table.has("starts") else "starts"
        table.wrong(
            missing,
            Phrase('a day as "MM-DD"'),
            Phrase("a season has both its days or neither"),
        )
    return Season(
        name=table.text("name"),
        hours=read_hours(table),
        starts=table.month_day_or_none("starts"),
        ends=table.month_day_or_none("ends"),
    )


def read_hours(table: Table) -> Hours:
    """Read opening, closing and breaks; breaks come in order and lie within the hours."""
    opens, closes = table.clock("open"), table.clock("close")
    if opens and closes and opens >= closes:
        table.wrong("close", Phrase("a time after open, %(time)s", time=f"{opens:%H:%M}"))
    breaks = []
    free_from = opens
    for each in table.tables("breaks"):
        start, end = each.clock("from"), each.clock("to")
        if start and end and start >= end:
            each.wrong("to", Phrase("a time after from, %(time)s", time=f"{start:%H:%M}"))
        if start and free_from and start < free_from:
            each.wrong(
                "from",
                Phrase(
                    "a time not before %(time)s, within the hours, in order",
                    time=f"{free_from:%H:%M}",
                ),
            )
        if end and closes and end > closes:
            each.wrong("to", Phrase("a time not after close, %(time)s", time=f"{closes:%H:%M}"))
        free_from = end or free_from
        breaks.append(Break(start or time.min, end or time.min))
    return Hours(opens or time.min, closes or time.min, tuple(breaks))
