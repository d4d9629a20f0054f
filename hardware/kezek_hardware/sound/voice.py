"""Voices: espeak-ng where it is installed, silence that keeps the same promises where it is not."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections import OrderedDict

from kezek_core.ports import Voice
from kezek_hardware.errors import VoiceError
from kezek_hardware.sound.chime import wav

SPOKEN_LANGUAGES = ("kk", "ru", "en")
MAX_SENTENCE_LENGTH = 600
_WORDS_PER_MINUTE = 145
_KEPT_SENTENCES = 64
"""Ten megabytes; a call is repeated within the minute or not at all."""
_DEADLINE_SECONDS = 10


class EspeakVoice(Voice):
    """Debian's espeak-ng; what was spoken lately is kept, for a call is repeated.

    Args:
        program: path of espeak-ng.
    """

    def __init__(self, program: str) -> None:
        self._program = program
        self._spoken: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def speak(self, sentence: str, language: str) -> bytes:
        """The sentence as a WAV file.

        Raises:
            VoiceError: the language or length is not spoken, or espeak-ng failed.
        """
        _check(sentence, language)
        key = (sentence, language)
        with self._lock:
            if key not in self._spoken:
                self._spoken[key] = self._run(sentence, language)
            self._spoken.move_to_end(key)
            while len(self._spoken) > _KEPT_SENTENCES:
                self._spoken.popitem(last=False)
            return self._spoken[key]

    def _run(self, sentence: str, language: str) -> bytes:
        command = [self._program, "-v", language, "-s", str(_WORDS_PER_MINUTE), "--stdin"]
        try:
            done = subprocess.run(
                [*command, "--stdout"],
                input=sentence.encode(),
                capture_output=True,
                timeout=_DEADLINE_SECONDS,
                check=True,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise VoiceError(
                f"expected {self._program} to speak, but it failed ({error}); check the "
                "installation with: espeak-ng -v kk 'сәлем'"
            ) from error
        return _with_true_length(done.stdout)


class SilentVoice(Voice):
    """The fake: the same promises, a tenth of a second of silence; fails when told to."""

    def __init__(self, *, broken: bool = False) -> None:
        self.broken = broken
        self.spoken: list[tuple[str, str]] = []

    def speak(self, sentence: str, language: str) -> bytes:
        """Silence as a WAV file; the sentence is kept in ``spoken``."""
        _check(sentence, language)
        if self.broken:
            raise VoiceError("the voice was told to fail; expected only in tests")
        self.spoken.append((sentence, language))
        return wav(b"\0\0" * 2_205)


def find_voice() -> Voice | None:
    """The voice this machine has; None where espeak-ng is not installed."""
    program = shutil.which("espeak-ng")
    return None if program is None else EspeakVoice(program)


def _check(sentence: str, language: str) -> None:
    if language not in SPOKEN_LANGUAGES:
        raise VoiceError(f"expected the language kk, ru or en, got {language!r}")
    if not sentence.strip() or len(sentence) > MAX_SENTENCE_LENGTH:
        raise VoiceError(
            f"expected a sentence of 1 to {MAX_SENTENCE_LENGTH} characters, got {len(sentence)}"
        )


def _with_true_length(streamed: bytes) -> bytes:
    """espeak-ng writes a WAV header before it knows the length; browsers need the true one."""
    header_bytes = 44
    if len(streamed) <= header_bytes or not streamed.startswith(b"RIFF"):
        raise VoiceError("expected a WAV file from espeak-ng, got something else; reinstall it")
    rate_hz = int.from_bytes(streamed[24:28], "little")
    return wav(streamed[header_bytes:], rate_hz)
