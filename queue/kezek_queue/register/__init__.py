"""The request register: documents taken, steps to the result, receipts."""

from __future__ import annotations

from kezek_queue.register.form_words import TO_BRING
from kezek_queue.register.kept_standard import KeptStandard
from kezek_queue.register.plain_request import request_json
from kezek_queue.register.register import Register
from kezek_queue.register.values import (
    CLOSED,
    COMMANDS,
    ERASE,
    KEPT,
    REPRINT,
    PickUp,
    PickUpAnswer,
    Request,
    extensions_left,
    pick_up_of,
)

__all__ = [
    "CLOSED",
    "COMMANDS",
    "ERASE",
    "KEPT",
    "REPRINT",
    "TO_BRING",
    "KeptStandard",
    "PickUp",
    "PickUpAnswer",
    "Register",
    "Request",
    "extensions_left",
    "pick_up_of",
    "request_json",
]
