"""Sound as an answer."""

from __future__ import annotations

from flask import Response

from kezek_kiosk.web.client_address import client_address
from kezek_kiosk.web.context import app_context

KEPT_SECONDS = 24 * 3600


def sound_file(wav: bytes, *, keep: bool = True) -> Response:
    """A WAV file; ``keep`` lets the browser play it again without asking."""
    answer = Response(wav, mimetype="audio/wav")
    kept = f"private, max-age={KEPT_SECONDS}" if keep else "no-store"
    answer.headers["Cache-Control"] = kept
    return answer


def count_voice() -> None:
    """Note one more sentence before it is spoken: each starts a program, one after another.

    Raises:
        TooManyRequestsError: the address has used up the minute.
    """
    most = app_context().settings.limits.voices_per_minute
    app_context().rate_limits.count("voices", client_address(), most)
