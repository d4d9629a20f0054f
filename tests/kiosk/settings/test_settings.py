"""kezek.toml: defaults, then the file, then the environment; what is unknown is an error."""

from __future__ import annotations

import re
import stat
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_kiosk.errors import FaultySettingsError, SettingsError
from kezek_kiosk.settings.devices import (
    PanelSettings,
    PrinterSettings,
    ScannerSettings,
    WindowBoardSettings,
)
from kezek_kiosk.settings.file import load_settings, settings_table
from kezek_kiosk.settings.secrets import read_secrets, write_secrets
from kezek_kiosk.settings.settings import LISTS, SECTIONS, Settings

DOCS = Path(__file__).parents[3] / "docs" / "settings.md"


def _load(folder: Path, text: str, **environment: str) -> Settings:
    (folder / "kezek.toml").write_text(text, encoding="utf-8")
    return load_settings(folder, environment)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {}) == Settings()


def test_the_kiosk_of_a_demo_office_is_open_unless_the_file_says_otherwise(tmp_path: Path) -> None:
    opened = load_settings(tmp_path, {}, demo=True)
    (tmp_path / "kezek.toml").write_text("[kiosk]\nopen = false\n")
    closed = load_settings(tmp_path, {}, demo=True)

    assert opened.kiosk.open
    assert not closed.kiosk.open


def test_the_file_goes_before_the_defaults_and_the_environment_before_the_file(
    tmp_path: Path,
) -> None:
    text = "[server]\nport = 9000\nthreads = 16\n[sound]\nvoice = false\n"

    settings = _load(tmp_path, text, KEZEK_SERVER_PORT="9100", KEZEK_SOUND_CHIME="no")

    assert (settings.server.port, settings.server.threads) == (9100, 16)
    assert (settings.sound.voice, settings.sound.chime) == (False, False)


def test_printers_are_listed_with_their_addresses(tmp_path: Path) -> None:
    text = '[[printers]]\nname = "a"\nurl = "usb://"\n[[printers]]\nname = "b"\n'

    settings = _load(tmp_path, text)

    assert settings.printers == (
        PrinterSettings(name="a", url="usb://"), PrinterSettings(name="b"),
    )  # fmt: skip


def test_scanners_are_listed_with_the_screens_beside_them(tmp_path: Path) -> None:
    text = '[[scanners]]\nurl = "serial:///dev/ttyACM1"\nscreen = "entrance"\n[[scanners]]\n'

    settings = _load(tmp_path, text)

    assert settings.scanners == (
        ScannerSettings(url="serial:///dev/ttyACM1", screen="entrance"), ScannerSettings(),
    )  # fmt: skip
    assert _load(tmp_path, "").scanners == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[sever]\nport = 1\n", ("sever", "server")),
        ("[server]\nprot = 1\n", ("server.prot", 'did you mean "port"?')),
        ('[server]\nport = "80"\n', ("server.port", "a whole number")),
        ("[server]\nport = 70000\n", ("server.port", "0 to 65535")),
        ("[server]\nport = true\n", ("server.port", "a whole number")),
        ("[kiosk]\nopen = 1\n", ("kiosk.open", "true or false")),
        ("[kiosk]\nidle_seconds = 0\n", ("kiosk.idle_seconds", "5 to 600")),
        ('[server]\npublic_url = "kezek.local"\n', ("public_url", "http://")),
        ("server = 1\n", ("server", "a table")),
        ("printers = 1\n", ("printers", "[[printers]]")),
        ('[[printers]]\nnmae = "a"\n', ("nmae of the 1st [[printers]]", 'did you mean "name"?')),
        ('[[printers]]\nname = "a"\n[[printers]]\nname = "a"\n', ("printers", "every name once")),
        ("scanners = 1\n", ("scanners", "[[scanners]]")),
        ('[[scanners]]\nscren = "a"\n', ("scren of the 1st", "screen")),
        ("[[scanners]]\n[[scanners]]\n", ("scanners", "every url once")),
        ("[server\n", ("kezek.toml:1:8: ", "closing bracket")),
    ],
)
def test_a_fault_is_named_with_file_key_and_expected_form(
    tmp_path: Path, text: str, named: tuple[str, ...]
) -> None:
    with pytest.raises(SettingsError) as refused:
        _load(tmp_path, text)

    message = str(refused.value)
    assert str(tmp_path / "kezek.toml") in message
    assert all(part in message for part in named), message


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("KEZEK_SERVER_PROT", "1"),
        ("KEZEK_SEVER_PORT", "1"),
        ("KEZEK_SERVER_PORT", "eighty"),
        ("KEZEK_KIOSK_OPEN", "perhaps"),
        ("KEZEK_SERVER", "1"),
    ],
)
def test_a_wrong_variable_is_named(tmp_path: Path, variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match="environment"):
        load_settings(tmp_path, {variable: value})


def test_the_variable_that_names_the_data_directory_is_no_setting(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {"KEZEK_DATA": "x", "KEZEK_TOKEN": "y"}) == Settings()


def test_unknown_variables_are_told_with_their_nearest_and_bury_nothing(tmp_path: Path) -> None:
    wrong = {"KEZEK_SERVER_PROT": "1", "KEZEK_SEVER_PORT": "1", "KEZEK_KIOSK_OPEN": "perhaps"}

    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path, wrong)

    assert str(caught.value).count('did you mean "KEZEK_SERVER_PORT"?') == 2
    assert "KEZEK_KIOSK_OPEN" in str(caught.value)
    assert len(str(caught.value)) < 600


def test_devices_are_read_with_their_lists_and_tables(tmp_path: Path) -> None:
    settings = _load(
        tmp_path,
        "[hall_board]\nurl = 'serial:///dev/ttyS0'\nrows = [5, 6]\n"
        "[[window_boards]]\naddresses = { 1 = 11, 2 = 12 }\n"
        "[[panels]]\nwindow = 3\nlamp_pin = 22\n",
    )

    assert settings.hall_board.rows == (5, 6)
    assert settings.window_boards == (WindowBoardSettings(addresses={"1": 11, "2": 12}),)
    assert settings.panels == (PanelSettings(window=3, lamp_pin=22),)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[hall_board]\nrows = [1, 'two']", "hall_board.rows"),
        ("[hall_board]\nrows = [1, -1]", "hall_board.rows"),
        ("[hall_board]\nrows = 1", "hall_board.rows"),
        ("[[window_boards]]\naddresses = [1]", "window_boards.1.addresses"),
        ("[[window_boards]]\naddresses = { 1 = '1' }", "window_boards.1.addresses.1"),
        ("[[window_boards]]\naddresses = { 1 = true }", "window_boards.1.addresses.1"),
        ("[[panels]]\nnext_pin = 28", "panels.1.next_pin"),
        ("[[panels]]\n[[panels]]", "panels"),
        ("[[panels]]\nwindow = 0\n[[panels]]", "panels.1.window"),
        ("[[ticket_buttons]]\npin = 5\n[[ticket_buttons]]\npin = 5", "ticket_buttons"),
    ],
)
def test_a_device_that_is_set_wrongly_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(FaultySettingsError) as refused:
        _load(tmp_path, text)

    assert [each.key for each in refused.value.problems] == [named]


def test_a_section_of_two_words_is_set_by_the_environment_too(tmp_path: Path) -> None:
    settings = load_settings(tmp_path, {"KEZEK_HALL_BOARD_URL": "serial:///dev/ttyS1"})

    assert settings.hall_board.url == "serial:///dev/ttyS1"
    with pytest.raises(SettingsError, match="in the file"):
        load_settings(tmp_path, {"KEZEK_HALL_BOARD_ROWS": "1"})


def test_an_office_has_no_devices_but_its_printer_until_it_names_them() -> None:
    settings = Settings()

    lists = [getattr(settings, name) for name in LISTS if name != "printers"]
    assert lists == [()] * 4
    assert (settings.hall_board.url, settings.speaker.device, settings.watchdog.device) == (
        "none",
        "none",
        "none",
    )
    assert not settings.machine.checks


@given(st.binary(max_size=200))
def test_no_bytes_in_the_file_lead_to_another_error(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    folder = tmp_path_factory.mktemp("settings")
    (folder / "kezek.toml").write_bytes(raw)

    with suppress(SettingsError):
        assert isinstance(load_settings(folder, {}), Settings)


def test_every_setting_is_documented_and_the_manual_shows_it() -> None:
    manual = DOCS.read_text(encoding="utf-8")

    assert settings_table() in manual
    for section in (*SECTIONS.values(), *(each for each, _ in LISTS.values())):
        for each in fields(section):
            assert len(each.metadata["doc"]) > 15, each.name


def test_a_number_names_its_unit_in_its_key_or_its_text() -> None:
    unit = re.compile(
        r"seconds|minute|hours|days|port|threads|connections|streams|mib|celsius|percent|places|number"
    )
    for section in SECTIONS.values():
        for each in fields(section):
            if each.type == "int":
                assert unit.search(each.name), each.name


def test_the_keys_of_an_office_are_random_and_readable_by_their_owner_alone(tmp_path: Path) -> None:
    made = write_secrets(tmp_path)

    mode = stat.S_IMODE((tmp_path / "secrets.toml").stat().st_mode)
    assert mode == 0o600
    assert len({made.session_key, made.status_key}) == 2
    assert read_secrets(tmp_path) == made


def test_keys_that_exist_are_never_replaced(tmp_path: Path) -> None:
    first = write_secrets(tmp_path)

    assert write_secrets(tmp_path) == first


def test_keys_do_not_show_in_a_log(tmp_path: Path) -> None:
    made = write_secrets(tmp_path)

    assert made.session_key not in repr(made)


@pytest.mark.parametrize(
    "text", ["", "session_key = 1\n", 'session_key = "ab"\nstatus_key = "cd"\n', "[", "ключ = 1"]
)
def test_a_broken_file_of_keys_says_what_to_do(tmp_path: Path, text: str) -> None:
    path = tmp_path / "secrets.toml"
    path.write_text(text)
    path.chmod(0o600)

    with pytest.raises(SettingsError, match="backup"):
        read_secrets(tmp_path)


def test_keys_that_others_can_read_are_refused(tmp_path: Path) -> None:
    write_secrets(tmp_path)
    (tmp_path / "secrets.toml").chmod(0o644)

    with pytest.raises(SettingsError, match="600"):
        read_secrets(tmp_path)


def test_a_missing_file_of_keys_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="kezek init"):
        read_secrets(tmp_path)


def test_an_own_printer_profile_is_looked_for_in_the_data_directory(tmp_path: Path) -> None:
    (tmp_path / "kezek.toml").write_text(
        '[[printers]]\nprofile = "hall.toml"\n\n'
        '[[printers]]\nname = "desk"\nprofile = "virtual-58"\n'
    )

    profiles = [each.profile for each in load_settings(tmp_path).printers]

    assert profiles == [str(tmp_path / "hall.toml"), "virtual-58"]
