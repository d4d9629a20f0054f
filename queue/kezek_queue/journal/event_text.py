"""An event as text: the one spelling that its hash covers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from kezek_core.events import EventKind
from kezek_core.moments import Moment
from kezek_queue.clock import to_us

CHAINED = (
    "seq", "kind", "ticket_id", "window", "actor",
    "utc_us", "boottime_us", "boot_id", "synced", "body",
)  # fmt: skip
"""The fields of an event that its hash covers, beside the office and the hash before."""

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def canonical(values: Mapping[str, Any] | Sequence[Any]) -> str:
    """JSON with one spelling only: sorted keys, no spaces, no escapes that are not needed."""
    return _encode(values)


def link(previous: str, office_id: str, fields: Mapping[str, Any]) -> str:
    """The hash of an event.

    Args:
        previous: hash of the event before; "" for the first.
        office_id: the office.
        fields: the fields named in `CHAINED`, ``body`` as plain values.

    Returns:
        Hexadecimal SHA-256 over the hash before, a line end and the canonical JSON.
    """
    chained = {name: fields[name] for name in CHAINED} | {"office_id": office_id}
    return hashlib.sha256(f"{previous}\n{canonical(chained)}".encode()).hexdigest()


def chained_row(
    previous: str,
    office_id: str,
    *,
    seq: int,
    kind: EventKind,
    ticket_id: str | None,
    window: int | None,
    actor: str,
    moment: Moment,
    body: Mapping[str, Any],
) -> dict[str, Any]:
    """The row of a new event, with its link to the one before."""
    fields = {
        "seq": seq,
        "kind": kind.value,
        "ticket_id": ticket_id,
        "window": window,
        "actor": actor,
        "utc_us": to_us(moment.at),
        "boottime_us": moment.boottime_us,
        "boot_id": moment.boot_id,
        "synced": int(moment.synchronised),
        "body": body,
    }
    row = {**fields, "office_id": office_id, "body": canonical(body)}
    row["hash"] = link(previous, office_id, fields)
    return row


def fields_of(row: Any) -> dict[str, Any]:
    """The fields named in `CHAINED`, ``body`` as plain values.

    Raises:
        ValueError: the body is no JSON.
    """
    fields = {name: getattr(row, name) for name in CHAINED}
    fields["body"] = json.loads(row.body)
    return fields
