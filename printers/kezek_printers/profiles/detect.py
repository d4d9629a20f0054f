"""Which printers are connected to this machine, as the kernel lists them: nothing is sent.

Only a network printer is knocked at, and only where somebody gives its address.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kezek_printers.profiles.known_printers import CAUTIOUS, KnownPrinter, recognise
from kezek_printers.wires.wire_errors import PrinterUnplugged, PrinterUrlError

_PRINTER_CLASS = "07"
_VENDOR_DEFINED_CLASS = "ff"
_KNOCK_SECONDS = 3.0
RAW_PORT = 9100
LP, DIALOUT = "lp", "dialout"

MayOpen = Callable[[Path], bool]
Connect = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class FoundPrinter:
    """Something that is, or may be, a printer.

    Args:
        url: its address for kezek.toml.
        words: maker and model as the device says them.
        profiles: to try first; the self-test page tells which one reads well.
        is_certain: whether it says that it is a printer; a serial adapter does not.
        group: the group whose members may open it, when this user may not; empty when he may.
        languages: the command sets it names itself, for example ``ESC/POS``; empty when it names
            none.
        note: key of what a technician must know besides; empty for nothing.
        usb_ids: vendor and product id; empty for what is not on USB.
    """

    url: str
    words: str
    profiles: tuple[str, ...]
    is_certain: bool
    group: str = ""
    languages: str = ""
    note: str = ""
    usb_ids: str = ""


def may_open(device: Path) -> bool:
    """Whether this user may read and write a device; one that is not there is nobody's."""
    return not device.exists() or os.access(device, os.R_OK | os.W_OK)


def find_printers(
    root: Path = Path("/"), *, may_open: MayOpen = may_open
) -> tuple[FoundPrinter, ...]:
    """Every USB printer, and every USB serial adapter behind which one may be.

    Args:
        root: another root of ``sys`` and ``dev``, for tests.
        may_open: tells whether this user may open a device.
    """
    by_sys = tuple(_usb_printers(root, may_open))
    named = {found.url for found in by_sys}
    by_dev = (found for found in _bare_devices(root, may_open) if found.url not in named)
    return (*by_sys, *by_dev, *_serial_adapters(root, may_open))


def find_at(address: str, *, connect: Connect | None = None) -> FoundPrinter:
    """Knock at a network printer: a connection is made and closed, nothing is sent.

    Args:
        address: ``HOST`` or ``HOST:PORT``; the port is usually 9100.
        connect: opens and closes a connection; for tests.

    Raises:
        PrinterUrlError: the address has another form.
        PrinterUnplugged: nobody answers there.
    """
    host, port = _host_and_port(address)
    try:
        (connect or _knock)(host, port)
    except OSError as error:
        raise PrinterUnplugged(
            f"expected a printer at {host}:{port}, got: {error}; check its cable and power, and "
            "the address on its self-test page"
        ) from error
    shown = f"[{host}]" if ":" in host else host
    return FoundPrinter(f"tcp://{shown}:{port}", f"{shown}:{port}", CAUTIOUS, is_certain=False)


def _usb_printers(root: Path, may_open: MayOpen) -> Iterator[FoundPrinter]:
    for interface in sorted((root / "sys/bus/usb/devices").glob("*:*")):
        device = interface.parent / interface.name.split(":")[0]
        vendor, product = (_text(device / name) for name in ("idVendor", "idProduct"))
        answer = _device_id(interface)
        words = _words(device, answer) or f"USB {vendor}:{product}"
        known = recognise(vendor, product, words)
        interface_class = _text(interface / "bInterfaceClass")
        if not _is_printer(interface_class, known):
            continue
        by_file = _device_file(interface)
        path = _usb_node(device) if by_file is None else by_file
        yield FoundPrinter(
            url=f"usb://{vendor}:{product}" if by_file is None else f"file:///{by_file}",
            words=words,
            profiles=CAUTIOUS if known is None else known.profiles,
            is_certain=interface_class == _PRINTER_CLASS,
            group="" if may_open(root / path) else LP,
            languages=answer.get("CMD") or answer.get("COMMAND SET") or "",
            note="" if known is None else known.note,
            usb_ids=f"{vendor}:{product}",
        )


def _is_printer(interface_class: str, known: KnownPrinter | None) -> bool:
    """Its class says so; Epson's vendor-defined class does not, but its ids or its name do."""
    if interface_class == _PRINTER_CLASS:
        return True
    named = known is not None and bool(known.product or known.says)
    return named and interface_class == _VENDOR_DEFINED_CLASS


def _words(device: Path, answer: dict[str, str]) -> str:
    """Maker and model, each once, from the USB strings or else from the printer's own answer."""
    maker = _text(device / "manufacturer") or answer.get("MFG") or answer.get("MANUFACTURER") or ""
    model = _text(device / "product") or answer.get("MDL") or answer.get("MODEL") or ""
    return model if maker and model.startswith(maker) else " ".join(filter(None, (maker, model)))


def _device_id(interface: Path) -> dict[str, str]:
    """What the printer told the kernel's driver (IEEE 1284 id): ``MFG:EPSON;CMD:ESC/POS;…``."""
    pairs = (part.partition(":") for part in _text(interface / "ieee1284_id").split(";"))
    return {key.strip().upper(): value.strip() for key, colon, value in pairs if colon}


def _device_file(interface: Path) -> str | None:
    """The device file of the kernel's printer driver, where that took the interface."""
    device = next((interface / "usbmisc").glob("lp*"), None)
    return None if device is None else f"dev/usb/{device.name}"


def _usb_node(device: Path) -> str:
    """What libusb opens."""
    bus, number = (_text(device / name) for name in ("busnum", "devnum"))
    return f"dev/bus/usb/{bus.zfill(3)}/{number.zfill(3)}"


def _bare_devices(root: Path, may_open: MayOpen) -> Iterator[FoundPrinter]:
    """Device files without their description, as in a container that was given one."""
    for device in sorted((root / "dev/usb").glob("lp*")):
        yield FoundPrinter(
            url=f"file:///dev/usb/{device.name}",
            words=f"/dev/usb/{device.name}",
            profiles=CAUTIOUS,
            is_certain=True,
            group="" if may_open(device) else LP,
        )


def _serial_adapters(root: Path, may_open: MayOpen) -> Iterator[FoundPrinter]:
    for link in sorted((root / "dev/serial/by-id").glob("*")):
        words = link.name.removeprefix("usb-").replace("_", " ")
        known = recognise("", "", words)
        yield FoundPrinter(
            url=f"serial:///dev/serial/by-id/{link.name}?baud=9600",
            words=words,
            profiles=CAUTIOUS if known is None else known.profiles,
            is_certain=False,
            group="" if may_open(link) else DIALOUT,
        )


def _host_and_port(address: str) -> tuple[str, int]:
    # A bare IPv6 address has several colons and no port.
    if address.count(":") > 1 and not address.startswith("["):
        return address, RAW_PORT
    host, colon, port = address.rpartition(":") if not address.endswith("]") else (address, "", "")
    if not colon:
        host, port = address, str(RAW_PORT)
    host = host.removeprefix("[").removesuffix("]")
    is_host = bool(host) and not set(host) & set("/@?# ")
    if not is_host or not port.isdecimal() or not 0 < int(port) <= 0xFFFF:
        raise PrinterUrlError(
            f"expected HOST or HOST:PORT, as in 192.168.1.50 or printer.local:9100; got "
            f"{address!r}; correct --address"
        )
    return host, int(port)


def _knock(host: str, port: int) -> None:
    with socket.create_connection((host, port), timeout=_KNOCK_SECONDS):
        pass


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace").strip()
    except OSError:
        return ""
