"""Lines to printers by their address, each non-blocking and with deadlines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, urlsplit

from kezek_core.ports import Wire
from kezek_printers.profile import PrinterProfile
from kezek_printers.wire_errors import PrinterUrlError

FORMS = (
    "usb:// or usb://04b8:0e15, file:///dev/usb/lp0, serial:///dev/ttyUSB0?baud=19200, "
    "tcp://host:9100, virtual:// or virtual:///path/of/papers"
)


def open_wire(url: str, profile: PrinterProfile, papers_dir: Path | None = None) -> Wire:
    """Open the line to a printer.

    Args:
        url: its address, in one of the forms of ``FORMS``.
        profile: what the printer is; the virtual one behaves as it says.
        papers_dir: where ``virtual://`` without a path puts its papers.

    Raises:
        PrinterUrlError: the address has another form.
        PrinterUnplugged: nothing is there.
    """
    parts = _split(url)
    opener = _OPENERS.get(parts.scheme)
    if opener is None:
        raise _wrong(url)
    return opener(parts, profile, papers_dir)


def check_url(url: str) -> None:
    """Refuse an address that ``open_wire`` would refuse, without opening anything."""
    parts = _split(url)
    if parts.scheme not in _OPENERS:
        raise _wrong(url)
    if parts.scheme == "tcp" and not parts.hostname:
        raise _wrong(url)
    if parts.scheme in {"serial", "file"} and not parts.path.startswith("/"):
        raise _wrong(url)
    if parts.scheme == "serial":
        _baud(parts)
    if parts.scheme == "usb":
        _usb_ids(parts)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise _wrong(url) from error
    return parts


def _wrong(url: str) -> PrinterUrlError:
    return PrinterUrlError(f"expected a printer address such as {FORMS}; got {url!r}")


def _file(parts: SplitResult, _profile: PrinterProfile, _papers: Path | None) -> Wire:
    from kezek_printers.wire_file import FileWire

    check_url(parts.geturl())
    return FileWire(Path(parts.path))


def _serial(parts: SplitResult, _profile: PrinterProfile, _papers: Path | None) -> Wire:
    from kezek_printers.wire_serial import SerialWire

    check_url(parts.geturl())
    flow = parse_qs(parts.query).get("flow", ["rtscts"])[0]
    if flow not in {"rtscts", "xonxoff", "none"}:
        raise PrinterUrlError(f"expected flow=rtscts, xonxoff or none, got {flow!r}")
    return SerialWire(parts.path, _baud(parts), flow)


def _tcp(parts: SplitResult, _profile: PrinterProfile, _papers: Path | None) -> Wire:
    from kezek_printers.wire_tcp import TcpWire

    check_url(parts.geturl())
    return TcpWire(parts.hostname or "", parts.port or 9100)


def _usb(parts: SplitResult, _profile: PrinterProfile, _papers: Path | None) -> Wire:
    from kezek_printers.wire_usb import UsbWire

    return UsbWire(_usb_ids(parts))


def _virtual(parts: SplitResult, profile: PrinterProfile, papers: Path | None) -> Wire:
    from kezek_printers.virtual import VirtualPrinter

    directory = Path(parts.path) if parts.path not in {"", "/"} else papers
    if directory is None:
        raise PrinterUrlError(
            f"expected a directory for the papers, as in virtual:///tmp/papers; got "
            f"{parts.geturl()!r}"
        )
    return VirtualPrinter(directory, profile)


def _baud(parts: SplitResult) -> int:
    text = parse_qs(parts.query).get("baud", ["9600"])[0]
    if text not in {"9600", "19200", "38400", "57600", "115200"}:
        raise PrinterUrlError(
            f"expected baud=9600, 19200, 38400, 57600 or 115200, got {text!r}; the printer's "
            "self-test page names its speed"
        )
    return int(text)


def _usb_ids(parts: SplitResult) -> tuple[int, int] | None:
    """Vendor and product id; None to take the first printer there is."""
    if not parts.netloc:
        return None
    try:
        vendor, product = (int(half, 16) for half in parts.netloc.split(":"))
    except ValueError as error:
        raise _wrong(parts.geturl()) from error
    return vendor, product


_OPENERS: dict[str, Callable[[SplitResult, PrinterProfile, Path | None], Wire]] = {
    "file": _file,
    "serial": _serial,
    "tcp": _tcp,
    "usb": _usb,
    "virtual": _virtual,
}
