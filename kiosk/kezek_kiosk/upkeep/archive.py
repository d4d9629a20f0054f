"""Old years moved from an office's file into one of their own."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from pathlib import Path

from kezek_kiosk.errors import KioskError
from kezek_kiosk.open_office import database_url, open_queue
from kezek_kiosk.processes.data_lock import DataLock
from kezek_kiosk.settings.file import load_settings
from kezek_queue.carrying import Archive, archive_before


class ArchiveOnServerError(KioskError):
    """The office is on a database server, which has its own ways with old rows."""

    code = "archive_on_server"


def archive(data_dir: Path, before: date) -> Archive | None:
    """Move everything of closed days before a date that is over; no server may run.

    Args:
        data_dir: the office.
        before: the first office day that stays.

    Returns:
        The archive; None where nothing lies so far back.

    Raises:
        ArchiveOnServerError: the office has no file.
        DirectoryServedError: a server works on it.
        ArchiveError: it could not be copied; nothing was moved.
    """
    if database_url(data_dir, load_settings(data_dir)):
        raise ArchiveOnServerError(
            "expected an office in a file, this one is on a server; let the server keep old rows "
            "elsewhere (tablespaces), reports read them there"
        )
    with ExitStack() as stack:
        stack.callback(DataLock(data_dir).release)
        with open_queue(data_dir) as queue:
            office_id = queue.office.id
            for catch_up in (queue.summarise_days, queue.pack_slips, queue.pack_journal):
                while catch_up():
                    pass
        return archive_before(data_dir, office_id, before)
