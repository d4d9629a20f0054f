"""The address of the database: which are taken, and that no password in one is ever shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kezek_kiosk.cli import main
from kezek_kiosk.errors import SettingsError
from kezek_kiosk.open_office import database_url, open_queue, open_staff
from kezek_kiosk.settings.file import load_settings
from kezek_kiosk.upkeep.backup import BackupError, back_up, restore
from kezek_queue.errors import DatabaseAddressError, StorageError
from kezek_queue.store import read_address, shown_address

SECRET = "correct-horse"
NOWHERE = f"postgresql://kezek:{SECRET}@/office?host=/nowhere"

COMMANDS = [
    ("issue", "household"),
    ("queue",),
    ("report", "waits"),
    ("clock",),
    ("users", "list"),
    ("tokens", "list"),
    ("journal", "verify"),
    ("backup", "office.tar.gz"),
    ("check",),
]


@pytest.fixture
def elsewhere(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo office, told that its database is on a server that is not there."""
    monkeypatch.setenv("KEZEK_DATABASE_URL", NOWHERE)
    return data_dir


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_an_address_is_read_whatever_its_name_for_the_driver(scheme: str) -> None:
    address = read_address(f"{scheme}://kezek@db.local:5433/office")

    assert address.drivername == "postgresql+psycopg"
    assert (address.host, address.port, address.database) == ("db.local", 5433, "office")


@pytest.mark.parametrize(
    "text",
    [
        f"mysql://kezek:{SECRET}@db/office",
        f"sqlite:///{SECRET}.db",
        f"kezek:{SECRET}@db/office",
        f"postgresql://kezek:{SECRET}@db:port/office",
        f"postgresql://kezek:p@{SECRET}@db/office",
        f"postgresql://kezek:p@s/{SECRET}@db/office",
        SECRET,
        "",
    ],
)
def test_what_is_no_address_is_refused_without_a_word_of_it(text: str) -> None:
    with pytest.raises(DatabaseAddressError, match="postgresql://user@host/name") as caught:
        read_address(text)

    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize(
    "text",
    [
        f"postgresql://kezek:{SECRET}@db/office",
        f"postgresql://kezek@db/office?password={SECRET}",
        f"postgresql://kezek@db/office?sslpassword={SECRET}&sslmode=require",
        f"postgresql://kezek@db/office?PASSWORD={SECRET}",
    ],
)
def test_an_address_is_shown_without_its_password(text: str) -> None:
    shown = shown_address(text)

    assert SECRET not in shown
    assert shown.startswith("postgresql://kezek")
    assert "@db/office" in shown


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_no_command_shows_the_password_of_a_database_that_does_not_answer(
    elsewhere: Path, command: tuple[str, ...], caplog: pytest.LogCaptureFixture
) -> None:
    result = CliRunner().invoke(main, [*command, "--data", str(elsewhere)])

    assert result.exit_code == 1
    assert "postgresql://kezek:***@/office?host=" in result.output
    assert SECRET not in result.output
    assert SECRET not in caplog.text
    assert "Traceback" not in result.output


def test_settings_do_not_show_the_address_in_a_log(data_dir: Path) -> None:
    settings = load_settings(data_dir, {"KEZEK_DATABASE_URL": NOWHERE})

    assert settings.database.url == NOWHERE
    assert SECRET not in repr(settings)


def test_an_address_in_the_wrong_form_is_not_shown_either(data_dir: Path) -> None:
    (data_dir / "kezek.toml").write_text(f'[database]\nurl = ["{NOWHERE}"]\n')

    with pytest.raises(SettingsError, match=r"database\.url") as caught:
        load_settings(data_dir, {})

    assert SECRET not in str(caught.value)


def test_the_file_in_the_directory_is_the_database_until_the_settings_name_another(
    data_dir: Path,
) -> None:
    settings = load_settings(data_dir, {})

    assert database_url(data_dir, settings) is None
    with open_queue(data_dir, settings=settings) as queue:
        assert queue.snapshot().tickets == ()


def test_queue_and_staff_go_to_the_same_database(elsewhere: Path) -> None:
    for opened in (lambda: open_queue(elsewhere), lambda: open_staff(elsewhere).__enter__()):
        with pytest.raises(StorageError, match="/nowhere"):
            opened()


@pytest.mark.parametrize("address", [NOWHERE, f"postgresql://db/office?password={SECRET}"])
def test_a_file_with_a_password_must_be_its_owners_alone(data_dir: Path, address: str) -> None:
    file = data_dir / "kezek.toml"
    file.write_text(f'[database]\nurl = "{address}"\n')
    file.chmod(0o640)
    settings = load_settings(data_dir, {})

    with pytest.raises(SettingsError, match="chmod 600") as caught:
        database_url(data_dir, settings)
    file.chmod(0o600)

    assert SECRET not in str(caught.value)
    assert database_url(data_dir, settings) == address


def test_an_option_that_the_driver_does_not_know_is_named(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEZEK_DATABASE_URL", f"postgresql://k:{SECRET}@db/office?pasword={SECRET}")

    with pytest.raises(DatabaseAddressError, match="unknown option 'pasword'") as caught:
        open_queue(data_dir)

    assert SECRET not in str(caught.value)


def test_an_address_without_a_password_may_be_read_by_all(data_dir: Path) -> None:
    file = data_dir / "kezek.toml"
    file.write_text('[database]\nurl = "postgresql://kezek@db/office"\n')
    file.chmod(0o644)

    assert database_url(data_dir, load_settings(data_dir, {})) == "postgresql://kezek@db/office"


def test_a_backup_of_a_server_that_does_not_answer_leaves_nothing_behind(
    elsewhere: Path, tmp_path: Path
) -> None:
    target = tmp_path / "backups" / "office.tar.gz"

    with pytest.raises(StorageError, match="/nowhere") as caught:
        back_up(elsewhere, target)

    assert SECRET not in str(caught.value)
    assert list(target.parent.iterdir()) == []


def test_a_backup_is_not_restored_where_the_server_of_the_settings_does_not_answer(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, restored = tmp_path / "office.tar.gz", tmp_path / "restored" / "data"
    back_up(data_dir, archive)
    monkeypatch.setenv("KEZEK_DATABASE_URL", NOWHERE)

    with pytest.raises(StorageError, match="/nowhere") as caught:
        restore(archive, restored)

    assert SECRET not in str(caught.value)
    assert list(restored.parent.iterdir()) == []


def test_a_restore_into_another_place_than_the_variable_names_is_refused(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, restored = tmp_path / "office.tar.gz", tmp_path / "restored" / "data"
    back_up(data_dir, archive)
    monkeypatch.setenv("KEZEK_DATABASE_URL", NOWHERE)

    with pytest.raises(BackupError, match="KEZEK_DATABASE_URL to be unset") as caught:
        restore(archive, restored, to="sqlite")

    assert SECRET not in str(caught.value)
    assert list(restored.parent.iterdir()) == []


def test_an_office_whose_server_does_not_answer_is_not_half_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEZEK_DATABASE_URL", NOWHERE)
    place = tmp_path / "new"

    result = CliRunner().invoke(main, ["init", "--demo", "--data", str(place / "data")])

    assert result.exit_code == 1
    assert SECRET not in result.output
    assert list(place.iterdir()) == []
