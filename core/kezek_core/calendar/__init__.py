"""The working calendar: days off, office hours, terms counted in days, duties of a payment day."""

from __future__ import annotations

from kezek_core.calendar.fees import (
    INDEX_CHANGES,
    MONTHLY_INDICES,
    FeeDue,
    FeeError,
    IndexChange,
    MonthlyIndex,
    NoIndexError,
    fee_due,
    monthly_index_on,
    monthly_indices,
)
from kezek_core.calendar.holidays_kz import FIRST_YEAR, LAST_YEAR, Swap, known_swaps
from kezek_core.calendar.office_hours import DayHours, OfficeHours
from kezek_core.calendar.terms import (
    DueDate,
    TermError,
    due_on,
    extension_notice_due_on,
    return_due_on,
    return_notice_due_on,
    unclaimed,
    valid_until_on,
)
from kezek_core.calendar.time_zones import ZoneTable, office_zone, zone_table
from kezek_core.calendar.working_calendar import (
    FIVE_DAY_WEEK,
    SIX_DAY_WEEK,
    CalendarError,
    WorkingCalendar,
    overrides_from_hours,
    week_of,
)
from kezek_core.calendar.working_time import office_date, with_calendar, working_time_between

__all__ = [
    "FIRST_YEAR",
    "FIVE_DAY_WEEK",
    "INDEX_CHANGES",
    "LAST_YEAR",
    "MONTHLY_INDICES",
    "SIX_DAY_WEEK",
    "CalendarError",
    "DayHours",
    "DueDate",
    "FeeDue",
    "FeeError",
    "IndexChange",
    "MonthlyIndex",
    "NoIndexError",
    "OfficeHours",
    "Swap",
    "TermError",
    "WorkingCalendar",
    "ZoneTable",
    "due_on",
    "extension_notice_due_on",
    "fee_due",
    "known_swaps",
    "monthly_index_on",
    "monthly_indices",
    "office_date",
    "office_zone",
    "overrides_from_hours",
    "return_due_on",
    "return_notice_due_on",
    "unclaimed",
    "valid_until_on",
    "week_of",
    "with_calendar",
    "working_time_between",
    "zone_table",
]
