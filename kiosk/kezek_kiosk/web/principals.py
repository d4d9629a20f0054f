"""Who is calling: a device by its token, a person by the session, or the open kiosk."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import Enum

from flask import Request, g, request

from kezek_core.typed_text import cleaned_line, unprintable_sign
from kezek_kiosk.access.account import PinDue
from kezek_kiosk.access.roles import MAY_SERVE, MAY_SERVE_ANY_WINDOW, STAFF_ROLES, Role
from kezek_kiosk.errors import (
    ForbiddenError,
    NoWindowChosenError,
    OtherWindowError,
    SignInNeededError,
    TokenRefusedError,
)
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.session_cookie import has_session_cookie
from kezek_kiosk.web.sign_in import signed_in


class PrincipalKind(Enum):
    """How a caller proved itself."""

    TOKEN = "token"  # noqa: S105 - a word for the journal, no secret
    STAFF = "staff"
    OPEN_KIOSK = "open_kiosk"
    ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class Principal:
    """The caller of the present request.

    Args:
        kind: token, signed-in person, open kiosk, or anyone on the network.
        name: the actor that the journal names.
        role: None for anyone.
        window: the one window an operator may command; None without one.
    """

    kind: PrincipalKind
    name: str
    role: Role | None
    window: int | None = None

    @property
    def is_staff(self) -> bool:
        """Whether a person's role is behind the call: sees who did what."""
        return self.role in STAFF_ROLES


ANYONE = Principal(PrincipalKind.ANYONE, "anyone", None)
TOKEN_ACTOR = "token-"  # noqa: S105 - begins the name of an actor, no secret
VISITORS_PAGES = ("/kiosk", "/survey")
OPEN_KIOSK = Principal(PrincipalKind.OPEN_KIOSK, "kiosk", Role.KIOSK)


def principal() -> Principal:
    """Who calls; found once a request.

    Raises:
        TokenRefusedError: an Authorization header came that holds no valid token.
    """
    known: Principal | None = g.get("kezek_principal")
    if known is None:
        known = g.kezek_principal = _found()
    return known


def require(roles: Collection[Role]) -> Principal:
    """The caller, when one of ``roles`` is theirs.

    Raises:
        SignInNeededError: nobody proved to be anybody; an open page, whose person may have been
            signed in until now, is not told that the role of a kiosk is too small.
        ForbiddenError: the caller's role is another one.
    """
    caller = principal()
    if caller.role in roles:
        return caller
    names = sorted(role.value for role in roles)
    if caller.role is None or caller.kind is PrincipalKind.OPEN_KIOSK:
        raise SignInNeededError(
            f"expected a token or a signed-in session of role {' or '.join(names)}, got neither; "
            "send Authorization: Bearer TOKEN or sign in",
            roles=names,
        )
    raise ForbiddenError(
        f"expected role {' or '.join(names)}, got {caller.role.value}; use another account",
        roles=names,
        role=caller.role.value,
    )


def require_device(roles: Collection[Role]) -> Principal:
    """The caller, when a token of one of ``roles`` proves it; an open page is no device.

    Raises:
        SignInNeededError: no token came.
        ForbiddenError: the caller's role is another one.
    """
    caller = require(roles)
    if caller.kind is PrincipalKind.OPEN_KIOSK:
        names = sorted(role.value for role in roles)
        raise SignInNeededError(
            f"expected a token of role {' or '.join(names)}, got an open page; send "
            "Authorization: Bearer TOKEN (make it with `kezek tokens create`)",
            roles=names,
        )
    return caller


def device_of(roles: Collection[Role]) -> Callable[..., None]:
    """Lets in who ``require_device`` does, whatever the address of the call says."""

    def admit(**_address: object) -> None:
        require_device(roles)

    return admit


def require_window(window: int) -> Principal:
    """The caller, when they may command ``window``: any for supervisors, else their own.

    Raises:
        SignInNeededError: nobody proved to be anybody.
        ForbiddenError: a role that serves nobody.
        NoWindowChosenError: the signed-in operator has no window yet.
        OtherWindowError: it is another one's window.
    """
    caller = require(MAY_SERVE)
    if caller.role in MAY_SERVE_ANY_WINDOW or caller.window == window:
        return caller
    if caller.window is None:
        raise NoWindowChosenError(
            "expected an operator bound to a window, got none chosen; choose your window first"
        )
    raise OtherWindowError(
        f"expected a command to window {caller.window}, got one to window {window}; "
        "command your own window",
        window=window,
        own=caller.window,
    )


def has_bearer(request: Request) -> bool:
    """Whether the request proves itself by header, so that no cookie speaks for it."""
    return "HTTP_AUTHORIZATION" in request.environ


def _found() -> Principal:
    header = request.environ.get("HTTP_AUTHORIZATION")
    if header is not None:
        return _of_token(header)
    if not request.cookies or _is_visitors_page():
        return _without_proof()
    person = signed_in()
    if person is None or person.pin_due is PinDue.NEEDED:
        return _without_proof()
    return Principal(PrincipalKind.STAFF, person.name, person.role, person.window)


def _of_token(header: str) -> Principal:
    scheme, _, plain = header.partition(" ")
    if scheme.lower() != "bearer" or not plain.strip():
        raise TokenRefusedError(
            f"expected 'Authorization: Bearer TOKEN', got the scheme {scheme[:20]!r}; "
            "send the token that `kezek tokens create` printed"
        )
    token = app_context().tokens.verify(plain.strip())
    return Principal(PrincipalKind.TOKEN, f"{TOKEN_ACTOR}{token.id}", token.role, token.window)


def token_of(actor: str) -> int | None:
    """The number of the token that an actor of the journal is; None of anybody else."""
    number = actor.removeprefix(TOKEN_ACTOR)
    is_token = number != actor and number.isascii() and number.isdigit()
    return int(number) if is_token else None


def name_on_paper(caller: Principal) -> str:
    """Who takes something, as a paper calls them: a person by the account, a device by its label.

    Args:
        caller: who calls.

    Returns:
        A device's label; the actor of the journal where it has none that can be printed.
    """
    token_id = token_of(caller.name)
    label = "" if token_id is None else cleaned_line(app_context().tokens.label(token_id))
    return label if label and unprintable_sign(label) is None else caller.name


def _is_visitors_page() -> bool:
    """Whether this is a visitors' screen, which never speaks for whoever signed in beside it."""
    return request.path.startswith(tuple(f"{page}/" for page in VISITORS_PAGES)) or (
        request.path in VISITORS_PAGES
    )


def _without_proof() -> Principal:
    """The open kiosk is its page: it comes with the page's cookie, and so with its CSRF token.

    A bare request proves nothing: whoever writes without our page needs a token.
    """
    from_page = has_session_cookie() or _is_visitors_page()
    return OPEN_KIOSK if from_page and app_context().settings.kiosk.open else ANYONE
