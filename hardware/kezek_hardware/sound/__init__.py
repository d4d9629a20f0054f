"""What the hall hears: chime, clips, voice, one call after another."""

from __future__ import annotations

from kezek_hardware.sound.announcer import Announcer
from kezek_hardware.sound.clips import ClipLibrary
from kezek_hardware.sound.players import AlsaPlayer, NullPlayer, Player
from kezek_hardware.sound.speaker import Speaker
from kezek_hardware.sound.voice import SilentVoice

__all__ = [
    "AlsaPlayer",
    "Announcer",
    "ClipLibrary",
    "NullPlayer",
    "Player",
    "SilentVoice",
    "Speaker",
]
