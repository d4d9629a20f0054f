"""Lines to printers by their address, each non-blocking and with deadlines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from kezek_core.ports import Wire
from kezek_printers.emulator.virtual import PrinterMachine, VirtualPrinter
from kezek_printers.profiles.printer_profile import PrinterProfile
from kezek_printers.wires.file import FileWire
from kezek_printers.wires.serial import SerialWire
from kezek_printers.wires.tcp import TcpWire
from kezek_printers.wires.usb import UsbWire
from kezek_printers.wires.wire_errors import PrinterUnplugged, PrinterUrlError

FORMS = (
    "usb:// or usb://04b8:0e15, file:///dev/usb/lp0, serial:///dev/ttyUSB0?baud=19200, "
    "tcp://host:9100, virtual:// or virtual:///path/of/papers"
)
_BAUDS = ("9600", "19200", "38400", "57600", "115200")
_FLOWS = ("rtscts", "xonxoff", "none")
_QUERY_KEYS = {"serial": {"baud", "flow"}}
_DEFAULT_PORT = 9100
_LARGEST_USB_ID = 0xFFFF


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
    parts = _checked(url)
    return _OPENERS[parts.scheme](parts, profile, papers_dir)


def check_url(url: str) -> None:
    """Refuse an address that ``open_wire`` would refuse, without opening anything.

    Raises:
        PrinterUrlError: says which forms there are.
    """
    _checked(url)


def is_line_a_job(url: str) -> bool:
    """Whether to connect anew for every slip: a network printer may close between two jobs."""
    return _checked(url).scheme == "tcp"


def breaks_with_power(url: str) -> bool:
    """Whether switching the printer off breaks the line: a serial cable does not notice.

    On such a cable the rest of a slip, its fence included, may reach a printer that has forgotten
    the beginning.
    """
    return _checked(url).scheme != "serial"


def can_answer(wire: Wire) -> bool:
    """Whether anybody can answer on the line: a plain file never does."""
    return bool(getattr(wire, "answers", True))


def is_drained(wire: Wire, *, deadline_seconds: float) -> bool:
    """Whether the last byte has left this machine; True on lines that cannot tell.

    Raises:
        WireError: the line broke.
    """
    drained = getattr(wire, "drained", None)
    return drained is None or bool(drained(deadline_seconds=deadline_seconds))


def note_subject(wire: Wire, subject: str) -> None:
    """Say what the next bytes are about; only the virtual printer's line listens."""
    note = getattr(wire, "note", None)
    if note is not None:
        note(subject)


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise _wrong(url, str(error)) from error
    if parts.scheme not in _OPENERS:
        raise _wrong(url, "its beginning is not known")
    unknown = set(parse_qs(parts.query, keep_blank_values=True)) - _QUERY_KEYS.get(
        parts.scheme, set()
    )
    if unknown or parts.fragment:
        raise _wrong(url, f"{', '.join(sorted(unknown)) or '#'} means nothing here")
    if parts.scheme == "tcp":
        _check_tcp(url, parts)
    elif parts.scheme == "usb":
        _usb_ids(parts)
    else:
        _check_path(url, parts)
    return parts


def _check_tcp(url: str, parts: SplitResult) -> None:
    try:
        port = parts.port
    except ValueError as error:
        raise _wrong(url, str(error)) from error
    if not parts.hostname or parts.path not in {"", "/"} or port == 0 or parts.username:
        raise _wrong(url, "a host and a port are needed, and nothing else")


def _check_path(url: str, parts: SplitResult) -> None:
    if parts.netloc:
        raise _wrong(url, "a path begins with a third slash")
    if parts.scheme != "virtual" and parts.path in {"", "/"}:
        raise _wrong(url, "the path of the device is missing")
    if parts.scheme == "serial":
        _one_of(parts, "baud", _BAUDS)
        _one_of(parts, "flow", _FLOWS)


def _one_of(parts: SplitResult, key: str, allowed: tuple[str, ...]) -> str:
    """The value of a key of the query; the first that is allowed when it is not given."""
    given = parse_qs(parts.query, keep_blank_values=True).get(key, [allowed[0]])[-1]
    if given not in allowed:
        raise PrinterUrlError(
            f"expected {key}={', '.join(allowed[:-1])} or {allowed[-1]} in {_as_written(parts)!r}, "
            f"got {given!r}; the printer's self-test page names its settings"
        )
    return given


def _as_written(parts: SplitResult) -> str:
    """``geturl`` drops the slashes of schemes it does not know."""
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc}{parts.path}{query}"


def _wrong(url: str, why: str) -> PrinterUrlError:
    return PrinterUrlError(
        f"expected a printer address such as {FORMS}; got {url!r}: {why}; correct it in kezek.toml"
    )


def _file(parts: SplitResult, _profile: PrinterProfile, _papers: Path | None) -> Wire:
    return FileWire(Path(unquote(parts.path)))


def _serial(parts: SplitResult, _profile: PrinterProfile, _papers: Path | None) -> Wire:
    baud = int(_one_of(parts, "baud", _BAUDS))
    return SerialWire(unquote(parts.path), baud, _one_of(parts, "flow", _FLOWS))


def _tcp(parts: SplitResult, _profile: PrinterProfile, _papers: Path | None) -> Wire:
    return TcpWire(parts.hostname or "", parts.port or _DEFAULT_PORT)


def _usb(parts: SplitResult, _profile: PrinterProfile, _papers: Path | None) -> Wire:
    return UsbWire(_usb_ids(parts))


def _virtual(parts: SplitResult, profile: PrinterProfile, papers: Path | None) -> Wire:
    directory = Path(unquote(parts.path)) if parts.path not in {"", "/"} else papers
    if directory is None:
        raise PrinterUrlError(
            f"expected a directory for the papers, as in virtual:///tmp/papers; got "
            f"{_as_written(parts)!r}; add the path"
        )
    try:
        machine = PrinterMachine(directory, profile)
    except OSError as error:
        raise PrinterUnplugged(
            f"expected to keep papers in {directory}, got: {error.strerror}; mend the directory"
        ) from error
    return VirtualPrinter(machine, powers_off=True)


def _usb_ids(parts: SplitResult) -> tuple[int, int] | None:
    """Vendor and product id; None to take the first printer there is."""
    if parts.path not in {"", "/"}:
        raise _wrong(_as_written(parts), "a path means nothing here")
    if not parts.netloc:
        return None
    try:
        vendor, product = (int(half, 16) for half in parts.netloc.split(":"))
    except ValueError as error:
        raise _wrong(_as_written(parts), "two hexadecimal numbers are needed") from error
    if not (0 <= vendor <= _LARGEST_USB_ID and 0 <= product <= _LARGEST_USB_ID):
        raise _wrong(_as_written(parts), "an id has four hexadecimal digits")
    return vendor, product


_OPENERS: dict[str, Callable[[SplitResult, PrinterProfile, Path | None], Wire]] = {
    "file": _file,
    "serial": _serial,
    "tcp": _tcp,
    "usb": _usb,
    "virtual": _virtual,
}
