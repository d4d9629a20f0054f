"""Sound as samples: cut, levelled and joined; 16 bit, one channel, 22 050 Hz throughout."""

from __future__ import annotations

import array
import io
import math
import sys
import wave
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

from kezek_hardware.errors import HardwareError
from kezek_hardware.sound.chime import RATE_HZ, wav

if TYPE_CHECKING:
    Samples: TypeAlias = array.array[int]
else:  # Python 3.11 has no subscript of arrays
    Samples = array.array
"""An array of signed 16-bit samples."""

FULL_SCALE = 32_767
SILENT_BELOW = 300
"""Samples below 1 % of full scale are the silence around words."""

BEFORE_SECONDS, BEHIND_SECONDS = 0.02, 0.04
"""Kept around words: the soft beginning and end of a consonant belong to it."""

SPEECH_LEVEL = 2_400
"""Root mean square of speech: about 23 dB below full scale, as even speech is."""

HIGHEST_PEAK = 0.9
LARGEST_GAIN = 8.0


class SoundFormatError(HardwareError, ValueError):
    """A sound file is none, or has another form."""

    code = "sound_format"


def samples_of(sound: bytes, where: str) -> Samples:
    """The samples of a WAV file.

    Args:
        sound: the file.
        where: what it is called in a complaint.

    Raises:
        SoundFormatError: it is none, or has another form.
    """
    try:
        with wave.open(io.BytesIO(sound)) as opened:
            form = (opened.getnchannels(), opened.getsampwidth(), opened.getframerate())
            frames = opened.readframes(opened.getnframes())
    except (wave.Error, EOFError) as error:
        raise _wrong(where, f"{error or 'an early end'}") from error
    if form != (1, 2, RATE_HZ):
        raise _wrong(where, f"{form[0]} channels, {8 * form[1]} bits, {form[2]} Hz")
    return _native(array.array("h", frames[: len(frames) // 2 * 2]))


def wav_of(parts: Iterable[Samples]) -> bytes:
    """One WAV file of all parts, one behind the other."""
    whole = array.array("h")
    for part in parts:
        whole.extend(part)
    return wav(_native(whole).tobytes())


def silence(seconds: float) -> Samples:
    """A rest."""
    return array.array("h", bytes(2 * round(seconds * RATE_HZ)))


def seconds_of(samples: Samples) -> float:
    """How long it lasts."""
    return len(samples) / RATE_HZ


def trimmed(samples: Samples) -> Samples:
    """Without the long silence before and behind."""
    first = next((at for at, each in enumerate(samples) if abs(each) >= SILENT_BELOW), None)
    if first is None:
        return array.array("h")
    last = next(at for at in range(len(samples) - 1, -1, -1) if abs(samples[at]) >= SILENT_BELOW)
    before, behind = round(BEFORE_SECONDS * RATE_HZ), round(BEHIND_SECONDS * RATE_HZ)
    return samples[max(first - before, 0) : last + 1 + behind]


def levelled(samples: Samples) -> Samples:
    """As loud as all speech is, no sample beyond ``HIGHEST_PEAK`` of full scale."""
    if not samples:
        return samples
    peak = max(max(samples), -min(samples), 1)
    level = max(math.sqrt(sum(each * each for each in samples) / len(samples)), 1.0)
    gain = min(SPEECH_LEVEL / level, HIGHEST_PEAK * FULL_SCALE / peak, LARGEST_GAIN)
    return scaled(samples, gain)


def scaled(samples: Samples, gain: float) -> Samples:
    """Louder or softer; a sample that would leave the scale stops at its end."""
    return array.array(
        "h", (max(-FULL_SCALE, min(FULL_SCALE, int(each * gain))) for each in samples)
    )


def _native(samples: Samples) -> Samples:
    """WAV files are little-endian, arrays as the machine is."""
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _wrong(where: str, came: str) -> SoundFormatError:
    return SoundFormatError(
        f"expected a WAV file of one channel, 16 bits and {RATE_HZ} Hz at {where}, got {came}; "
        f"convert it: sox IN.wav -c 1 -b 16 -r {RATE_HZ} OUT.wav"
    )
