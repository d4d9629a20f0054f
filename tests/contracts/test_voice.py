"""One suite for every voice."""

from __future__ import annotations

import io
import shutil
import stat
import wave
from pathlib import Path

import pytest

from kezek_core.ports import Voice
from kezek_hardware import EspeakVoice, SilentVoice, VoiceError, chime, find_voice


@pytest.fixture(params=["silent", "espeak-ng"])
def voice(request: pytest.FixtureRequest) -> Voice:
    if request.param == "silent":
        return SilentVoice()
    found = find_voice()
    if found is None:
        pytest.skip("espeak-ng is not installed: sudo apt install espeak-ng")
    return found


def _seconds(sound: bytes) -> float:
    with wave.open(io.BytesIO(sound)) as opened:
        return opened.getnframes() / opened.getframerate()


@pytest.mark.parametrize(("sentence", "language"), [("Бірінші терезе", "kk"), ("Окно один", "ru")])
def test_a_sentence_becomes_a_sound_file_of_true_length(
    voice: Voice, sentence: str, language: str
) -> None:
    sound = voice.speak(sentence, language)

    assert 0.05 < _seconds(sound) < 10


@pytest.mark.parametrize(("sentence", "language"), [("", "kk"), ("а" * 601, "kk"), ("hallo", "de")])
def test_a_voice_refuses_what_it_cannot_speak(voice: Voice, sentence: str, language: str) -> None:
    with pytest.raises(VoiceError, match="expected"):
        voice.speak(sentence, language)


def test_a_missing_program_is_reported_with_what_to_do() -> None:
    voice = EspeakVoice("/nonexistent/espeak-ng")

    with pytest.raises(VoiceError, match="check the installation"):
        voice.speak("сәлем", "kk")


def test_a_program_that_writes_no_sound_is_reported(tmp_path: Path) -> None:
    liar = tmp_path / "espeak-ng"
    liar.write_text("#!/bin/sh\ncat >/dev/null\necho no sound here\n")
    liar.chmod(liar.stat().st_mode | stat.S_IXUSR)

    with pytest.raises(VoiceError, match="expected a WAV file"):
        EspeakVoice(str(liar)).speak("сәлем", "kk")


def test_a_repeated_call_is_not_spoken_twice(tmp_path: Path) -> None:
    real = shutil.which("espeak-ng")
    if real is None:
        pytest.skip("espeak-ng is not installed: sudo apt install espeak-ng")
    counted = tmp_path / "espeak-ng"
    counted.write_text(f'#!/bin/sh\necho x >> {tmp_path}/runs\nexec {real} "$@"\n')
    counted.chmod(counted.stat().st_mode | stat.S_IXUSR)
    voice = EspeakVoice(str(counted))

    first = voice.speak("сәлем", "kk")
    second = voice.speak("сәлем", "kk")

    assert first == second
    assert (tmp_path / "runs").read_text().count("x") == 1


def test_the_silent_voice_misbehaves_on_request() -> None:
    with pytest.raises(VoiceError):
        SilentVoice(broken=True).speak("сәлем", "kk")


def test_the_chime_lasts_eight_tenths_of_a_second() -> None:
    assert _seconds(chime()) == pytest.approx(0.8, abs=0.001)
