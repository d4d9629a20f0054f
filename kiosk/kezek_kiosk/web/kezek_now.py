"""Every request may carry ``Kezek-Now: <ISO instant>`` and move a simulated clock to it.

Limits, holds and closings that fall due by then are dealt with before the request itself, as the
scheduler would have done.
"""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask, request

from kezek_kiosk.errors import BadRequestError, ClockNotSimulatedError
from kezek_kiosk.faults import INSTANT
from kezek_kiosk.processes.simulated_clock import HEADER
from kezek_kiosk.web.context import app_context

DAWN = datetime(2000, 1, 1, tzinfo=UTC)
"""The earliest instant a replay may begin at."""


def init_app(app: Flask) -> None:
    """Move the clock before each request that says so; refuse that on a server in real time."""

    @app.before_request
    def keep_time() -> None:
        asked = request.headers.get(HEADER)
        if asked is None:
            return
        clock = app_context().simulated_clock
        if clock is None:
            raise ClockNotSimulatedError(
                f"expected no {HEADER} on a server that keeps real time, got {asked[:40]!r}; "
                "start it with --simulated-clock for a replay"
            )
        at = _instant(asked)
        with clock.lock:
            if clock.move_to(at):
                context = app_context()
                context.queue.do_what_is_due(keep_days=context.settings.privacy.keep_days)


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not at >= DAWN:
        raise BadRequestError.of(HEADER, INSTANT, text)
    return at.astimezone(UTC)
