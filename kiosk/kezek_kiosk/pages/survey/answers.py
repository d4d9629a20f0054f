"""The survey on the phone page: what it shows, and the answers that a plain form brings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from kezek_kiosk.web.context import app_context
from kezek_queue.errors import (
    FeedbackInputError,
    SurveyAnsweredError,
    SurveyClosedError,
)
from kezek_queue.feedback import Survey, SurveyState

QUESTIONS = ("process", "information", "politeness", "complaint_procedure", "complaint_term")
WORDS = {"yes": True, "no": False}
"""What the form's choices say; any other word leaves the question out."""

ACTOR = "phone"


class AnswerFault(Enum):
    """Why answers were not taken."""

    EMPTY = "empty"
    ANSWERED = "answered"
    CLOSED = "closed"


STATUSES = {AnswerFault.EMPTY: 422, AnswerFault.ANSWERED: 409, AnswerFault.CLOSED: 409}


@dataclass(frozen=True, slots=True)
class SurveyView:
    """What the page shows of the survey.

    Args:
        state: whether it may be answered.
        chosen: what was chosen before, by question; it stays when something was wrong.
        problem: why answers were not taken; None when nothing went wrong.
    """

    state: SurveyState
    chosen: Mapping[str, str]
    problem: AnswerFault | None = None

    @property
    def status(self) -> int:
        """The HTTP status of the page."""
        return 200 if self.problem is None else STATUSES[self.problem]


def survey_of(ticket_id: str) -> SurveyView:
    """The survey of a visit as it stands."""
    state = app_context().queue.feedback.survey_state(ticket_id=ticket_id)
    return SurveyView(state, {})


def take_answers(ticket_id: str, form: Mapping[str, str]) -> SurveyView:
    """Keep the answers of a form; the view says what became of them."""
    chosen = {question: form.get(question, "") for question in QUESTIONS}
    survey = Survey(**{question: WORDS.get(word) for question, word in chosen.items()})
    try:
        app_context().queue.feedback.answer_survey(survey, ticket_id=ticket_id, actor=ACTOR)
    except FeedbackInputError:
        return SurveyView(survey_of(ticket_id).state, chosen, AnswerFault.EMPTY)
    except SurveyAnsweredError:
        return SurveyView(SurveyState.ANSWERED, {}, AnswerFault.ANSWERED)
    except SurveyClosedError:
        return SurveyView(SurveyState.CLOSED, {}, AnswerFault.CLOSED)
    return SurveyView(SurveyState.ANSWERED, {})
