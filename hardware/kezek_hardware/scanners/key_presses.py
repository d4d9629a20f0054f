"""What a keyboard of the kernel's event interface typed, as bytes; pure."""

from __future__ import annotations

import struct

EVENT = struct.Struct("@llHHi")
"""``struct input_event``: seconds, microseconds, type, code, value (linux/input.h)."""

EV_SYN, EV_KEY = 0x00, 0x01
SYN_REPORT, SYN_DROPPED = 0, 3
UP, DOWN = 0, 1

KEY_ENTER, KEY_KPENTER = 28, 96
KEY_LEFTCTRL, KEY_RIGHTCTRL = 29, 97
KEY_LEFTSHIFT, KEY_RIGHTSHIFT = 42, 54
_SHIFTS = frozenset({KEY_LEFTSHIFT, KEY_RIGHTSHIFT})
_CONTROLS = frozenset({KEY_LEFTCTRL, KEY_RIGHTCTRL})

# Codes of linux/input-event-codes.h; the US layout, which is what scanners type as they come.
_ROWS = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
)
_KEYPAD = {71: "7", 72: "8", 73: "9", 74: "-", 75: "4", 76: "5", 77: "6", 78: "+", 79: "1"} | {
    80: "2", 81: "3", 82: "0", 83: ".", 55: "*", 98: "/",
}  # fmt: skip
PLAIN = {at + first: sign for first, row, _ in _ROWS for at, sign in enumerate(row)} | _KEYPAD
SHIFTED = {at + first: sign for first, _, row in _ROWS for at, sign in enumerate(row)} | _KEYPAD


class KeyPresses:
    """Turns key events into the characters they type.

    Enter ends a code. Control with a letter is the control character, as scanners send STX and ETX.
    When the kernel says that it dropped events, the code in hand is dropped up to its end.
    """

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """The keyboard is gone: nothing is held down any more."""
        self._half = b""
        self._held: set[int] = set()
        self._broken = False

    def feed(self, data: bytes) -> bytes:
        """What was typed in these bytes; half an event is kept for the next ones."""
        self._half += data
        whole = len(self._half) - len(self._half) % EVENT.size
        events, self._half = self._half[:whole], self._half[whole:]
        return b"".join(
            self._event(kind, code, value) for _, _, kind, code, value in EVENT.iter_unpack(events)
        )

    def _event(self, kind: int, code: int, value: int) -> bytes:
        if kind == EV_SYN and code == SYN_DROPPED:
            self._broken = True
            # Which keys are still held is not known: a code with the wrong case is refused by its
            # check digit, one that is typed with a stuck Control would never end.
            self._held.clear()
        if kind != EV_KEY:
            return b""
        if code in _SHIFTS | _CONTROLS:
            (self._held.discard if value == UP else self._held.add)(code)
            return b""
        return self._typed(code) if value == DOWN else b""

    def _typed(self, code: int) -> bytes:
        if code in {KEY_ENTER, KEY_KPENTER}:
            # An empty line of STX and CR: what stood before the gap is dropped with it.
            ended = b"\x02\r" if self._broken else b"\r"
            self._broken = False
            return ended
        if self._broken:
            return b""
        sign = (SHIFTED if self._held & _SHIFTS else PLAIN).get(code, "")
        if sign and self._held & _CONTROLS:
            return bytes([ord(sign) & 0x1F])
        return sign.encode("ascii")
