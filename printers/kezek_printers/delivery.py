"""Delivers a slip and says what became of it: printed, not sent, or openly uncertain."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

from kezek_core.ports import PrintOutcome, Wire
from kezek_printers.profile import Acknowledgement, PrinterProfile
from kezek_printers.status import ask_status, is_status, status_query
from kezek_printers.wire_errors import PrinterUnplugged, WireError, WireTimeout

CHUNK_BYTES = 512


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long each step may take, in seconds.

    Args:
        status_seconds: for the answer to one ``DLE EOT``.
        chunk_seconds: for 512 bytes; 9600 baud need 0.54 s.
        fence_seconds: for the answer that follows the cut.
    """

    status_seconds: float = 0.5
    chunk_seconds: float = 4.0
    fence_seconds: float = 8.0


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a slip.

    Args:
        outcome: PRINTED, NOT_SENT (nothing reached the printer) or UNCERTAIN.
        detail: a stable word for the reason; empty when printed and proven, ``unconfirmed`` when
            the printer has no means to confirm.
    """

    outcome: PrintOutcome
    detail: str = ""


def deliver(
    data: bytes, wire: Wire, profile: PrinterProfile, deadlines: Deadlines | None = None
) -> Delivery:
    """Preflight, send in chunks, wait for the fence.

    Args:
        data: the slip, its cut included.
        wire: an open line to the printer.
        profile: what the printer can do.
        deadlines: other deadlines than the usual ones.

    Returns:
        The outcome. A broken line is an outcome too, not an error.
    """
    limits = deadlines or Deadlines()
    try:
        trouble = _preflight(wire, profile, limits)
    except WireError as error:
        return Delivery(PrintOutcome.NOT_SENT, _word(error))
    if trouble is not None:
        return Delivery(PrintOutcome.NOT_SENT, trouble)
    taken = 0
    try:
        for start in range(0, len(data), CHUNK_BYTES):
            chunk = data[start : start + CHUNK_BYTES]
            wire.write(chunk, deadline_seconds=limits.chunk_seconds)
            taken += len(chunk)
        return _fence(wire, profile, limits)
    except WireError as error:
        nothing_sent = taken + error.bytes_taken == 0
        outcome = PrintOutcome.NOT_SENT if nothing_sent else PrintOutcome.UNCERTAIN
        return Delivery(outcome, _word(error))


def _preflight(wire: Wire, profile: PrinterProfile, limits: Deadlines) -> str | None:
    if not profile.answers_status:
        return None
    _drop_stale_input(wire)
    status = ask_status(wire, deadline_seconds=limits.status_seconds)
    return "silent" if status.online is None else status.trouble


def _drop_stale_input(wire: Wire) -> None:
    """An answer to somebody else's question must not be taken for ours."""
    while wire.read(64, deadline_seconds=0):
        continue


def _fence(wire: Wire, profile: PrinterProfile, limits: Deadlines) -> Delivery:
    if profile.acknowledgement is Acknowledgement.GS_H:
        ticket = os.urandom(4).translate(_PRINTABLE)
        wire.write(b"\x1d(H\x06\x0000" + ticket, deadline_seconds=limits.chunk_seconds)
        proven = _hears(wire, b"\x37\x22" + ticket + b"\x00", limits.fence_seconds)
    elif profile.acknowledgement is Acknowledgement.GS_R:
        wire.write(b"\x1dr\x01", deadline_seconds=limits.chunk_seconds)
        proven = bool(wire.read(1, deadline_seconds=limits.fence_seconds))
    elif profile.acknowledgement is Acknowledgement.STATUS:
        return _status_after(wire, limits)
    else:
        return Delivery(PrintOutcome.PRINTED, "unconfirmed")
    if proven:
        return Delivery(PrintOutcome.PRINTED)
    return Delivery(PrintOutcome.UNCERTAIN, _why(wire, profile, limits))


def _status_after(wire: Wire, limits: Deadlines) -> Delivery:
    """A weak fence: the printer still speaks and nothing stopped it."""
    wire.write(status_query(1), deadline_seconds=limits.chunk_seconds)
    answer = wire.read(1, deadline_seconds=limits.fence_seconds)
    if not answer or not is_status(answer[0]):
        return Delivery(PrintOutcome.UNCERTAIN, "silent")
    trouble = ask_status(wire, deadline_seconds=limits.status_seconds).trouble
    if trouble is not None:
        return Delivery(PrintOutcome.UNCERTAIN, trouble)
    return Delivery(PrintOutcome.PRINTED, "unconfirmed")


def _hears(wire: Wire, frame: bytes, deadline_seconds: float) -> bool:
    """Whether the frame comes in time; single status bytes in between are passed over."""
    heard, ends = b"", time.monotonic() + deadline_seconds
    while frame not in heard:
        left = ends - time.monotonic()
        more = wire.read(64, deadline_seconds=max(0.0, left))
        if not more:
            return False
        heard = (heard + more)[-256:]
    return True


def _why(wire: Wire, profile: PrinterProfile, limits: Deadlines) -> str:
    """After a fence that never came: what the printer says is wrong, or that it is silent."""
    if not profile.answers_status:
        return "timeout"
    status = ask_status(wire, deadline_seconds=limits.status_seconds)
    if status.online is None:
        return "silent"
    return status.trouble or "timeout"


def _word(error: WireError) -> str:
    if isinstance(error, PrinterUnplugged):
        return "unplugged"
    return "timeout" if isinstance(error, WireTimeout) else error.code


_PRINTABLE = bytes(0x21 + byte % 0x5E for byte in range(256))
"""The reference allows 0x20 to 0x7E in the id of ``GS ( H``."""
