"""The survey after a visit: from a tablet at the window, or from the visitor's own phone."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from msgspec import Meta
from msgspec.structs import asdict

from kezek_kiosk.access.roles import MAY_SURVEY
from kezek_kiosk.api.answers import PREFIX, answer
from kezek_kiosk.api.calls import call, made
from kezek_kiosk.web.client_address import client_address
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.declared_fields import Asked
from kezek_kiosk.web.field_types import Slug
from kezek_kiosk.web.limits import count_call
from kezek_kiosk.web.principals import require
from kezek_queue.feedback import Survey

blueprint = Blueprint("api_surveys", __name__, url_prefix=f"{PREFIX}/surveys")

PHONE = "phone"
Satisfied = Annotated[
    bool, Meta(description="true: satisfied, false: not satisfied, null: left out.")
]


class SurveyAnswers(Asked, frozen=True):
    """What was answered about one visit."""

    ticket: Annotated[Slug | None, Meta(description="The ticket's id, from devices and staff.")] = (
        None
    )
    token: Annotated[Slug | None, Meta(description="The ticket's status token, instead.")] = None
    process: Satisfied | None = None
    information: Satisfied | None = None
    politeness: Satisfied | None = None
    complaint_procedure: Satisfied | None = None
    complaint_term: Satisfied | None = None


@blueprint.post("")
@call(
    "answerSurvey", SurveyAnswers, refuses=(422, 429),
    gives=made("Surveyed", "One answer is taken for a ticket."),
)  # fmt: skip
def take(body: SurveyAnswers) -> Response:
    """Keep the answers of one visit; a status token needs no other proof."""
    answers = asdict(body)
    ticket, token = answers.pop("ticket"), answers.pop("token")
    app_context().queue.feedback.answer_survey(
        Survey(**answers),
        ticket_id=ticket,
        token=None if token is None else token.upper(),
        actor=_caller(body),
    )
    return answer({"state": "answered"}, 201)


def _caller(body: SurveyAnswers) -> str:
    """Who answers: a device or staff, or somebody who knows the token and nothing else."""
    if body.token is not None and body.ticket is None:
        most = app_context().settings.limits.status_guesses_per_minute
        app_context().rate_limits.count("surveys", client_address(), most)
        return PHONE
    caller = require(MAY_SURVEY)
    count_call("surveys", caller)
    return caller.name
