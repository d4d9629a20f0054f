"""The shapes of devices, print jobs, checks and refusals."""

from __future__ import annotations

from typing import Final

from kezek_core.papers import SubjectKind
from kezek_kiosk.api.openapi.schemas import (
    Schema,
    flag,
    list_of,
    number,
    one_of,
    or_null,
    record,
    ref,
    text,
    whole,
)
from kezek_kiosk.devices.status import KINDS
from kezek_kiosk.web.error_messages import STATUSES
from kezek_queue.values import PrintState

FACT: Final[Schema] = {"type": ["string", "number", "boolean", "null"]}
VALUE: Final[Schema] = {"type": ["boolean", "string", "null"]}

SHAPES: Final[dict[str, Schema]] = {
    "Device": record(
        agent=text(),
        name=text(examples=["hall"]),
        kind=text(enum=list(KINDS)),
        word=text(examples=["ok", "paper_end"]),
        detail=text(),
        facts={"type": "object", "additionalProperties": FACT},
        seconds_ago=number(),
    ),
    "Devices": record(devices=list_of(ref("Device"))),
    "VirtualOrders": record(orders=list_of(record(device=text(), what=text(), value=VALUE))),
    "PrintedAgain": record(print_jobs=list_of(whole())),
    "Slip": {
        "type": "object",
        "description": "What the paper says; `kind` tells slips apart.",
        "properties": {"kind": text(), "number": text(), "status_url": or_null(text())},
        "required": ["kind"],
    },
    "LeasedJobs": record(
        jobs=list_of(
            record(
                id=whole(),
                lease=text(),
                ticket=text(description="The same as subject_id."),
                subject_kind=one_of(SubjectKind),
                subject_id=text(description="Empty for a memo."),
                slip=ref("Slip"),
                copy=flag(),
            )
        )
    ),
    "PrintJob": record(
        id=whole(),
        state=one_of(PrintState),
        detail=text(),
        stopped={
            **or_null(text(examples=["paper_end"])),
            "description": "Why no printer can print it now; null when one may.",
        },
    ),
    "Alive": record(status=text(), instance=text()),
    "Ready": record(
        status=text(), checks={"type": "object", "additionalProperties": {"type": "string"}}
    ),
    "Fault": record(field=text(), expected=text(), came=text(), what_to_do=text()),
    "Problem": {
        "type": "object",
        "description": "RFC 9457; `detail` says what to do, in the language of Accept-Language.",
        "properties": {
            "type": text(),
            "title": text(),
            "status": whole(),
            "detail": text(),
            "code": text(examples=sorted(STATUSES)[:3]),
            "facts": {
                "type": "object",
                "properties": {"faults": list_of(ref("Fault"))},
                "description": "`bad_request` names every mistake in `faults`.",
            },
        },
        "required": ["type", "title", "status", "detail", "code", "facts"],
        "additionalProperties": False,
    },
}
