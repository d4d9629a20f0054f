"""The hall board and what the hall hears."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template

from kezek_hardware import ANNOUNCED_IN, SPOKEN_LANGUAGES, VoiceError, announcement, chime
from kezek_kiosk.pages.visitor.sound import count_voice, sound_file
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.i18n import page_texts

board = Blueprint("board", __name__)

BOARD_TEXTS = ("Ticket %(number)s, window %(window)s",)


@board.get("/board")
def page() -> str:
    """The dark screen over the hall."""
    sound = app_context().settings.sound
    spoken = sound.voice and app_context().voice is not None
    data = {
        "texts": page_texts(BOARD_TEXTS, ANNOUNCED_IN),
        "chime": sound.chime,
        "voices": list(ANNOUNCED_IN) if spoken else [],
    }
    return render_template("visitor/board.html", office=app_context().queue.office, data=data)


@board.get("/board/chime.wav")
def chime_sound() -> Response:
    """The two notes before a call."""
    return sound_file(chime())


@board.get("/board/voice/<language>/<number>/<int:window>.wav")
def voice_sound(language: str, number: str, window: int) -> Response:
    """A call in words; 404 where the office has no voice or the call cannot be spoken."""
    voice = app_context().voice
    known = window in app_context().queue.office.windows
    if voice is None or language not in SPOKEN_LANGUAGES or not known:
        abort(404)
    count_voice()
    try:
        return sound_file(voice.speak(announcement(number, window, language), language))
    except (ValueError, VoiceError):
        abort(404)
