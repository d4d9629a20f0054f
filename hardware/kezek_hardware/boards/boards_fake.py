"""A line of display boards without boards: it reads their frames, shows, and fails on request."""

from __future__ import annotations

import threading
from collections import deque

from kezek_core.ports import Wire
from kezek_hardware.boards.frame_format import FrameFormat
from kezek_hardware.boards.frame_rules import FrameKind, Shown
from kezek_hardware.device import (
    DeviceAbsentError,
    DeviceClosedError,
    DeviceTroubleError,
)

MOST_FRAMES = 500


class BoardReader:
    """Cuts the bytes of a line into frames, as the boards on it do; noise is passed over."""

    def __init__(self, frames: FrameFormat) -> None:
        self._frames = frames
        self._buffer = b""

    def feed(self, data: bytes) -> list[tuple[bytes, Shown]]:
        """The frames that end in ``data``, each with what it asks."""
        self._buffer += data
        found = []
        while self._buffer:
            frame = self._first()
            if frame is not None:
                found.append(frame)
                self._buffer = self._buffer[len(frame[0]) :]
            elif len(self._buffer) >= max(map(self._frames.size, self._frames.layouts)):
                self._buffer = self._buffer[1:]
            else:
                break
        return found

    def _first(self) -> tuple[bytes, Shown] | None:
        for kind in self._frames.layouts:
            frame = self._buffer[: self._frames.size(kind)]
            shown = self._frames.read(frame)
            if shown is not None:
                return frame, shown
        return None


class FakeBoards:
    """The boards at a line in memory: for tests, demos and ``--virtual-hardware``.

    Args:
        frames: their language.
        addresses: which boards there are.
    """

    def __init__(self, frames: FrameFormat, addresses: list[int]) -> None:
        self._frames = frames
        self._lock = threading.Lock()
        self._reader = BoardReader(frames)
        self._showing: dict[int, Shown | None] = dict.fromkeys(addresses)
        self._silent: set[int] = set()
        self._plugged = True
        self._jammed = False
        self._answers: deque[int] = deque(maxlen=MOST_FRAMES)
        self.history: deque[Shown] = deque(maxlen=MOST_FRAMES)
        """What was asked lately, of any board."""

    def connect(self) -> Wire:
        """Open the line.

        Raises:
            DeviceAbsentError: it is unplugged.
        """
        with self._lock:
            if not self._plugged:
                raise DeviceAbsentError("expected a serial port, the fake line is unplugged")
            self._reader = BoardReader(self._frames)
        return _FakeBoardWire(self)

    def text(self, address: int) -> str:
        """What a board shows, without the blanks around; "" when it is dark."""
        with self._lock:
            shown = self._showing[address]
            return "" if shown is None else shown.text.strip()

    def blinking(self, address: int) -> bool:
        """Whether a board blinks by itself."""
        with self._lock:
            shown = self._showing[address]
            return shown is not None and shown.kind is FrameKind.BLINK

    def unplug(self) -> None:
        """Pull the adapter out; the boards keep what they show."""
        with self._lock:
            self._plugged = False

    def plug_in(self) -> None:
        """Put the adapter back."""
        with self._lock:
            self._plugged = True

    def jam(self) -> None:
        """The line takes no more bytes."""
        with self._lock:
            self._jammed = True

    def free(self) -> None:
        """The line takes bytes again."""
        with self._lock:
            self._jammed = False

    def switch_off(self, address: int) -> None:
        """Take a board's power: it is dark, hears nothing and answers nothing."""
        with self._lock:
            self._silent.add(address)
            self._showing[address] = None

    def switch_on(self, address: int) -> None:
        """Give a board its power back: it is dark until it is told again."""
        with self._lock:
            self._silent.discard(address)

    def noise(self, data: bytes) -> None:
        """Bytes on the line that belong to nobody."""
        with self._lock:
            self._reader.feed(data)

    def take(self, data: bytes) -> None:
        """What somebody writes on the line.

        Raises:
            DeviceTroubleError: the line is unplugged or jammed.
        """
        with self._lock:
            self._check()
            for frame, shown in self._reader.feed(data):
                self._obey(frame, shown)

    def give(self, size: int) -> bytes:
        """What the boards answered.

        Raises:
            DeviceTroubleError: the line is unplugged.
        """
        with self._lock:
            if not self._plugged:
                raise DeviceTroubleError("expected the line to work, the fake one is unplugged")
            return bytes(self._answers.popleft() for _ in range(min(size, len(self._answers))))

    def _check(self) -> None:
        if not self._plugged or self._jammed:
            why = "jammed" if self._plugged else "unplugged"
            raise DeviceTroubleError(f"expected the line to take bytes, the fake one is {why}")

    def _obey(self, frame: bytes, shown: Shown) -> None:
        self.history.append(shown)
        if shown.address not in self._showing or shown.address in self._silent:
            return
        dark = shown.kind is FrameKind.CLEAR or not shown.text.strip()
        self._showing[shown.address] = None if dark else shown
        self._answers.extend(self._frames.answer_to(frame))


class _FakeBoardWire(Wire):
    def __init__(self, boards: FakeBoards) -> None:
        self._boards: FakeBoards | None = boards

    def write(self, data: bytes, *, deadline_seconds: float) -> None:
        self._opened().take(data)

    def read(self, size: int, *, deadline_seconds: float) -> bytes:
        return self._opened().give(size)

    def close(self) -> None:
        self._boards = None

    def _opened(self) -> FakeBoards:
        if self._boards is None:
            raise DeviceClosedError("expected the line to be open, it was closed; open a new one")
        return self._boards
