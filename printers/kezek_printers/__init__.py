"""The printers room: slips become ESC/POS bytes, bytes become paper, and paper is proven."""

from kezek_printers.delivery import Delivery
from kezek_printers.encode import encode
from kezek_printers.papers import PaperEntry, list_papers, render_paper
from kezek_printers.printer import Printer
from kezek_printers.profile_file import load_profile
from kezek_printers.status import PaperStatus, PrinterStatus
from kezek_printers.wires import open_wire

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
