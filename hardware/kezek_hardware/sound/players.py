"""What makes sounds heard: ALSA's aplay, or a player that only remembers."""

from __future__ import annotations

import shutil
import subprocess
import threading
from abc import ABC, abstractmethod
from collections import deque
from pathlib import Path

from kezek_hardware.device import (
    OK,
    DeviceAbsentError,
    DeviceClosedError,
    DeviceState,
    DeviceStatus,
    DeviceTroubleError,
)

SPARE_SECONDS = 5.0
"""What opening the sound card may take beyond the sound itself."""

MOST_SOUNDS = 16
"""A call takes a third of a megabyte."""

CARDS = Path("/proc/asound/cards")
_WITHOUT_CARD = ("pulse", "pipewire", "null")


class Player(ABC):
    """Plays one WAV file after another."""

    @abstractmethod
    def play(self, sound: bytes, *, seconds: float) -> None:
        """Play a sound to its end, or until ``stop``.

        Args:
            sound: a WAV file.
            seconds: how long it lasts; a player that takes much longer hangs.

        Raises:
            DeviceAbsentError: there is no sound card, or no program for it.
            DeviceTroubleError: it was not heard to its end.
            DeviceClosedError: the player was stopped before.
        """

    @abstractmethod
    def state(self) -> DeviceState:
        """Whether a sound could be played now; never raises."""

    @abstractmethod
    def stop(self) -> None:
        """Cut what is playing and play nothing more; from any thread, may be called twice."""


class AlsaPlayer(Player):
    """Plays with ``aplay`` of Debian's alsa-utils.

    Args:
        device: ALSA's name of the output, ``default`` or for example ``plughw:CARD=Headphones``.
        program: aplay; found in the path when empty.
        cards: where the kernel lists its sound cards.
    """

    def __init__(self, device: str = "default", *, program: str = "", cards: Path = CARDS) -> None:
        self._device = device
        self._program = program
        self._cards = cards
        self._lock = threading.Lock()
        self._playing: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def play(self, sound: bytes, *, seconds: float) -> None:
        """Play a sound to its end, or until ``stop``."""
        playing = self._begun(self._found_program())
        try:
            _, said = playing.communicate(sound, timeout=seconds + SPARE_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise DeviceTroubleError(
                f"expected {self._device} to play {seconds:.1f} s, it took {SPARE_SECONDS:g} s "
                "longer; check the sound card with: aplay -l"
            ) from error
        finally:
            self._end(playing)
        if playing.returncode != 0 and not self._stopped:
            reason = said.decode("utf-8", "replace").strip().partition("\n")[0]
            raise DeviceTroubleError(
                f"expected {self._device} to play, got: {reason or playing.returncode}; check the "
                "sound card with aplay -l and that the user is in group audio"
            )

    def state(self) -> DeviceState:
        """Whether aplay and a sound card are there."""
        try:
            self._found_program()
        except DeviceAbsentError as error:
            return DeviceState(DeviceStatus.ABSENT, "no_aplay", str(error))
        if self._device.startswith(_WITHOUT_CARD) or self._has_card():
            return OK
        return DeviceState(
            DeviceStatus.ABSENT,
            "no_card",
            f"expected a sound card in {self._cards}, got none; connect one or enable the "
            "board's own (dtparam=audio=on)",
        )

    def stop(self) -> None:
        """Cut what is playing and play nothing more."""
        with self._lock:
            self._stopped = True
            if self._playing is not None:
                self._playing.kill()

    def _found_program(self) -> str:
        program = self._program or shutil.which("aplay")
        if not program:
            raise DeviceAbsentError(
                "expected the program aplay, got none; sudo apt install alsa-utils"
            )
        return program

    def _has_card(self) -> bool:
        try:
            return "no soundcards" not in self._cards.read_text(encoding="utf-8")
        except OSError:
            return False

    def _begun(self, program: str) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._stopped:
                raise DeviceClosedError("expected an open player, it was stopped; make a new one")
            try:
                self._playing = subprocess.Popen(
                    [program, "-q", "-D", self._device, "-t", "wav", "-"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                )
            except OSError as error:
                raise DeviceAbsentError(
                    f"expected {program} to start, got: {error}; sudo apt install alsa-utils"
                ) from error
            return self._playing

    def _end(self, playing: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._playing = None
        if playing.poll() is None:
            playing.kill()
            playing.communicate()


class NullPlayer(Player):
    """Plays to nobody and remembers: for tests, demos and ``--virtual-hardware``."""

    def __init__(self) -> None:
        self.played: deque[bytes] = deque(maxlen=MOST_SOUNDS)
        self._free = threading.Event()
        self._free.set()
        self._stopped = False
        self._fault: DeviceAbsentError | DeviceTroubleError | None = None

    def play(self, sound: bytes, *, seconds: float) -> None:
        """Remember a sound."""
        if self._stopped:
            raise DeviceClosedError("expected an open player, it was stopped; make a new one")
        if self._fault is not None:
            raise self._fault
        if not self._free.wait(seconds + SPARE_SECONDS):
            raise DeviceTroubleError("expected the sound to end, the fake player hangs")
        if not self._stopped:
            self.played.append(sound)

    def state(self) -> DeviceState:
        """Whether a sound could be played now."""
        if isinstance(self._fault, DeviceAbsentError):
            return DeviceState(DeviceStatus.ABSENT, "no_card", str(self._fault))
        return OK

    def stop(self) -> None:
        """Play nothing more."""
        self._stopped = True
        self._free.set()

    def unplug(self) -> None:
        """The sound card goes."""
        self._fault = DeviceAbsentError("expected a sound card, the fake one is unplugged")

    def break_down(self) -> None:
        """Every sound fails."""
        self._fault = DeviceTroubleError("expected the sound to play, the fake player is broken")

    def hang(self) -> None:
        """Sounds do not end, until ``mend`` or ``stop``."""
        self._free.clear()

    def mend(self) -> None:
        """All is well again."""
        self._fault = None
        self._free.set()
