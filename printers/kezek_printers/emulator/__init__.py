"""An emulated printer: its bytes read back, its paper, its faults."""

from __future__ import annotations

from kezek_printers.emulator.emulator import EmulatedPrinter, PtyLine, TcpLine
from kezek_printers.emulator.papers import PaperEntry, forget_papers, list_papers, render_paper

__all__ = [
    "EmulatedPrinter",
    "PaperEntry",
    "PtyLine",
    "TcpLine",
    "forget_papers",
    "list_papers",
    "render_paper",
]
