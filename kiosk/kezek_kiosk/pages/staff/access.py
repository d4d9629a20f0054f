"""Who may open which page, and where they are sent to prove who they are."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import quote, urlsplit

from flask import redirect, request
from werkzeug.wrappers import Response

from kezek_kiosk.access.account import PinDue
from kezek_kiosk.access.roles import MAY_SERVE_ANY_WINDOW, Role
from kezek_kiosk.access.sessions import StaffSession
from kezek_kiosk.errors import ForbiddenError, SignInNeededError
from kezek_kiosk.web.sign_in import signed_in

OWN_PIN = "/pin"
"""Where people choose their own PIN."""


def person_of(roles: Collection[Role]) -> StaffSession | Response:
    """The signed-in person, when one of ``roles`` is theirs, or the way to the sign-in page.

    Raises:
        ForbiddenError: the person's role is another one.
    """
    person = signed_in()
    if person is None:
        return redirect(sign_in_address())
    if person.pin_due is PinDue.NEEDED:
        return redirect(own_pin_address(_here()))
    return _of_role(person, roles)


def _of_role(person: StaffSession, roles: Collection[Role]) -> StaffSession:
    if person.role not in roles:
        names = sorted(role.value for role in roles)
        raise ForbiddenError(
            f"expected role {' or '.join(names)} for {request.path}, got {person.role.value}; "
            "sign in with another account",
            roles=names,
            role=person.role.value,
        )
    return person


def sign_in_address() -> str:
    """The sign-in page that leads back to the page asked for."""
    return f"/login?next={quote(_here(), safe='/')}"


def own_pin_address(onward: str) -> str:
    """The page where a person chooses the own PIN, before going on."""
    return f"{OWN_PIN}?next={quote(onward, safe='/')}"


def home_of(person: StaffSession) -> str:
    """The page a person works on."""
    return "/supervisor" if person.role in MAY_SERVE_ANY_WINDOW else "/operator"


def safe_next(address: str | None) -> str | None:
    """The page to go on to after signing in, when it is one of ours; else None.

    Only a path of this very server: ``//host``, ``\\\\host``, schemes and control characters
    would lead a signed-in person elsewhere.
    """
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    if any(ord(letter) < 32 or letter == "\\" for letter in address):
        return None
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or parts.path in ("/login", "/logout", OWN_PIN):
        return None
    return address


def onward_of(person: StaffSession) -> str:
    """Where a person goes on to: the page they asked for, if their role opens it."""
    asked = safe_next(request.values.get("next"))
    if asked is None or (person.role is Role.OPERATOR and not asked.startswith("/operator")):
        return home_of(person)
    return asked


def asking_person(roles: Collection[Role]) -> StaffSession:
    """The signed-in person of a page that asks for its own pieces.

    Raises:
        SignInNeededError: the session has ended.
        ForbiddenError: the person's role is another one.
    """
    person = signed_in()
    if person is None or person.pin_due is PinDue.NEEDED:
        # An open kiosk has a role as well: without this it would hear that its role is too small.
        raise SignInNeededError("expected a signed-in session, got none; sign in again")
    return _of_role(person, roles)


def _here() -> str:
    return request.full_path.rstrip("?")
