"""The Flask app: blueprints, protection, languages and errors, around ready services."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError

from kezek_core.errors import KezekError
from kezek_core.texts import known_languages
from kezek_kiosk import api
from kezek_kiosk.edge.trusted_proxies import TrustedProxies
from kezek_kiosk.errors import HostRefusedError, StreamsFullError
from kezek_kiosk.pages import hardware, indicators, register, staff, survey, visitor
from kezek_kiosk.web import i18n, kezek_now, security, sign_in
from kezek_kiosk.web.bodies import too_large
from kezek_kiosk.web.context import AppContext, app_context
from kezek_kiosk.web.problems import FAILURE, error_sentence, facts_of, problem, status_of
from kezek_kiosk.web.security_headers import SecurityHeaders
from kezek_queue.errors import DatabaseUnreachableError, DisciplineError

log = logging.getLogger(__name__)

HTTP_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "not_json",
}
"""Our codes for what Flask itself refuses."""


class _App(Flask):
    """Flask for plain functions: it need not look for a coroutine at each of a request's hooks."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is."""
        return func


def create_app(app_context: AppContext) -> Flask:
    """Build the app.

    Args:
        services: everything it stands on; ``compose.build_services`` makes them.

    Returns:
        The app, ready to serve; closing the services stays with the caller.
    """
    app = _App("kezek_kiosk")
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    _count_requests(app)
    kezek_now.init_app(app)
    security.init_app(app)
    sign_in.init_app(app)
    i18n.init_app(app)
    _explain_errors(app)
    _register(app)
    give_office(app, app_context)
    return app


def give_office(app: Flask, app_context: AppContext) -> None:
    """Let an app answer for an office: the only place where the two meet.

    Args:
        app: as ``create_app`` made it; it forgets the office it answered for before.
        services: everything that office stands on.
    """
    app.extensions["kezek"] = app_context
    app.config["SECRET_KEY"] = app_context.session_key
    app.config["KEZEK_LANGUAGES"] = i18n.spoken(app_context.queue.office.languages)
    app.config["KEZEK_TIME_ZONE"] = app_context.queue.office.time_zone
    proxies = app_context.settings.server.trusted_proxies
    inner = SecurityHeaders(partial(Flask.wsgi_app, app))
    app.wsgi_app = TrustedProxies(inner, proxies)  # type: ignore[method-assign]


def _register(app: Flask) -> None:
    screens = (visitor, staff, register, indicators, survey, hardware)
    for blueprint in (*api.blueprints, *(each for room in screens for each in room.blueprints)):
        app.register_blueprint(blueprint)


def _count_requests(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        g.kezek_began = time.monotonic()

    @app.after_request
    def end(response: Response) -> Response:
        began = g.get("kezek_began")
        if began is not None:
            endpoint = request.endpoint or "unknown"
            seconds = time.monotonic() - began
            app_context().metrics.request_done(endpoint, response.status_code, seconds)
        return response


def _explain_errors(app: Flask) -> None:
    @app.errorhandler(KezekError)
    def refused(error: KezekError) -> Response:
        if status_of(error.code) >= 500 and error.code != StreamsFullError.code:
            return _failed(error)
        # Neither address nor values: both may carry what belongs to a visitor.
        log.info("%s refused: %s", request.endpoint, error.code)
        return _explained(error.code, facts_of(error))

    @app.errorhandler(HTTPException)
    def refused_by_flask(error: HTTPException) -> Response | HTTPException:
        status = error.code or 500
        if 300 <= status < 400 or error.response is not None:
            return error
        usual = FAILURE if status >= 500 else "bad_request"
        facts = facts_of(too_large()) if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE else {}
        response = _explained(HTTP_CODES.get(status, usual), facts)
        allowed = getattr(error, "valid_methods", None)
        if allowed:
            response.headers["Allow"] = ", ".join(sorted(allowed))
        return response

    @app.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        cause = error.original_exception if isinstance(error, InternalServerError) else None
        return _failed(cause or error)


def _failed(error: BaseException) -> Response:
    """A failure of the server itself: logged with a number that the page shows."""
    incident = secrets.token_hex(4)
    code = error.code if isinstance(error, KezekError) else FAILURE
    # A server that is away is no fault of the program's: one line, not a screen of them a request.
    trace = None if isinstance(error, DatabaseUnreachableError) else error
    log.error(
        "incident %s: %s %s: %s", incident, request.method, request.endpoint, error, exc_info=trace
    )
    # Nothing of the inside (paths, statements) leaves the log.
    facts = facts_of(error) if isinstance(error, DisciplineError) else {}
    return _explained(code, {"incident": incident, **facts})


def _explained(code: str, facts: dict[str, object]) -> Response:
    """A problem document for programs, a sentence on a page for people; counted if it refuses."""
    app_context().metrics.refusals.count(code)
    if request.path.startswith("/api/"):
        return problem(code, facts)
    status = status_of(code)
    if code == HostRefusedError.code:
        return _in_every_language(code, facts)
    language = i18n.page_language()
    sentence = error_sentence(code, language, facts)
    try:
        page = render_template("error.html", code=code, sentence=sentence, status=status)
    except Exception:
        # The error page itself is broken: its sentence still has to reach the visitor.
        log.exception("cannot draw the error page")
        return Response(sentence, status, mimetype="text/plain")
    return Response(page, status, mimetype="text/html")


def _in_every_language(code: str, facts: dict[str, object]) -> Response:
    """For a browser that has chosen none here: it was at another name's pages before."""
    lines = (error_sentence(code, language, facts) for language in known_languages())
    return Response("\n".join(lines) + "\n", status_of(code), mimetype="text/plain")
