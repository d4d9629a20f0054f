"""Reading a call's body or query into the Struct that declares it; every fault is told at once.

A route says what it takes::

    class SentScan(Asked):
        code: Code
        screen: Slug

    @blueprint.post("/scans")
    @takes(SentScan, may=MAY_PRINT)
    def tell(scan: SentScan) -> Response: ...
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, overload

import msgspec
from flask import Request

from kezek_core.phrases import Phrase
from kezek_kiosk.access.roles import Role
from kezek_kiosk.errors import BadRequestError, NotJsonError, TooLargeError
from kezek_kiosk.faults import Fault, came_of
from kezek_kiosk.settings.settings import MOST_BODY_BYTES
from kezek_kiosk.web.context import this_request
from kezek_kiosk.web.declared_fields import Asked, Nothing, fields_of, read
from kezek_kiosk.web.principals import require

A = TypeVar("A", bound=Asked)
P = ParamSpec("P")
R = TypeVar("R")
May = Collection[Role] | Callable[..., object] | None
"""Who may call: one of some roles, whoever a function of the address lets in, or anybody."""

MOST_FAULTS = 20
"""A body of 64 KiB may hold thousands; nobody reads them."""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
JSON = "application/json"
DIGITS = re.compile(r"[0-9]{1,16}")


@overload
def takes(kind: None = None, *, may: May = None) -> Callable[[Callable[P, R]], Callable[P, R]]: ...
@overload
def takes(
    kind: type[A], *, may: May = None
) -> Callable[[Callable[Concatenate[A, P], R]], Callable[P, R]]: ...
def takes(kind: type[Asked] | None = None, *, may: May = None) -> Any:
    """Declare what a route takes: the body of a POST, the query of a GET.

    The caller is checked before a byte is read; the view gets the Struct as its first argument.

    Args:
        kind: of the body or query; None where there is none, and the view gets nothing.
        may: who may call.

    Returns:
        A decorator; the view has the Struct as its attribute ``takes``.
    """

    def declare(view: Callable[..., R]) -> Callable[..., R]:
        @wraps(view)
        def taken(*args: Any, **address: Any) -> R:
            if callable(may):
                may(**address)
            elif may is not None:
                require(may)
            asked = _asked(kind or Nothing)
            return view(*args, **address) if kind is None else view(asked, *args, **address)

        taken.takes = kind or Nothing  # type: ignore[attr-defined]
        taken.restricted = may is not None  # type: ignore[attr-defined]
        return taken

    return declare


def value_of(kind: type[Asked], name: str, raw: str) -> Any:
    """One value of the address, as a field of ``kind``.

    Raises:
        BadRequestError: it has not the form of that field.
    """
    faults: list[Fault] = []
    value = fields_of(kind)[name].read(raw, name, faults)
    _refuse(faults)
    return value


def too_large() -> TooLargeError:
    """The refusal of a large body."""
    kib = MOST_BODY_BYTES // 1024
    return TooLargeError(f"expected a body of at most {kib} KiB; send less", limit_kib=kib)


def _asked(kind: type[A]) -> A:
    faults: list[Fault] = []
    request = this_request()
    is_query = request.method in ("GET", "HEAD")
    sent = _query(kind, request) if is_query else _body(request)
    said = () if is_query else {name for name, value in sent.items() if value is not None}
    sent |= _said_in_headers(kind, said, faults, request)
    asked: A = read(kind, sent, "", faults)
    _refuse(faults)
    return asked


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise BadRequestError(*faults[:MOST_FAULTS])


def _said_in_headers(
    kind: type[Asked], besides: Collection[str], faults: list[Fault], request: Request
) -> dict[str, Any]:
    """What headers say of the fields that are not said elsewhere."""
    found = {}
    for name, field in fields_of(kind).items():
        raw = request.headers.get(field.header) if field.header else None
        if raw is not None and name not in besides:
            meant = _number_meant(raw) if field.is_whole else raw
            found[name] = field.read(meant, field.header, faults)
    return found


def _body(request: Request) -> dict[str, Any]:
    """The JSON body of the present request; an empty body has no fields."""
    length = request.content_length
    if length is not None and length > MOST_BODY_BYTES:
        raise too_large()
    data = request.get_data(cache=True)
    if not data:
        return {}
    if request.content_type != JSON and not request.is_json:
        raise NotJsonError(
            f"expected Content-Type application/json, got {str(request.mimetype)[:60]!r}; "
            "send the body as JSON"
        )
    return _object(data)


def _object(data: bytes) -> dict[str, Any]:
    expected, send = Phrase("a JSON object"), Phrase("Send a JSON object as the body.")
    try:
        value = msgspec.json.decode(data.removeprefix(BYTE_ORDER_MARK))
    except (msgspec.MsgspecError, RecursionError) as error:
        came = Phrase("something that is no JSON")
        raise BadRequestError(Fault("body", expected, came, send)) from error
    if not isinstance(value, dict):
        raise BadRequestError(Fault("body", expected, came_of(value), send))
    return value


def _query(kind: type[Asked], request: Request) -> dict[str, Any]:
    fields = fields_of(kind)
    return {
        name: _number_meant(raw) if name in fields and fields[name].is_whole else raw
        for name, raw in request.args.items()
    }


def _number_meant(text: str) -> int | str:
    """The number that digits of an address mean."""
    return int(text) if DIGITS.fullmatch(text) else text
