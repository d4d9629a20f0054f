"""What the hardware room reports."""

from __future__ import annotations

from kezek_core.errors import KezekError


class HardwareError(KezekError):
    """A device did not do what it was asked."""

    code = "hardware_error"


class VoiceError(HardwareError, RuntimeError):
    """The voice could not speak a sentence."""

    code = "voice_error"
