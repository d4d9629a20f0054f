"""Sound as an answer."""

from __future__ import annotations

from flask import Response

KEPT_SECONDS = 24 * 3600


def sound_file(wav: bytes, *, keep: bool = True) -> Response:
    """A WAV file; ``keep`` lets the browser play it again without asking."""
    answer = Response(wav, mimetype="audio/wav")
    kept = f"private, max-age={KEPT_SECONDS}" if keep else "no-store"
    answer.headers["Cache-Control"] = kept
    return answer
