"""What a printer can do, as its profile says, and how a printer is recognised."""

from __future__ import annotations

from kezek_printers.profiles.detect import LP, FoundPrinter, find_at, find_printers
from kezek_printers.profiles.printer_profile import PrinterProfile, Strategy
from kezek_printers.profiles.profile_file import load_profile, profile_names

__all__ = [
    "LP",
    "FoundPrinter",
    "PrinterProfile",
    "Strategy",
    "find_at",
    "find_printers",
    "load_profile",
    "profile_names",
]
