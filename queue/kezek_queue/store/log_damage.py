"""Changes that a damaged write-ahead log (WAL) still holds, and SQLite passes over in silence.

SQLite takes a log over up to the first frame that does not hold: a power cut leaves such a frame,
in the one transaction that nobody was answered for. Several transactions behind it were durable
before the frame was damaged: answers that were given are lost. The log is a head of 32 bytes, then
frames, each a head of 24 bytes and a page; a sum goes on from each to the next, and all have the
salts of the head, which are others after each new beginning of the log.
"""

from __future__ import annotations

import logging
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

log = logging.getLogger(__name__)

DAMAGED = "-wal.damaged-"
READS = 3
"""Somebody else may write meanwhile: what counts was read twice alike."""

HEAD_BYTES = 32
FRAME_HEAD_BYTES = 24
ORDERS = {0x377F0682: "<", 0x377F0683: ">"}
"""The byte order of the sums, by the first word of the head."""

LARGEST_PAGE_BYTES = 65536
"""Written as 1."""

WORD = 0xFFFFFFFF

Sum = tuple[int, int]


@dataclass(frozen=True, slots=True)
class LogDamage:
    """Where a log stops to hold, and what lies behind.

    Args:
        frame: the first one that does not hold, counted from 1; 0 is the head.
        lost: transactions behind it that were durable for certain, at least one.
    """

    frame: int
    lost: int


def keep_damaged_log(database: Path, page_bytes: int) -> Path | None:
    """Copy a log that lost transactions, before an opening of its database writes it over.

    Args:
        database: the file. It is not touched: a program that opens and closes it beside SQLite
            takes the locks of its own connections away.
        page_bytes: of the database.

    Returns:
        The copy beside the database, as private as the log itself; None for a log that is sound.
    """
    content = _read(_log_of(database))
    damage = None
    for _ in range(READS):
        damage = find_damage(content, page_bytes)
        before, content = content, _read(_log_of(database)) if damage else content
        if content == before:
            break
    if damage is None or content != before:
        return None
    copy = _keep(database, content)
    log.error(
        "the write-ahead log of %s is damaged at frame %s: at least %s changes that were answered "
        "are lost; the log is kept as %s", database, damage.frame, damage.lost, copy.name,
    )  # fmt: skip
    return copy


def _keep(database: Path, content: bytes) -> Path:
    for kept in damaged_logs(database):
        if _read(kept) == content:
            return kept
    at = datetime.now(UTC)
    copy = database.with_name(f"{database.name}{DAMAGED}{at:%Y%m%dT%H%M%S%fZ}")
    copy.touch(0o600)
    copy.write_bytes(content)
    return copy


def damaged_logs(database: Path) -> list[Path]:
    """The damaged logs that openings kept; somebody who has looked at one takes it away."""
    return sorted(database.parent.glob(f"{database.name}{DAMAGED}*"))


def forget_content(database: Path) -> None:
    """Empty the kept logs, which name people as the database does; that they were stays."""
    for each in damaged_logs(database):
        each.write_bytes(b"")


def find_damage(content: bytes, page_bytes: int) -> LogDamage | None:
    """The transactions that a log holds behind its first frame that does not hold.

    Args:
        content: the whole log; an empty one is sound.
        page_bytes: of the database; counts where the head of the log does not hold.

    Returns:
        None also for what a power cut leaves, however often: a single transaction, and behind it
        others of a single one each, whose sums do not go on from one to the next.
    """
    head = content[:HEAD_BYTES]
    order = ORDERS.get(int.from_bytes(head[:4], "big"), "<")
    holds = len(head) == HEAD_BYTES and _sum(head[:24], (0, 0), order) == _words(head[24:])
    if holds:
        written = int.from_bytes(head[8:12], "big")
        page_bytes = LARGEST_PAGE_BYTES if written == 1 else written
    frames = _frames(content, page_bytes)
    salts = head[16:24] if holds else content[HEAD_BYTES + 8 : HEAD_BYTES + 16]
    last = _words(head[24:]) if len(head) == HEAD_BYTES else (0, 0)
    bad: int | None = None if holds else 0
    commits: int | None = None if holds else 0
    most = 0
    for number, frame in enumerate(frames, 1):
        stored = _words(frame[16:24])
        goes_on = _sum(frame[:8] + frame[FRAME_HEAD_BYTES:], last, order) == stored
        is_ours = frame[8:16] == salts
        last = stored
        if bad is None and not (goes_on and is_ours):
            bad, commits = number, 0 if goes_on or is_ours else None
        elif bad is not None and not goes_on:
            commits = 0 if is_ours else None
        if commits is not None and any(frame[4:8]):
            commits += 1
            most = max(most, commits)
    # The last of them may be the one that nobody was answered for.
    return None if bad is None or most < 2 else LogDamage(bad, most - 1)


def _frames(content: bytes, page_bytes: int) -> Iterator[bytes]:
    length = FRAME_HEAD_BYTES + page_bytes
    for start in range(HEAD_BYTES, len(content) - length + 1, length):
        yield content[start : start + length]


def _sum(data: bytes, last: Sum, order: str) -> Sum:
    first, second = last
    for low, high in struct.iter_unpack(f"{order}II", data):
        first = (first + low + second) & WORD
        second = (second + high + first) & WORD
    return first, second


def _words(stored: bytes) -> Sum:
    return int.from_bytes(stored[:4], "big"), int.from_bytes(stored[4:8], "big")


def _log_of(database: Path) -> Path:
    return database.with_name(f"{database.name}-wal")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
