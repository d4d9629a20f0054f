"""The kiosk: a visitor's way to a ticket in at most three touches."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request
from flask_wtf.csrf import generate_csrf

from kezek_hardware import VoiceError, spoken_text
from kezek_kiosk.access.roles import MAY_ISSUE
from kezek_kiosk.pages.help import HELP_TEXTS, help_data
from kezek_kiosk.pages.visitor.kiosk_pickup import asked_screen
from kezek_kiosk.pages.visitor.kiosk_state import kiosk_state
from kezek_kiosk.pages.visitor.kiosk_texts import KIOSK_TEXTS
from kezek_kiosk.pages.visitor.sound import count_voice, sound_file
from kezek_kiosk.web.bodies import takes
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.declared_fields import Asked
from kezek_kiosk.web.field_types import Lines, Slug
from kezek_kiosk.web.i18n import language_names, page_texts
from kezek_kiosk.web.principals import principal

kiosk = Blueprint("kiosk", __name__)

DEFAULT_PX_PER_MM = 4.03
"""A 21.5-inch Full HD screen; ``?mm=`` says otherwise."""

DEFAULT_FLOOR_MM = 800
"""Height of the screen's lower edge above the floor; ``?floor=`` says otherwise."""

PX_PER_MM_RANGE = (1.0, 12.0)
FLOOR_MM_RANGE = (200, 1000)
MAX_SPOKEN_LETTERS = 600


@kiosk.get("/kiosk")
def page() -> str:
    """The visitors' screen."""
    return render_template("visitor/kiosk.html", data=_page_data())


@kiosk.get("/kiosk/state")
def state() -> Response:
    """The services, the hours and a fresh CSRF token: the page stays open for weeks."""
    queue = app_context().queue
    known: dict[str, Any] = kiosk_state(queue.snapshot(), queue.office)
    known["may_issue"] = principal().role in MAY_ISSUE
    known["csrf_token"] = generate_csrf()
    answer = jsonify(known)
    answer.headers["Cache-Control"] = "no-store"
    return answer


class Speech(Asked, frozen=True):
    """A screen to read aloud; a language without a voice is not found, like an empty screen."""

    text: Lines = ""
    language: Slug = ""


@kiosk.post("/kiosk/speech")
@takes(Speech, may=MAY_ISSUE)
def speech(asked: Speech) -> Response:
    """Read a screen aloud: ``{"text", "language"}`` -> a WAV file; 404 where there is no voice.

    Tickets and windows are said as the hall calls them.
    """
    voice = app_context().voice
    if voice is None:
        abort(404)
    count_voice()
    text = spoken_text(asked.text[:MAX_SPOKEN_LETTERS], asked.language)
    try:
        return sound_file(voice.speak(text[:MAX_SPOKEN_LETTERS], asked.language), keep=False)
    except VoiceError:
        abort(404)


def _page_data() -> dict[str, Any]:
    known, settings = app_context(), app_context().settings.kiosk
    return {
        "texts": page_texts((*KIOSK_TEXTS, *HELP_TEXTS)),
        "help": help_data(),
        "languages": language_names(),
        "office": known.queue.office.name.to_json(),
        "screen": asked_screen(),
        "scanner": settings.scanner,
        "voice": known.voice is not None,
        "idle_seconds": settings.idle_seconds,
        "warning_seconds": settings.warning_seconds,
        "ticket_page_seconds": settings.ticket_page_seconds,
        "px_per_mm": _asked_number("mm", DEFAULT_PX_PER_MM, PX_PER_MM_RANGE),
        "floor_mm": _asked_number("floor", DEFAULT_FLOOR_MM, FLOOR_MM_RANGE),
    }


def _asked_number(name: str, default: float, within: tuple[float, float]) -> float:
    """A number of the address; out of range or unreadable, the default."""
    asked = request.args.get(name, type=float)
    return asked if asked is not None and within[0] <= asked <= within[1] else default
