"""The calls of devices for the OpenAPI document."""

from __future__ import annotations

from typing import Any, Final

from kezek_kiosk.api.devices import LARGEST_FACT, MOST_DEVICES, MOST_FACT, MOST_FACTS
from kezek_kiosk.api.openapi.parts import (
    ALWAYS,
    COMMAND,
    Operation,
    body,
    command,
    content,
    problems,
)
from kezek_kiosk.api.openapi.schemas import (
    SLUG,
    Schema,
    flag,
    list_of,
    number,
    or_null,
    record,
    ref,
    text,
)
from kezek_kiosk.devices.status import KINDS
from kezek_kiosk.web.inputs import MOST_DETAIL

FACT: Final[Schema] = {
    "anyOf": [
        text(maxLength=MOST_FACT),
        number(minimum=-LARGEST_FACT, maximum=LARGEST_FACT),
        flag(),
        {"type": "null"},
    ]
}
FACTS: Final[Schema] = {
    "type": "object",
    "additionalProperties": FACT,
    "propertyNames": SLUG,
    "maxProperties": MOST_FACTS,
}
KIND: Final = text(enum=list(KINDS))

SCHEMAS: Final[dict[str, Schema]] = {
    "Device": record(
        agent=text(),
        name=text(examples=["hall"]),
        kind=KIND,
        word=text(examples=["ok", "paper_end"]),
        detail=text(),
        facts=FACTS,
        seconds_ago=number(),
    ),
    "Devices": record(devices=list_of(ref("Device"))),
    "DeviceWord": {
        "type": "object",
        "properties": {
            "name": SLUG,
            "kind": KIND,
            "word": SLUG,
            "detail": or_null(text(maxLength=MOST_DETAIL)),
            "facts": or_null(FACTS),
        },
        "required": ["name", "kind", "word"],
        "additionalProperties": False,
    },
}


def paths() -> dict[str, Any]:
    """Every call of this subject by its address."""
    return {"/devices": {"get": _show(), "post": _tell()}}


def _show() -> Operation:
    answers = {"200": content(ref("Devices"), "As last told."), **problems(*ALWAYS, 403)}
    return command("listDevices", "Every device as its agent last told it; for staff.", answers)


def _tell() -> Operation:
    return command(
        "tellDevices",
        "An agent tells how all its devices stand.",
        {"204": {"description": "Noted."}, **problems(*COMMAND)},
        **body(
            {
                "agent": SLUG,
                "devices": {**list_of(ref("DeviceWord")), "maxItems": MOST_DEVICES},
            },
            "agent",
            "devices",
        ),
    )
