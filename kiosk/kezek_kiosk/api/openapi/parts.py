"""What the calls of the OpenAPI document are put together from."""

from __future__ import annotations

from typing import Any, Final

from kezek_kiosk.api.openapi.schemas import KEY, SLUG, Schema, ref

Operation = dict[str, Any]

AUTHORISED: Final[list[dict[str, list[str]]]] = [{"token": []}, {"session": []}]
OPEN: Final[list[dict[str, list[str]]]] = []
WORDS: Final = {
    400: "A field, the query or the body is not as expected.",
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
ALWAYS = (400, 401, 404, 405, 500, 507)
"""What any call may answer: a header that is wrong, a token that is not known, a failing disk."""

COMMAND = (*ALWAYS, 403, 409, 413, 415)


def problems(*statuses: int) -> dict[str, Any]:
    """The refusals of a call."""
    return {
        str(status): {
            "description": WORDS[status],
            "content": {"application/problem+json": {"schema": ref("Problem")}},
        }
        for status in sorted(statuses)
    }


def content(schema: Schema, description: str, mimetype: str = "application/json") -> Any:
    """One answer."""
    return {"description": description, "content": {mimetype: {"schema": schema}}}


def ok(schema: str, *statuses: int) -> dict[str, Any]:
    """The usual answers of a call: a value as it is now, or one of the refusals."""
    return {"200": content(ref(schema), "As it stands now."), **problems(*statuses)}


def body(fields: dict[str, Schema], *required: str) -> Operation:
    """The JSON body of a command; without required fields it may be left out."""
    schema: Schema = {"type": "object", "properties": fields, "additionalProperties": False}
    if required:
        schema["required"] = list(required)
    return {
        "requestBody": {
            "required": bool(required),
            "content": {"application/json": {"schema": schema}},
        }
    }


def query(name: str, schema: Schema, description: str) -> Operation:
    """One parameter of the query."""
    return {"name": name, "in": "query", "schema": schema, "description": description}


def header(name: str, schema: Schema, description: str) -> Operation:
    """One header."""
    return {"name": name, "in": "header", "schema": schema, "description": description}


def in_path(name: str, schema: Schema) -> Operation:
    """One part of the address."""
    return {"name": name, "in": "path", "required": True, "schema": schema}


def call(
    name: str,
    summary: str,
    answers: dict[str, Any],
    *parameters: Operation,
    security: list[dict[str, list[str]]] = OPEN,
    **more: Any,
) -> Operation:
    """One call."""
    operation: Operation = {"operationId": name, "summary": summary, "responses": answers}
    if security:
        operation["security"] = security
    if parameters:
        operation["parameters"] = list(parameters)
    return {**operation, **more}


def command(
    name: str, summary: str, answers: dict[str, Any], *parameters: Operation, **more: Any
) -> Operation:
    """One call that changes something and needs a token or a session."""
    return call(name, summary, answers, *parameters, security=AUTHORISED, **more)


NUMBER: Final = in_path("number", SLUG)
"""The number of a request or complaint."""
KEY_HEADER: Final = header("Idempotency-Key", KEY, "The same as idempotency_key of the body.")
