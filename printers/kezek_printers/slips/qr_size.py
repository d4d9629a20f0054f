"""How large a QR code will be, and how large its squares may be."""

from __future__ import annotations

from bisect import bisect_left

from kezek_printers.errors import UnprintableCode

_LETTERS_M = (
    20, 38, 61, 90, 122, 154, 178, 221, 262, 311, 366, 419, 483, 528, 600, 656, 734, 816, 909, 970
)  # fmt: skip
_BYTES_M = (
    14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666
)  # fmt: skip
"""ISO/IEC 18004, table 7: what versions 1 to 20 hold at error correction level M."""

_ALPHANUMERIC = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
_LARGEST_MODULE, _SMALLEST_MODULE = 6, 3
_NARROW_DOTS, _LARGEST_NARROW_MODULE = 512, 5
_QUIET_MODULES = 8


def symbol_modules(data: str) -> int:
    """Squares along an edge of the symbol at error correction level M.

    Raises:
        UnprintableCode: not ASCII, or longer than 666 characters (970 in capitals).
    """
    if not data.isascii() or not data.isprintable():
        raise UnprintableCode(
            f"expected an address of printable ASCII signs for the QR code, got {data[:60]!r}; "
            "correct public_url in kezek.toml"
        )
    held = _LETTERS_M if _ALPHANUMERIC.issuperset(data) else _BYTES_M
    if len(data) > held[-1]:
        raise UnprintableCode(
            f"expected at most {held[-1]} characters in a QR code, got {len(data)}; "
            "shorten public_url in kezek.toml"
        )
    return 21 + 4 * bisect_left(held, len(data))


def module_dots(data: str, width_dots: int) -> int:
    """Dots along an edge of one square so that the symbol and its quiet zone fit the paper.

    Raises:
        UnprintableCode: not even the smallest square fits.
    """
    across = symbol_modules(data) + _QUIET_MODULES
    most = _LARGEST_MODULE if width_dots >= _NARROW_DOTS else _LARGEST_NARROW_MODULE
    dots = min(most, width_dots // across)
    if dots < _SMALLEST_MODULE:
        raise UnprintableCode(
            f"expected an address whose QR code fits {width_dots} dots, got {len(data)} "
            "characters; shorten public_url in kezek.toml"
        )
    return dots
