"""One suite for every player: aplay as a program that notes what it gets, and the silent one."""

from __future__ import annotations

import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from kezek_hardware import chime
from kezek_hardware.device import (
    DeviceAbsentError,
    DeviceClosedError,
    DeviceStatus,
    DeviceTroubleError,
)
from kezek_hardware.sound import players as players_module
from kezek_hardware.sound.chime import RATE_HZ, wav
from kezek_hardware.sound.players import AlsaPlayer, NullPlayer, Player

ENOUGH = 60.0
APLAY = """#!/bin/sh
# A stand-in for aplay: keeps its arguments and its sound, and does what the fault file says.
fault=$(cat "{directory}/fault")
if [ "$fault" = broken ]; then
    echo "aplay: main:831: audio open error: No such file or directory" >&2
    exit 1
fi
if [ "$fault" = hanging ]; then echo begun > "{directory}/begun"; exec sleep 60; fi
echo "$@" >> "{directory}/arguments"
cat > "{directory}/sound"
"""


class Bench(Protocol):
    player: Player

    def heard(self) -> bytes | None: ...
    def unplug(self) -> None: ...
    def break_down(self) -> None: ...
    def hang(self) -> None: ...
    def mend(self) -> None: ...


class AlsaBench:
    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._program = directory / "aplay"
        self._cards = directory / "cards"
        self.player = AlsaPlayer(
            "plughw:CARD=Headphones", program=str(self._program), cards=self._cards
        )
        self.mend()

    def heard(self) -> bytes | None:
        sound = self._directory / "sound"
        return sound.read_bytes() if sound.exists() else None

    def arguments(self) -> str:
        return (self._directory / "arguments").read_text()

    def _fault(self, word: str) -> None:
        (self._directory / "fault").write_text(word)

    def unplug(self) -> None:
        self._program.unlink()
        self._cards.write_text("--- no soundcards ---\n")

    def break_down(self) -> None:
        self._fault("broken")

    def hang(self) -> None:
        self._fault("hanging")

    def mend(self) -> None:
        self._fault("none")
        self._program.write_text(APLAY.format(directory=self._directory))
        self._program.chmod(self._program.stat().st_mode | stat.S_IXUSR)
        self._cards.write_text(" 0 [Headphones     ]: bcm2835_headpho - bcm2835 Headphones\n")


class NullBench:
    def __init__(self, _directory: Path) -> None:
        self.player = NullPlayer()
        self.unplug = self.player.unplug
        self.break_down = self.player.break_down
        self.hang = self.player.hang
        self.mend = self.player.mend

    def heard(self) -> bytes | None:
        return self.player.played[-1] if self.player.played else None


@pytest.fixture(params=[AlsaBench, NullBench], ids=["aplay", "null"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    return request.param(tmp_path)


def _in_thread(work: Callable[[], None]) -> tuple[threading.Thread, list[Exception]]:
    raised: list[Exception] = []

    def run() -> None:
        try:
            work()
        except (OSError, ValueError) as error:
            raised.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread, raised


def test_a_sound_is_played_as_it_is(bench: Bench) -> None:
    bench.player.play(chime(), seconds=0.8)

    assert bench.heard() == chime()
    assert bench.player.state().status is DeviceStatus.OK


def test_a_sound_longer_than_any_pipe_is_played_and_its_failure_reported(bench: Bench) -> None:
    long = wav(b"\x10\x20" * RATE_HZ * 20)
    bench.player.play(long, seconds=20)
    heard = bench.heard()
    bench.break_down()

    with pytest.raises(DeviceTroubleError):
        bench.player.play(long, seconds=20)
    assert heard == long


def test_an_absent_sound_card_is_reported_and_found_again(bench: Bench) -> None:
    bench.unplug()
    absent = bench.player.state().status
    with pytest.raises(DeviceAbsentError, match="expected"):
        bench.player.play(chime(), seconds=0.8)
    bench.mend()

    bench.player.play(chime(), seconds=0.8)

    assert absent is DeviceStatus.ABSENT
    assert bench.heard() == chime()


def test_a_sound_that_fails_is_trouble_and_the_next_one_is_played(bench: Bench) -> None:
    bench.break_down()
    with pytest.raises(DeviceTroubleError, match="expected"):
        bench.player.play(chime(), seconds=0.8)
    bench.mend()

    bench.player.play(chime(), seconds=0.8)

    assert bench.heard() == chime()


def test_a_player_that_hangs_is_given_up(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, not_hung
) -> None:
    monkeypatch.setattr(players_module, "SPARE_SECONDS", 0.1)
    bench.hang()
    with not_hung(), pytest.raises(DeviceTroubleError, match="expected"):
        bench.player.play(chime(), seconds=0.1)


def test_stopping_cuts_the_sound_and_nothing_is_played_after(bench: Bench) -> None:
    bench.hang()
    playing, raised = _in_thread(lambda: bench.player.play(chime(), seconds=60))

    bench.player.stop()
    bench.player.stop()
    playing.join(ENOUGH)

    assert not playing.is_alive()
    assert all(isinstance(error, DeviceClosedError) for error in raised)
    with pytest.raises(DeviceClosedError):
        bench.player.play(chime(), seconds=0.8)
    assert bench.heard() is None


def test_aplay_is_told_the_output_and_reads_from_the_pipe(tmp_path: Path) -> None:
    bench = AlsaBench(tmp_path)

    bench.player.play(chime(), seconds=0.8)

    assert bench.arguments() == "-q -D plughw:CARD=Headphones -t wav -\n"


def test_a_machine_without_aplay_is_told_which_package_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    player = AlsaPlayer()

    state = player.state()

    assert (state.status, state.detail) == (DeviceStatus.ABSENT, "no_aplay")
    assert "apt install alsa-utils" in state.message
    with pytest.raises(DeviceAbsentError, match="alsa-utils"):
        player.play(chime(), seconds=0.8)


def test_a_machine_without_a_card_needs_none_for_a_sound_server(tmp_path: Path) -> None:
    bench = AlsaBench(tmp_path)
    missing = tmp_path / "no-cards"

    default = AlsaPlayer(program=bench.player._program, cards=missing).state()
    server = AlsaPlayer("pipewire", program=bench.player._program, cards=missing).state()

    assert (default.status, default.detail) == (DeviceStatus.ABSENT, "no_card")
    assert server.status is DeviceStatus.OK


def test_the_words_of_aplay_stand_in_the_complaint(tmp_path: Path) -> None:
    bench = AlsaBench(tmp_path)
    bench.break_down()

    with pytest.raises(DeviceTroubleError, match="audio open error"):
        bench.player.play(chime(), seconds=0.8)
