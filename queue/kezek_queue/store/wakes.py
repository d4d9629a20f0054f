"""PostgreSQL tells other processes of a commit (NOTIFY), and a thread of each listens for it.

The notice belongs to the transaction: it is sent when that is durable, and never otherwise. While
nobody listens (a file, or the server is away) whoever waits asks now and then, as ever.
"""

from __future__ import annotations

import logging
import select
import socket
import threading
from contextlib import suppress
from typing import Any

import sqlalchemy as sa

from kezek_queue.journal.commit_signal import Commits
from kezek_queue.schema.prepared import Prepared
from kezek_queue.store.database import Database
from kezek_queue.store.office_lock import lock_number

log = logging.getLogger(__name__)

CHANNEL = "kezek_journal"
LEAST_PAUSE_SECONDS = 0.5
MOST_PAUSE_SECONDS = 30.0
LOCK_TIMEOUT_MS = 5000
"""Somebody carries the office away meanwhile; the next try comes after a pause."""

_NOTIFY = Prepared(
    sa.select(sa.func.pg_notify(CHANNEL, sa.bindparam("notice", type_=sa.Text)).label("sent"))
)


def wake_others(connection: sa.Connection, office_id: str, last_seq: int) -> None:
    """Let every listener know of the journal's new end, once this transaction is durable."""
    if connection.dialect.name == "postgresql":
        _NOTIFY.rows(connection, notice=f"{last_seq} {office_id}")


class Listener:
    """A thread with a connection of its own that passes notices on.

    Args:
        database: on a server; for a file nothing is started.
        office_id: whose notices.
        commits: told of each, and whether somebody listens.
    """

    def __init__(self, database: Database, office_id: str, commits: Commits) -> None:
        self._database = database
        self._office_id = office_id
        self._commits = commits
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        if database.dialect == "postgresql":
            self._bell, self._rope = socket.socketpair()
            self._thread = threading.Thread(target=self._run, name="kezek-listener", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """End the thread; may be called twice."""
        if self._thread is None or self._ended.is_set():
            return
        self._ended.set()
        self._rope.send(b"!")
        self._thread.join()
        self._bell.close()
        self._rope.close()

    def _run(self) -> None:
        pause = LEAST_PAUSE_SECONDS
        said = False
        while not self._ended.is_set():
            try:
                self._listen()
            except (sa.exc.SQLAlchemyError, self._driver_error()) as error:
                if self._commits.told_by_others:
                    pause, said = LEAST_PAUSE_SECONDS, False
                # Once: a server that stays away shall not fill the log.
                log.log(
                    logging.DEBUG if said else logging.WARNING,
                    "%s tells of no commits of others (%s); they are asked for every now and then "
                    "until it does", self._database.place, type(error).__name__,
                )  # fmt: skip
                said = True
            self._commits.listened_to(False)
            select.select([self._bell], [], [], pause)
            pause = min(2 * pause, MOST_PAUSE_SECONDS)

    def _listen(self) -> None:
        """Pass notices on until the thread is to end or the connection is gone."""
        raw = self._database.writing.raw_connection()
        try:
            driver: Any = raw.driver_connection
            driver.autocommit = True
            driver.execute(f"SET lock_timeout = {LOCK_TIMEOUT_MS}")
            # Whoever wants to carry the office away sees by it that somebody works on it.
            driver.execute("SELECT pg_advisory_lock_shared(%s)", (lock_number(self._office_id),))
            driver.execute(f"LISTEN {CHANNEL}")
            self._commits.listened_to(True)
            while not self._ended.is_set():
                ready, _, _ = select.select([driver.fileno(), self._bell], [], [])
                if driver.fileno() in ready:
                    driver.pgconn.consume_input()
                    while notice := driver.pgconn.notifies():
                        self._pass_on(notice.extra.decode())
            # The server notices a closed connection a little later, and a move refuses meanwhile.
            driver.execute("SELECT pg_advisory_unlock_all()")
        finally:
            with suppress(sa.exc.SQLAlchemyError, self._driver_error()):
                raw.invalidate()  # it is of no use for anything else any more
            raw.close()

    def _pass_on(self, notice: str) -> None:
        seq, _, office_id = notice.partition(" ")
        if office_id == self._office_id:
            self._commits.tell(int(seq))

    def _driver_error(self) -> type[Exception]:
        error: type[Exception] = self._database.writing.dialect.loaded_dbapi.Error
        return error
