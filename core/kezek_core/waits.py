"""Waits: the one door to a visit's judged parts, their table, and the proof from the journal."""

from __future__ import annotations

from kezek_core.wait_fold import (
    COMMAND_OF,
    Visit,
    VisitEvent,
    VisitEventError,
    VisitFold,
    fold_clock,
    fold_visit,
)
from kezek_core.wait_table import (
    FORMULA,
    OwnTime,
    VerdictCounts,
    WaitRow,
    WaitTable,
    nearest_rank,
    tabulate,
)
from kezek_core.wait_values import HEADING_OF, Heading, Outcome, VisitWait

__all__ = [
    "COMMAND_OF",
    "FORMULA",
    "HEADING_OF",
    "Heading",
    "Outcome",
    "OwnTime",
    "VerdictCounts",
    "Visit",
    "VisitEvent",
    "VisitEventError",
    "VisitFold",
    "VisitWait",
    "WaitRow",
    "WaitTable",
    "fold_clock",
    "fold_visit",
    "nearest_rank",
    "tabulate",
]
