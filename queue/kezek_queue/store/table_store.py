"""The office's database for the tables that other rooms keep in it.

A process that runs the queue writes through the queue's one writer (`Queue.store`); a short command
beside it opens a store of its own (`open_store`), and each of its changes is one transaction that
takes the write lock first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

import sqlalchemy as sa

from kezek_queue.schema.table_sets import TableSet
from kezek_queue.store.database import Database, database_at
from kezek_queue.store.revision import bring_up_to_date
from kezek_queue.store.storage_faults import explained
from kezek_queue.store.transaction import hold_office

T = TypeVar("T")
Change = Callable[[sa.Connection], T]


class TableStore:
    """Reads and changes tables; made by `Queue.store` or `open_store`.

    Args:
        office_id: leads every key.
        database: where the tables are.
        run: runs a change and returns its result once it is durable; whatever the change raises
            undoes it.
    """

    def __init__(
        self, office_id: str, database: Database, run: Callable[[Change[Any]], Any]
    ) -> None:
        self.office_id = office_id
        self._database = database
        self._run = run

    def read(self) -> AbstractContextManager[sa.Connection]:
        """One consistent view; nothing can be written through it.

        Raises:
            StorageError: the database cannot be read.
        """
        return self._database.read()

    def write(self, change: Change[T]) -> T:
        """Make a change in one transaction, and return its result once it is durable.

        Args:
            change: reads and writes through the connection it is given, and does nothing else:
                whoever else wants to write waits for it.

        Raises:
            StorageError: the change could not be stored; nothing of it is left.
        """
        return cast(T, self._run(change))


@contextmanager
def open_store(
    data_dir: Path | str,
    office_id: str,
    tables: Sequence[TableSet],
    *,
    database_url: str | None = None,
) -> Iterator[TableStore]:
    """Open tables for a short command, beside a server or without one; neither clock nor journal
    is touched.

    Args:
        data_dir: directory of the office.
        office_id: the office.
        tables: the sets that shall be there; made or migrated first, as `Queue.open` does.
        database_url: ``postgresql://...``; the file in the directory when not given.

    Raises:
        DatabaseMissingError: no database was made yet.
        DatabaseTooNewError: a newer Kezek wrote it.
        StorageError: it cannot be used.
    """
    database = database_at(Path(data_dir), database_url)

    def run(change: Change[Any]) -> Any:
        with (
            explained(database.place),
            database.writing.connect() as connection,
            connection.begin(),
        ):
            hold_office(connection, office_id)
            return change(connection)

    try:
        bring_up_to_date(database, tables)
        yield TableStore(office_id, database, run)
    finally:
        database.dispose()
