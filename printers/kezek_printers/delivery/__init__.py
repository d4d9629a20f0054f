"""Delivery that never loses or doubles: a slip goes out, and what became of it is proven."""

from __future__ import annotations

from kezek_printers.delivery.delivery import Delivery
from kezek_printers.delivery.printer import Printer
from kezek_printers.delivery.roll import Roll

__all__ = [
    "Delivery",
    "Printer",
    "Roll",
]
