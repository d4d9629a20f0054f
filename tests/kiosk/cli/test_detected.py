"""What a technician reads of ``kezek print detect`` and ``kezek print selftest``."""

from __future__ import annotations

import json
import socket
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from kezek_kiosk.cli import main
from kezek_kiosk.cli.detected import NOTES, Detected, as_text, detect, named_in, to_json
from kezek_kiosk.settings.file import load_settings
from kezek_printers.profiles.detect import FoundPrinter
from kezek_printers.profiles.known_printers import known_printers

TICKETS = FoundPrinter(
    "file:///dev/usb/lp0",
    "EPSON TM-T88V",
    ("epson-tm-t88", "epson-tm-t20"),
    is_certain=True,
    usb_ids="04b8:0202",
)


def _toml(text: str) -> str:
    """The lines that the technician copies."""
    wanted = ("  [[printers]]", "  name", "  url", "  profile")
    return "\n".join(line for line in text.splitlines() if line.startswith(wanted))


def test_the_lines_of_a_found_printer_are_settings_that_kezek_reads(tmp_path: Path) -> None:
    second = FoundPrinter("tcp://10.0.0.7:9100", "10.0.0.7:9100", ("xprinter-80",), False)

    (tmp_path / "kezek.toml").write_text(_toml(as_text(Detected((TICKETS, second), ()))))

    printers = load_settings(tmp_path, {}).printers
    assert [(each.name, each.url, each.profile) for each in printers] == [
        ("hall", "file:///dev/usb/lp0", "epson-tm-t88"),
        ("hall-2", "tcp://10.0.0.7:9100", "xprinter-80"),
    ]


def test_other_profiles_stand_beside_the_first() -> None:
    line = as_text(Detected((TICKETS,), ())).splitlines()[5]

    assert line == '  profile = "epson-tm-t88"  # or epson-tm-t20'
    assert tomllib.loads(line) == {"profile": "epson-tm-t88"}


def test_a_user_who_may_not_open_a_device_reads_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("USER", "kezek")
    locked = FoundPrinter(
        "usb://0fe6:811e", "USB printer", ("xprinter-58",), True, "nosuchgroup",
        usb_ids="0fe6:811e",
    )  # fmt: skip

    text = as_text(Detected((locked,), ()))

    assert "belongs to group nosuchgroup" in text
    assert "sudo usermod -aG nosuchgroup kezek" in text


def test_a_printer_that_libusb_opens_needs_a_rule_too() -> None:
    locked = FoundPrinter(
        "usb://0fe6:811e", "USB printer", ("xprinter-58",), True, "lp", usb_ids="0fe6:811e"
    )

    text = as_text(Detected((locked,), ()))

    assert "group lp" in text
    assert 'ATTR{idVendor}=="0fe6", ATTR{idProduct}=="811e"' in text or "ls -l" in text


def test_an_office_printer_is_told_from_a_receipt_printer() -> None:
    laser = FoundPrinter(
        "file:///dev/usb/lp1", "HP LaserJet", ("generic-80-raster",), True, languages="PJL,PCL"
    )

    assert "speaks PJL,PCL, not ESC/POS" in as_text(Detected((laser,), ()))


def test_every_note_of_the_table_has_words() -> None:
    assert {known.note for known in known_printers() if known.note} == NOTES.keys()


def test_a_machine_without_printers_says_what_to_look_at(tmp_path: Path) -> None:
    text = as_text(detect((), root=tmp_path))

    assert "No printer was found" in text
    assert "--address" in text


def test_a_network_printer_that_listens_is_found(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        found = detect((f"127.0.0.1:{port}",), root=tmp_path)

    assert [each.url for each in found.printers] == [f"tcp://127.0.0.1:{port}"]
    assert found.silent == ()


def test_json_names_everything_a_program_needs() -> None:
    (found,) = to_json(Detected((TICKETS,), ()))["printers"]

    assert found == {
        "url": "file:///dev/usb/lp0",
        "named": None,
        "words": "EPSON TM-T88V",
        "profiles": ["epson-tm-t88", "epson-tm-t20"],
        "certain": True,
        "usb": "04b8:0202",
        "languages": None,
        "may_open": True,
        "group": None,
        "note": None,
    }


def test_the_command_prints_json_and_where_nobody_answered() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    result = CliRunner().invoke(
        main, ["print", "detect", "--json", "--address", f"127.0.0.1:{port}"]
    )

    assert result.exit_code == 0
    answer = json.loads(result.output)
    assert f"127.0.0.1:{port}" in answer["silent"][0]


def test_the_command_refuses_an_address_of_another_form() -> None:
    result = CliRunner().invoke(main, ["print", "detect", "--address", "http://printer/"])

    assert result.exit_code == 1
    assert "HOST or HOST:PORT" in result.output


def test_the_self_test_of_narrow_paper_leaves_the_wide_profiles_out(data_dir: Path) -> None:
    result = CliRunner().invoke(
        main, ["print", "selftest", "--paper", "58", "--data", str(data_dir)]
    )

    assert result.exit_code == 0
    printed = [line.split(":")[0] for line in result.output.splitlines()[:-1]]
    assert printed == ["virtual-58", "xprinter-58", "generic-58-raster"]


def test_the_self_test_shows_every_strategy_on_one_emulated_printer(
    data_dir: Path, tmp_path: Path
) -> None:
    from kezek_printers.emulator.emulator import EmulatedPrinter
    from kezek_printers.profiles.profile_file import load_profile

    with EmulatedPrinter(load_profile("xprinter-80"), tmp_path / "papers") as emulated:
        result = CliRunner().invoke(
            main,
            ["print", "selftest", "--paper", "80", "--data", str(data_dir), "--url", emulated.url],
        )
        papers = [paper.text for paper in reversed(emulated.papers())]

    assert result.exit_code == 0, result.output
    glyphs = [text for text in papers if "xprinter-80 (glyphs)" in text]
    # On paper І, і and һ look like Latin letters, and are sent as these.
    assert "ӘәҒғҚқҢңӨөҰұҮүҺhIi" in glyphs[0]
    for way in ("codepage", "glyphs", "inline"):
        assert any(f"({way})" in text for text in papers), way


def test_a_printer_of_the_office_is_told_by_its_name_and_its_lines_are_not_offered(
    tmp_path: Path,
) -> None:
    (tmp_path / "kezek.toml").write_text(f'[[printers]]\nname = "hall"\nurl = "{TICKETS.url}"\n')
    second = replace(TICKETS, url="tcp://10.0.0.9:9100")
    found = Detected((TICKETS, second), ())

    text = as_text(found, named_in(tmp_path))

    assert "It stands in kezek.toml already, as hall." in text
    assert text.count("[[printers]]") == 1
    assert 'name = "hall-2"' in text
    assert [each["named"] for each in to_json(found, named_in(tmp_path))["printers"]] == [
        "hall", None,
    ]  # fmt: skip


def test_a_directory_without_an_office_names_no_printer(tmp_path: Path) -> None:
    assert named_in(tmp_path / "nowhere") == {}
