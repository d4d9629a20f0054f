"""The operator's window: one page, and the pieces of it that are drawn anew."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, render_template, request
from werkzeug.wrappers import Response

from kezek_kiosk.access.roles import MAY_SERVE, MAY_SERVE_ANY_WINDOW
from kezek_kiosk.access.sessions import StaffSession
from kezek_kiosk.errors import NoWindowChosenError, OtherWindowError
from kezek_kiosk.pages.address_line import whole_number
from kezek_kiosk.pages.staff.access import asking_person, person_of
from kezek_kiosk.pages.staff.device_notices import stopped_printers
from kezek_kiosk.pages.staff.operator_texts import operator_texts
from kezek_kiosk.pages.staff.operator_view import OperatorView, window_view
from kezek_kiosk.pages.staff.page_words import words
from kezek_kiosk.web.context import app_context

blueprint = Blueprint("staff_operator", __name__)

HOLD_MINUTES = (5, 10, 15, 30)


@blueprint.get("/operator")
def operator_page() -> str | Response:
    """The operator's window, or the choice of one."""
    person = person_of(MAY_SERVE)
    if isinstance(person, Response):
        return person
    window = _window_of(person)
    if window is None:
        return _choice(person)
    return render_template(
        "staff/operator.html",
        **_context(person, window),
        texts=operator_texts(),
        windows=tuple(app_context().queue.office.windows),
        hold_minutes=HOLD_MINUTES,
    )


@blueprint.get("/api/pages/operator")
def panel() -> Response:
    """What changes on the page as it is now; asking for it is no sign of a person."""
    person = asking_person(MAY_SERVE)
    window = _window_of(person)
    if window is None:
        raise NoWindowChosenError("expected a window for the page, got none; choose a window")
    context = _context(person, window)
    pieces = {
        name: render_template(f"staff/operator_{name}.html", **context)
        for name in ("now", "around", "devices")
    }
    return jsonify(seq=context["view"].seq, pieces=pieces)


def _context(person: StaffSession, window: int) -> dict[str, Any]:
    queue = app_context().queue
    snapshot = queue.snapshot()
    view: OperatorView = window_view(snapshot, queue.office, window)
    shown = {"person": person, "view": view, "window": window, "office": queue.office}
    return {**shown, **stopped_printers(), **words()}


def _window_of(person: StaffSession) -> int | None:
    """The window of the page: an operator's own, or the one a supervisor asks for.

    Raises:
        OtherWindowError: an operator asks for another one's window.
    """
    asked = whole_number(request.args.get("window"))
    if person.role in MAY_SERVE_ANY_WINDOW:
        asked = asked if asked is not None else person.window
    elif asked is not None and asked != person.window:
        raise OtherWindowError(
            f"expected the page of window {person.window}, got window {asked}; open your own",
            window=asked,
            own=person.window,
        )
    else:
        asked = person.window
    return asked if asked in app_context().queue.office.windows else None


def _choice(person: StaffSession) -> str:
    snapshot = app_context().queue.snapshot()
    return render_template(
        "staff/choose_window.html",
        person=person,
        window_list=snapshot.windows,
        office=app_context().queue.office,
        **words(),
    )
