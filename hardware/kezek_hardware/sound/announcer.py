"""Puts a call together as one sound: chime, Kazakh, a rest, Russian; clips first, else a voice."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from kezek_core.ports import Voice
from kezek_hardware.errors import HardwareError, VoiceError
from kezek_hardware.sound.announcement import ANNOUNCED_IN, announcement
from kezek_hardware.sound.chime import chime
from kezek_hardware.sound.clips import ClipLibrary
from kezek_hardware.sound.sounds import (
    Samples,
    SoundFormatError,
    levelled,
    samples_of,
    scaled,
    seconds_of,
    silence,
    trimmed,
    wav_of,
)

log = logging.getLogger(__name__)

REST_SECONDS = 0.3


class LoudnessError(HardwareError, ValueError):
    """A loudness is out of range."""

    code = "loudness"


@dataclass(frozen=True, slots=True)
class CallSound:
    """A call as a sound.

    Args:
        sound: a WAV file.
        seconds: how long it lasts.
        unspoken: the languages that could not be spoken, with the reason.
    """

    sound: bytes
    seconds: float
    unspoken: dict[str, str]


class Announcer:
    """Makes the sound of a call.

    Args:
        voice: speaks what was not recorded; None where there is none.
        clips: the recorded clips; None where there are none.
        languages: spoken one after another.
        with_chime: whether the chime comes first.
        loudness_percent: 0 to 100 of the usual loudness; the amplifier does the rest.

    Raises:
        LoudnessError: the loudness is out of range.
    """

    def __init__(
        self,
        voice: Voice | None,
        clips: ClipLibrary | None = None,
        *,
        languages: Sequence[str] = ANNOUNCED_IN,
        with_chime: bool = True,
        loudness_percent: int = 100,
    ) -> None:
        if not 0 <= loudness_percent <= 100:
            raise LoudnessError(
                f"expected loudness_percent from 0 to 100, got {loudness_percent}; correct it in "
                "kezek.toml, and turn up the amplifier where the hall is large"
            )
        self._voice = voice
        self._clips = clips
        self._languages = tuple(languages)
        self._with_chime = with_chime
        self._gain = loudness_percent / 100

    def chime_alone(self) -> CallSound:
        """The chime, to try the loudspeaker."""
        return self._made([samples_of(chime(), "the chime")], {})

    def call(self, number: str, window: int, *, follows: bool = False) -> CallSound:
        """A call in all languages; one that cannot be spoken is left out, the chime is not.

        Args:
            number: the ticket's.
            window: where to.
            follows: it follows other calls so closely that it needs no chime.

        Raises:
            ValueError: the number or the window cannot be spoken.
        """
        parts = [samples_of(chime(), "the chime")] if self._with_chime and not follows else []
        unspoken: dict[str, str] = {}
        spoken: list[Samples] = []
        for language in self._languages:
            sentence = announcement(number, window, language)
            try:
                said = self._said(number, window, language, sentence)
            except (VoiceError, SoundFormatError, OSError) as error:
                unspoken[language] = str(error)
                continue
            spoken += [silence(REST_SECONDS), said] if spoken else [said]
        return self._made([*parts, *spoken], unspoken)

    def _said(self, number: str, window: int, language: str, sentence: str) -> Samples:
        recorded = self._recorded(number, window, language)
        if recorded is not None:
            return recorded
        if self._voice is None:
            raise VoiceError(
                f"expected recorded clips or espeak-ng to say a call in {language}, got neither; "
                "sudo apt install espeak-ng, or record the clips (docs/hardware/sound.md)"
            )
        sound = self._voice.speak(sentence, language)
        return levelled(trimmed(samples_of(sound, "the voice")))

    def _recorded(self, number: str, window: int, language: str) -> Samples | None:
        """A clip that is broken must not silence a hall that has a voice."""
        if self._clips is None:
            return None
        try:
            return self._clips.samples(number, window, language)
        except (SoundFormatError, OSError) as error:
            if self._voice is None:
                raise
            log.warning("a clip was not used: %s", error)
            return None

    def _made(self, parts: list[Samples], unspoken: dict[str, str]) -> CallSound:
        whole = silence(0)
        for part in parts:
            whole.extend(part)
        if self._gain < 1:
            whole = scaled(whole, self._gain)
        return CallSound(wav_of([whole]), seconds_of(whole), unspoken)
