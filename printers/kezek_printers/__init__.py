"""The printers room: slips become ESC/POS bytes, bytes become paper, and paper is proven."""

from kezek_printers.delivery.delivery import Delivery
from kezek_printers.delivery.printer import Printer
from kezek_printers.delivery.status import PaperStatus, PrinterStatus
from kezek_printers.delivery.wires import open_wire
from kezek_printers.emulator.papers import PaperEntry, list_papers, render_paper
from kezek_printers.encode.encode import encode
from kezek_printers.profiles.profile_file import load_profile

__all__ = [
    "Delivery",
    "PaperEntry",
    "PaperStatus",
    "Printer",
    "PrinterStatus",
    "encode",
    "list_papers",
    "load_profile",
    "open_wire",
    "render_paper",
]
