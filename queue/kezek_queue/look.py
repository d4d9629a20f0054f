"""Looking at an office without touching it: no event, no sign of life, no thread that writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kezek_core.ports import Clock
from kezek_queue.open_office import open_database, read_config
from kezek_queue.queries import Queries


@contextmanager
def look_at(
    data_dir: Path | str, *, clock: Clock, database_url: str | None = None
) -> Iterator[Queries]:
    """The reads of an office, also while it runs; nothing is written, whatever was done to it.

    Whoever opens a queue writes a sign of life, and on another machine its boot: on a file that
    somebody changed that would cover traces.

    Args:
        data_dir: directory with ``office.toml`` and the database; an older one is migrated.
        clock: reads the time.
        database_url: ``postgresql://...``; the file in the directory when not given.

    Raises:
        KezekError: as `kezek_queue.Queue.open`.
    """
    database, config = read_config(Path(data_dir), open_database, None, None, database_url, ())
    try:
        yield Queries(database, config, clock)
    finally:
        database.dispose()
        config.words.release()
