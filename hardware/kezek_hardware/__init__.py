"""The hardware room: sound today; every device is a real adapter and a fake of one contract."""

from kezek_hardware.announcement import announcement
from kezek_hardware.chime import chime
from kezek_hardware.errors import HardwareError, VoiceError
from kezek_hardware.voice import EspeakVoice, SilentVoice, find_voice

__all__ = [
    "EspeakVoice",
    "HardwareError",
    "SilentVoice",
    "VoiceError",
    "announcement",
    "chime",
    "find_voice",
]
