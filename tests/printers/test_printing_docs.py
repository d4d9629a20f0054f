"""What docs/printing.md must name: every profile, every key of one, every fault."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from kezek_printers.emulator.faults import Faults
from kezek_printers.profiles.printer_profile import PrinterProfile
from kezek_printers.profiles.profile_file import profile_names

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", profile_names())
def test_every_profile_is_documented(name: str) -> None:
    assert f"`{name}`" in (DOCS / "printing.md").read_text("utf-8")


KEYS = [item.name for item in fields(PrinterProfile) if item.name not in {"name", "sources"}]


@pytest.mark.parametrize("key", KEYS)
def test_every_key_of_a_profile_is_documented(key: str) -> None:
    assert f"`{key}`" in (DOCS / "printing.md").read_text("utf-8")


@pytest.mark.parametrize("name", ["ticket-80mm-kk", "ticket-80mm-en", "ticket-58mm-kk"])
def test_the_pictures_of_tickets_are_there(name: str) -> None:
    assert (DOCS / "pictures" / f"{name}.png").stat().st_size > 1000


@pytest.mark.parametrize("fault", [item.name for item in fields(Faults)])
def test_every_fault_of_the_emulated_printer_is_documented(fault: str) -> None:
    assert f"`{fault}`" in (DOCS / "printing.md").read_text("utf-8")
