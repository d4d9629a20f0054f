"""What a scanner that types like a keyboard typed."""

from __future__ import annotations

import errno
import fcntl
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_hardware import ScannerUrlError, open_scanner
from kezek_hardware.device import DeviceStatus
from kezek_hardware.scanners import scanner_keyboard
from kezek_hardware.scanners.key_presses import (
    DOWN,
    EV_KEY,
    EV_SYN,
    EVENT,
    PLAIN,
    SHIFTED,
    SYN_DROPPED,
    UP,
    KeyPresses,
)
from kezek_hardware.scanners.keyboard_fake import FakeKeyboard
from kezek_hardware.scanners.scanner_keyboard import KeyboardScanner

SOON = 0.05
ENTER, SHIFT = 28, 42
REPEAT = 2


@pytest.fixture
def keyboard(tmp_path: Path) -> Iterator[FakeKeyboard]:
    made = FakeKeyboard(tmp_path / "event7")
    yield made
    made.unplug()


def _events(*events: tuple[int, int, int]) -> bytes:
    return b"".join(EVENT.pack(1, 2, *event) for event in events)


def _tap(*codes: int) -> bytes:
    return b"".join(_events((EV_KEY, code, DOWN), (EV_KEY, code, UP)) for code in codes)


def test_every_printable_ascii_character_can_be_typed() -> None:
    typed = set(PLAIN.values()) | set(SHIFTED.values())

    assert typed == {chr(code) for code in range(0x20, 0x7F)}


def test_keys_have_the_codes_of_the_kernel() -> None:
    # KEY_1 2, KEY_0 11, KEY_A 30, KEY_Z 44, KEY_SLASH 53, KEY_KP7 71, KEY_KP0 82 ...
    expected = {2: "1", 11: "0", 12: "-", 16: "q", 25: "p", 30: "a", 38: "l", 44: "z", 50: "m",
                52: ".", 53: "/", 71: "7", 79: "1", 82: "0", 57: " "}  # fmt: skip

    assert {code: PLAIN[code] for code in expected} == expected
    assert SHIFTED[39] == ":"
    assert SHIFTED[53] == "?"


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)), st.integers(1, 60))
def test_every_text_survives_the_keyboard_however_the_bytes_are_cut(text: str, piece: int) -> None:
    class Recorder(FakeKeyboard):
        def __init__(self) -> None:
            self.sent = b""

        def _send(self, kind: int, code: int, value: int) -> None:
            self.sent += EVENT.pack(0, 0, kind, code, value)

    keyboard, keys = Recorder(), KeyPresses()
    keyboard.type(text.encode())
    data = keyboard.sent

    typed = b"".join(keys.feed(data[at : at + piece]) for at in range(0, len(data), piece))

    assert typed.decode() == text


def test_a_held_key_types_once() -> None:
    data = _events((EV_KEY, 2, DOWN), (EV_KEY, 2, REPEAT), (EV_KEY, 2, REPEAT), (EV_KEY, 2, UP))

    assert KeyPresses().feed(data) == b"1"


def test_a_code_in_which_the_kernel_dropped_keys_is_no_code() -> None:
    keys = KeyPresses()

    typed = keys.feed(_tap(2, 3) + _events((EV_SYN, SYN_DROPPED, 0)) + _tap(4, ENTER))
    after = keys.feed(_tap(5, ENTER))

    assert typed == b"12\x02\r"
    assert after == b"4\r"


def test_a_shift_that_was_held_when_keys_were_dropped_is_not_held_for_ever() -> None:
    keys = KeyPresses()
    keys.feed(_events((EV_KEY, SHIFT, DOWN), (EV_SYN, SYN_DROPPED, 0)) + _tap(ENTER))

    assert keys.feed(_tap(2, ENTER)) == b"1\r"


def test_a_dropped_key_costs_only_its_own_code(
    keyboard: FakeKeyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanner_keyboard, "_grab", lambda _descriptor: None)
    with KeyboardScanner(str(keyboard.path)) as scanner:
        scanner.read(deadline_seconds=0.01)
        keyboard.type(b"2600")
        keyboard.drop_events()
        keyboard.type(b"1234\r260000019\r")

        codes = [scanner.read(deadline_seconds=SOON) for _ in range(2)]

    assert codes == ["260000019", None]


def test_the_address_of_a_receipt_is_read_as_it_is_printed(
    keyboard: FakeKeyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanner_keyboard, "_grab", lambda _descriptor: None)
    address = "http://kezek.local:8080/T/ABCDEFGHJK?x=1_2"
    with KeyboardScanner(str(keyboard.path)) as scanner:
        scanner.read(deadline_seconds=0.01)
        keyboard.type(address.encode() + b"\r")

        assert scanner.read(deadline_seconds=5) == address


def test_the_device_is_grabbed_so_that_no_other_program_reads_it(
    keyboard: FakeKeyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, int, int]] = []
    monkeypatch.setattr(
        fcntl,
        "ioctl",
        lambda descriptor, request, value: asked.append(
            (str(Path(f"/proc/self/fd/{descriptor}").readlink()), request, value)
        ),
    )

    with KeyboardScanner(str(keyboard.path)) as scanner:
        scanner.read(deadline_seconds=0.01)

    # _IOW('E', 0x90, int): a write of four bytes.
    assert asked == [(str(keyboard.path), 1 << 30 | 4 << 16 | ord("E") << 8 | 0x90, 1)]


def test_a_device_that_another_program_holds_is_reported_and_let_go(
    keyboard: FakeKeyboard, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    opened: list[int] = []

    def held(descriptor: int) -> None:
        opened.append(descriptor)
        raise OSError(errno.EBUSY, "Device or resource busy")

    monkeypatch.setattr(scanner_keyboard, "_grab", held)
    with (
        caplog.at_level(logging.WARNING),
        KeyboardScanner(str(keyboard.path), name="hall") as scanner,
    ):
        scanner.read(deadline_seconds=0.01)
        state = scanner.state()

    assert scanner.name == "hall"
    assert (state.status, state.detail) == (DeviceStatus.ABSENT, "no_device")
    assert "busy" in state.message
    assert "group input" in caplog.text
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(opened[0])


def test_a_keyboard_has_a_path_and_no_settings() -> None:
    scanner = open_scanner("keyboard:///dev/input/by-id/usb-Scan%20Co-event-kbd")

    assert isinstance(scanner, KeyboardScanner)
    assert scanner.path == "/dev/input/by-id/usb-Scan Co-event-kbd"
    assert scanner.state().status is DeviceStatus.UNKNOWN
    with pytest.raises(ScannerUrlError, match="keyboard:///dev/input"):
        open_scanner("keyboard:///dev/input/event3?baud=9600")
