"""An event device without a keyboard: a pipe that says what the kernel would say."""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path

from kezek_hardware.scanners.key_presses import (
    DOWN,
    EV_KEY,
    EV_SYN,
    EVENT,
    KEY_ENTER,
    KEY_KPENTER,
    KEY_LEFTCTRL,
    KEY_LEFTSHIFT,
    PLAIN,
    SHIFTED,
    SYN_DROPPED,
    SYN_REPORT,
    UP,
)

PIPE_BYTES = 1 << 20
_KEYS = {sign: code for code, sign in reversed(PLAIN.items())}
_SHIFTED_KEYS = {sign: code for code, sign in reversed(SHIFTED.items())}


class FakeKeyboard:
    """A keyboard that types what it is told; for tests and demos.

    Args:
        path: where its event device shall be.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._pipe: int | None = None
        self.plug_in()

    def plug_in(self) -> None:
        """Put the plug in: the event device appears."""
        os.mkfifo(self.path)
        self._pipe = os.open(self.path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
        fcntl.fcntl(self._pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)

    def unplug(self) -> None:
        """Pull the plug: the event device is gone."""
        pipe, self._pipe = self._pipe, None
        with contextlib.suppress(FileNotFoundError):
            self.path.unlink()
        if pipe is not None:
            os.close(pipe)

    def type(self, text: bytes) -> None:
        """Type characters: CR with Enter, LF with the keypad's, other controls with Control."""
        for byte in text:
            self._type(byte)

    def press(self, code: int) -> None:
        """A key goes down."""
        self._send(EV_KEY, code, DOWN)
        self._send(EV_SYN, SYN_REPORT, 0)

    def release(self, code: int) -> None:
        """A key comes up."""
        self._send(EV_KEY, code, UP)
        self._send(EV_SYN, SYN_REPORT, 0)

    def drop_events(self) -> None:
        """The kernel's buffer ran over."""
        self._send(EV_SYN, SYN_DROPPED, 0)

    def _type(self, byte: int) -> None:
        sign = chr(byte)
        if sign in "\r\n":
            self._tap(KEY_ENTER if sign == "\r" else KEY_KPENTER)
        elif byte < 0x20:
            self._tap(_KEYS.get(chr(byte + 0x60), 0), KEY_LEFTCTRL)
        elif sign in _KEYS:
            self._tap(_KEYS[sign])
        elif sign in _SHIFTED_KEYS:
            self._tap(_SHIFTED_KEYS[sign], KEY_LEFTSHIFT)

    def _tap(self, code: int, *held: int) -> None:
        for each in (*held, code):
            self.press(each)
        for each in (code, *held):
            self.release(each)

    def _send(self, kind: int, code: int, value: int) -> None:
        if self._pipe is not None:
            os.write(self._pipe, EVENT.pack(0, 0, kind, code, value))
