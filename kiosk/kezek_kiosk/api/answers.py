"""What every call of the API shares: its address and its JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from flask import Response

from kezek_core.calendar import office_date
from kezek_kiosk.web.context import app_context
from kezek_queue.wording import ServiceTitles

PREFIX = "/api/v1"


def _text(value: object) -> str:
    """A phrase is text that knows its translations; as an answer it is its text alone."""
    if isinstance(value, str):
        return str.__str__(value)
    raise TypeError(f"expected plain values, got {type(value).__name__}")


_encode = msgspec.json.Encoder(enc_hook=_text).encode


def answer(value: Any, status: int = 200) -> Response:
    """A JSON answer; Kazakh letters go as they are."""
    return Response(_encode(value), status, mimetype="application/json")


def nothing() -> Response:
    """The answer of a command that has nothing to tell."""
    return Response(status=204)


def encoded(value: Any) -> str:
    """JSON text on one line."""
    return _encode(value).decode()


def today() -> date:
    """The calendar date at the office."""
    return office_date(app_context().now(), app_context().queue.office.hours.zone)


def titles() -> ServiceTitles:
    """Short names of the office's services by slug."""
    return app_context().titles
