"""The operations of the OpenAPI document, made from the routes and what is declared above them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec
from flask import Flask

from kezek_kiosk.api.answers import PREFIX
from kezek_kiosk.api.calls import JSON, ApiCall, Gives
from kezek_kiosk.api.openapi.schemas import DAY, Schema, or_null, ref, text, whole
from kezek_kiosk.web.declared_fields import Asked, fields_of
from kezek_kiosk.web.field_types import LONGEST_SLUG

Operation = dict[str, Any]

COMPONENT: Final = "#/components/schemas/{name}"
PART = re.compile(r"<(?:(?P<kind>int)\(max=(?P<most>\d+)\):)?(?P<name>\w+)>")
AUTHORISED: Final[list[dict[str, list[str]]]] = [{"token": []}, {"session": []}]
REFUSALS: Final = {
    400: "A field, the query or the body is not as expected; `facts.faults` names every mistake.",
    401: "Sign in, or send a valid token.",
    403: "The role, the window or the origin does not allow it.",
    404: "There is no such thing.",
    405: "The address exists, but not for this method.",
    409: "The office's rules do not allow it now; `code` and `facts` say why.",
    413: "The body is larger than 64 KiB.",
    415: "The body is not JSON.",
    422: "The office has no such service, category or stage.",
    429: "Too often; `Retry-After` says when to come back.",
    500: "The server failed; `facts.incident` is the number in its log.",
    503: "Not now; try again.",
    507: "It could not be stored.",
}
ALWAYS: Final = (400, 401, 404, 405, 500, 507)
"""What any call may answer: a header that is wrong, a token that is not known, a failing disk."""
UNSHAPED: Final[dict[str, Schema]] = {
    JSON: {"type": "object"},
    **dict.fromkeys(("text/csv", "text/plain", "text/event-stream"), text()),
}
OF_COMMANDS: Final = (403, 409, 413, 415)
DIGITS: Final = "^[0-9]{1,15}$"
ADDRESS_PARTS: Final = {"office_day": DAY}


def operations(app: Flask) -> Iterator[tuple[str, str, Operation]]:
    """Every call of the API.

    Yields:
        Address below the API's, method in small letters, operation.
    """
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith(f"{PREFIX}/"):
            continue
        view: Any = app.view_functions[rule.endpoint]
        address = PART.sub(r"{\g<name>}", rule.rule.removeprefix(PREFIX))
        in_address = [_in_address(part) for part in PART.finditer(rule.rule)]
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield address, method.lower(), _operation(view, method, in_address)


def shapes_of(app: Flask) -> dict[str, Schema]:
    """The Structs inside bodies, by name."""
    kinds = {view.takes for view in app.view_functions.values() if hasattr(view, "takes")}
    _, found = msgspec.json.schema_components(sorted(kinds, key=repr), ref_template=COMPONENT)
    bodies = {kind.__name__ for kind in kinds}
    return {name: _nullable(shape) for name, shape in found.items() if name not in bodies}


def _operation(view: Any, method: str, in_address: list[Operation]) -> Operation:
    call: ApiCall = view.call
    is_command = method == "POST"
    refused = {*ALWAYS, *call.refuses, *(OF_COMMANDS if is_command else ())}
    refused |= {403} if view.restricted else set()
    operation: Operation = {
        "operationId": call.name,
        "summary": " ".join(view.__doc__.partition("\n\n")[0].split()),
        "responses": {
            **{str(status): _refusal(status) for status in sorted(refused)},
            **{str(each.status): _answer(each) for each in call.gives},
        },
    }
    if is_command or view.restricted:
        operation["security"] = AUTHORISED
    if is_command:
        operation["requestBody"] = _body(view.takes)
    asked = [] if is_command else _query(view.takes)
    parameters = [*in_address, *asked, *_headers(view.takes, first=not is_command)]
    return {**operation, "parameters": parameters} if parameters else operation


def _answer(given: Gives) -> dict[str, Any]:
    """One good answer."""
    if given.shape is None:
        return {"description": given.description}
    mime_type = given.mime_type.partition(";")[0]
    schema = ref(given.shape) if given.shape else UNSHAPED.get(mime_type, {})
    return {"description": given.description, "content": {mime_type: {"schema": schema}}}


def _refusal(status: int) -> dict[str, Any]:
    problem = {"application/problem+json": {"schema": ref("Problem")}}
    return {"description": REFUSALS[status], "content": problem}


def _body(kind: type[Asked]) -> dict[str, Any]:
    """The body of a command; without required fields it may be left out."""
    shape = _nullable(_declared(kind))
    return {"required": "required" in shape, "content": {JSON: {"schema": shape}}}


def _query(kind: type[Asked]) -> list[Operation]:
    """The parameters of a query."""
    return [
        {"name": name, "in": "query", "schema": shape, "description": shape.pop("description", "")}
        for name, shape in _declared(kind)["properties"].items()
    ]


def _headers(kind: type[Asked], *, first: bool) -> list[Operation]:
    """The headers that may say the same as a field."""
    sentence = "Goes before `{}`." if first else "The same as `{}`."
    shapes = _declared(kind)["properties"]
    return [
        {
            "name": field.header,
            "in": "header",
            "schema": text(pattern=DIGITS) if field.is_whole else shapes[name],
            "description": sentence.format(name),
        }
        for name, field in fields_of(kind).items()
        if field.header
    ]


def _in_address(part: re.Match[str]) -> Operation:
    schema = ADDRESS_PARTS.get(part["name"], text(minLength=1, maxLength=LONGEST_SLUG))
    if part["kind"] == "int":
        schema = whole(minimum=0, maximum=int(part["most"]))
    return {"name": part["name"], "in": "path", "required": True, "schema": schema}


def _declared(kind: type[Asked]) -> Schema:
    """A declaration as JSON Schema, its constraints and descriptions kept; nothing is null."""
    _, found = msgspec.json.schema_components([kind], ref_template=COMPONENT)
    shape: Schema = found[kind.__name__]
    for name, each in shape["properties"].items():
        shape["properties"][name] = _not_null(each)
    return shape


def _not_null(shape: Schema) -> Schema:
    """A field as it is when it is there."""
    kept = {name: value for name, value in shape.items() if (name, value) != ("default", None)}
    choices = [each for each in kept.pop("anyOf", []) if each != {"type": "null"}]
    if not choices:
        return kept
    return {**choices[0], **kept} if len(choices) == 1 else {"anyOf": choices, **kept}


def _nullable(shape: Schema) -> Schema:
    """An object whose fields may be null where they may be left out."""
    if shape.get("type") != "object" or "properties" not in shape:
        return shape
    required = shape["required"]
    fields = {
        name: each if name in required else or_null(_not_null(each))
        for name, each in shape["properties"].items()
    }
    kept = {name: value for name, value in shape.items() if name not in ("title", "required")}
    return {**kept, "properties": fields, **({"required": required} if required else {})}
