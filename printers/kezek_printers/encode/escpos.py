"""ESC/POS commands by the names of the command reference, as bytes."""

from __future__ import annotations

from kezek_printers.encode.guard import harmless
from kezek_printers.profiles.printer_profile import Presenter, PrinterProfile

LF = b"\n"
INITIALISE = b"\x1b@"
"""``ESC @``: also clears user-defined characters."""
CANCEL_KANJI = b"\x1c."
"""``FS .``: firmware with a Chinese default eats byte pairs otherwise."""
LEFT, CENTRE = b"\x1ba\x00", b"\x1ba\x01"
PLAIN, BOLD = b"\x1b!\x00", b"\x1b!\x08"
"""``ESC ! n``: sets size and emphasis at once, so it also ends large characters."""
USER_DEFINED, BUILT_IN = b"\x1b%\x01", b"\x1b%\x00"
CUT = b"\x1dVB\x00"
"""``GS V 66 0``: feed to the cutter, then cut."""

CUT_AND_PRESENT = b"\x1cP\x10\x00E\x00"
"""``FS P`` of Custom's kiosk printers: cut, hold the slip out by sixteen steps of 5 mm, without
blinking, and let it fall out when the next one comes."""
AUTOMATIC_STATUS = b"\x1da\x0e"
"""``GS a``: tell every change of line, error and paper; ``ESC @`` ends it."""

CLEAR_BUFFERS = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""``DLE DC4`` 8: drops what was received and not printed, at once; answered by ``37 25 00``."""

MOST_DOTS_FED = 255
MOST_RASTER_ROWS = 960
"""Firmware is known to print a black band above this."""

_QR = b"\x1d(k"
_QR_OPENING = _QR + b"\x04\x001A2\x00"
_QR_CORRECTION_M = _QR + b"\x03\x001E1"
_QR_PRINT = _QR + b"\x03\x001Q0"


def select_page(page: int) -> bytes:
    """``ESC t n``: the code table of the bytes from 0x80."""
    return b"\x1bt" + bytes([page])


def character_size(times: int) -> bytes:
    """``GS ! n``: 1 to 8 times as wide and high."""
    return b"\x1d!" + bytes([(times - 1) * 0x11])


def move_to(dot: int) -> bytes:
    """``ESC $ nL nH``: the next character begins at that dot of the line."""
    return b"\x1b$" + dot.to_bytes(2, "little")


def ending(profile: PrinterProfile) -> bytes:
    """What brings the slip out: cut and handed over, or fed to where it is torn off."""
    if profile.presenter is Presenter.CUSTOM:
        return CUT_AND_PRESENT
    return CUT if profile.cutter else feed_lines(profile.feed_lines)


def feed_lines(lines: int) -> bytes:
    """``ESC d n``: print what is in the buffer and feed."""
    return b"\x1bd" + bytes([lines])


def feed_dots(dots: int) -> bytes:
    """``ESC J n``: print what is in the buffer and feed; as often as it takes."""
    whole, rest = divmod(dots, MOST_DOTS_FED)
    return b"\x1bJ\xff" * whole + (b"\x1bJ" + bytes([rest]) if rest else b"")


def define_character(sign: int, columns: bytes) -> bytes:
    """``ESC & 3 c c x ...``: one character of 24 dots in height; one command each."""
    return b"\x1b&\x03" + bytes([sign, sign, len(columns) // 3]) + harmless(columns)


def bit_image(columns: bytes) -> bytes:
    """``ESC * 33 nL nH ...``: a strip of 24 dots in height inside the line."""
    return b"\x1b*!" + (len(columns) // 3).to_bytes(2, "little") + harmless(columns)


def raster(rows: bytes, across_bytes: int, *, doubled: bool = False) -> bytes:
    """``GS v 0 m xL xH yL yH ...``: packed rows of dots; ``doubled`` in both directions."""
    down = len(rows) // across_bytes
    head = b"\x1dv0" + (b"\x03" if doubled else b"\x00")
    sizes = across_bytes.to_bytes(2, "little") + down.to_bytes(2, "little")
    return head + sizes + harmless(rows)


def qr_code(data: bytes, module_dots: int) -> bytes:
    """``GS ( k``: model 2, error correction M, store, print."""
    stored = (len(data) + 3).to_bytes(2, "little") + b"1P0" + data
    size = _QR + b"\x03\x001C" + bytes([module_dots])
    return _QR_OPENING + size + _QR_CORRECTION_M + _QR + stored + _QR_PRINT
