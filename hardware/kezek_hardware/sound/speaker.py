"""The hall's loudspeaker: calls are heard one after another, and nobody waits for them."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Collection
from typing import Self

from kezek_hardware.device import (
    CLOSED,
    NOT_LOOKED_YET,
    OK,
    Device,
    DeviceAbsentError,
    DeviceClosedError,
    DeviceState,
    DeviceStatus,
    DeviceTroubleError,
    Owner,
)
from kezek_hardware.sound.announcement import announcement
from kezek_hardware.sound.announcement_queue import AnnouncementQueue, Call, Turn
from kezek_hardware.sound.announcer import Announcer, CallSound
from kezek_hardware.sound.players import Player

log = logging.getLogger(__name__)

IDLE_SECONDS = 10.0
BETWEEN_SECONDS = 0.5


class Speaker(Device):
    """Plays calls on its own thread; ``announce`` never waits.

    Args:
        name: what the office calls it.
        announcer: makes the sounds.
        player: makes them heard; the speaker stops it at its end.
        waiting: the calls that wait; one with other times, if need be.
        monotonic: seconds that never go back.
    """

    def __init__(
        self,
        name: str,
        announcer: Announcer,
        player: Player,
        *,
        waiting: AnnouncementQueue | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(name)
        self._announcer = announcer
        self._player = player
        self._waiting = waiting or AnnouncementQueue()
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._free_at = -math.inf
        self._found = NOT_LOOKED_YET
        self._owner = Owner(f"speaker-{name}", self.look, monotonic=monotonic)

    def start(self) -> Self:
        """Start the owner."""
        self._check_open()
        self._owner.start()
        return self

    def announce(self, number: str, window: int) -> None:
        """Call a number to a window: chime and voice, once more after a while.

        What waited of the same number or window is void. A call that would be heard too late is
        dropped.

        Raises:
            ValueError: the number or the window cannot be spoken.
            DeviceClosedError: the speaker was closed.
        """
        self._check_open()
        announcement(number, window, "kk")
        self._ask(Call(number, window))

    def chime(self) -> None:
        """The chime alone, to try the loudspeaker.

        Raises:
            DeviceClosedError: the speaker was closed.
        """
        self._check_open()
        self._ask(None)

    def withdraw(self, number: str) -> None:
        """The visitor came, or the call is void: what waits of it is not heard.

        Raises:
            DeviceClosedError: the speaker was closed.
        """
        self._check_open()
        with self._lock:
            self._waiting.withdraw(number)

    def keep(self, numbers: Collection[str]) -> None:
        """Only these numbers are still called: what waits of others is not heard.

        Raises:
            DeviceClosedError: the speaker was closed.
        """
        self._check_open()
        with self._lock:
            self._waiting.keep(numbers)

    def state(self) -> DeviceState:
        """Whether the hall is heard; ``unspoken:ru`` when a language is missing."""
        return CLOSED if self._is_closed else self._found

    def look(self, now: float) -> float:
        """One look of the owner: play what is due.

        Returns:
            Seconds until the next look.
        """
        if self._is_closed:
            return IDLE_SECONDS
        if now < self._free_at:
            return self._free_at - now
        with self._lock:
            dropped = self._waiting.dropped
            turn = self._waiting.take(now)
            dropped = self._waiting.dropped - dropped
            next_at = self._waiting.next_at
        if dropped:
            log.warning("speaker %s: %d calls came too late to be heard", self.name, dropped)
        if turn is not None:
            self._play(turn, now)
            return 0.0
        self._look_at_player()
        return IDLE_SECONDS if next_at is None else min(IDLE_SECONDS, max(next_at - now, 0.001))

    def _ask(self, call: Call | None) -> None:
        with self._lock:
            self._waiting.ask(call, self._monotonic())
        self._owner.wake()

    def _play(self, turn: Turn, now: float) -> None:
        made = self._made(turn)
        try:
            self._player.play(made.sound, seconds=made.seconds)
        except DeviceClosedError:
            return  # the speaker was closed meanwhile
        except DeviceAbsentError as error:
            self._becomes(DeviceState(DeviceStatus.ABSENT, "no_player", str(error)))
        except DeviceTroubleError as error:
            self._becomes(DeviceState(DeviceStatus.TROUBLE, "play_failed", str(error)))
        else:
            self._becomes(_heard(made))
        # A player that remembers ends at once; calls keep their distance all the same.
        self._free_at = max(self._monotonic(), now + made.seconds) + BETWEEN_SECONDS
        with self._lock:
            self._waiting.heard(turn, self._free_at - BETWEEN_SECONDS)

    def _look_at_player(self) -> None:
        """A card that was pulled out is known before the next call; what failed stays told."""
        state = self._player.state()
        never_failed = self._found.status in {DeviceStatus.UNKNOWN, DeviceStatus.ABSENT}
        if state.status is not DeviceStatus.OK or never_failed:
            self._becomes(state)

    def _made(self, turn: Turn) -> CallSound:
        if turn.call is None:
            return self._announcer.chime_alone()
        return self._announcer.call(turn.call.number, turn.call.window, follows=turn.follows)

    def _becomes(self, state: DeviceState) -> None:
        if state.status is not self._found.status and state.status is not DeviceStatus.OK:
            log.warning("speaker %s: %s", self.name, state.message)
        self._found = state

    def _release(self) -> None:
        self._player.stop()
        self._owner.stop()


def _heard(made: CallSound) -> DeviceState:
    if not made.unspoken:
        return OK
    languages = ",".join(sorted(made.unspoken))
    return DeviceState(
        DeviceStatus.TROUBLE, f"unspoken:{languages}", "; ".join(made.unspoken.values())
    )
