"""Where a person changes the own PIN; whoever got one from somebody else comes here first."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from kezek_core.typed_digits import digits_meant
from kezek_kiosk.access.pin_rules import shortest_pin
from kezek_kiosk.access.sessions import StaffSession
from kezek_kiosk.errors import (
    GuessablePinError,
    OldPinRefusedError,
    PinsDifferError,
    SamePinError,
    SignInBusyError,
    SignInDelayedError,
    TooManyRequestsError,
    WeakPinError,
)
from kezek_kiosk.pages.staff.access import OWN_PIN, onward_of, own_pin_address, sign_in_address
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.i18n import page_language
from kezek_kiosk.web.problems import error_sentence, status_of
from kezek_kiosk.web.sign_in import choose_pin, signed_in

blueprint = Blueprint("staff_own_pin", __name__)

NOT_TAKEN = (
    OldPinRefusedError, PinsDifferError, SamePinError, WeakPinError, GuessablePinError,
    SignInDelayedError, SignInBusyError, TooManyRequestsError,
)  # fmt: skip
"""What is told on the form itself."""


@blueprint.get(OWN_PIN)
def own_pin() -> str | Response:
    """The form; after a change, what it has done."""
    person = signed_in()
    if person is None:
        return redirect(sign_in_address())
    return _page(person)


@blueprint.post(OWN_PIN)
def change_own_pin() -> Response | tuple[str, int, dict[str, str]]:
    """Change the PIN of whoever is signed in; nothing that was typed is shown again."""
    person = signed_in()
    if person is None:
        return redirect(sign_in_address())
    # As at sign-in: a PIN typed on the Kazakh layout comes as the letters of its keys.
    present, chosen, again = (
        digits_meant(request.form.get(field, "")) for field in ("present", "chosen", "again")
    )
    try:
        if chosen != again:
            raise PinsDifferError("expected the new PIN twice, got two; type it twice again")
        choose_pin(person, present, chosen)
    except NOT_TAKEN as refused:
        app_context().metrics.refusals.count(refused.code)
        wait = refused.facts.get("wait_seconds")
        headers = {} if wait is None else {"Retry-After": str(wait)}
        sentence = error_sentence(refused, page_language())
        return _page(person, problem=sentence), status_of(refused.code), headers
    return redirect(f"{own_pin_address(onward_of(person))}&changed=1")


def _page(person: StaffSession, problem: str = "") -> str:
    return render_template(
        "staff/own_pin.html",
        office=app_context().queue.office,
        person=person,
        problem=problem,
        onward=onward_of(person),
        changed="changed" in request.args,
        least=shortest_pin(person.role),
        due=person.pin_due.value,
    )
