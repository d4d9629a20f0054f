"""The hardware room: sound and scanners, each a real adapter and a fake of one contract."""

from kezek_hardware.errors import (
    HardwareError,
    ScannerClosedError,
    ScannerUrlError,
    VoiceError,
)
from kezek_hardware.scanners.scanner import FakeScanner, SerialScanner, open_scanner
from kezek_hardware.sound.announcement import ANNOUNCED_IN, announcement, spoken_number
from kezek_hardware.sound.chime import chime
from kezek_hardware.sound.spoken_text import spoken_text
from kezek_hardware.sound.voice import SPOKEN_LANGUAGES, EspeakVoice, SilentVoice, find_voice

__all__ = [
    "ANNOUNCED_IN",
    "SPOKEN_LANGUAGES",
    "EspeakVoice",
    "FakeScanner",
    "HardwareError",
    "ScannerClosedError",
    "ScannerUrlError",
    "SerialScanner",
    "SilentVoice",
    "VoiceError",
    "announcement",
    "chime",
    "find_voice",
    "open_scanner",
    "spoken_number",
    "spoken_text",
]
