"""Which profile fits which printer, as ``known_printers.toml`` says."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib.resources import files

from kezek_core.toml_table import Table, read_toml
from kezek_printers.errors import FaultyProfile

KNOWN_PRINTERS = "known_printers.toml"
WORDS = ("vendor", "product", "says", "note")

CAUTIOUS = ("generic-80-raster", "generic-58-raster")
"""For a printer that is not known: drawn, and believed unheard."""


@dataclass(frozen=True, slots=True)
class KnownPrinter:
    """One line of the table.

    Args:
        profiles: to try, the likeliest first.
        source: where that is known from.
        vendor: USB vendor id, four hexadecimal digits; empty for any.
        product: USB product id; empty for any.
        says: stands in the name of maker and model; empty for any.
        note: key of what a technician must know besides; empty for nothing.
    """

    profiles: tuple[str, ...]
    source: str
    vendor: str = ""
    product: str = ""
    says: str = ""
    note: str = ""

    def is_about(self, vendor: str, product: str, words: str) -> bool:
        """Whether a device that says this of itself is meant."""
        by_name_alone = not vendor and bool(self.says)
        return (
            (by_name_alone or self.vendor in {"", vendor})
            and self.product in {"", product}
            and self.says.casefold() in words.casefold()
        )


@functools.cache
def known_printers() -> tuple[KnownPrinter, ...]:
    """The table, in its order."""
    table = files("kezek_printers") / "profiles" / KNOWN_PRINTERS
    return read_toml(table.read_bytes(), KNOWN_PRINTERS, _printers, FaultyProfile)


def _printers(table: Table) -> tuple[KnownPrinter, ...]:
    return tuple(_printer(each) for each in table.tables("printers"))


def _printer(table: Table) -> KnownPrinter:
    words = {key: table.any_text_or_none(key) or "" for key in WORDS}
    return KnownPrinter(table.texts("profiles"), table.text("source"), **words)


def recognise(vendor: str, product: str, words: str) -> KnownPrinter | None:
    """The first line that is about the device; None for a device that nobody knows.

    Args:
        vendor: USB vendor id; empty when not known.
        product: USB product id, likewise.
        words: maker and model as the device says them.
    """
    return next((each for each in known_printers() if each.is_about(vendor, product, words)), None)
