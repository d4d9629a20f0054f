"""Code scanners at serial ports and keyboards."""

from __future__ import annotations

from kezek_hardware.scanners.scanner import FakeScanner

__all__ = [
    "FakeScanner",
]
