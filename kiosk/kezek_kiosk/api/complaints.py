"""Complaints: registered at a window or at the kiosk, answered once; names in bodies only."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response

from kezek_core.standards import ComplaintForm
from kezek_kiosk.access.roles import (
    MAY_ANSWER_COMPLAINTS,
    MAY_COMPLAIN,
    MAY_SEE_PEOPLE,
    MAY_SERVE,
)
from kezek_kiosk.api.answers import PREFIX, answer, today
from kezek_kiosk.upkeep.erasure import erase_complaint
from kezek_kiosk.web.context import services
from kezek_kiosk.web.inputs import (
    DAY,
    FLAG,
    LANGUAGE,
    LINE,
    LINES,
    SLUG,
    Fields,
    body_fields,
    idempotency_key,
    one_of,
    query_fields,
    wrong_field,
)
from kezek_kiosk.web.limits import count_call
from kezek_kiosk.web.principals import Principal, require
from kezek_queue import Complainant, Complaint
from kezek_queue.feedback import Feedback

blueprint = Blueprint("api_complaints", __name__, url_prefix=f"{PREFIX}/complaints")

FORM = one_of([form.value for form in ComplaintForm])
LISTS = ("open", "overdue")
LONGEST = timedelta(days=366)
FOR_EVER = date(9999, 1, 1)
"""Later than any complaint is due."""


@blueprint.post("")
def register() -> Response:
    """Register a complaint and print its talon; the same key again gives the same complaint."""
    caller = require(MAY_COMPLAIN)
    fields = body_fields(
        "text", "service", "ticket", "form", "language", "person", "accepted_by",
        "idempotency_key",
    )  # fmt: skip
    told: dict[str, Any] = {
        "text": fields.get("text", LINES),
        "person": _person(fields),
        "service": fields.get("service", SLUG, None),
        "ticket_id": fields.get("ticket", SLUG, None),
        "form": fields.get("form", FORM, ComplaintForm.IN_PERSON.value),
        "language": fields.get("language", LANGUAGE, "kk"),
        "accepted_by": _accepted_by(fields, caller),
        "idempotency_key": idempotency_key(fields),
    }
    count_call("complaints", caller)
    found = _feedback().register_complaint(**told, actor=caller.name)
    shown = {**found.complaint.to_json(), "print_job": found.print_job}
    return answer(shown, 200 if found.repeated else 201)


@blueprint.get("")
def find() -> Response:
    """The complaints of some days, or those that nobody has answered yet."""
    require(MAY_SERVE)
    fields = query_fields("list", "from", "to")
    wanted = fields.get("list", one_of(LISTS), None)
    found = _found(fields) if wanted is None else _unanswered(fields, wanted)
    return answer({"complaints": [each.to_json() for each in found]})


@blueprint.get("/<number>")
def show(number: str) -> Response:
    """One complaint, without anything personal."""
    require(MAY_SERVE)
    query_fields()
    return answer(_feedback().complaint(number).to_json())


@blueprint.get("/<number>/details")
def details(number: str) -> Response:
    """Who complained of what, and the answer."""
    require(MAY_SEE_PEOPLE)
    query_fields()
    feedback = _feedback()
    told = feedback.complaint_details(number)
    return answer(
        {
            **feedback.complaint(number).to_json(),
            "text": told.text,
            "name": told.name,
            "contact": told.contact,
            "accepted_by": told.accepted_by,
            "outcome": told.outcome,
        }
    )


@blueprint.post("/<number>/resolve")
def resolve(number: str) -> Response:
    """Answer a complaint, once."""
    caller = require(MAY_ANSWER_COMPLAINTS)
    fields = body_fields("justified", "outcome", "on")
    answered = _feedback().resolve_complaint(
        number,
        justified=fields.get("justified", FLAG),
        outcome=fields.get("outcome", LINES),
        on=fields.get("on", DAY, None),
        actor=caller.name,
    )
    return answer(answered.to_json())


@blueprint.post("/<number>/erase")
def erase(number: str) -> Response:
    """Blank name, contact, text and answer; the statistics stay."""
    caller = require(MAY_SEE_PEOPLE)
    body_fields()
    return answer({"erased": erase_complaint(services(), number, actor=caller.name)})


def _person(fields: Fields) -> Complainant | None:
    inner = fields.inner("person", "name", "contact")
    if inner is None:
        return None
    return Complainant(
        inner.get("person.name", LINE, None), inner.get("person.contact", LINE, None)
    )


def _accepted_by(fields: Fields, caller: Principal) -> str | None:
    """Who stands on the talon: staff, their account's name if they give no other; no device."""
    told = fields.get("accepted_by", LINE, None)
    if caller.is_staff:
        return (told or "").strip() or caller.name
    if told is not None:
        raise wrong_field("accepted_by", "nothing: a device accepts as nobody", "a text")
    return None


def _unanswered(fields: Fields, wanted: str) -> list[Complaint]:
    for name in ("from", "to"):
        if fields.has(name):
            raise wrong_field(name, "no such field beside list", "one")
    feedback = _feedback()
    if wanted == "overdue":
        return feedback.overdue_complaints(today())
    return feedback.complaints_due(FOR_EVER)


def _found(fields: Fields) -> list[Complaint]:
    last = fields.get("to", DAY, max(fields.get("from", DAY, today()), today()))
    first = fields.get("from", DAY, last - LONGEST)
    if last < first:
        raise wrong_field("to", f"a day from {first} on", last)
    if last - first > LONGEST:
        raise wrong_field("to", f"at most {LONGEST.days} days after from", last)
    return _feedback().complaints(first, last)


def _feedback() -> Feedback:
    return services().queue.feedback
