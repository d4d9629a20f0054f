"""The faults of the printers room."""

from __future__ import annotations

from kezek_core.errors import KezekError
from kezek_core.toml_table import FaultyFileError


class PrintersError(KezekError):
    """Something between a slip and its paper."""

    code = "printers_error"


class UnknownProfile(PrintersError, LookupError):
    """No printer profile of that name is shipped."""

    code = "unknown_profile"


class BrokenProfile(PrintersError, ValueError):
    """A printer profile file says something that cannot be."""

    code = "broken_profile"


class FaultyProfile(FaultyFileError, BrokenProfile):
    """A printer profile file cannot be used; ``problems`` names every fault in it."""


class UnprintableText(PrintersError, ValueError):
    """A character that the printer has no way to print."""

    code = "unprintable_text"


class UnprintableCode(PrintersError, ValueError):
    """An address that is too long for a QR code, or is not one."""

    code = "unprintable_code"


class DecodeError(PrintersError, ValueError):
    """Bytes that the command reference does not explain."""

    code = "decode_error"


class BrokenSlip(PrintersError, ValueError):
    """A slip without an instant or an office time that could be printed."""

    code = "broken_slip"
