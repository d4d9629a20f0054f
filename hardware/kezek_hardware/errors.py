"""What the hardware room reports."""

from __future__ import annotations

from kezek_core.errors import KezekError


class HardwareError(KezekError):
    """A device did not do what it was asked."""

    code = "hardware_error"


class VoiceError(HardwareError, RuntimeError):
    """The voice could not speak a sentence."""

    code = "voice_error"


class ScannerUrlError(HardwareError, ValueError):
    """The address of a scanner is none."""

    code = "scanner_url"


class ScannerClosedError(HardwareError, ValueError):
    """A scanner was asked for a code after it was closed."""

    code = "scanner_closed"
