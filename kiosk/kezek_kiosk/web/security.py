"""What every request and every answer must satisfy: origin, CSRF token, cookies, headers."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Request, Response, abort, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.wrappers import Response as WerkzeugResponse

from kezek_kiosk.errors import (
    HostRefusedError,
    LengthNeededError,
    OriginRefusedError,
    PageExpiredError,
)
from kezek_kiosk.settings.settings import MOST_BODY_BYTES
from kezek_kiosk.web import session_cookie
from kezek_kiosk.web.context import app_context, this_request
from kezek_kiosk.web.https import lead_to_https
from kezek_kiosk.web.known_hosts import host_name
from kezek_kiosk.web.principals import has_bearer

READS_NUMBERS = ("/complaints/", "/api/v1/complaints/", "/api/pages/complaint-ticket")
STATE_CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    """Set cookies, CSRF protection, the origin check and the headers of an app."""
    app.config.update(
        MAX_CONTENT_LENGTH=MOST_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_BODY_BYTES,
        # The check runs in ``refuse_strangers``: a bearer token needs none.
        WTF_CSRF_CHECK_DEFAULT=False,
        # A hall's screens stay open for weeks: their token lives as long as the cookie.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    session_cookie.init_app(app)
    _csrf.init_app(app)
    app.before_request(check_request)
    app.after_request(forbid_keeping)


def check_request() -> WerkzeugResponse | None:
    """All that is checked before a view is asked; one hook, which finds the request once.

    Raises:
        KezekError: as of each check.
    """
    asked = this_request()
    refuse_other_hosts(asked)
    elsewhere = lead_to_https(asked)
    if elsewhere is not None:
        return elsewhere
    refuse_unknown_lengths(asked)
    refuse_strangers(asked)
    refuse_nul(asked)
    return None


def refuse_other_hosts(request: Request) -> None:
    """Refuse whoever asks for another server: a name that a stranger let lead here.

    Without a Host header nobody asks for another one; no browser leaves it out.

    Raises:
        HostRefusedError: the office knows no such name.
    """
    asked = request.environ.get("HTTP_HOST")
    if asked is None or app_context().hosts.knows(asked, request.environ.get("SERVER_NAME", "")):
        return
    name = host_name(asked)
    raise HostRefusedError(
        f"expected a name of this server, got {asked[:100]!r}; add it to server.names in "
        "kezek.toml if it is one",
        **({} if name is None else {"host": name}),
    )


def refuse_unknown_lengths(request: Request) -> None:
    """Refuse a body in chunks: a thread would have to wait for its end.

    Raises:
        LengthNeededError: the request says no Content-Length.
    """
    if "HTTP_TRANSFER_ENCODING" in request.environ:
        raise LengthNeededError("expected a Content-Length, got a body in chunks; send its length")


def refuse_strangers(request: Request) -> None:
    """Refuse a state change that another site or an outdated page sends.

    Raises:
        OriginRefusedError: Origin (or Referer) names another site.
        PageExpiredError: a cookie speaks for the caller, but the CSRF token does not hold.
    """
    if request.method not in STATE_CHANGES:
        return
    _check_origin(request)
    if has_bearer(request) or not _cookie_speaks(request):
        return
    try:
        _csrf.protect()
    except CSRFError as error:
        raise PageExpiredError(
            f"expected the CSRF token of this session, got: {error.description}; load the page "
            "again and send its token as X-CSRFToken or csrf_token"
        ) from error


def refuse_nul(request: Request) -> None:
    """Refuse a zero sign in the address or a form: nobody types it, and PostgreSQL knows none.

    Bodies of JSON are refused by their declared fields; numbers of complaints are read before the
    database is asked, and an address that is none explains itself.
    """
    if request.path.startswith(READS_NUMBERS):
        return
    if "\0" in request.path or b"%00" in request.query_string:
        abort(HTTPStatus.BAD_REQUEST)
    is_page = request.method in STATE_CHANGES and not request.path.startswith("/api/")
    if is_page and any("\0" in each for pair in request.form.items(True) for each in pair):
        abort(HTTPStatus.BAD_REQUEST)


def forbid_keeping(response: Response) -> Response:
    """Let no browser keep an answer, unless its view says otherwise."""
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _cookie_speaks(request: Request) -> bool:
    """Whether the session cookie came along, or this is a form of a page (sign-in too)."""
    is_api = request.path.startswith("/api/")
    return not is_api or session_cookie.has_session_cookie()


def _check_origin(request: Request) -> None:
    said = request.environ
    origin = said.get("HTTP_ORIGIN") or said.get("HTTP_REFERER")
    if said.get("HTTP_SEC_FETCH_SITE") == "cross-site":
        raise _refused(request, origin or "a cross-site page")
    if origin is None:
        return
    if _site_of(origin) != request.host:
        raise _refused(request, origin)


def _site_of(address: str) -> str | None:
    """Host and port of an address; None of what is none (``null``, ``http://[``)."""
    try:
        return urlsplit(address).netloc or None
    except ValueError:
        return None


def _refused(request: Request, origin: str) -> OriginRefusedError:
    return OriginRefusedError(
        f"expected a request from {request.host}, got one from {origin[:100]!r}; "
        "open the page at the server's own address"
    )
