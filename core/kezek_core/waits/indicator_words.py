"""The rows of the quality and accessibility table: the acts' names for them, and how we count.

The Kazakh names are those of the acts' own table; where the acts differ by a word, resolution 1122
is followed (row 3.3: order 287). The Russian ones are the usual names of the same rows, the
English ones are ours. A formula says what Kezek divides by what; it is ours as well, because the
acts refer to a method of calculation that is not among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kezek_core.texts.local_text import LocalText
from kezek_core.translated import text

QUEUE_MINUTES = 40
"""The wait that row 1.2 counts by, whatever limit the standard sets.

Source: order 287, annexes 1 and 2, appendix 2, row 1.2; resolution 1122, annexes, row 1.2; order 3,
both standards, row 1.2.
"""


class NotMeasured(StrEnum):
    """Why a row has no value."""

    NO_CASES = "no_cases"
    NO_REGISTER = "no_register"
    NOT_KEPT = "not_kept"


@dataclass(frozen=True, slots=True)
class IndicatorWords:
    """What one row is called and how it is counted.

    Args:
        code: the row's number in the acts.
        title: its name in the acts.
        formula: what is divided by what.
        at_most: a smaller value is the better one.
    """

    code: str
    title: LocalText
    formula: LocalText
    at_most: bool = False

    @property
    def group(self) -> LocalText:
        """The heading that the row stands under."""
        return GROUPS[self.code.partition(".")[0]]


GROUPS: Mapping[str, LocalText] = MappingProxyType(
    {
        "1": text("Timeliness"),
        "2": text("Quality"),
        "3": text("Accessibility"),
        "4": text("Complaints"),
        "5": text("Politeness"),
    }
)
"""The five headings of the table."""

REASONS: Mapping[NotMeasured, LocalText] = MappingProxyType(
    {
        NotMeasured.NO_CASES: text("Not measured: there was nothing to count in this period"),
        NotMeasured.NO_REGISTER: text("Not measured: no register of requests is kept"),
        NotMeasured.NOT_KEPT: text(
            "Not measured: what stands on the Internet is for the office to count, "
            "Kezek does not see it"
        ),
    }
)
"""What stands in the place of a value that nobody measured."""


INDICATORS = (
    IndicatorWords(
        "1.1",
        text(
            "% (share) of cases in which the service was given in time, "
            "from the hand-in of the documents"
        ),
        text(
            "Requests decided by their due date ÷ requests whose due date lies in the period "
            "(those undecided count only once that date is past) × 100"
        ),
    ),
    IndicatorWords(
        "1.2",
        text("% (share) of visitors who waited in the queue for 40 minutes or less"),
        text(
            "Visitors whose wait ended within 40 minutes ÷ all who took a ticket "
            "(those who left or were never called included) × 100"
        ),
    ),
    IndicatorWords(
        "2.1",
        text("% (share) of visitors satisfied with how the service was given"),
        text("Satisfied with the process in the survey ÷ all who answered this question × 100"),
    ),
    IndicatorWords(
        "2.2",
        text(
            "% (share) of cases in which the official drew the documents up correctly "
            "(charges, calculations and so on)"
        ),
        text("Requests never sent back for a fault ÷ requests decided in the period × 100"),
    ),
    IndicatorWords(
        "3.1",
        text(
            "% (share) of visitors satisfied with the quality of the procedure and the information "
            "on it"
        ),
        text("Satisfied with the information in the survey ÷ all who answered this question × 100"),
    ),
    IndicatorWords(
        "3.2",
        text(
            "% (share) of cases in which the visitor filled the documents in correctly and handed "
            "them in at the first attempt"
        ),
        text(
            "Complete sets of documents accepted ÷ all sets handed in (those refused included) "
            "× 100"
        ),
    ),
    IndicatorWords(
        "3.3",
        text("% (share) of services with information on the Internet"),
        text(
            "Services with information on the Internet ÷ all services × 100 (the office counts "
            "them itself)"
        ),
    ),
    IndicatorWords(
        "4.1",
        text("% (share) of justified complaints of all visitors served"),
        text("Justified complaints registered in the period ÷ visitors served × 100"),
        at_most=True,
    ),
    IndicatorWords(
        "4.2",
        text("% (share) of justified complaints considered and satisfied in time"),
        text(
            "Justified complaints answered in time ÷ justified complaints registered in the period "
            "× 100"
        ),
    ),
    IndicatorWords(
        "4.3",
        text("% (share) of visitors satisfied with the procedure of complaint"),
        text(
            "Satisfied with the complaint procedure in the survey ÷ "
            "all who answered this question × 100"
        ),
    ),
    IndicatorWords(
        "4.4",
        text("% (share) of visitors satisfied with the terms of complaint"),
        text(
            "Satisfied with the complaint terms in the survey ÷ "
            "all who answered this question × 100"
        ),
    ),
    IndicatorWords(
        "5.1",
        text("% (share) of visitors satisfied with the politeness of the staff"),
        text("Satisfied with the politeness in the survey ÷ all who answered this question × 100"),
    ),
)
"""The twelve rows in the order of the acts.

Source: order 287, annexes 1 and 2, appendix 2; resolution 1122, appendices; order 3, appendices.
"""
