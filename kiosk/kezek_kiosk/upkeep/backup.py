"""Backups: one file that holds a consistent office, and a restore that proves it before use."""

from __future__ import annotations

import errno
import os
import shutil
import tarfile
import tempfile
import zlib
from itertools import count
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from kezek_kiosk.access.staff_schema import STAFF
from kezek_kiosk.errors import KioskError
from kezek_kiosk.open_office import URL_VARIABLE, database_url
from kezek_kiosk.settings.database_url import set_database_url, sync_directory
from kezek_kiosk.settings.file import load_settings
from kezek_kiosk.upkeep.move import target_url
from kezek_kiosk.upkeep.proof_text import fault
from kezek_queue import SystemClock, look_at
from kezek_queue.carrying import carried, copy_office
from kezek_queue.errors import ArchiveMissingError
from kezek_queue.store import DATABASE_FILE as DATABASE

if TYPE_CHECKING:
    from kezek_queue import Proof

KEPT = ("office.toml", "kezek.toml", "secrets.toml", "agent-token", "standards", "translations")
"""What a backup holds beside the database; papers of the virtual printer are not kept."""

ARCHIVES = "archive-*.db"
"""Old years that were moved out of the database."""

NEEDED = ("office.toml", "secrets.toml")
"""Without them a backup could not be restored, and one that cannot is worse than none."""

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""The disk is full, or the user's share of it."""

UNPROVEN = ".unproven"
"""Ends the name of a directory that holds an office which could not be proven."""

UNREADABLE = (tarfile.TarError, zlib.error, EOFError, OSError)
"""What a file raises that is no backup, or only a part of one."""


class BackupError(KioskError, OSError):
    """A backup could not be written or is not one."""

    code = "backup"


class UnprovenBackupError(BackupError):
    """A backup says something else than its journal proves; it was put aside."""

    code = "backup_unproven"


def back_up(data_dir: Path, target: Path) -> int:
    """Write a consistent copy of the office, also while it runs.

    Args:
        data_dir: the office.
        target: a new ``.tar.gz``; it holds keys, so only the owner may read it.

    Returns:
        Its size in bytes.
    """
    url = database_url(data_dir, load_settings(data_dir))
    for name in NEEDED if url else (DATABASE, *NEEDED):
        if not (data_dir / name).is_file():
            raise BackupError(
                f"expected an office in {data_dir}, found no {name}; check --data, or bring that "
                "file back from the last backup"
            )
    if target.exists():
        raise BackupError(f"expected a new file at {target}, one is there; choose another name")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".kezek-backup-") as work:
        snapshot, unfinished = Path(work) / DATABASE, Path(work) / "unfinished.tar.gz"
        copy_office(data_dir, snapshot, database_url=url, beside=(STAFF,))
        _pack(data_dir, snapshot, unfinished)
        unfinished.chmod(0o600)
        unfinished.rename(target)
    sync_directory(target.parent)
    return target.stat().st_size


def restore(archive: Path, data_dir: Path, *, to: str | None = None) -> Proof:
    """Unpack a backup into a new directory; it is put in place only when it is proven.

    A backup whose chain or tables are not sound is kept beside it, under the directory's name and
    ``.unproven``: nobody works with it unasked, and nothing of it is lost.

    Args:
        archive: what ``back_up`` wrote.
        data_dir: a directory that does not exist yet, or is empty.
        to: where its database shall be: ``postgresql://...``, or ``sqlite`` for a file; None for
            where its settings say.

    Returns:
        What the proof found: the chain holds and every table says what the journal tells.

    Raises:
        BackupError: the directory is taken, or the file is no backup.
        OfficeInTargetError: the server holds this office already.
        UnprovenBackupError: it was forged or damaged, or lacks archives; the message says where it
            lies.
    """
    target = data_dir.absolute()
    if target.exists() and any(target.iterdir()):
        raise BackupError(
            f"expected a new or empty directory at {data_dir}, found files in it; move the old "
            "office away first, it may be needed as evidence"
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    unpacked = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        _unpack(archive, unpacked)
        (unpacked / "papers").mkdir()
        try:
            proof = _proven(unpacked)
        except ArchiveMissingError as error:  # the backup was made while it was away
            place = _aside(target)
            unpacked.rename(place)
            raise _incomplete(archive, str(error.facts["missing"]), place) from error
        if proof.sound:
            proof, place = _settled(unpacked, to, proof), target
        else:
            set_database_url(unpacked, "")  # looked at where it lies, and not on a server
            place = _aside(target)
        unpacked.rename(place)
    except BaseException:
        shutil.rmtree(unpacked, ignore_errors=True)
        raise
    if not proof.sound:
        raise _unproven(archive, proof, place)
    return proof


def _settled(office: Path, to: str | None, proof: Proof) -> Proof:
    """Carry a proven office from its file to where its settings say; the file goes then."""
    if to is not None:
        set_database_url(office, target_url(to) or "")
    url = database_url(office, load_settings(office))
    if to is not None and url != target_url(to):
        raise BackupError(
            f"expected {URL_VARIABLE} to be unset, or to name the same as --to: it goes before "
            "kezek.toml, and the restored office would not be found; unset it and try again"
        )
    if url is None:
        return proof
    with carried(
        office, source_url=None, target=url, clock=SystemClock(), beside=(STAFF,)
    ) as found:
        proof = found.proof
    for file in office.glob(f"{DATABASE}*"):
        file.unlink()
    return proof


def _pack(data_dir: Path, snapshot: Path, archive: Path) -> None:
    # A link is packed as the file that it leads to: the restored office stands alone.
    with tarfile.open(archive, "w:gz", dereference=True) as tar:
        tar.add(snapshot, DATABASE)
        for name in (*KEPT, *sorted(each.name for each in data_dir.glob(ARCHIVES))):
            if (data_dir / name).exists():
                tar.add(data_dir / name, name)
    with archive.open("rb") as written:
        os.fsync(written.fileno())


def _unpack(archive: Path, into: Path) -> None:
    try:
        with tarfile.open(archive, "r:gz") as tar:
            for member in tar:
                _unpack_member(tar, member, into)
    except BackupError:
        raise
    except UNREADABLE as error:
        if getattr(error, "errno", None) in NO_ROOM:
            raise BackupError(
                f"expected room for the office in {into.parent}, there is none left; nothing "
                "was restored: free some space on that disk and try again"
            ) from error
        raise BackupError(
            f"expected a backup at {archive}, got: {error}; choose an older backup"
        ) from error
    if not (into / DATABASE).is_file():
        raise BackupError(f"expected {DATABASE} in {archive}, it is not there; choose another file")


def _unpack_member(tar: tarfile.TarFile, member: tarfile.TarInfo, into: Path) -> None:
    """Write one file of a backup; what ``back_up`` never packs is refused.

    `tarfile`'s own filters came with Python 3.11.4, later than Debian 12's Python.
    """
    name = PurePosixPath(member.name)
    kept = name.parts and (name.parts[0] in (DATABASE, *KEPT) or name.match(ARCHIVES))
    ours = kept and ".." not in name.parts
    if not ours or not (member.isfile() or member.isdir()):
        raise BackupError(
            f"expected the files of an office in the backup, found {member.name!r}; nothing was "
            "restored: this file was not written by `kezek backup`"
        )
    target = into / name
    if member.isdir():
        target.mkdir(exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    content = tar.extractfile(member)
    assert content is not None
    # The mode is given at creation: the keys are never readable by others, not for a moment.
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, member.mode & 0o755)
    with content, os.fdopen(handle, "wb") as file:
        shutil.copyfileobj(content, file)
        file.flush()
        os.fsync(file.fileno())
    # Of a catalogue and its compiled form the later one counts.
    os.utime(target, (member.mtime, member.mtime))


def _proven(office: Path) -> Proof:
    with look_at(office, clock=SystemClock()) as reads:
        return reads.prove_office()


def _aside(target: Path) -> Path:
    """Where an office lies that is not proven; what lies there already is not touched."""
    names = (f"{target.name}{UNPROVEN}{number or ''}" for number in count())
    return next(each for each in map(target.with_name, names) if not each.exists())


def _incomplete(archive: Path, missing: str, place: Path) -> UnprovenBackupError:
    return UnprovenBackupError(
        f"expected the archives {missing} in {archive}, they were away when it was made. NOTHING "
        f"WAS PUT IN PLACE: what the backup holds lies in {place}, and works. Put those files into "
        f"that directory, see 'kezek journal verify --data {place}', and rename it; without them "
        "the office works as well, and cannot tell of those years"
    )


def _unproven(archive: Path, proof: Proof, place: Path) -> UnprovenBackupError:
    return UnprovenBackupError(
        f"expected a proven office in {archive}, but {fault(proof)}. NOTHING WAS PUT IN PLACE: "
        f"what the backup holds lies in {place}. Choose an older backup; see all of it with "
        f"'kezek journal verify --data {place}'; whoever must go on with it all the same renames "
        "that directory"
    )
