"""Connected printers are found by what the kernel says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kezek_printers.delivery.wires import check_url
from kezek_printers.profiles.detect import FoundPrinter, find_at, find_printers
from kezek_printers.profiles.known_printers import known_printers, recognise
from kezek_printers.profiles.profile_file import profile_names
from kezek_printers.wires.wire_errors import PrinterUnplugged, PrinterUrlError


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
            ("epson-tm-t20",),
            is_certain=True,
            usb_ids="04b8:0e15",
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


def test_a_model_is_known_by_its_name_before_its_number(tmp_path: Path, usb: Path) -> None:
    # Epson's manuals: 0202 is the number of every model in vendor-defined class.
    _plug(usb, "1-1", "ff", idVendor="04b8", idProduct="0202", product="TM-T20III")
    _plug(usb, "1-2", "ff", idVendor="04b8", idProduct="0202", product="TM-T88VI")
    _plug(usb, "1-3", "ff", idVendor="04b8", idProduct="0202", product="UB-U05")

    first = [found.profiles[0] for found in find_printers(tmp_path)]

    assert first == ["epson-tm-t20", "epson-tm-t88", "epson-tm-t88"]


def test_a_known_printer_without_the_printer_class_is_not_taken_for_certain(
    tmp_path: Path, usb: Path
) -> None:
    _plug(usb, "1-1", "ff", idVendor="04b8", idProduct="0202", product="TM-T20III")

    (found,) = find_printers(tmp_path)

    assert (found.url, found.is_certain) == ("usb://04b8:0202", False)


def test_a_makers_other_devices_are_no_printers(tmp_path: Path, usb: Path) -> None:
    _plug(usb, "1-1", "ff", idVendor="0d3a", idProduct="0300", product="Display")

    assert find_printers(tmp_path) == ()


def test_what_the_printer_told_the_kernel_names_it_and_its_commands(
    tmp_path: Path, usb: Path
) -> None:
    interface = _plug(usb, "1-1", "07", idVendor="0416", idProduct="5011")
    device_id = "MFG:POS ;CMD:ESC/POS;MDL:POS58 Printer;CLS:PRINTER;"
    (interface / "ieee1284_id").write_text(device_id)

    (found,) = find_printers(tmp_path)

    assert (found.words, found.languages) == ("POS58 Printer", "ESC/POS")
    assert found.profiles == ("xprinter-58",)


def test_a_maker_that_stands_in_the_models_name_is_not_said_twice(
    tmp_path: Path, usb: Path
) -> None:
    _plug(usb, "1-1", "07", idVendor="04b8", manufacturer="EPSON", product="EPSON TM-T88V")

    (found,) = find_printers(tmp_path)

    assert found.words == "EPSON TM-T88V"


def test_a_device_file_without_a_description_is_offered_too(tmp_path: Path) -> None:
    devices = tmp_path / "dev/usb"
    devices.mkdir(parents=True)
    (devices / "lp3").touch()

    (found,) = find_printers(tmp_path)

    assert (found.url, found.profiles[0]) == ("file:///dev/usb/lp3", "generic-80-raster")


def test_a_device_file_is_told_once(tmp_path: Path, usb: Path) -> None:
    interface = _plug(usb, "1-1", "07", idVendor="04b8", idProduct="0e28")
    (interface / "usbmisc" / "lp0").mkdir(parents=True)
    (tmp_path / "dev/usb").mkdir(parents=True)
    (tmp_path / "dev/usb/lp0").touch()

    assert [found.profiles for found in find_printers(tmp_path)] == [("epson-tm-t20",)]


def test_the_group_is_named_when_the_user_may_not_open_the_device(
    tmp_path: Path, usb: Path
) -> None:
    interface = _plug(usb, "1-1", "07", idVendor="04b8", idProduct="0e28")
    (interface / "usbmisc" / "lp0").mkdir(parents=True)
    _plug(usb, "1-2", "07", idVendor="0fe6", idProduct="811e", busnum="1", devnum="7")
    (tmp_path / "dev/serial/by-id").mkdir(parents=True)
    (tmp_path / "dev/serial/by-id/usb-FTDI_FT232R").touch()
    asked: list[Path] = []

    found = find_printers(tmp_path, may_open=lambda device: bool(asked.append(device)))

    assert [each.group for each in found] == ["lp", "lp", "dialout"]
    assert [str(path.relative_to(tmp_path)) for path in asked] == [
        "dev/usb/lp0",
        "dev/bus/usb/001/007",
        "dev/serial/by-id/usb-FTDI_FT232R",
    ]


def test_a_user_who_may_open_the_device_reads_of_no_group(tmp_path: Path, usb: Path) -> None:
    _plug(usb, "1-1", "07", idVendor="04b8", idProduct="0e28")

    (found,) = find_printers(tmp_path, may_open=lambda _device: True)

    assert found.group == ""


@pytest.mark.parametrize(
    ("address", "knocked_at", "url"),
    [
        ("192.168.1.50", ("192.168.1.50", 9100), "tcp://192.168.1.50:9100"),
        ("printer.local:9101", ("printer.local", 9101), "tcp://printer.local:9101"),
        ("fe80::1", ("fe80::1", 9100), "tcp://[fe80::1]:9100"),
        ("[fe80::1]:9101", ("fe80::1", 9101), "tcp://[fe80::1]:9101"),
        ("[fe80::1]", ("fe80::1", 9100), "tcp://[fe80::1]:9100"),
    ],
)
def test_a_network_printer_is_knocked_at(
    address: str, knocked_at: tuple[str, int], url: str
) -> None:
    knocks: list[tuple[str, int]] = []

    found = find_at(address, connect=lambda host, port: knocks.append((host, port)))

    assert (knocks, found.url, found.is_certain) == ([knocked_at], url, False)
    check_url(found.url)


@pytest.mark.parametrize("address", ["", ":9100", "host:", "host:0", "host:65536", "tcp://host/"])
def test_an_address_of_another_form_is_refused(address: str) -> None:
    with pytest.raises(PrinterUrlError, match="HOST or HOST:PORT"):
        find_at(address, connect=lambda _host, _port: None)


def test_an_address_where_nobody_answers_is_no_printer() -> None:
    def refuse(_host: str, _port: int) -> None:
        raise ConnectionRefusedError("refused")

    with pytest.raises(PrinterUnplugged, match=r"at host:9100, got: refused"):
        find_at("host", connect=refuse)


def test_every_line_of_the_table_has_a_source_and_shipped_profiles() -> None:
    names = set(profile_names())

    for known in known_printers():
        assert known.source
        assert known.profiles
        assert set(known.profiles) <= names
        assert known.vendor or known.says


def test_no_line_of_the_table_hides_a_later_one() -> None:
    for known in known_printers():
        # A vendor that is asked for as a device of unknown model is found by the general line.
        found = recognise(known.vendor or "ffff", known.product or "ffff", known.says)

        assert found == known


def test_every_shipped_profile_of_a_maker_is_in_the_table() -> None:
    offered = {name for known in known_printers() for name in known.profiles}

    unnamed = {"virtual-80", "virtual-58", "generic-58-raster"}
    assert set(profile_names()) - offered == unnamed
