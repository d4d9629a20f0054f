"""What every request and every answer must satisfy: origin, CSRF token, cookies, headers."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request
from flask_wtf.csrf import CSRFError, CSRFProtect

from kezek_kiosk.errors import (
    HostRefusedError,
    LengthNeededError,
    OriginRefusedError,
    PageExpiredError,
)
from kezek_kiosk.settings.settings import MOST_BODY_BYTES
from kezek_kiosk.web import session_cookie
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.https import lead_to_https
from kezek_kiosk.web.known_hosts import host_name
from kezek_kiosk.web.principals import has_bearer

READS_NUMBERS = ("/complaints/", "/api/v1/complaints/", "/api/pages/complaint-ticket")
STATE_CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "object-src 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

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
    app.before_request(refuse_other_hosts)
    app.before_request(lead_to_https)
    app.before_request(refuse_unknown_lengths)
    app.before_request(refuse_strangers)
    app.before_request(refuse_nul)
    app.after_request(add_headers)


def refuse_other_hosts() -> None:
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


def refuse_unknown_lengths() -> None:
    """Refuse a body in chunks: a thread would have to wait for its end.

    Raises:
        LengthNeededError: the request says no Content-Length.
    """
    if "Transfer-Encoding" in request.headers:
        raise LengthNeededError("expected a Content-Length, got a body in chunks; send its length")


def refuse_strangers() -> None:
    """Refuse a state change that another site or an outdated page sends.

    Raises:
        OriginRefusedError: Origin (or Referer) names another site.
        PageExpiredError: a cookie speaks for the caller, but the CSRF token does not hold.
    """
    if request.method not in STATE_CHANGES:
        return
    _check_origin()
    if has_bearer() or not _cookie_speaks():
        return
    try:
        _csrf.protect()
    except CSRFError as error:
        raise PageExpiredError(
            f"expected the CSRF token of this session, got: {error.description}; load the page "
            "again and send its token as X-CSRFToken or csrf_token"
        ) from error


def refuse_nul() -> None:
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


def add_headers(response: Response) -> Response:
    """The same security headers on every answer."""
    response.headers.extend(HEADERS)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _cookie_speaks() -> bool:
    """Whether the session cookie came along, or this is a form of a page (sign-in too)."""
    is_api = request.path.startswith("/api/")
    return not is_api or session_cookie.has_session_cookie()


def _check_origin() -> None:
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise _refused(origin or "a cross-site page")
    if origin is None:
        return
    if _site_of(origin) != request.host:
        raise _refused(origin)


def _site_of(address: str) -> str | None:
    """Host and port of an address; None of what is none (``null``, ``http://[``)."""
    try:
        return urlsplit(address).netloc or None
    except ValueError:
        return None


def _refused(origin: str) -> OriginRefusedError:
    return OriginRefusedError(
        f"expected a request from {request.host}, got one from {origin[:100]!r}; "
        "open the page at the server's own address"
    )
