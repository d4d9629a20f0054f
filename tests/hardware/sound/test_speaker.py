"""What the hall hears, when, and how loud."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_hardware import SilentVoice, chime
from kezek_hardware.device import DeviceClosedError, DeviceStatus
from kezek_hardware.sound.announcement_queue import AnnouncementQueue, Call
from kezek_hardware.sound.announcer import Announcer, LoudnessError
from kezek_hardware.sound.chime import RATE_HZ
from kezek_hardware.sound.clips import ClipLibrary
from kezek_hardware.sound.players import NullPlayer
from kezek_hardware.sound.sounds import (
    SPEECH_LEVEL,
    SoundFormatError,
    levelled,
    samples_of,
    scaled,
    seconds_of,
    silence,
    trimmed,
    wav_of,
)
from kezek_hardware.sound.speaker import Speaker

ENOUGH = 60.0


class ToneVoice(SilentVoice):
    """Speaks a tone of one second with silence around it; Kazakh softer than Russian."""

    def speak(self, sentence: str, language: str) -> bytes:
        super().speak(sentence, language)
        loudness = {"kk": 2_000, "ru": 20_000}.get(language, 5_000)
        return wav_of([silence(0.2), _tone(1.0, loudness), silence(0.4)])


def _tone(seconds: float, loudness: int) -> object:
    samples = silence(seconds)
    for at in range(len(samples)):
        samples[at] = loudness if at % 40 < 20 else -loudness
    return samples


class Hall:
    """A speaker whose time passes on request."""

    def __init__(self) -> None:
        self.now = 100.0
        self.voice = ToneVoice()
        self.player = NullPlayer()
        self.speaker = Speaker(
            "hall", Announcer(self.voice), self.player, monotonic=lambda: self.now
        )

    def run(self, seconds: float) -> None:
        ends_at = self.now + seconds
        while self.now < ends_at:
            self.now = min(ends_at, self.now + self.speaker.look(self.now) + 0.001)

    def spoken(self) -> list[str]:
        """The Russian sentences that were made into sounds, by their last word."""
        return [sentence.rstrip(".").split()[-1] for sentence, lang in self.voice.spoken
                if lang == "ru"]  # fmt: skip


@pytest.fixture
def hall() -> Iterator[Hall]:
    made = Hall()
    yield made
    made.speaker.close()


def test_a_call_is_chime_kazakh_a_rest_and_russian(hall: Hall) -> None:
    hall.speaker.announce("A015", 3)
    hall.run(5)

    sound = samples_of(hall.player.played[0], "the call")
    assert seconds_of(sound) == pytest.approx(0.8 + 1.06 + 0.3 + 1.06, abs=0.01)
    assert sound[: round(0.8 * RATE_HZ)] == samples_of(chime(), "the chime")
    assert not any(sound[round(1.83 * RATE_HZ) : round(2.17 * RATE_HZ)])
    assert [language for _, language in hall.voice.spoken] == ["kk", "ru"]


def test_a_call_is_repeated_once_twelve_seconds_after_its_end(hall: Hall) -> None:
    hall.speaker.announce("A015", 3)
    hall.run(3.3 + 11.5)
    before = len(hall.player.played)
    hall.run(1.5)
    repeated = len(hall.player.played)
    hall.run(60)

    assert (before, repeated) == (1, 2)
    assert len(hall.player.played) == 2
    assert hall.player.played[0] == hall.player.played[1]


def test_calls_are_heard_one_after_another(hall: Hall) -> None:
    hall.speaker.announce("A015", 1)
    hall.speaker.announce("A016", 2)
    hall.run(3.0)
    during_the_first = len(hall.player.played)
    hall.run(1.0)

    assert during_the_first == 1
    assert len(hall.player.played) == 2
    assert hall.spoken() == ["один", "два"]


def test_a_repetition_gives_way_to_the_next_visitors(hall: Hall) -> None:
    hall.speaker.announce("A015", 1)
    hall.run(15)
    hall.speaker.announce("A016", 2)
    hall.speaker.announce("A017", 3)
    hall.run(40)

    assert hall.spoken() == ["один", "два", "три", "два", "три"]


def test_a_burst_is_heard_to_its_end_with_one_chime_and_without_repetition(hall: Hall) -> None:
    for at in range(1, 11):
        hall.speaker.announce(f"A{at:03}", at)

    hall.run(30)

    assert hall.spoken() == [
        "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять",
    ]  # fmt: skip
    lengths = [seconds_of(samples_of(each, "the call")) for each in hall.player.played]
    assert lengths[0] == pytest.approx(lengths[1] + 0.8, abs=0.01)
    assert max(lengths[1:]) == pytest.approx(min(lengths[1:]))


def test_a_call_after_a_rest_has_its_chime_again(hall: Hall) -> None:
    hall.speaker.announce("A015", 1)
    hall.run(5)
    hall.speaker.announce("A016", 2)
    hall.run(5)

    first, second = (seconds_of(samples_of(each, "a call")) for each in hall.player.played)
    assert first == pytest.approx(second)


def test_a_call_that_found_no_loudspeaker_for_minutes_is_not_heard_any_more() -> None:
    queue = AnnouncementQueue()
    queue.ask(Call("A015", 1), 0.0)

    assert queue.take(301.0) is None
    assert queue.dropped == 1


def test_only_who_is_still_called_is_heard_after_an_interruption(hall: Hall) -> None:
    for at in (1, 2, 3):
        hall.speaker.announce(f"A{at:03}", at)
    hall.speaker.keep(["A001", "A003"])
    hall.run(10)

    assert hall.spoken() == ["один", "три"]


@pytest.mark.parametrize("heard_before", [False, True])
def test_a_visitor_who_came_is_not_called_again(hall: Hall, heard_before: bool) -> None:
    hall.speaker.announce("A015", 1)
    hall.run(5 if heard_before else 0)

    hall.speaker.withdraw("A015")
    hall.run(40)

    assert len(hall.player.played) == (1 if heard_before else 0)


def test_a_window_that_calls_the_next_one_ends_the_call_before(hall: Hall) -> None:
    hall.speaker.announce("A015", 1)
    hall.run(5)
    hall.speaker.announce("A016", 1)
    hall.run(60)

    sentences = [sentence for sentence, lang in hall.voice.spoken if lang == "ru"]
    assert sum("пятнадцать" in each for each in sentences) == 1
    assert sum("шестнадцать" in each for each in sentences) == 2


def test_asking_never_waits_for_the_sound(not_hung) -> None:
    player = NullPlayer()
    player.hang()
    speaker = Speaker("hall", Announcer(SilentVoice()), player).start()

    with not_hung():
        for at in range(1, 51):
            speaker.announce(f"A{at:03}", at)
        speaker.close()


def test_the_owner_plays_by_itself() -> None:
    heard = threading.Event()

    class Heard(NullPlayer):
        def play(self, sound: bytes, *, seconds: float) -> None:
            super().play(sound, seconds=seconds)
            heard.set()

    with Speaker("hall", Announcer(SilentVoice()), Heard()).start() as speaker:
        speaker.chime()

        assert heard.wait(ENOUGH)


def test_a_sound_card_that_is_absent_is_reported_before_the_first_call(hall: Hall) -> None:
    hall.player.unplug()
    hall.run(1)
    absent = hall.speaker.state()
    hall.player.mend()
    hall.run(31)

    assert absent.status is DeviceStatus.ABSENT
    assert "expected" in absent.message
    assert hall.speaker.state().status is DeviceStatus.OK


def test_a_sound_card_that_is_pulled_out_is_known_before_the_next_call(hall: Hall) -> None:
    hall.speaker.chime()
    hall.run(3)
    before = hall.speaker.state().status
    hall.player.unplug()
    hall.run(11)

    assert before is DeviceStatus.OK
    assert hall.speaker.state().status is DeviceStatus.ABSENT


def test_a_player_that_fails_stops_no_later_call(hall: Hall) -> None:
    hall.player.break_down()
    hall.speaker.announce("A015", 1)
    hall.run(1)
    broken = hall.speaker.state()
    hall.player.mend()
    hall.speaker.announce("A016", 2)
    hall.run(6)

    assert (broken.status, broken.detail) == (DeviceStatus.TROUBLE, "play_failed")
    assert len(hall.player.played) == 1
    assert hall.speaker.state().status is DeviceStatus.OK


def test_without_a_voice_the_hall_still_hears_the_chime(hall: Hall) -> None:
    hall.voice.broken = True
    hall.speaker.announce("A015", 1)
    hall.run(2)

    state = hall.speaker.state()
    assert list(hall.player.played) == [chime()]
    assert (state.status, state.detail) == (DeviceStatus.TROUBLE, "unspoken:kk,ru")


def test_nothing_installed_to_speak_with_says_what_to_install() -> None:
    made = Announcer(None).call("A015", 1)

    assert made.sound == chime()
    assert "apt install espeak-ng" in made.unspoken["kk"]


@pytest.mark.parametrize(("number", "window"), [("015", 1), ("A015", 0), ("A015", 100)])
def test_what_cannot_be_spoken_is_refused_at_once(hall: Hall, number: str, window: int) -> None:
    with pytest.raises(ValueError, match="expected"):
        hall.speaker.announce(number, window)


def test_a_closed_speaker_says_no_more(hall: Hall) -> None:
    hall.speaker.close()
    hall.speaker.close()

    assert hall.speaker.state().status is DeviceStatus.CLOSED
    with pytest.raises(DeviceClosedError):
        hall.speaker.announce("A015", 1)


def test_a_soft_and_a_loud_voice_are_heard_alike(hall: Hall) -> None:
    hall.speaker.announce("A015", 3)
    hall.run(5)

    sound = samples_of(hall.player.played[0], "the call")
    kazakh = sound[round(0.9 * RATE_HZ) : round(1.7 * RATE_HZ)]
    russian = sound[round(2.3 * RATE_HZ) : round(3.0 * RATE_HZ)]
    assert max(kazakh) == pytest.approx(SPEECH_LEVEL, rel=0.05)
    assert max(russian) == pytest.approx(SPEECH_LEVEL, rel=0.05)


@pytest.mark.parametrize(("percent", "share"), [(100, 1.0), (50, 0.5), (0, 0.0)])
def test_the_loudness_is_a_share_of_the_usual_one(percent: int, share: float) -> None:
    usual = samples_of(Announcer(None).chime_alone().sound, "usual")
    made = samples_of(Announcer(None, loudness_percent=percent).chime_alone().sound, "made")

    assert max(made) == pytest.approx(max(usual) * share, abs=1)


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_loudness_out_of_range_is_refused(percent: int) -> None:
    with pytest.raises(LoudnessError, match="0 to 100"):
        Announcer(None, loudness_percent=percent)


@given(st.lists(st.integers(-32_768, 32_767), max_size=60))
def test_no_sample_ever_leaves_the_scale(values: list[int]) -> None:
    samples = silence(0)
    samples.extend(values)

    for each in (levelled(samples), scaled(samples, 3.0)):
        assert all(-32_767 <= value <= 32_767 for value in each)
    assert len(trimmed(samples)) <= len(samples)
    if samples:
        assert max(levelled(samples), key=abs) <= 0.9 * 32_767 + 1


@pytest.mark.parametrize(
    "sound", [b"", b"RIFF", chime()[:30], b"ID3" + bytes(100), chime()[:22] + b"\2" + chime()[23:]]
)
def test_a_file_that_is_no_such_sound_is_refused_with_how_to_convert_it(sound: bytes) -> None:
    with pytest.raises(SoundFormatError, match="sox"):
        samples_of(sound, "clips/kk/letter/A.wav")


@given(
    st.lists(st.tuples(st.floats(0, 15), st.integers(1, 8), st.integers(1, 4)), max_size=20),
    st.floats(0.5, 8),
)
def test_every_call_is_heard_once_or_twice_unless_it_was_overtaken(
    calls: list[tuple[float, int, int]], lasts_seconds: float
) -> None:
    queue, now = AnnouncementQueue(), 0.0
    heard: list[tuple[float, Call]] = []
    asked: list[tuple[float, Call]] = []

    def listen_until(end: float) -> None:
        nonlocal now
        while now < end:
            turn = queue.take(now)
            if turn is None or turn.call is None:
                now += 0.5
                continue
            heard.append((now, turn.call))
            now += lasts_seconds
            queue.heard(turn, now)

    for pause, ticket, window in calls:
        listen_until(now + pause)
        call = Call(f"A{ticket:03}", window)
        queue.ask(call, now)
        asked.append((now, call))
    listen_until(now + 200)

    assert queue.next_at is None
    assert len(heard) <= 2 * len(asked)
    assert queue.dropped == 0
    for place, (_, call) in enumerate(asked):
        overtaken = any(
            later.number == call.number or later.window == call.window
            for _, later in asked[place + 1 :]
        )
        assert overtaken or call in [each for _, each in heard]


def test_a_call_may_be_heard_without_a_repetition() -> None:
    queue = AnnouncementQueue(repeat_after_seconds=None)
    queue.ask(Call("A015", 1), 0.0)
    turn = queue.take(0.0)
    assert turn is not None

    queue.heard(turn, 3.0)

    assert queue.next_at is None


def test_a_broken_clip_does_not_silence_a_hall_that_has_a_voice(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(ClipLibrary):
        def samples(self, number: str, window: int, language: str) -> None:
            raise SoundFormatError("expected a WAV file, got an MP3")

    voice = SilentVoice()

    made = Announcer(voice, Broken(tmp_path)).call("A015", 1)

    assert made.unspoken == {}
    assert len(voice.spoken) == 2
    assert "got an MP3" in caplog.text
