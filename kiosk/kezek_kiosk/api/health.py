"""Is the server alive, may it take visitors, what does it count, what can be asked of it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, current_app

from kezek_core.errors import KezekError
from kezek_kiosk.api.answers import PREFIX, answer, encoded
from kezek_kiosk.api.calls import Gives, call
from kezek_kiosk.upkeep.scheduler import Scheduler
from kezek_kiosk.web.context import app_context

root_blueprint = Blueprint("health", __name__)
blueprint = Blueprint("api_health", __name__, url_prefix=PREFIX)

PROMETHEUS_TEXT = "text/plain; version=1.0.0; charset=utf-8"
OPENAPI = "kezek-openapi"
"""Where an app keeps the text of its description."""


@root_blueprint.get("/healthz")
@blueprint.get("/healthz")
@call("isAlive", gives="Alive")
def healthz() -> Response:
    """The process answers, and which run it is; nothing else is asked."""
    return answer({"status": "ok", "instance": app_context().instance})


@root_blueprint.get("/readyz")
@blueprint.get("/readyz")
@call("isReady", gives=(Gives("Ready"), Gives("Ready", "A check fails; it is named.", 503)))
def readyz() -> Response:
    """Named checks; 503 when one of them fails."""
    checks = run_checks()
    ready = all(state == "ok" for state in checks.values())
    return answer({"status": "ok" if ready else "failing", "checks": checks}, 200 if ready else 503)


@root_blueprint.get("/metrics")
@blueprint.get("/metrics")
@call("readMetrics", gives=(Gives("", "Prometheus text.", mime_type="text/plain"),))
def metrics() -> Response:
    """Counts for Prometheus."""
    queue = app_context().queue
    devices = app_context().devices.devices()
    text = app_context().metrics.exposition(
        queue.snapshot(),
        queue.last_seq(),
        devices,
        app_context().proofs.last,
        queue.file_check,
        streams=app_context().screen_places.open,
    )
    return Response(text, content_type=PROMETHEUS_TEXT)


@blueprint.get("/openapi.json")
@call("describe", gives=(Gives("", "This document."),))
def openapi() -> Response:
    """This document."""
    # Asked by programmers, now and then: a start of the kiosk need not pay for it. Anybody may ask,
    # and making it takes as long as a few tickets: once.
    if OPENAPI not in current_app.extensions:
        from kezek_kiosk.api.openapi.document import document

        current_app.extensions[OPENAPI] = encoded(document(current_app))
    return Response(current_app.extensions[OPENAPI], mimetype="application/json")


def run_checks() -> dict[str, str]:
    """Each check by name: ok, or what is wrong; the health page shows the same."""
    return {
        "database": _checked(lambda: app_context().queue.last_seq()),
        "writing": _checked(app_context().write_probe.check),
        "accounts": _checked(lambda: app_context().accounts.list()),
        "scheduler": _scheduler_state(),
        "stopping": "the server is stopping" if app_context().stopping.is_set() else "ok",
    }


def _checked(ask: Callable[[], object]) -> str:
    try:
        ask()
    except KezekError as error:
        return error.code
    return "ok"


def _scheduler_state() -> str:
    scheduler: Scheduler | None = current_app.extensions.get("kezek_scheduler")
    return "ok" if scheduler is None else scheduler.state()
