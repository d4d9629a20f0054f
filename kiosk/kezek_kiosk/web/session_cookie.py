"""The session's cookie: its name and its attributes go by the scheme that the request came by."""

from __future__ import annotations

from flask import Flask, Request, Response, current_app, has_request_context, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature

PLAIN_COOKIE = "kezek"
HOST_COOKIE = "__Host-kezek"
"""Taken by browsers from this very host alone, over https alone: no neighbour can plant it."""


def session_cookie() -> str:
    """The name of the cookie that speaks for the present request."""
    return HOST_COOKIE if request.is_secure else PLAIN_COOKIE


def has_session_cookie() -> bool:
    """Whether it came along."""
    return session_cookie() in request.cookies


def init_app(app: Flask) -> None:
    """Keep an app's sessions in this cookie."""
    app.config.update(
        SESSION_COOKIE_NAME=PLAIN_COOKIE,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_PATH="/",
    )
    app.session_interface = _CookieOfTheScheme()


def session_of_plain_cookie() -> SecureCookieSession | None:
    """Over https: the session of the cookie that this browser had from plain http; None without."""
    value = request.cookies.get(PLAIN_COOKIE)
    signer = _CookieOfTheScheme().get_signing_serializer(current_app)
    if not request.is_secure or value is None or signer is None:
        return None
    try:
        return SecureCookieSession(signer.loads(value))
    except BadSignature:
        return None


def forget_plain_cookie(response: Response) -> Response:
    """Take the cookie of plain http away from a browser that has come by https."""
    if request.is_secure and PLAIN_COOKIE in request.cookies:
        response.delete_cookie(PLAIN_COOKIE, path="/", httponly=True, samesite="Strict")
    return response


class _CookieOfTheScheme(SecureCookieSessionInterface):
    """A browser that came by https never sends the cookie over plain http.

    Where none came (devices with a token) no signature is made ready either.
    """

    def get_cookie_name(self, app: Flask) -> str:
        """As ``session_cookie``; outside of a request the plain one."""
        return session_cookie() if has_request_context() else PLAIN_COOKIE

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether the cookie says ``Secure``: as the present request came."""
        return has_request_context() and request.is_secure

    def get_cookie_domain(self, app: Flask) -> None:
        """None: for this host alone, whatever the settings of Flask say."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of the cookie; an empty one where none came."""
        if "HTTP_COOKIE" not in request.environ:
            return self.session_class()
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep the session; of an empty one that stayed so no cookie is made ready."""
        if session or session.modified:
            super().save_session(app, session, response)
        elif session.accessed:
            _vary_by_cookie(response)


def _vary_by_cookie(response: Response) -> None:
    """As ``response.vary.add``, which reads and writes the header even where there is none."""
    if "Vary" in response.headers:
        response.vary.add("Cookie")
    else:
        response.headers["Vary"] = "Cookie"
