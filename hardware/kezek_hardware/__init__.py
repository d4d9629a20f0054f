"""The hardware room: sound and scanners, each a real adapter and a fake of one contract."""

from kezek_hardware.announcement import announcement, spoken_number
from kezek_hardware.chime import chime
from kezek_hardware.errors import HardwareError, ScannerClosedError, ScannerUrlError, VoiceError
from kezek_hardware.scanner import FakeScanner, SerialScanner, open_scanner
from kezek_hardware.spoken_text import spoken_text
from kezek_hardware.voice import EspeakVoice, SilentVoice, find_voice

__all__ = [
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
