"""Complaints: registered at a window or at the kiosk, answered once; names in bodies only."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from flask import Blueprint, Response
from msgspec import Meta, field

from kezek_core.phrases import Phrase
from kezek_core.standards import ComplaintForm
from kezek_kiosk.access.roles import (
    MAY_ANSWER_COMPLAINTS,
    MAY_COMPLAIN,
    MAY_SEE_PEOPLE,
    MAY_SERVE,
)
from kezek_kiosk.api.answers import PREFIX, answer, today
from kezek_kiosk.api.calls import call, made
from kezek_kiosk.api.report_query import LONGEST, refuse_wrong_period
from kezek_kiosk.errors import BadRequestError
from kezek_kiosk.upkeep.erasure import erase_complaint
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.declared_fields import Asked
from kezek_kiosk.web.field_types import Day, Key, Language, Line, Lines, Slug
from kezek_kiosk.web.limits import count_call
from kezek_kiosk.web.principals import Principal, name_on_paper, principal
from kezek_queue import Complainant, Complaint
from kezek_queue.feedback import Feedback

blueprint = Blueprint("api_complaints", __name__, url_prefix=f"{PREFIX}/complaints")

FOR_EVER = date(9999, 1, 1)
"""Later than any complaint is due."""


class SentComplainant(Asked, frozen=True):
    """Who complains, as far as they say."""

    name: Line | None = None
    contact: Line | None = None


class ComplaintBody(Asked, frozen=True):
    """A complaint to register."""

    text: Lines
    service: Slug | None = None
    ticket: Slug | None = None
    form: ComplaintForm = ComplaintForm.IN_PERSON
    language: Language = "kk"
    person: SentComplainant | None = None
    accepted_by: Annotated[
        Line | None, Meta(description="For staff alone; the account's name.")
    ] = None
    idempotency_key: Key | None = None


class Answered(Asked, frozen=True):
    """What came of a complaint."""

    justified: bool
    outcome: Lines
    on: Day | None = None


class ComplaintsAsked(Asked, frozen=True):
    """Which complaints: a list, or days."""

    list: Annotated[Literal["open", "overdue"], Meta(description="Instead of days.")] | None = None
    first: Annotated[Day | None, Meta(description="First day, that day included.")] = field(
        name="from", default=None
    )
    last: Annotated[
        Day | None, Meta(description="Last day, at most 366 days later; today when left out.")
    ] = field(name="to", default=None)


@blueprint.post("")
@call(
    "registerComplaint", ComplaintBody, may=MAY_COMPLAIN, refuses=(422, 429),
    gives=made("RegisteredComplaint", "A new complaint.", "The complaint of this key."),
)  # fmt: skip
def register(body: ComplaintBody) -> Response:
    """Register a complaint and print its talon; the same key again gives the same complaint."""
    caller, person = principal(), body.person
    accepted_by = _accepted_by(body, caller)
    count_call("complaints", caller)
    found = _feedback().register_complaint(
        text=body.text,
        person=None if person is None else Complainant(person.name, person.contact),
        service=body.service,
        ticket_id=body.ticket,
        form=body.form.value,
        language=body.language,
        accepted_by=accepted_by,
        idempotency_key=body.idempotency_key,
        actor=caller.name,
    )
    shown = {**found.complaint.to_json(), "print_job": found.print_job}
    return answer(shown, 200 if found.repeated else 201)


@blueprint.get("")
@call("findComplaints", ComplaintsAsked, may=MAY_SERVE, gives="Complaints")
def find(asked: ComplaintsAsked) -> Response:
    """The complaints of some days, or those that nobody has answered yet."""
    found = _found(asked) if asked.list is None else _unanswered(asked)
    return answer({"complaints": [each.to_json() for each in found]})


@blueprint.get("/<number>")
@call("showComplaint", may=MAY_SERVE, gives="Complaint")
def show(number: str) -> Response:
    """One complaint, without anything personal."""
    return answer(_feedback().complaint(number).to_json())


@blueprint.get("/<number>/details")
@call("showComplaintDetails", may=MAY_SEE_PEOPLE, gives="ComplaintDetails")
def details(number: str) -> Response:
    """Who complained of what, and the answer."""
    feedback = _feedback()
    texts = feedback.complaint_details(number)
    return answer(
        {
            **feedback.complaint(number).to_json(),
            "text": texts.text,
            "name": texts.name,
            "contact": texts.contact,
            "accepted_by": texts.accepted_by,
            "outcome": texts.outcome,
        }
    )


@blueprint.post("/<number>/resolve")
@call(
    "resolveComplaint", Answered, may=MAY_ANSWER_COMPLAINTS, gives="Complaint", refuses=(422,)
)  # fmt: skip
def resolve(body: Answered, number: str) -> Response:
    """Answer a complaint, once."""
    answered = _feedback().resolve_complaint(
        number,
        justified=body.justified,
        outcome=body.outcome,
        on=body.on,
        actor=principal().name,
    )
    return answer(answered.to_json())


@blueprint.post("/<number>/erase")
@call("eraseComplaint", may=MAY_SEE_PEOPLE, gives="Erased")
def erase(number: str) -> Response:
    """Blank name, contact, text and answer; the statistics stay."""
    return answer({"erased": erase_complaint(app_context(), number, actor=principal().name)})


def _accepted_by(body: ComplaintBody, caller: Principal) -> str | None:
    """Who stands on the talon: staff, their account's name if they give no other; no device."""
    if caller.is_staff:
        return (body.accepted_by or "").strip() or name_on_paper(caller)
    if body.accepted_by is not None:
        expected = Phrase("nothing, because a device accepts as nobody")
        raise BadRequestError.of("accepted_by", expected, body.accepted_by)
    return None


def _unanswered(asked: ComplaintsAsked) -> list[Complaint]:
    for name, day in (("from", asked.first), ("to", asked.last)):
        if day is not None:
            expected = Phrase("nothing beside the field %(beside)s", beside="list")
            raise BadRequestError.of(name, expected, day.isoformat())
    feedback = _feedback()
    if asked.list == "overdue":
        return feedback.overdue_complaints(today())
    return feedback.complaints_due(FOR_EVER)


def _found(asked: ComplaintsAsked) -> list[Complaint]:
    last = asked.last or max(asked.first or today(), today())
    first = asked.first or last - LONGEST
    refuse_wrong_period(first, last)
    return _feedback().complaints(first, last)


def _feedback() -> Feedback:
    return app_context().queue.feedback
