"""Which profile fits which printer, as ``known_printers.toml`` says."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib.resources import files

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
    text = (files("kezek_printers") / "profiles" / "known_printers.toml").read_text("utf-8")
    return tuple(
        KnownPrinter(**{**entry, "profiles": tuple(entry["profiles"])})
        for entry in tomllib.loads(text)["printers"]
    )


def recognise(vendor: str, product: str, words: str) -> KnownPrinter | None:
    """The first line that is about the device; None for a device that nobody knows.

    Args:
        vendor: USB vendor id; empty when not known.
        product: USB product id, likewise.
        words: maker and model as the device says them.
    """
    return next((each for each in known_printers() if each.is_about(vendor, product, words)), None)
