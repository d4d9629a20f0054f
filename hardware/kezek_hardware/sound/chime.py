"""The two-note chime before a call, made here: no recording, no licence, always the same."""

from __future__ import annotations

import functools
import io
import math
import struct
import wave

RATE_HZ = 22_050
SECONDS = 0.8
_NOTES_HZ = ((0.0, 659.26), (0.28, 523.25))
_DECAY_PER_SECOND = 5.0
_LOUDNESS = 0.42


@functools.cache
def chime() -> bytes:
    """The chime as a mono 16-bit WAV file of 0.8 s."""
    return wav(_samples())


def wav(samples: bytes, rate_hz: int = RATE_HZ) -> bytes:
    """Wrap mono 16-bit samples as a WAV file."""
    target = io.BytesIO()
    with wave.open(target, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate_hz)
        sound.writeframes(samples)
    return target.getvalue()


def _samples() -> bytes:
    count = int(RATE_HZ * SECONDS)
    return struct.pack(f"<{count}h", *(_sample(index / RATE_HZ) for index in range(count)))


def _sample(at_seconds: float) -> int:
    loudness = sum(
        _note(at_seconds - starts, pitch) for starts, pitch in _NOTES_HZ if at_seconds >= starts
    )
    fade_out = min(1.0, (SECONDS - at_seconds) / 0.05)
    return int(32_767 * _LOUDNESS * loudness * fade_out / len(_NOTES_HZ))


def _note(since_seconds: float, pitch_hz: float) -> float:
    swing = math.sin(2 * math.pi * pitch_hz * since_seconds)
    overtone = 0.3 * math.sin(4 * math.pi * pitch_hz * since_seconds)
    attack = min(1.0, since_seconds / 0.01)
    return attack * math.exp(-_DECAY_PER_SECOND * since_seconds) * (swing + overtone)
