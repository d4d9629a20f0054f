"""Recorded clips: which ones a call needs, and that they say what the voice would say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_hardware import SilentVoice
from kezek_hardware.sound.announcement import announcement
from kezek_hardware.sound.announcer import Announcer
from kezek_hardware.sound.chime import wav
from kezek_hardware.sound.clips import REST, ClipLibrary, clips_of, recording_script, words_of
from kezek_hardware.sound.sounds import SoundFormatError, seconds_of

LANGUAGES = st.sampled_from(["kk", "ru", "en"])


def _record(directory: Path, language: str, clips: list[str]) -> None:
    for clip in clips:
        path = directory / language / f"{clip}.wav"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(wav(b"\x00\x20" * 2_205))


@given(
    st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    st.integers(0, 999),
    st.integers(1, 99),
    LANGUAGES,
)
def test_the_clips_say_word_for_word_what_the_voice_says(
    letter: str, digits: int, window: int, language: str
) -> None:
    number = f"{letter}{digits:03}"
    clips = [clip for clip in clips_of(number, window, language) if clip != REST]

    said = " ".join(words_of(clip, language) for clip in clips)

    sentence = announcement(number, window, language)
    assert said.lower().split() == sentence.replace(".", "").lower().split()


@given(st.integers(0, 999), st.integers(1, 99), LANGUAGES)
def test_the_recording_script_of_an_office_is_enough_for_every_call(
    digits: int, window: int, language: str
) -> None:
    script = dict(recording_script(language, "AK", range(1, 100)))

    needed = set(clips_of(f"K{digits}", window, language)) - {REST}

    assert needed <= set(script)


def test_a_reader_records_some_sixty_clips_for_a_hall_of_all_windows() -> None:
    script = recording_script("kk", "AEKMHPCT", range(1, 100))

    names = [clip for clip, _ in script]
    assert len(names) == len(set(names)) == 8 + 28 + 18 + 2
    assert ("ordinal/40", "қырқыншы") in script
    assert ("phrase/window", "терезеге келіңіз") in script


@pytest.mark.parametrize(
    ("number", "window", "language", "clips"),
    [
        ("A015", 3, "kk", "phrase/ticket letter/A number/10 number/5 rest ordinal/3 phrase/window"),
        ("A015", 3, "ru", "phrase/ticket letter/A number/15 rest phrase/window number/3"),
        ("P120", 40, "kk",
         "phrase/ticket letter/P number/100 number/20 rest ordinal/40 phrase/window"),
        ("C999", 21, "kk", "phrase/ticket letter/C number/900 number/90 number/9 rest number/20 ordinal/1 phrase/window"),  # noqa: E501
        ("A000", 99, "ru", "phrase/ticket letter/A number/0 rest phrase/window number/90 number/9"),
    ],
)  # fmt: skip
def test_a_call_is_put_together_from_its_words(
    number: str, window: int, language: str, clips: str
) -> None:
    assert clips_of(number, window, language) == clips.split()


def test_a_number_that_was_recorded_whole_is_taken_whole() -> None:
    whole = {"number/15", "ordinal/21"}

    clips = clips_of("A015", 21, "kk", recorded=whole.__contains__)

    assert clips == ["phrase/ticket", "letter/A", "number/15", REST, "ordinal/21", "phrase/window"]


@pytest.mark.parametrize(
    ("number", "window", "language"),
    [("015", 3, "kk"), ("A015", 0, "ru"), ("A015", 100, "kk"), ("A015", 3, "de")],
)
def test_what_cannot_be_spoken_is_refused(number: str, window: int, language: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        clips_of(number, window, language)


def test_recorded_clips_go_before_the_computers_voice(tmp_path: Path) -> None:
    _record(tmp_path, "kk", [clip for clip in clips_of("A015", 3, "kk") if clip != REST])
    voice = SilentVoice()

    made = Announcer(voice, ClipLibrary(tmp_path)).call("A015", 3)

    assert [language for _, language in voice.spoken] == ["ru"]
    assert made.unspoken == {}
    assert made.seconds > 0.8 + 6 * 0.1 + 0.25


def test_one_missing_clip_gives_the_sentence_to_the_voice(tmp_path: Path) -> None:
    _record(tmp_path, "kk", [clip for clip in clips_of("A015", 3, "kk") if clip != REST])
    library = ClipLibrary(tmp_path)
    (tmp_path / "kk" / "ordinal" / "3.wav").unlink()

    assert library.samples("A015", 3, "kk") is None


def test_an_office_is_told_what_is_still_to_be_recorded(tmp_path: Path) -> None:
    script = [clip for clip, _ in recording_script("kk", "A", [1, 2])]
    _record(tmp_path, "kk", script[2:])

    missing = ClipLibrary(tmp_path).missing("kk", "A", [1, 2])

    assert missing == script[:2]


def test_a_clip_of_another_form_is_refused_by_name(tmp_path: Path) -> None:
    clips = [clip for clip in clips_of("A015", 3, "kk") if clip != REST]
    _record(tmp_path, "kk", clips)
    (tmp_path / "kk" / "letter" / "A.wav").write_bytes(wav(b"\0\0" * 100, rate_hz=44_100))

    with pytest.raises(SoundFormatError, match=r"letter/A\.wav.*44100 Hz"):
        ClipLibrary(tmp_path).samples("A015", 3, "kk")


def test_all_clips_of_a_call_are_equally_loud_and_close_together(tmp_path: Path) -> None:
    clips = [clip for clip in clips_of("A015", 3, "ru") if clip != REST]
    _record(tmp_path, "ru", clips)

    samples = ClipLibrary(tmp_path).samples("A015", 3, "ru")

    assert samples is not None
    expected = len(clips) * 0.1 + 0.25 + 0.02 * len(clips)
    assert seconds_of(samples) == pytest.approx(expected, abs=0.001)
    assert max(samples) == pytest.approx(2_400, abs=2)
