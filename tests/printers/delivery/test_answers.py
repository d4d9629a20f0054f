"""Telling apart what a printer sends back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_printers.delivery.answers import Answer, AnswerKind, AnswerReader

STATUS, PAPER, DONE, CLEARED, REPORT, NOISE = (
    AnswerKind.STATUS,
    AnswerKind.PAPER,
    AnswerKind.PRINT_DONE,
    AnswerKind.CLEARED,
    AnswerKind.REPORT,
    AnswerKind.NOISE,
)


def _read(*chunks: bytes) -> list[tuple[AnswerKind, bytes]]:
    reader = AnswerReader()
    return [(answer.kind, answer.data) for chunk in chunks for answer in reader.feed(chunk)]


@pytest.mark.parametrize("byte", [0x12, 0x16, 0x1A, 0x1E, 0x32, 0x52, 0x72, 0x7E])
def test_a_byte_with_the_fixed_bits_of_a_status_is_one(byte: int) -> None:
    assert _read(bytes([byte])) == [(STATUS, bytes([byte]))]


def test_a_frame_is_read_before_the_status_bytes_it_seems_to_hold() -> None:
    assert _read(b"\x372222\x00"[:1] + b"\x222222\x00" + b"\x12") == [
        (DONE, b"2222"),
        (STATUS, b"\x12"),
    ]


def test_the_answer_to_clearing_is_a_frame_of_its_own() -> None:
    assert _read(b"\x37\x25\x00\x12") == [(CLEARED, b""), (STATUS, b"\x12")]


def test_an_automatic_report_stands_between_answers_and_is_none() -> None:
    assert _read(b"\x10\x00\x00\x0f\x12\x18\x00\x0c\x0f\x00") == [
        (REPORT, b"\x10\x00\x00\x0f"),
        (STATUS, b"\x12"),
        (REPORT, b"\x18\x00\x0c\x0f"),
        (PAPER, b"\x00"),
    ]


def test_flow_control_and_other_bytes_are_noise() -> None:
    assert [kind for kind, _ in _read(b"\x11\x13\xff\x80")] == [NOISE] * 4


@pytest.mark.parametrize(
    "broken",
    [b"\x37\x22ab\x12", b"\x37\x99", b"\x37\x22abcd\x01", b"\x37\x25\x01", b"\x10\x00\x92"],
)
def test_a_broken_frame_does_not_swallow_what_follows(broken: bytes) -> None:
    assert _read(broken + b"\x12")[-1] == (STATUS, b"\x12")


@given(
    data=st.lists(
        st.sampled_from([b"\x12", b"\x37\x222abc\x00", b"\x37\x25\x00", b"\x10\0\0\x0f", b"\0"])
        | st.binary(max_size=5)
    ).map(b"".join),
    at=st.integers(0, 60),
)
def test_any_chopping_gives_the_same_answers(data: bytes, at: int) -> None:
    assert _read(data[:at], data[at:]) == _read(data)


def test_an_answer_is_a_value() -> None:
    assert Answer(DONE, b"abcd") == Answer(AnswerKind.PRINT_DONE, b"abcd")
