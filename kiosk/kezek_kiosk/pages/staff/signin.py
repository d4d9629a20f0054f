"""Signing in and out: a name, a PIN, and for operators the window they sit at."""

from __future__ import annotations

import logging

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from kezek_core.typed_digits import digits_meant
from kezek_kiosk.access.account import PinDue
from kezek_kiosk.access.demo_accounts import DEMO_OPERATORS
from kezek_kiosk.access.pin_rules import DEMO_PIN
from kezek_kiosk.access.roles import Role
from kezek_kiosk.access.sessions import StaffSession
from kezek_kiosk.errors import (
    NoWindowChosenError,
    SignInBusyError,
    SignInDelayedError,
    SignInRefusedError,
    TooManyRequestsError,
)
from kezek_kiosk.pages.address_line import whole_number
from kezek_kiosk.pages.staff.access import onward_of, own_pin_address, safe_next
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.i18n import page_language
from kezek_kiosk.web.problems import error_sentence, status_of
from kezek_kiosk.web.sign_in import choose_window, sign_in, sign_out, signed_in
from kezek_queue import Refusal

blueprint = Blueprint("staff_sign_in", __name__)
log = logging.getLogger(__name__)

NOT_LET_IN = (SignInRefusedError, SignInDelayedError, SignInBusyError, TooManyRequestsError)
"""What is told on the form itself."""


@blueprint.get("/login")
def login() -> str | Response:
    """The sign-in page; whoever is signed in already goes on."""
    person = signed_in()
    if person is not None and "again" not in request.args:
        return redirect(_onward(person))
    return _form()


@blueprint.post("/login")
def enter() -> Response | tuple[str, int, dict[str, str]]:
    """Check name and PIN; what was typed stays when nobody is let in."""
    name, window = request.form.get("name", ""), whole_number(request.form.get("window"))
    try:
        # A PIN typed on the Kazakh layout comes as the letters of its keys.
        person = sign_in(name, digits_meant(request.form.get("pin", "")), _known(window))
    except NOT_LET_IN as refused:
        app_context().metrics.refusals.count(refused.code)
        wait = refused.facts.get("wait_seconds")
        headers = {} if wait is None else {"Retry-After": str(wait)}
        sentence = error_sentence(refused, page_language())
        return _form(problem=sentence), status_of(refused.code), headers
    return redirect(_onward(person))


@blueprint.post("/login/window")
def change_window() -> Response:
    """Bind the signed-in person to another window."""
    person = signed_in()
    if person is None or person.pin_due is PinDue.NEEDED:
        return redirect("/login")  # which leads on to the own PIN
    window = _known(whole_number(request.form.get("window")))
    if window is None:
        raise NoWindowChosenError("expected the number of a window, got none; choose a window")
    choose_window(window)
    return redirect("/operator")


@blueprint.post("/login/here")
def here() -> tuple[str, int]:
    """A sign of the person: keys or the pointer moved on a page that posts no commands."""
    signed_in()
    return "", 204


@blueprint.post("/logout")
def leave() -> Response:
    """Sign out, and close the operator's window where nobody stands; a GET changes nothing."""
    person = signed_in()
    if person is not None and person.role is Role.OPERATOR and person.window is not None:
        _close(person.window, person.name)
    sign_out()
    return redirect("/login")


def _close(window: int, name: str) -> None:
    """An empty seat must not count as an open window; a visitor at it stays for who comes next."""
    queue = app_context().queue
    state = next((each for each in queue.snapshot().windows if each.id == window), None)
    if state is None or state.operator != name or state.ticket is not None:
        return
    try:
        queue.close_window(window, actor=name)
    except Refusal as refused:
        log.info("window %s stays open after %s signed out: %s", window, name, refused)


def _form(problem: str = "") -> str:
    office = app_context().queue.office
    return render_template(
        "staff/login.html",
        office=office,
        windows=tuple(office.windows),
        problem=problem,
        name=request.form.get("name", request.args.get("name", "")),
        window=whole_number(request.form.get("window", request.args.get("window"))),
        onward=safe_next(request.values.get("next")) or "",
        demo_pin=DEMO_PIN if office.demo else None,
        demo_names=_demo_names(len(office.windows)) if office.demo else (),
    )


def _demo_names(windows: int) -> tuple[str, ...]:
    operators = (f"operator{window}" for window in range(1, min(windows, DEMO_OPERATORS) + 1))
    return (*operators, "supervisor", "admin")


def _known(window: int | None) -> int | None:
    return window if window in app_context().queue.office.windows else None


def _onward(person: StaffSession) -> str:
    """Where a person goes on to; first of all to another PIN, where one is due."""
    onward = onward_of(person)
    return onward if person.pin_due is PinDue.NO else own_pin_address(onward)
