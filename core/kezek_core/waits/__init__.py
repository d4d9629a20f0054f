"""Waits: the legal clock, its judgement, the proof from the journal, and the tables of reports."""

from __future__ import annotations

from kezek_core.waits.fold import COMMAND_OF, Visit, VisitEvent, VisitFold, fold_clock, fold_visit
from kezek_core.waits.indicator_words import GROUPS, QUEUE_MINUTES
from kezek_core.waits.indicators import (
    Counts,
    IndicatorRow,
    IndicatorTable,
    NotMeasured,
    Share,
    indicator_table,
)
from kezek_core.waits.judgement import BANDS_MINUTES, Verdict, judge
from kezek_core.waits.legal_clock import LegalClock
from kezek_core.waits.no_show import (
    LOOSEST_RULE,
    STRICTEST_RULE,
    USUAL_RULE,
    CallsSoFar,
    NoShowRule,
)
from kezek_core.waits.table import VerdictCounts, WaitRow, WaitTable, table_of, tabulate
from kezek_core.waits.tally import OwnSeen, WaitTally
from kezek_core.waits.values import HEADING_OF, Heading, Outcome, VisitWait

__all__ = [
    "BANDS_MINUTES",
    "COMMAND_OF",
    "GROUPS",
    "HEADING_OF",
    "LOOSEST_RULE",
    "QUEUE_MINUTES",
    "STRICTEST_RULE",
    "USUAL_RULE",
    "CallsSoFar",
    "Counts",
    "Heading",
    "IndicatorRow",
    "IndicatorTable",
    "LegalClock",
    "NoShowRule",
    "NotMeasured",
    "Outcome",
    "OwnSeen",
    "Share",
    "Verdict",
    "VerdictCounts",
    "Visit",
    "VisitEvent",
    "VisitFold",
    "VisitWait",
    "WaitRow",
    "WaitTable",
    "WaitTally",
    "fold_clock",
    "fold_visit",
    "indicator_table",
    "judge",
    "table_of",
    "tabulate",
]
