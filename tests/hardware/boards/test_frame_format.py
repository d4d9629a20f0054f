"""The bytes that boards get, and the files that say how they look."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_hardware.boards.boards_fake import BoardReader
from kezek_hardware.boards.checksums import ChecksumKind, checksum
from kezek_hardware.boards.frame_file import (
    frame_format_names,
    frame_format_of,
    load_frame_format,
    parse_frame_format,
)
from kezek_hardware.boards.frame_format import FrameFormat
from kezek_hardware.boards.frame_rules import FrameFormatError, FrameKind, FrameTextError, Shown

FORMATS = ["plain-ascii", "modbus-digits"]

SMALLEST = """
description = "d"
source = "s"
[address]
form = "byte"
[text]
width = 4
characters = " 0123456789"
[frames]
show = ["AA", "address", "text", "0D"]
"""


@pytest.mark.parametrize(
    ("kind", "data", "value"),
    [
        (ChecksumKind.NONE, b"abc", 0),
        (ChecksumKind.SUM8, bytes([0xFF, 0x02, 0x10]), 0x11),
        (ChecksumKind.XOR8, b"GPGLL,5057.970,N,00146.110,E,142451,A", 0x27),  # NMEA 0183
        (ChecksumKind.CRC16_MODBUS, bytes.fromhex("0207"), 0x1241),  # Modbus over serial line
        (ChecksumKind.CRC16_MODBUS, b"123456789", 0x4B37),  # the usual check value
    ],
)
def test_checksums_agree_with_published_values(kind: ChecksumKind, data: bytes, value: int) -> None:
    assert checksum(kind, data) == value


def test_a_plain_line_can_be_read_by_people() -> None:
    frames = load_frame_format("plain-ascii")

    assert frames.show(3, "A015") == b"$KZ,03,S,A015*18\r\n"
    assert frames.blink(12, "P7").startswith(b"$KZ,12,B,P7  *")
    assert frames.clear(99) == b"$KZ,99,C*52\r\n"


def test_a_modbus_frame_writes_a_register_for_every_place() -> None:
    frames = load_frame_format("modbus-digits")

    frame = frames.show(17, "A015")

    head, registers, crc = frame[:7], frame[7:-2], frame[-2:]
    assert head == bytes([17, 0x10, 0, 0, 0, 4, 8])
    assert registers == b"\0A\x000\x001\x005"
    assert int.from_bytes(crc, "little") == checksum(ChecksumKind.CRC16_MODBUS, frame[:-2])


def test_a_modbus_answer_repeats_the_head_and_has_its_own_sum() -> None:
    frames = load_frame_format("modbus-digits")
    frame = frames.show(17, "A015")
    answer = frames.answer_to(frame)

    assert len(answer) == 8
    assert frames.answered(frame, answer)
    assert not frames.answered(frame, b"")
    assert not frames.answered(frame, answer[:-1] + bytes([answer[-1] ^ 1]))
    assert not frames.answered(frame, frame[:8])  # an adapter that hears itself is no board


@given(
    st.sampled_from(FORMATS),
    st.integers(1, 99),
    st.text("ABCTX0123456789-", min_size=1, max_size=4),
)
def test_every_frame_is_understood_by_the_board_it_is_for(
    name: str, address: int, text: str
) -> None:
    frames = load_frame_format(name)

    shown = frames.read(frames.show(address, text))
    cleared = frames.read(frames.clear(address))

    assert shown == Shown(FrameKind.SHOW, address, frames.fitted(text))
    assert cleared is not None
    assert cleared.text == "    "


@given(
    st.sampled_from(FORMATS),
    st.integers(0, 30),
    st.integers(1, 255),
)
def test_a_frame_that_was_damaged_on_the_way_shows_nothing(
    name: str, place: int, damage: int
) -> None:
    frames = load_frame_format(name)
    frame = bytearray(frames.show(3, "A015"))
    frame[place % len(frame)] ^= damage

    assert frames.read(bytes(frame)) is None


@given(st.sampled_from(FORMATS), st.binary(max_size=12), st.integers(1, 9))
def test_boards_find_their_frames_behind_noise_and_in_pieces(
    name: str, noise: bytes, piece: int
) -> None:
    frames = load_frame_format(name)
    wanted = [frames.show(1, "A015"), frames.clear(2), frames.show(3, "P120")]
    data = noise + b"".join(wanted) + bytes(40)
    reader = BoardReader(frames)

    read = [
        frame
        for at in range(0, len(data), piece)
        for frame, _ in reader.feed(data[at : at + piece])
    ]  # fmt: skip

    assert read[-3:] == wanted


def test_a_board_without_letters_shows_the_digits() -> None:
    frames = parse_frame_format(
        SMALLEST.replace("width = 4", 'width = 3\nothers = "drop"\nalign = "right"'), "digits"
    )

    assert frames.show(5, "A015") == b"\xaa\x05015\r"


def test_a_format_without_a_clear_frame_shows_blanks() -> None:
    assert parse_frame_format(SMALLEST, "small").clear(5) == b"\xaa\x05    \r"


def test_boards_that_do_not_blink_refuse_to() -> None:
    with pytest.raises(FrameTextError, match="blink by themselves"):
        load_frame_format("modbus-digits").blink(1, "A015")


def test_every_shipped_format_names_its_source() -> None:
    names = frame_format_names()

    assert set(FORMATS) <= set(names)
    for name in names:
        frames = load_frame_format(name)
        assert len(frames.source) > 20
        assert frames.fitted("A015").strip() == "A015"


def test_an_office_may_bring_its_own_format(tmp_path: Path) -> None:
    path = tmp_path / "our-boards.toml"
    path.write_text(SMALLEST)

    frames = load_frame_format(str(path))

    assert frames.name == "our-boards"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[frames]", "[frames", "TOML"),
        ('source = "s"', "", "source"),
        ('source = "s"', 'source = "s"\nspeed = 3', "speed"),
        ('form = "byte"', 'form = "word"', "byte, decimal, hex"),
        ('form = "byte"', 'form = "byte"\nhighest = 300', "address.highest: expected"),
        ('form = "byte"', 'form = "decimal"\ndigits = true', "address.digits: expected"),
        ("width = 4", "width = 0", "text.width: expected"),
        ("width = 4", "width = 4.0", "whole number"),
        ("width = 4", "width = 4\nwidest = 3", "text.widest: expected"),
        ('" 0123456789"', '"0123456789"', "blank"),
        ('" 0123456789"', '" 0123ә"', "ASCII"),
        ('" 0123456789"', '""', "text.characters: expected"),
        ('"0D"]', '"0D", 13]', "frames.show: expected"),
        ('"0D"]', '"checksum"]', "checksum"),
        ('"0D"]', '"text"]', "every field once"),
        ('"AA", "address", ', '"AA", ', "address"),
        ('["AA", "address", "text", "0D"]', "[]", "list of pieces"),
        ('["AA", "address", "text", "0D"]', '"AA"', "list of pieces"),
        ('["AA", "address", "text", "0D"]', '[["AA", "address", "text"]]', "inner list"),
        ('[text]', '[checksum]\nkind = "crc32"\n[text]', "crc16-modbus"),
        ('[text]', '[checksum]\nkind = "sum8"\nform = "low_high"\n[text]', "byte, hex"),
        ('[text]', '[checksum]\nkind = "sum8"\n[text]', "inner list"),
        ('[text]', "[line]\nbaud = 9601\n[text]", "line.baud: expected"),
        ('[text]', "[answer]\nbytes = 0\n[text]", "answer.bytes: expected"),
        ("show =", "blink =", "the frame show"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_the_place_in_it(old: str, new: str, said: str) -> None:
    text = SMALLEST.replace(old, new)
    assert text != SMALLEST

    with pytest.raises(FrameFormatError) as caught:
        parse_frame_format(text, "ours")

    assert said in str(caught.value)
    assert "ours" in str(caught.value)
    assert "expected" in str(caught.value)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 300) | st.floats() | st.text(max_size=4)
    | st.sampled_from(["address", "text", "checksum", "AA", "'x'", "sum8", "hex", "byte"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["show", "form", "kind", "width", "bytes"]), inner),
    max_leaves=8,
)  # fmt: skip
PLACES = [
    *[("description",), ("source",), ("line",), ("address",), ("text",), ("checksum",)],
    *[("frames",), ("answer",), ("line", "baud"), ("line", "pause_seconds")],
    *[("address", "form"), ("address", "digits"), ("address", "highest"), ("text", "form")],
    *[("text", "width"), ("text", "characters"), ("checksum", "kind"), ("checksum", "form")],
    *[("frames", "show"), ("frames", "blink"), ("answer", "bytes"), ("answer", "echo")],
]


@given(st.dictionaries(st.sampled_from(PLACES), ANYTHING, max_size=3))
def test_whatever_a_file_says_it_is_a_format_or_refused(
    changes: dict[tuple[str, ...], object],
) -> None:
    content = tomllib.loads(SMALLEST)
    for place, value in changes.items():
        table = content
        for key in place[:-1]:
            table = table.setdefault(key, {})
        if isinstance(table, dict):
            table[place[-1]] = value

    frames = _format_or_complaint(content)

    if isinstance(frames, str):
        assert frames.startswith("ours: ")
    elif "1" in frames.text.characters:
        frame = frames.show(frames.address.lowest, "1")
        assert frames.read(frame) is not None


def _format_or_complaint(content: dict[str, object]) -> FrameFormat | str:
    try:
        return frame_format_of(content, "ours")
    except FrameFormatError as error:
        return str(error)


@pytest.mark.parametrize("name", ["no-such", "/nonexistent/x.toml", "", "../pyproject"])
def test_a_format_that_is_not_there_is_refused(name: str) -> None:
    with pytest.raises(FrameFormatError, match="expected a frame format"):
        load_frame_format(name)


@pytest.mark.parametrize("width", [2, 17])
def test_boards_of_a_width_that_is_not_made_are_refused(width: int) -> None:
    with pytest.raises(FrameFormatError, match="places"):
        load_frame_format("plain-ascii", width=width)
