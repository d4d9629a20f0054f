"""One request: where it stands, what may be done about it, and its person on demand."""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import Any

from flask import Blueprint, jsonify, make_response, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kezek_kiosk.access.roles import MAY_SERVE, MAY_SERVE_ANY_WINDOW, Role
from kezek_kiosk.access.sessions import StaffSession
from kezek_kiosk.errors import ForbiddenError
from kezek_kiosk.pages.register.phrases import act_text, act_words
from kezek_kiosk.pages.register.register import not_found, register_terms, today
from kezek_kiosk.pages.register.register_words import COMMANDS, MARKS, NATURAL
from kezek_kiosk.pages.register.request_history import history_steps
from kezek_kiosk.pages.register.request_view import grounds_of, request_view
from kezek_kiosk.pages.register.standing import standing
from kezek_kiosk.pages.staff.access import asking_person, person_of
from kezek_kiosk.pages.staff.page_words import words
from kezek_kiosk.pages.staff.shared_texts import shared_texts
from kezek_kiosk.web.context import app_context
from kezek_queue import Refusal
from kezek_queue.register import REPRINT

blueprint = Blueprint("staff_request", __name__)
log = logging.getLogger(__name__)

PIECES = ("state", "facts", "tools", "history", "dialogs")
PERSON_KEYS = tuple(MARKS)


@blueprint.get("/register/<number>")
def request_page(number: str) -> str | Response | tuple[str, int]:
    """Everything of one request that names nobody, and the commands it takes now."""
    person = person_of(MAY_SERVE)
    if isinstance(person, Response):
        return person
    try:
        context = _context(person, number)
    except Refusal as refusal:
        return not_found(person, number[:40], refusal)
    return render_template("register/request.html", texts=_texts(), **context)


@blueprint.get("/api/pages/register/<number>")
def pieces(number: str) -> Response:
    """What changes on the page of a request; asking for it is no sign of a person."""
    context = _context(asking_person(MAY_SERVE), number)
    drawn = {
        f"request-{name}": render_template(f"register/request_{name}.html", **context)
        for name in PIECES
    }
    return jsonify(seq=context["seq"], pieces=drawn)


@blueprint.get("/api/pages/register/<number>/person")
def person_piece(number: str) -> Response:
    """Whoever asked for the service, for staff who press the button; never kept by a browser."""
    viewer = asking_person(MAY_SERVE)
    if viewer.role is Role.OPERATOR and viewer.window is None:
        raise ForbiddenError(
            "expected an operator at a window, got one without; choose a window first",
            roles=sorted(role.value for role in MAY_SERVE_ANY_WINDOW),
            role=viewer.role.value,
        )
    export = app_context().queue.register.export(number)
    request_number = export["request"]["number"]
    # Who looked at whose papers must be answerable; the log names the request and no visitor.
    log.info("applicant of request %s shown to %s", request_number, viewer.name)
    texts = dict(export["person"])
    named = [(str(MARKS[key]), texts.pop(key)) for key in PERSON_KEYS if key in texts]
    response = make_response(
        render_template(
            "register/request_person.html",
            named=named,
            reasons=_reasons(texts),
            erased=export["request"]["erased_on"] is not None,
        )
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _context(person: StaffSession, number: str) -> dict[str, Any]:
    queue, on = app_context().queue, today()
    # Read first: what happens while the page is drawn is news to it.
    seq = queue.last_seq()
    view = request_view(queue, number, on)
    steps = history_steps(queue.register.history(number), view.kept)
    primary = next(
        (each for each in NATURAL.get(view.request.state, ()) if each in view.allowed), None
    )
    return {
        "person": person,
        "office": queue.office,
        "view": view,
        "item": view.request,
        "steps": steps,
        "seq": seq,
        "stands": standing(view.request, view.kept, queue.office, on),
        "grounds": grounds_of(view),
        "act_words": act_words,
        "act_text": act_text,
        "primary": primary,
        "steps_now": _ordered(view.allowed, primary),
        "may_erase": person.role in MAY_SERVE_ANY_WINDOW,
        "on": on,
        **register_terms(),
        **words(),
    }


def _ordered(allowed: Collection[str], primary: str | None) -> list[str]:
    """The steps that may be taken now: what usually comes next, then the rest by a life's order."""
    steps = [name for name in COMMANDS if name in allowed and name != REPRINT]
    return sorted(steps, key=lambda name: name != primary)


def _reasons(texts: dict[str, str]) -> list[tuple[str, str]]:
    """The reasons written down about one person's papers, each under what it was for."""
    reasons = []
    for key, text in texts.items():
        parts = key.split("_")
        if parts[0] == "return":
            name = _("Reason of return %(number)s", number=parts[1])
        elif parts[0] == "refusal":
            name = _("Reason of the refusal")
        elif parts[0] == "extension":
            name = _("Reason of the extension")
        else:
            name = key
        reasons.append((str(name), text))
    return reasons


def _texts() -> dict[str, Any]:
    return shared_texts() | {
        "done": _("Done."),
        "printing": _("Done. The paper is being printed."),
        "erased": _("Done. The request names nobody any more."),
        "reason_missing": _("Write down at least one reason, or tick one."),
        "shown_missing": _("Tick what the visitor has shown: the act asks for it at collection."),
        "which_missing": _("Choose an extension first."),
        "reason_long": _("A reason may have 400 signs at most. Shorten it."),
        "show": _("Show the applicant"),
        "hide": _("Hide the applicant"),
    }
