"""An office moves from its file to a server and back; it is backed up and restored in both."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kezek_kiosk.cli import main
from kezek_kiosk.open_office import look_at_office, open_queue, open_staff
from kezek_kiosk.processes.data_lock import DataLock, DirectoryServedError
from kezek_kiosk.settings.file import load_settings
from kezek_kiosk.upkeep import move as moving
from kezek_kiosk.upkeep.backup import back_up, restore
from kezek_kiosk.upkeep.move import MoveError, move
from kezek_queue.errors import CarryError, DatabaseMissingError, OfficeInTargetError

pytestmark = pytest.mark.postgresql


@pytest.fixture
def server(cluster: Any) -> str:
    """The address of an empty database."""
    return str(cluster.database())


@pytest.fixture
def office(data_dir: Path) -> Path:
    """The demo office with two visitors."""
    with open_queue(data_dir) as queue:
        queue.issue("household")
        queue.issue("household")
    return data_dir


def kezek(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def numbers(data_dir: Path) -> list[str]:
    with look_at_office(data_dir) as reads:
        return [ticket.number for ticket in reads.snapshot().tickets]


def test_an_office_moves_to_a_server_and_back_with_everybody_in_it(
    office: Path, server: str
) -> None:
    there = kezek("move", "--to", server, "--data", str(office))
    with open_queue(office) as queue:
        queue.issue("household")
    on_server = sorted(each.name for each in office.glob("kezek.db*"))
    back = kezek("move", "--to", "sqlite", "--data", str(office))

    assert there.exit_code == back.exit_code == 0, there.output + back.output
    assert on_server == ["kezek.db.before-move"]
    assert (office / "kezek.db.before-move").stat().st_mode & 0o777 == 0o600
    assert "the chain is unbroken" in there.output
    assert "kezek.db.before-move" in there.output
    assert numbers(office) == ["K001", "K002", "K003"]
    assert load_settings(office, {}).database.url == ""
    assert (office / "kezek.toml").read_text().startswith("# Every key has a default")
    assert "operator8" in kezek("users", "list", "--data", str(office)).output


@pytest.mark.parametrize(
    ("language", "moved", "served", "there", "wrong"),
    [
        (
            "kk",
            "Мекеменің қазіргі орны",
            "пайдаланып тұр",
            "қазірдің өзінде сонда",
            "деп басталатын",
        ),
        ("ru", "Учреждение теперь здесь", "занят процесс", "учреждение уже там", "начинается с"),
    ],
)
def test_a_move_is_told_in_the_language_of_the_reader(
    office: Path, server: str, monkeypatch: pytest.MonkeyPatch,
    language: str, moved: str, served: str, there: str, wrong: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("KEZEK_LANGUAGE", language)
    data = ("--data", str(office))

    lock = DataLock(office)
    refused = kezek("move", "--to", server, *data)
    lock.release()
    done = kezek("move", "--to", server, *data)

    assert served in refused.output
    assert moved in done.output
    assert "docs/how-to/moving.md" in done.output
    assert there in kezek("move", "--to", server, *data).output
    assert wrong in kezek("move", "--to", "mysql://db/office", *data).output


def test_an_office_that_a_server_has_open_does_not_move(office: Path, server: str) -> None:
    lock = DataLock(office)

    with pytest.raises(DirectoryServedError, match="stop that one first"):
        move(office, server)
    lock.release()

    assert numbers(office) == ["K001", "K002"]
    assert move(office, server).carried.proof.sound


@pytest.mark.parametrize("there", [False, True])
def test_an_office_does_not_move_to_where_it_is(office: Path, server: str, there: bool) -> None:
    if there:
        move(office, server)

    with pytest.raises(MoveError, match="is there already"):
        move(office, server if there else "sqlite")


def test_a_move_that_is_stopped_says_that_nothing_has_moved(
    office: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(moving, "set_database_url", stopped)
        result = kezek("move", "--to", server, "--data", str(office))

    assert result.exit_code == 130
    assert "the office is where it was; the same command begins again" in result.output
    assert numbers(office) == ["K001", "K002"]
    assert move(office, server).carried.before


def test_a_move_back_that_was_cut_before_the_switch_goes_on(
    office: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise OSError("the power is gone")

    move(office, server)
    with monkeypatch.context() as patched:
        patched.setattr(moving, "set_database_url", cut)
        with pytest.raises(OSError, match="power"):
            move(office, "sqlite")
    on_server = numbers(office)

    assert move(office, "sqlite").carried.before
    assert on_server == numbers(office) == ["K001", "K002"]


def test_settings_that_cannot_be_switched_are_told_before_anything_is_carried(
    office: Path, server: str
) -> None:
    (office / "kezek.toml").write_text('database = {url = ""}\n')

    result = kezek("move", "--to", server, "--data", str(office))

    assert result.exit_code == 1
    assert "written in another way" in result.output
    assert numbers(office) == ["K001", "K002"]


def test_whoever_has_the_address_in_a_variable_is_told_to_change_it(
    office: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    move(office, server)
    monkeypatch.setenv("KEZEK_DATABASE_URL", server)

    result = kezek("move", "--to", "sqlite", "--data", str(office))

    assert "unset it" in result.output
    with pytest.raises(DatabaseMissingError, match="was moved away"):
        open_queue(office)


def test_a_forged_office_does_not_move(office: Path, server: str) -> None:
    with closing(sqlite3.connect(office / "kezek.db")) as database, database:
        database.execute("UPDATE tickets SET state = 'served'")

    with pytest.raises(CarryError, match="kezek journal verify"):
        move(office, server)

    assert load_settings(office, {}).database.url == ""
    assert (office / "kezek.db").exists()


def test_a_backup_of_a_server_is_restored_into_a_file_or_another_server(
    office: Path, server: str, cluster: Any, tmp_path: Path
) -> None:
    archive, elsewhere = tmp_path / "office.tar.gz", str(cluster.database())
    move(office, server)
    with open_queue(office) as queue:
        back_up(office, archive)
        queue.issue("household")

    in_file = restore(archive, tmp_path / "file", to="sqlite")
    on_server = restore(archive, tmp_path / "server", to=elsewhere)

    assert in_file.sound
    assert on_server.sound
    assert numbers(tmp_path / "file") == numbers(tmp_path / "server") == ["K001", "K002"]
    assert not list((tmp_path / "server").glob("kezek.db*"))
    assert load_settings(tmp_path / "server", {}).database.url == elsewhere
    assert "operator8" in kezek("users", "list", "--data", str(tmp_path / "server")).output


def test_a_backup_is_not_restored_over_the_office_of_a_server(
    office: Path, server: str, tmp_path: Path
) -> None:
    archive = tmp_path / "office.tar.gz"
    move(office, server)
    back_up(office, archive)
    with open_queue(office) as queue:
        queue.issue("household")

    with pytest.raises(OfficeInTargetError, match="another state of it"):
        restore(archive, tmp_path / "again")

    assert numbers(office) == ["K001", "K002", "K003"]
    assert not (tmp_path / "again").exists()


def test_a_forged_backup_of_a_server_is_put_aside_as_a_file(
    office: Path, server: str, tmp_path: Path
) -> None:
    archive = tmp_path / "office.tar.gz"
    move(office, server)
    with open_staff(office) as store:
        store.write(lambda c: c.exec_driver_sql("UPDATE tickets SET state = 'served'"))
    back_up(office, archive)

    with pytest.raises(OSError, match="NOTHING WAS PUT IN PLACE"):
        restore(archive, tmp_path / "again")

    verified = kezek("journal", "verify", "--data", str(tmp_path / "again.unproven"))
    assert verified.exit_code == 1
    assert (tmp_path / "again.unproven" / "kezek.db").exists()
