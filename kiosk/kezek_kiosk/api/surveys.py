"""The survey after a visit: from a tablet at the window, or from the visitor's own phone."""

from __future__ import annotations

from flask import Blueprint, Response

from kezek_kiosk.access.roles import MAY_SURVEY
from kezek_kiosk.api.answers import PREFIX, answer
from kezek_kiosk.web.client_address import client_address
from kezek_kiosk.web.context import services
from kezek_kiosk.web.inputs import FLAG, SLUG, Fields, body_fields
from kezek_kiosk.web.limits import count_call
from kezek_kiosk.web.principals import require
from kezek_queue.feedback import Survey

blueprint = Blueprint("api_surveys", __name__, url_prefix=f"{PREFIX}/surveys")

QUESTIONS = ("process", "information", "politeness", "complaint_procedure", "complaint_term")
PHONE = "phone"


@blueprint.post("")
def take() -> Response:
    """Keep the answers of one visit; a status token needs no other proof."""
    fields = body_fields("ticket", "token", *QUESTIONS)
    ticket, token = fields.get("ticket", SLUG, None), fields.get("token", SLUG, None)
    survey = Survey(**{question: fields.get(question, FLAG, None) for question in QUESTIONS})
    services().queue.feedback.answer_survey(
        survey,
        ticket_id=ticket,
        token=None if token is None else token.upper(),
        actor=_caller(fields),
    )
    return answer({"state": "answered"}, 201)


def _caller(fields: Fields) -> str:
    """Who answers: a device or staff, or somebody who knows the token and nothing else."""
    if fields.has("token") and not fields.has("ticket"):
        most = services().settings.limits.status_guesses_per_minute
        services().rate_limits.count("surveys", client_address(), most)
        return PHONE
    caller = require(MAY_SURVEY)
    count_call("surveys", caller)
    return caller.name
