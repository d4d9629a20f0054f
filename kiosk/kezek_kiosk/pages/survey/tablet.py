"""The tablet at a window: calm until a visit there is over, then the five questions about it.

Whoever may issue tickets at the kiosk may ask here: a screen paired with a token, or any screen of
an office whose kiosk is open. What the tablet learns is the visit it may ask about, and no other.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, jsonify, render_template
from flask_wtf.csrf import generate_csrf

from kezek_kiosk.access.roles import MAY_SURVEY
from kezek_kiosk.pages.survey.tablet_texts import tablet_texts
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.i18n import language_names
from kezek_kiosk.web.principals import require

tablet = Blueprint("survey", __name__, url_prefix="/survey")

OFFERED = timedelta(minutes=3)
"""So long after a visit the tablet asks; whoever stays away longer has left."""

IDLE_SECONDS = 60
ASK_SECONDS = 2


@tablet.get("/<int(max=999):window>")
def page(window: int) -> str:
    """The screen of one window."""
    queue = app_context().queue
    queue.window(window)
    data = {
        "window": window,
        "office": queue.office.name.to_json(),
        "languages": language_names(),
        "texts": tablet_texts(),
        "idle_seconds": IDLE_SECONDS,
        "ask_seconds": ASK_SECONDS,
    }
    return render_template("survey/tablet.html", data=data)


@tablet.get("/<int(max=999):window>/state")
def state(window: int) -> Response:
    """The visit to ask about, whether somebody else is at the window, and a fresh CSRF token."""
    require(MAY_SURVEY)
    queue = app_context().queue
    body: dict[str, Any] = {
        "busy": queue.window(window).ticket is not None,
        "visit": _visit(window),
        "csrf_token": generate_csrf(),
    }
    answer = jsonify(body)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _visit(window: int) -> dict[str, str] | None:
    queue = app_context().queue
    ticket = queue.feedback.visit_to_survey(window, within=OFFERED)
    if ticket is None:
        return None
    language = queue.office.offered(ticket.language)
    return {"ticket": ticket.id, "number": ticket.number, "language": language}
