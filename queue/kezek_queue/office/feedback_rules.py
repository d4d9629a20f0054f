"""What an office sets for complaints and surveys: ``[feedback]`` of its file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kezek_core.standards import PeriodUnit, Term
from kezek_core.toml_table import Table


class AnswerUnit(StrEnum):
    """The days in which the answer to a complaint is counted."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True)
class FeedbackRules:
    """The office's rules for complaints and surveys.

    Args:
        complaint_answer_days: how long the office may take to answer a complaint. The acts of the
            shipped standards leave the term to the law and name no number, so the default is
            ours: an office sets the number of the law in force, and its source beside it.
        complaint_answer_unit: calendar or working days.
        complaint_answer_source: where the term stands, printed on the talon; "" for nothing.
        survey_days: whole days after the end of a visit's office day on which its survey may
            still be answered; 0 ends with the office day.
    """

    complaint_answer_days: int = 15
    complaint_answer_unit: AnswerUnit = AnswerUnit.CALENDAR_DAYS
    complaint_answer_source: str = ""
    survey_days: int = 0

    @property
    def answer_term(self) -> Term:
        """The term for the answer, as the standards core counts it."""
        return Term(self.complaint_answer_days, PeriodUnit(self.complaint_answer_unit.value))


DEFAULT_RULES = FeedbackRules()
"""What an office has that sets nothing."""


def read_feedback(table: Table) -> FeedbackRules:
    """The rules that an office file gives, its faults noted; what is left out has its default."""
    rules = DEFAULT_RULES
    days = table.whole_or_none("complaint_answer_days", 1, 365)
    unit = table.member_or_none("complaint_answer_unit", AnswerUnit)
    source = table.text_or_none("complaint_answer_source")
    survey_days = table.whole_or_none("survey_days", 0, 30)
    return FeedbackRules(
        complaint_answer_days=rules.complaint_answer_days if days is None else days,
        complaint_answer_unit=unit or rules.complaint_answer_unit,
        complaint_answer_source=source or rules.complaint_answer_source,
        survey_days=rules.survey_days if survey_days is None else survey_days,
    )
