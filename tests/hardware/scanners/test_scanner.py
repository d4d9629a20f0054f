"""The serial scanner's framing, addresses and patience."""

from __future__ import annotations

import logging
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_hardware import ScannerUrlError, SerialScanner, open_scanner
from kezek_hardware.scanners.code_frames import MOST_CODE_BYTES, CodeFrames

codes = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=40)
framings = st.sampled_from([("", "\r"), ("", "\n"), ("", "\r\n"), ("\x02", "\x03")])


@given(st.lists(st.tuples(codes, framings), max_size=8), st.integers(1, 7))
def test_every_code_survives_any_framing_and_any_cutting(
    sent: list[tuple[str, tuple[str, str]]], piece: int
) -> None:
    data = "".join(f"{start}{code}{end}" for code, (start, end) in sent).encode()
    frames = CodeFrames()

    read = [
        code
        for at in range(0, len(data), piece)
        for code in frames.feed(data[at : at + piece])
    ]  # fmt: skip

    assert read == [code for code, _ in sent]
    assert not frames.begun


def test_a_code_that_never_ends_takes_no_more_room() -> None:
    frames = CodeFrames()

    for _ in range(100):
        assert frames.feed(b"9" * 1000) == []

    assert len(frames._begun) == MOST_CODE_BYTES
    assert frames.feed(b"\r260001234\r") == ["260001234"]


def test_a_new_start_drops_a_code_without_an_end() -> None:
    assert CodeFrames().feed(b"\x0226000\x02260001234\x03") == ["260001234"]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "usb://",
        "serial://",
        "serial:///",
        "serial://host/dev/ttyACM0",
        "serial:///dev/ttyACM0?baud=12",
        "serial:///dev/ttyACM0?baud=fast",
        "serial:///dev/ttyACM0?speed=9600",
        "serial:///dev/ttyACM0?baud",
        "serial:///dev/ttyACM0#1",
    ],
)
def test_an_address_of_another_form_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(ScannerUrlError, match="serial:///dev/ttyACM0"):
        open_scanner(url)


def test_an_address_may_name_a_stable_path_with_signs_of_its_own() -> None:
    scanner = open_scanner("serial:///dev/serial/by-id/usb-Scan%20Co_1-if00?baud=115200")

    assert scanner.path == "/dev/serial/by-id/usb-Scan Co_1-if00"


class Time:
    """Seconds that pass only by waiting."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 0.25
        return self.now


def test_an_absent_scanner_is_looked_for_with_growing_capped_pauses(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    time = Time()
    looked: list[float] = []

    def nothing_there(_path: str, _baud: int) -> None:
        looked.append(time.now)
        raise FileNotFoundError("no such device")

    monkeypatch.setattr("kezek_hardware.scanners.scanner._open", nothing_there)
    scanner = SerialScanner("/dev/ttyACM0", monotonic=time)
    monkeypatch.setattr(scanner._closed, "wait", lambda _seconds: False)

    with caplog.at_level(logging.WARNING):
        code = scanner.read(deadline_seconds=120)

    pauses = [later - earlier for earlier, later in pairwise(looked)]
    assert code is None
    assert pauses[0] < 2
    assert pauses == sorted(pauses)
    assert 15 <= pauses[-1] < 17
    assert len(caplog.records) == 1  # told once, not at every look
    assert "dialout" in caplog.text


def test_a_code_without_an_end_is_dropped_and_the_cause_named(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    time = Time()
    scanner = SerialScanner("/dev/ttyACM0", monotonic=time)

    with caplog.at_level(logging.WARNING):
        scanner._take(b"260001234")
        time.now += 2
        scanner._take(b"260000019\r")

    assert scanner._codes == type(scanner._codes)(["260000019"])
    assert "suffix to CR" in caplog.text
    assert "2600" not in caplog.text
