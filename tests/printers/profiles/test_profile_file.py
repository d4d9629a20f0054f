"""Profiles are checked data; a fault is named with its key."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from kezek_core.papers.slips import TicketSlip
from kezek_printers.emulator.reading import read_papers
from kezek_printers.encode.encode import encode
from kezek_printers.encode.escpos import ending
from kezek_printers.errors import BrokenProfile, UnknownProfile
from kezek_printers.profiles.printer_profile import Acknowledgement, Strategy
from kezek_printers.profiles.profile_file import load_profile, profile_names, read_profile

MakeSlip = Callable[..., TicketSlip]

SOUND = """
columns = 48
width_dots = 576
strategy = "codepage"
kazakh_page = 53

[sources]
columns = "here"
width_dots = "here"
strategy = "here"
kazakh_page = "here"
"""


@pytest.mark.parametrize("name", profile_names())
def test_every_shipped_profile_is_sound_and_says_where_from(name: str) -> None:
    profile = load_profile(name)

    assert profile.name == name
    assert profile.description
    assert profile.sources["strategy"]
    assert profile.columns * 12 <= profile.width_dots


def test_all_four_strategies_are_shipped() -> None:
    shipped = {load_profile(name).strategy for name in profile_names()}

    assert shipped == set(Strategy)


def test_the_default_profile_is_the_virtual_printer() -> None:
    assert load_profile("default") == load_profile("virtual-80")


@pytest.mark.parametrize("name", ["epson", "../profile", "virtual-80.toml", ""])
def test_an_unknown_profile_is_answered_with_the_known_ones(name: str) -> None:
    with pytest.raises(UnknownProfile, match=r"epson-tm-t20.*virtual-80.*kezek\.toml"):
        load_profile(name)


@pytest.mark.parametrize(
    ("line", "instead", "fault"),
    [
        ("columns = 48", "columns = 49", "columns.*at most 48.*49"),
        ("columns = 48", "columns = true", "columns.*whole number.*true"),
        ("columns = 48", "columns = 4", "columns.*from 24 to 64.*4"),
        ("columns = 48", "", "columns.*whole number.*nothing"),
        ("width_dots = 576", "width_dots = 580", "width_dots.*multiple of 8"),
        ('"codepage"', '"telepathy"', "strategy.*codepage, glyphs, inline, raster.*telepathy"),
        ('"codepage"', '"glyphs"', "russian_page.*866"),
        ("kazakh_page = 53", "kazakh_page = 256", "kazakh_page.*0 to 255"),
        ("kazakh_page = 53\n\n", "\n", "sources.kazakh_page|kazakh_page"),
        ("kazakh_page = 53\n", "kazakh_page = 53\ncutter = true\n", r"sources\.cutter"),
        ("kazakh_page = 53\n", "kazakh_page = 53\ncolour = 1\n", "colour.*unknown key"),
        ('strategy = "here"', 'strategy = "here"\npaper = "here"', r"sources\.paper"),
        ("columns = 48", "columns = ", "TOML"),
    ],
)
def test_a_fault_is_named_with_its_key_and_what_was_expected(
    line: str, instead: str, fault: str
) -> None:
    text = SOUND.replace(line, instead, 1)

    with pytest.raises(BrokenProfile, match=fault):
        read_profile(text, "mine")


def test_a_sound_profile_of_ones_own_is_read() -> None:
    profile = read_profile(SOUND, "mine")

    assert (profile.name, profile.kazakh_page, profile.cutter) == ("mine", 53, True)


@pytest.mark.parametrize("name", profile_names())
def test_a_profile_of_hardware_says_what_nobody_verified(name: str) -> None:
    profile = load_profile(name)
    if name.startswith(("virtual", "generic")):
        return

    said = " ".join(profile.sources.values())

    assert "not verified on hardware" in said or "confirm with a test print" in said


def test_a_presenter_takes_the_place_of_the_cut() -> None:
    profile = load_profile("custom-vkp80")

    assert ending(profile) == bytes.fromhex("1c50 10 00 45 00")
    assert ending(load_profile("virtual-80")) == bytes.fromhex("1d56 42 00")
    assert ending(load_profile("xprinter-58")) == bytes.fromhex("1b64 04")


def test_an_office_s_own_profile_is_a_file_like_ours(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    shipped = files("kezek_printers") / "profiles" / "data" / "epson-tm-t20.toml"
    own.write_text(shipped.read_text("utf-8"), "utf-8")

    profile = load_profile(str(own))

    assert profile == replace(load_profile("epson-tm-t20"), name=str(own))


def test_an_own_profile_that_is_not_there_says_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(UnknownProfile, match=r"absent\.toml.*correct the path.*kezek\.toml"):
        load_profile(str(tmp_path / "absent.toml"))


def test_every_printer_of_python_escpos_s_table_prints_kazakh(make_slip: MakeSlip) -> None:
    from escpos.capabilities import CAPABILITIES  # late: it takes half a second

    papers = {}
    for name in CAPABILITIES["profiles"]:
        # The others have paper that no ticket fits on, or that the table does not know.
        with suppress(UnknownProfile):
            profile = load_profile(f"escpos:{name}")
            papers[name] = read_papers(encode(make_slip(), profile), profile)[0]

    assert len(papers) > 20
    assert [name for name, paper in papers.items() if paper.faults or not paper.marks] == []


def test_a_printer_of_the_table_takes_its_paper_and_pages_from_it() -> None:
    profile = load_profile("escpos:TM-T88V")

    assert (profile.strategy, profile.kazakh_page) == (Strategy.CODEPAGE, 53)
    assert (profile.columns, profile.width_dots) == (42, 512)
    assert profile.native_qr is True
    assert (profile.acknowledgement, profile.answers_status) == (Acknowledgement.NONE, False)


def test_a_printer_the_table_lacks_is_answered_with_near_ones() -> None:
    with pytest.raises(UnknownProfile, match=r"TM-T88.*got 'TM-T88X'.*kezek\.toml"):
        load_profile("escpos:TM-T88X")
