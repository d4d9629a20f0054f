"""One serial line with many display boards, and the one thread that owns it."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

from kezek_core.ports import Wire
from kezek_hardware.boards.frame_file import load_frame_format
from kezek_hardware.boards.frame_format import FrameFormat
from kezek_hardware.boards.frame_rules import FrameFormatError
from kezek_hardware.boards.serial_line import line_of
from kezek_hardware.device import (
    CLOSED,
    NOT_LOOKED_YET,
    OK,
    Backoff,
    Device,
    DeviceState,
    DeviceStatus,
    Owner,
)

log = logging.getLogger(__name__)

WRITE_SECONDS = 1.0
IDLE_SECONDS = 5.0
FASTEST_BLINK_SECONDS = 1.0
"""Nothing in the hall flickers faster than once a second."""

REFRESH_SECONDS = 30.0
"""A board that lost its power shows its number again within this."""

RETRY_SECONDS = 2.0
"""A board that did not answer once is told again so soon; its frame may have been damaged."""

MISSES_BEFORE_SILENT = 3


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a board shall show: a text that blinks until an instant; None: nothing."""

    text: str | None
    since: float
    blinks_until: float


class BoardLine(Device):
    """The boards of one line; ``show`` and ``clear`` never wait, the owner's thread does the rest.

    Whatever a board shall show is kept while the line is away, sent again when it is back, and
    repeated now and then for boards that lost their power.

    Args:
        name: what the office calls the line.
        frames: the language of its boards.
        connect: opens the line; raises ``DeviceAbsentError`` while it is not there.
        blink_seconds: one whole blink of boards that cannot blink by themselves; 1 to 10.
        refresh_seconds: how often every board is told again.
        monotonic: seconds that never go back.

    Raises:
        FrameFormatError: they would blink too fast.
    """

    def __init__(
        self,
        name: str,
        frames: FrameFormat,
        connect: Callable[[], Wire],
        *,
        blink_seconds: float = 1.0,
        refresh_seconds: float = REFRESH_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(name)
        if not FASTEST_BLINK_SECONDS <= blink_seconds <= 10:
            raise FrameFormatError(
                f"expected blink_seconds of {name} from {FASTEST_BLINK_SECONDS:g} to 10, "
                f"got {blink_seconds}; faster blinking disturbs people"
            )
        self.frames = frames
        self._connect = connect
        self._blink_seconds = blink_seconds
        self._refresh_seconds = refresh_seconds
        self._monotonic = monotonic
        self._wire: Wire | None = None
        self._lock = threading.Lock()
        self._wishes: dict[int, _Wish] = {}
        self._sent: dict[int, tuple[bytes, float]] = {}
        self._misses: dict[int, int] = {}
        self._quiet_until = -math.inf
        self._connect_at = -math.inf
        self._patience = Backoff()
        self._found = NOT_LOOKED_YET
        self._gone = threading.Event()
        self._owner = Owner(f"boards-{name}", self.look, monotonic=monotonic)

    def start(self) -> Self:
        """Start the owner, which opens the line as soon as it is there."""
        self._check_open()
        self._owner.start()
        return self

    def show(self, address: int, text: str, *, blink_seconds: float = 0.0) -> None:
        """Let a board show a text from now on.

        Args:
            address: of the board.
            text: what to show.
            blink_seconds: how long it blinks before it stands; ``math.inf``: until told otherwise.

        Raises:
            FrameTextError: the board cannot show it, or no board has this address.
            DeviceClosedError: the line was closed.
        """
        self._check_open()
        self.frames.show(address, text)
        now = self._monotonic()
        self._wish(address, _Wish(text, now, now + blink_seconds))

    def clear(self, address: int) -> None:
        """Let a board be dark from now on; raises as ``show`` does."""
        self._check_open()
        self.frames.check_address(address)
        now = self._monotonic()
        self._wish(address, _Wish(None, now, now))

    def state(self) -> DeviceState:
        """How the line stands; boards that stopped answering are named in the detail."""
        if self._is_closed:
            return CLOSED
        silent = self.silent()
        if self._found is OK and silent:
            who = ",".join(map(str, silent))
            return DeviceState(
                DeviceStatus.TROUBLE,
                f"silent:{who}",
                f"expected an answer of the boards {who} on {self.name}, got none; check their "
                "power, their address and the line's wires A and B",
            )
        return self._found

    def silent(self) -> list[int]:
        """The boards that should answer and do not."""
        with self._lock:
            return sorted(
                address
                for address, missed in self._misses.items()
                if missed >= MISSES_BEFORE_SILENT
            )

    def look(self, now: float) -> float:
        """One look of the owner: open the line, or send the frame that is due most.

        Returns:
            Seconds until the next look.
        """
        if self._is_closed:
            return IDLE_SECONDS
        wire = self._wire or self._opened(now)
        if wire is None:
            return max(self._connect_at - now, 0)
        if now < self._quiet_until:
            return self._quiet_until - now
        due = self._due(now)
        if due is None:
            return self._rest(now)
        self._send(wire, *due, now)
        return 0.0

    def _wish(self, address: int, wish: _Wish) -> None:
        with self._lock:
            self._wishes[address] = wish
        self._owner.wake()

    def _opened(self, now: float) -> Wire | None:
        if now < self._connect_at:
            return None
        try:
            self._wire = self._connect()
        except OSError as error:
            self._away(now, DeviceState(DeviceStatus.ABSENT, "no_line", str(error)))
            return None
        log.info("board line %s is there", self.name)
        self._found = OK
        self._sent.clear()
        return self._wire

    def _away(self, now: float, state: DeviceState) -> None:
        if self._found.status is not state.status:
            log.warning("board line %s: %s; it is looked for again", self.name, state.message)
        self._found = state
        self._connect_at = now + self._patience.pause()

    def _lost(self, now: float, error: Exception) -> None:
        self._close_wire()
        with self._lock:
            self._misses.clear()
        self._away(now, DeviceState(DeviceStatus.TROUBLE, "line_lost", str(error)))

    def _close_wire(self) -> None:
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.close()

    def _frame(self, address: int, wish: _Wish, now: float) -> bytes:
        if wish.text is None:
            return self.frames.clear(address)
        if now >= wish.blinks_until:
            return self.frames.show(address, wish.text)
        if self.frames.blinks:
            return self.frames.blink(address, wish.text)
        lit = (now - wish.since) % self._blink_seconds < self._blink_seconds / 2
        return self.frames.show(address, wish.text) if lit else self.frames.clear(address)

    def _due(self, now: float) -> tuple[int, bytes] | None:
        """The frame to send now: a change before a repetition, what waits longest first."""
        with self._lock:
            wishes = dict(self._wishes)
        overdue: list[tuple[bool, float, int, bytes]] = []
        for address, wish in wishes.items():
            frame = self._frame(address, wish, now)
            sent, sent_at = self._sent.get(address, (b"", -math.inf))
            if sent != frame or now >= self._again_at(address):
                overdue.append((sent == frame, sent_at, address, frame))
        if not overdue:
            return None
        _, _, address, frame = min(overdue)
        return address, frame

    def _again_at(self, address: int) -> float:
        """When a board is told again what it was told before."""
        _, sent_at = self._sent.get(address, (b"", -math.inf))
        with self._lock:
            missed = self._misses.get(address, 0)
        soon = 0 < missed < MISSES_BEFORE_SILENT
        return sent_at + (RETRY_SECONDS if soon else self._refresh_seconds)

    def _rest(self, now: float) -> float:
        """Seconds until a board blinks, stands, or is told again."""
        with self._lock:
            wishes = dict(self._wishes)
        at = [self._again_at(address) for address in self._sent]
        half = self._blink_seconds / 2
        for wish in wishes.values():
            if wish.text is not None and now < wish.blinks_until:
                at.append(wish.blinks_until)
                if not self.frames.blinks:
                    at.append(wish.since + (math.floor((now - wish.since) / half) + 1) * half)
        return min([IDLE_SECONDS, *(max(each - now, 0.001) for each in at)])

    def _send(self, wire: Wire, address: int, frame: bytes, now: float) -> None:
        answer = self.frames.answer
        on_line = self.frames.line.seconds_of(len(frame))
        try:
            if answer is not None:
                wire.read(256, deadline_seconds=0)  # a late answer is not this board's
            wire.write(frame, deadline_seconds=WRITE_SECONDS)
            if answer is not None:
                within = on_line + answer.within_seconds
                self._heard(address, frame, wire.read(answer.size, deadline_seconds=within))
        except OSError as error:
            self._lost(now, error)
            return
        self._patience.reset()
        self._sent[address] = (frame, now)
        self._quiet_until = self._monotonic() + self.frames.line.pause_seconds
        if answer is None:
            self._quiet_until += on_line

    def _heard(self, address: int, frame: bytes, answer: bytes) -> None:
        with self._lock:
            missed = 0 if self.frames.answered(frame, answer) else self._misses.get(address, 0) + 1
            self._misses[address] = missed
        if missed == MISSES_BEFORE_SILENT:
            log.warning("board %d on %s does not answer", address, self.name)

    def _release(self) -> None:
        """End the owner and leave no number standing that nobody looks after."""
        if self._owner.stop() and self._wire is not None:
            self._darken(self._wire)
        self._close_wire()

    def _darken(self, wire: Wire) -> None:
        for address in self._sent:
            frame = self.frames.clear(address)
            try:
                wire.write(frame, deadline_seconds=WRITE_SECONDS)
            except OSError as error:
                log.warning("the boards of %s were left as they are: %s", self.name, error)
                return
            pause = self.frames.line.seconds_of(len(frame)) + self.frames.line.pause_seconds
            self._gone.wait(pause)


def open_board_line(
    name: str, url: str, format_name: str, *, width: int | None = None
) -> BoardLine:
    """The line of an address; whether it is there shows when it is started.

    Args:
        name: what the office calls it.
        url: ``serial://PATH``, with ``baud``, ``bits``, ``parity``, ``stop`` and ``direction=rts``
            where the boards are not set as they leave the factory.
        format_name: a shipped frame format, or the path of a file.
        width: places of a board; None for the format's usual.

    Raises:
        LineUrlError: the address has another form.
        FrameFormatError: there is no such format, or its boards have another width.
    """
    frames = load_frame_format(format_name, width=width)
    settings, connect = line_of(url, frames.line)
    return BoardLine(name, replace(frames, line=settings), connect)
