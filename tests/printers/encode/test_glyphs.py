"""Fifteen Kazakh letters are loaded onto signs that slips hardly need."""

from __future__ import annotations

import pytest

from kezek_printers.emulator.reading import known_glyphs
from kezek_printers.encode.cells import Rows, columns_24, font_a, has_cell
from kezek_printers.encode.dot_columns import rows_of
from kezek_printers.encode.encode import glyph_upload
from kezek_printers.encode.glyphs import KAZAKH_LETTERS, LOOK_ALIKES, SIGNS
from kezek_printers.profiles.profile_file import load_profile

ALPHABET = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ"


def test_every_kazakh_letter_has_a_way_into_the_russian_page() -> None:
    reached = set(KAZAKH_LETTERS) | set(LOOK_ALIKES)

    for letter in ALPHABET + ALPHABET.lower():
        if letter not in reached:
            assert letter.encode("cp866")


def test_each_letter_takes_over_one_ascii_sign() -> None:
    assert len(set(SIGNS)) == len(KAZAKH_LETTERS) == len(set(KAZAKH_LETTERS)) == 15
    assert all(sign.isascii() and not sign.isalnum() for sign in SIGNS)
    assert not set(SIGNS) & set(" .,:;-/()\"'")


def test_the_upload_defines_one_character_a_command() -> None:
    upload = glyph_upload(load_profile("xprinter-80"))

    commands = upload.split(b"\x1b&\x03")
    assert commands[0] == b"\x1b@"
    assert len(upload) <= 640
    assert [command[:3] for command in commands[1:]] == [
        bytes([ord(sign), ord(sign), 12]) for sign in SIGNS
    ]
    assert {len(command) for command in commands[1:]} == {3 + 36}


@pytest.mark.parametrize("name", ["virtual-80", "generic-58-raster", "rongta-80-inline"])
def test_other_strategies_load_nothing(name: str) -> None:
    assert glyph_upload(load_profile(name)) == b""


def _widest_stroke_dots(rows: Rows) -> int:
    """Dots of the upright of a letter such as Н, at the row where it is thinnest."""
    return min(
        max(map(len, f"{row:012b}".replace("0", " ").split()), default=12) for row in rows if row
    )


def test_loaded_letters_are_as_thick_as_the_printers_own() -> None:
    upload = glyph_upload(load_profile("xprinter-80"))

    loaded = [rows_of(one[3:], 12, 3) for one in upload.split(b"\x1b&\x03")[1:]]

    assert [_widest_stroke_dots(rows) for rows in loaded] == [2] * 15
    assert _widest_stroke_dots(font_a("Н")) == 2
    assert _widest_stroke_dots(font_a("Н", emphasised=True)) == 3


@pytest.mark.parametrize("emphasised", [False, True])
def test_a_loaded_letter_is_read_as_no_other(emphasised: bool) -> None:
    read = {letter: known_glyphs()[font_a(letter, emphasised)] for letter in KAZAKH_LETTERS}

    assert read == {letter: letter for letter in KAZAKH_LETTERS}


@pytest.mark.parametrize("emphasised", [False, True])
def test_all_letters_digits_and_signs_have_cells_of_their_own(emphasised: bool) -> None:
    letters = ALPHABET + ALPHABET.lower() + "".join(map(chr, range(0x21, 0x7F))) + "«»№–—"

    cells = {letter: font_a(letter, emphasised) for letter in letters}

    assert all(len(rows) == 24 and any(rows) for rows in cells.values())
    assert all(0 <= row < 1 << 12 for rows in cells.values() for row in rows)
    assert cells["Қ"] != cells["К"]
    assert not has_cell("林")


def test_columns_hold_the_same_dots_as_rows() -> None:
    rows = font_a("Қ")

    columns = columns_24(rows)

    for x in range(12):
        column = int.from_bytes(columns[3 * x : 3 * x + 3], "big")
        for y in range(24):
            assert column >> (23 - y) & 1 == rows[y] >> (11 - x) & 1
