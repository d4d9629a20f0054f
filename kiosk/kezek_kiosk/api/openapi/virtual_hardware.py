"""The calls of virtual devices for the OpenAPI document."""

from __future__ import annotations

from typing import Any, Final

from kezek_kiosk.api.openapi.parts import COMMAND, Operation, body, command, content, problems
from kezek_kiosk.api.openapi.schemas import (
    SLUG,
    Schema,
    flag,
    list_of,
    or_null,
    record,
    ref,
    text,
    whole,
)
from kezek_kiosk.api.virtual_hardware import MOST_DEVICES, MOST_KEYS, MOST_SHOWN, MOST_WAIT_SECONDS
from kezek_kiosk.devices.status import KINDS
from kezek_kiosk.web.inputs import MOST_CODE, MOST_DETAIL

WORDS: Final = text(maxLength=MOST_DETAIL)
VALUE: Final[Schema] = {"anyOf": [flag(), text(minLength=1, maxLength=MOST_CODE), {"type": "null"}]}

SCHEMAS: Final[dict[str, Schema]] = {
    "Shown": {
        "type": "object",
        "properties": {"name": SLUG, "text": WORDS, "look": WORDS},
        "required": ["name"],
        "additionalProperties": False,
    },
    "VirtualDevice": {
        "type": "object",
        "properties": {
            "name": SLUG,
            "kind": text(enum=list(KINDS)),
            "label": WORDS,
            "keys": {**list_of(SLUG), "maxItems": MOST_KEYS},
            "switches": {
                "type": "object",
                "additionalProperties": flag(),
                "propertyNames": SLUG,
                "maxProperties": MOST_KEYS,
            },
            "shows": {**list_of(ref("Shown")), "maxItems": MOST_SHOWN},
            "takes_code": flag(),
        },
        "required": ["name", "kind"],
        "additionalProperties": False,
    },
    "VirtualOrders": record(
        orders=list_of(record(device=text(), what=text(), value=VALUE)),
    ),
}


def paths() -> dict[str, Any]:
    """Every call of this subject by its address."""
    return {
        "/virtual-hardware/press": {"post": _press()},
        "/virtual-hardware/orders": {"post": _orders()},
    }


def _press() -> Operation:
    return command(
        "pressVirtualDevice",
        "Press a key, turn a switch or scan a code on virtual hardware; 404 where there is none.",
        {"204": {"description": "Handed to the agent."}, **problems(*COMMAND, 404)},
        **body({"device": SLUG, "what": SLUG, "value": VALUE}, "device", "what"),
    )


def _orders() -> Operation:
    answers = {"200": content(ref("VirtualOrders"), "What was done."), **problems(*COMMAND, 404)}
    return command(
        "takeVirtualOrders",
        "The agent shows its virtual devices and takes what was pressed.",
        answers,
        **body(
            {
                "devices": or_null({**list_of(ref("VirtualDevice")), "maxItems": MOST_DEVICES}),
                "wait_seconds": or_null(whole(minimum=0, maximum=MOST_WAIT_SECONDS)),
            },
        ),
    )
