"""A backup is one file, taken while the office runs, and proven before it is used."""

from __future__ import annotations

import resource
import sqlite3
import tarfile
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest

from kezek_kiosk.upkeep.backup import BackupError, UnprovenBackupError, back_up, restore
from kezek_queue import Queue, SystemClock


def test_a_backup_of_a_running_office_comes_back_with_every_ticket(
    data_dir: Path, tmp_path: Path
) -> None:
    archive, restored = tmp_path / "office.tar.gz", tmp_path / "restored"
    with Queue.open(data_dir, clock=SystemClock()) as queue:
        numbers = [queue.issue("household").ticket.number for _ in range(3)]
        back_up(data_dir, archive)

    proof = restore(archive, restored)

    with Queue.open(restored, clock=SystemClock()) as queue:
        kept = [ticket.number for ticket in queue.snapshot().tickets]
        assert queue.status_token(queue.snapshot().tickets[0].id)
    assert kept == numbers
    assert proof.sound
    assert proof.chain.events >= 3
    assert proof.visits == 3
    assert archive.stat().st_mode & 0o777 == 0o600


def test_a_backup_never_overwrites_and_never_restores_over_an_office(
    data_dir: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "office.tar.gz"
    back_up(data_dir, archive)

    with pytest.raises(BackupError, match="choose another name"):
        back_up(data_dir, archive)
    with pytest.raises(BackupError, match="move the old office away"):
        restore(archive, data_dir)


def test_a_full_disk_is_told_and_no_older_backup_is_advised(data_dir: Path, tmp_path: Path) -> None:
    archive = tmp_path / "office.tar.gz"
    back_up(data_dir, archive)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, hard))
    try:
        with pytest.raises(BackupError, match="free some space") as refused:
            restore(archive, tmp_path / "restored")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert "older backup" not in str(refused.value)
    assert {entry.name for entry in tmp_path.iterdir()} == {archive.name, data_dir.name}


@pytest.mark.parametrize("name", ["office.toml", "secrets.toml"])
def test_no_backup_is_made_that_could_not_be_restored(
    data_dir: Path, tmp_path: Path, name: str
) -> None:
    (data_dir / name).unlink()

    with pytest.raises(BackupError, match=f"found no {name}"):
        back_up(data_dir, tmp_path / "office.tar.gz")

    assert list(tmp_path.iterdir()) == [data_dir]


def test_what_is_no_backup_is_refused_and_nothing_is_left_behind(tmp_path: Path) -> None:
    noise, empty = tmp_path / "noise.tar.gz", tmp_path / "empty.tar.gz"
    noise.write_bytes(b"not a backup")
    with tarfile.open(empty, "w:gz"):
        pass

    for archive in (noise, empty):
        with pytest.raises(BackupError, match="choose"):
            restore(archive, tmp_path / "restored")

    assert not (tmp_path / "restored").exists()
    assert {entry.name for entry in tmp_path.iterdir()} == {"noise.tar.gz", "empty.tar.gz"}


def test_a_directory_without_an_office_has_no_backup(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="check --data"):
        back_up(tmp_path, tmp_path / "office.tar.gz")


def packed(archive: Path, member: tarfile.TarInfo, content: bytes = b"") -> Path:
    """A file that looks like a backup and holds one member nobody packs."""
    member.size = len(content)
    with tarfile.open(archive, "w:gz") as tar:
        tar.addfile(member, BytesIO(content))
    return archive


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("../evil.toml", tarfile.REGTYPE),
        ("standards/../../evil.toml", tarfile.REGTYPE),
        ("/etc/evil.toml", tarfile.REGTYPE),
        ("evil.toml", tarfile.REGTYPE),
        ("office.toml", tarfile.SYMTYPE),
        ("office.toml", tarfile.LNKTYPE),
        ("kezek.db", tarfile.FIFOTYPE),
        ("standards", tarfile.CHRTYPE),
    ],
)
def test_a_backup_that_reaches_outside_the_office_is_refused(
    tmp_path: Path, name: str, kind: bytes
) -> None:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, "/etc/passwd"
    archive = packed(tmp_path / "evil.tar.gz", member, b"x" if kind == tarfile.REGTYPE else b"")

    with pytest.raises(BackupError, match="nothing was restored"):
        restore(archive, tmp_path / "restored")

    assert [entry.name for entry in tmp_path.rglob("*")] == ["evil.tar.gz"]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_backup_that_was_cut_short_is_refused(
    data_dir: Path, tmp_path: Path, share: float
) -> None:
    archive = tmp_path / "office.tar.gz"
    back_up(data_dir, archive)
    whole = archive.read_bytes()
    archive.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(BackupError, match="choose an older backup"):
        restore(archive, tmp_path / "restored")

    assert not (tmp_path / "restored").exists()


def test_the_keys_of_a_restored_office_are_readable_by_their_owner_alone(
    data_dir: Path, tmp_path: Path
) -> None:
    archive, restored = tmp_path / "office.tar.gz", tmp_path / "restored"
    back_up(data_dir, archive)

    restore(archive, restored)

    for name in ("secrets.toml", "agent-token"):
        assert (restored / name).stat().st_mode & 0o777 == 0o600


def test_a_forged_backup_is_put_aside_and_nothing_is_put_in_place(
    data_dir: Path, tmp_path: Path
) -> None:
    archive, wanted = tmp_path / "office.tar.gz", tmp_path / "restored"
    with Queue.open(data_dir, clock=SystemClock()) as queue:
        queue.issue("household")
    with closing(sqlite3.connect(data_dir / "kezek.db")) as database:
        database.execute("UPDATE tickets SET state = 'served'")
        database.commit()
    back_up(data_dir, archive)

    progress = []
    for _ in range(2):
        with pytest.raises(UnprovenBackupError, match="NOTHING WAS PUT IN PLACE") as refused:
            restore(archive, wanted)
        progress.append(str(refused.value))

    assert not wanted.exists()
    assert "state is served, the journal proves waiting" in progress[0]
    aside = sorted(each.name for each in tmp_path.glob("restored*"))
    assert aside == ["restored.unproven", "restored.unproven1"]
    with Queue.open(tmp_path / "restored.unproven", clock=SystemClock()) as queue:
        assert not queue.prove_office().sound
