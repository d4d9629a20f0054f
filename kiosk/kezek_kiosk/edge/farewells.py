"""What is said before a connection is closed that no thread was given to."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus

from kezek_core.texts import known_languages
from kezek_kiosk.web.security_headers import HEADERS

TOO_SLOW = "request_too_slow"
HEAD_TOO_LONG = "head_too_long"
NO_REQUEST = "bad_request"
"""Told by gunicorn itself."""
PLACES_TAKEN = "connections_taken"
RETRY_SECONDS = 5


@cache
def farewell(code: str) -> bytes:
    """A whole answer for a code of ``sentences``, in all languages: who asks was not read yet."""
    from kezek_kiosk.web.problems import error_sentence, status_of

    status = HTTPStatus(status_of(code))
    body = "".join(f"{error_sentence(code, language)}\n" for language in known_languages()).encode()
    protection = "".join(f"{name}: {value}\r\n" for name, value in HEADERS)
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\n"
        f"Retry-After: {RETRY_SECONDS}\r\n"
        f"{protection}"
        "Connection: close\r\n\r\n"
    )
    return head.encode() + body
