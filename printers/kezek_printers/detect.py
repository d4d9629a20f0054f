"""Which printers are connected to this machine, as the kernel lists them: nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_PRINTER_CLASS = "07"
_PROFILES_BY_VENDOR: Mapping[str, tuple[str, ...]] = {
    "04b8": ("epson-tm-t20", "epson-tm-t88", "epson-tm-m30"),
    "0519": ("star-escpos",),
    "0d3a": ("posiflex-pp-6900",),
    "0dd4": ("custom-vkp80",),
    "1504": ("bixolon-srp-350",),
}
"""Numbers of the USB Implementers Forum; a maker that is not listed gets the cautious profiles."""
_CAUTIOUS = ("generic-80-raster", "generic-58-raster")


@dataclass(frozen=True, slots=True)
class FoundPrinter:
    """Something that is, or may be, a printer.

    Args:
        url: its address for kezek.toml.
        words: maker and model as the device says them.
        profiles: to try first; the self-test page tells which one reads well.
        is_certain: whether it says that it is a printer; a serial adapter does not.
    """

    url: str
    words: str
    profiles: tuple[str, ...]
    is_certain: bool


def find_printers(root: Path = Path("/")) -> tuple[FoundPrinter, ...]:
    """Every USB printer, and every USB serial adapter behind which one may be.

    Args:
        root: another root of ``sys`` and ``dev``, for tests.
    """
    return (*_usb_printers(root), *_serial_adapters(root))


def _usb_printers(root: Path) -> Iterator[FoundPrinter]:
    for interface in sorted((root / "sys/bus/usb/devices").glob("*:*")):
        if _text(interface / "bInterfaceClass") != _PRINTER_CLASS:
            continue
        device = interface.parent / interface.name.split(":")[0]
        vendor, product = (_text(device / name) for name in ("idVendor", "idProduct"))
        words = " ".join(filter(None, (_text(device / n) for n in ("manufacturer", "product"))))
        yield FoundPrinter(
            url=_device_url(interface) or f"usb://{vendor}:{product}",
            words=words or f"USB {vendor}:{product}",
            profiles=_PROFILES_BY_VENDOR.get(vendor, _CAUTIOUS),
            is_certain=True,
        )


def _device_url(interface: Path) -> str | None:
    """The device file of the kernel's printer driver, where that took the interface."""
    device = next((interface / "usbmisc").glob("lp*"), None)
    return None if device is None else f"file:///dev/usb/{device.name}"


def _serial_adapters(root: Path) -> Iterator[FoundPrinter]:
    for link in sorted((root / "dev/serial/by-id").glob("*")):
        yield FoundPrinter(
            url=f"serial:///dev/serial/by-id/{link.name}?baud=9600",
            words=link.name.removeprefix("usb-").replace("_", " "),
            profiles=_CAUTIOUS,
            is_certain=False,
        )


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace").strip()
    except OSError:
        return ""
