"""Connected printers are found by what the kernel says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kezek_printers.detect import FoundPrinter, find_printers
from kezek_printers.profile_file import profile_names
from kezek_printers.wires import check_url


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    return tmp_path / "sys/bus/usb/devices"


def _plug(usb: Path, port: str, interface_class: str, **says: str) -> Path:
    device, interface = usb / port, usb / f"{port}:1.0"
    for directory in (device, interface):
        directory.mkdir(parents=True)
    for name, value in says.items():
        (device / name).write_text(f"{value}\n")
    (interface / "bInterfaceClass").write_text(f"{interface_class}\n")
    return interface


def test_a_printer_with_a_device_file_is_found_by_it(tmp_path: Path, usb: Path) -> None:
    interface = _plug(
        usb, "1-1.2", "07", idVendor="04b8", idProduct="0e15", manufacturer="EPSON",
        product="TM-T20II",
    )  # fmt: skip
    (interface / "usbmisc" / "lp0").mkdir(parents=True)

    assert find_printers(tmp_path) == (
        FoundPrinter(
            "file:///dev/usb/lp0",
            "EPSON TM-T20II",
            ("epson-tm-t20", "epson-tm-t88", "epson-tm-m30"),
            is_certain=True,
        ),
    )


def test_a_printer_that_no_driver_took_is_found_by_its_numbers(tmp_path: Path, usb: Path) -> None:
    _plug(usb, "1-3", "07", idVendor="0fe6", idProduct="811e")

    (found,) = find_printers(tmp_path)

    assert (found.url, found.words) == ("usb://0fe6:811e", "USB 0fe6:811e")
    assert found.profiles == ("generic-80-raster", "generic-58-raster")


def test_what_is_no_printer_is_passed_over(tmp_path: Path, usb: Path) -> None:
    _plug(usb, "1-4", "03", idVendor="04b8", idProduct="0001")

    assert find_printers(tmp_path) == ()


def test_a_serial_adapter_may_be_a_printer(tmp_path: Path) -> None:
    adapters = tmp_path / "dev/serial/by-id"
    adapters.mkdir(parents=True)
    (adapters / "usb-FTDI_FT232R_A1-if00-port0").touch()

    (found,) = find_printers(tmp_path)

    assert found.url == "serial:///dev/serial/by-id/usb-FTDI_FT232R_A1-if00-port0?baud=9600"
    assert (found.words, found.is_certain) == ("FTDI FT232R A1-if00-port0", False)


def test_every_address_and_profile_that_is_offered_exists(tmp_path: Path, usb: Path) -> None:
    for count, vendor in enumerate(("04b8", "0519", "0d3a", "0dd4", "1504", "ffff")):
        _plug(usb, f"2-{count}", "07", idVendor=vendor, idProduct="0001")

    found = find_printers(tmp_path)

    assert len(found) == 6
    for each in found:
        check_url(each.url)
        assert set(each.profiles) <= set(profile_names())


def test_a_machine_without_usb_has_none(tmp_path: Path) -> None:
    assert find_printers(tmp_path) == ()
