"""Signing people in and out: what the sign-in page calls, and what Flask-Login asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import Flask, after_this_request, request, session
from flask_login import LoginManager, current_user, login_user, logout_user

from kezek_kiosk.access.account import Account
from kezek_kiosk.access.roles import Role
from kezek_kiosk.access.sessions import StaffSession
from kezek_kiosk.web.client_address import client_address
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.session_cookie import forget_plain_cookie, session_of_plain_cookie

BACKGROUND_READS = ("/api/", "/static/")
"""What a page asks for by itself is no sign of its person."""
JUST_SIGNED_IN = "just_signed_in"
KEPT = ("language", "theme")
"""What a browser keeps across sign-in and sign-out."""


def sign_in(name: str, pin: str, window: int | None = None) -> StaffSession:
    """Check name and PIN and open a session with a new id.

    Args:
        name: as typed.
        pin: as typed.
        window: the window chosen on the page; the account's own when None.

    Returns:
        The session; the response carries its cookie.

    Raises:
        SignInRefusedError: name and PIN do not belong together.
        SignInDelayedError: too many wrong PINs; facts.wait_seconds says how long to wait.
        SignInBusyError: too many try at this moment; facts.wait_seconds likewise.
        TooManyRequestsError: one address tries too many names.
    """
    _count_try()
    account = app_context().accounts.verify(name, pin, client_address())
    begun = _begin(account, window if account.role is Role.OPERATOR else None)
    session[JUST_SIGNED_IN] = True
    return begun


def choose_pin(person: StaffSession, present: str, chosen: str) -> StaffSession:
    """Give a signed-in person the PIN they chose; every session of the account ends but this one.

    Args:
        person: who is signed in.
        present: the PIN they have, as typed.
        chosen: the new one.

    Returns:
        The session that goes on, under a new id; the response carries its cookie.

    Raises:
        KioskError: as of ``Accounts.choose_pin``, or one address tries too often.
    """
    _count_try()
    account = app_context().accounts.choose_pin(person.name, present, chosen, client_address())
    app_context().metrics.own_pin_chosen()
    return _begin(replace(account, last=person.last), person.window)


def sign_out() -> None:
    """End the session on the server and empty the cookie; over https that of plain http too."""
    end_current_session()
    plain = session_of_plain_cookie()
    if plain is not None:
        _end(plain)
    after_this_request(forget_plain_cookie)
    logout_user()
    _empty_cookie()


def signed_in() -> StaffSession | None:
    """Who is signed in with the cookie of the present request."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def choose_window(window: int) -> None:
    """Bind the present session to a window."""
    person = signed_in()
    if person is not None:
        app_context().sessions.choose_window(person.id, window)


def end_current_session() -> None:
    """End the session of the cookie on the server."""
    _end(session)


def init_app(app: Flask) -> None:
    """Teach Flask-Login our sessions; a page without one is sent to /login."""
    manager = LoginManager()
    manager.login_view = "/login"
    manager.session_protection = None  # our own ids are random, stored and renewed at sign-in
    manager.init_app(app)
    app.jinja_env.globals["just_signed_in"] = _just_signed_in

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(session_id: str) -> StaffSession | None:
        found = app_context().sessions.find(session_id)
        if found is not None and _is_sign_of_life():
            app_context().sessions.seen(session_id)
        return found


def _end(cookie: Mapping[str, object]) -> None:
    session_id = cookie.get("_user_id")
    if isinstance(session_id, str):
        app_context().sessions.end(session_id)


def _just_signed_in() -> bool:
    """Whether this is the first page after a sign-in: it tells of the one before."""
    return bool(session.pop(JUST_SIGNED_IN, False))


def _count_try() -> None:
    most = app_context().settings.limits.sign_ins_per_minute
    app_context().rate_limits.count("sign-ins", client_address(), most)


def _begin(account: Account, window: int | None) -> StaffSession:
    """A session with a new id instead of the present one."""
    begun = app_context().sessions.begin(account, window)
    end_current_session()
    _empty_cookie()
    login_user(begun)
    return begun


def _empty_cookie() -> None:
    """Begin a new cookie; only how the page looks is carried over."""
    kept = {key: session[key] for key in KEPT if key in session}
    session.clear()
    session.update(kept)


def _is_sign_of_life() -> bool:
    return request.method != "GET" or not request.path.startswith(BACKGROUND_READS)
