"""A disk under SQLite that writes down what it is told, fails on request, and loses its power."""

from __future__ import annotations

import ctypes
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

SECTOR_BYTES = 512
"""A write that the power interrupts ends at the border of one."""

LIES = -1
"""A fault of this code: the disk says that it wrote, and did not."""

POINTERS_OF_VFS = 16
XOPEN, XDELETE = 0, 1
XWRITE, XTRUNCATE, XSYNC = 2, 3, 4
METHODS = 18

_OPEN = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p
)
_DELETE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int)
_WRITE = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int64)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


class _Methods(ctypes.Structure):
    """``sqlite3_io_methods``, up to its third version."""

    _fields_ = [("version", ctypes.c_int), ("calls", ctypes.c_void_p * METHODS)]


class _Vfs(ctypes.Structure):
    """``sqlite3_vfs``, up to its third version."""

    _fields_ = [
        ("version", ctypes.c_int), ("file_bytes", ctypes.c_int), ("longest_path", ctypes.c_int),
        ("next", ctypes.c_void_p), ("name", ctypes.c_char_p), ("data", ctypes.c_void_p),
        ("calls", ctypes.c_void_p * POINTERS_OF_VFS),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that the disk was told, or that somebody was answered.

    Args:
        what: ``write``, ``truncate``, ``sync``, ``delete`` or ``answer``.
        file: the file's name.
        at: where; the new length for ``truncate``.
        data: what was written; for ``answer`` what was promised.
    """

    what: str
    file: str = ""
    at: int = 0
    data: Any = b""


class Disk:
    """SQLite's own way to files, with an ear in it.

    While it is in place every connection of this process goes through it; what SQLite writes goes
    to the real file as well.
    """

    def __init__(self) -> None:
        self.told: list[Told] = []
        self.listening = True
        self.fault: Callable[[Told], int] = self.sound
        self._names: dict[int, str] = {}
        self._methods: dict[int, tuple[_Methods, Any]] = {}
        self._sqlite = ctypes.CDLL("libsqlite3.so.0")
        self._sqlite.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        self._sqlite.sqlite3_vfs_register.argtypes = [ctypes.c_void_p, ctypes.c_int]
        self._sqlite.sqlite3_vfs_unregister.argtypes = [ctypes.c_void_p]
        self._usual = self._sqlite.sqlite3_vfs_find(None)
        self._ours = _Vfs.from_buffer_copy(self._usual.contents)
        self._ours.name = b"kezek-test"
        usual_open = _OPEN(self._usual.contents.calls[XOPEN])
        usual_delete = _DELETE(self._usual.contents.calls[XDELETE])

        def opened(vfs: Any, name: int | None, file: int, flags: int, out: Any) -> int:
            code = usual_open(vfs, name, file, flags, out)
            if code == 0 and name:
                self._names[file] = os.path.basename(ctypes.string_at(name).decode())  # noqa: PTH119
                self._listen(file)
            return int(code)

        def deleted(vfs: Any, name: bytes, durable: int) -> int:
            code = self._hear(Told("delete", os.path.basename(name.decode())))  # noqa: PTH119
            return code or int(usual_delete(vfs, name, durable))

        self._kept = (_OPEN(opened), _DELETE(deleted))
        for place, call in zip((XOPEN, XDELETE), self._kept, strict=True):
            self._ours.calls[place] = ctypes.cast(call, ctypes.c_void_p).value

    def __enter__(self) -> Disk:
        self._sqlite.sqlite3_vfs_register(ctypes.byref(self._ours), 1)
        return self

    def __exit__(self, *_: object) -> None:
        self._sqlite.sqlite3_vfs_register(self._usual, 1)
        self._sqlite.sqlite3_vfs_unregister(ctypes.byref(self._ours))

    @staticmethod
    def sound(_told: Told) -> int:
        """No fault."""
        return 0

    def answered(self, promise: Any) -> None:
        """Somebody was answered now: what was promised must outlive any power cut from here on."""
        self.told.append(Told("answer", data=promise))

    def _hear(self, told: Told) -> int:
        code = self.fault(told)
        if code == 0 and self.listening:
            self.told.append(told)
        return code

    def _listen(self, file: int) -> None:
        """The file's calls go through us: a file of SQLite begins with a pointer to its calls."""
        pointer = ctypes.cast(file, ctypes.POINTER(ctypes.c_void_p))
        usual = pointer[0]
        assert usual is not None
        if usual not in self._methods:
            self._methods[usual] = self._heard(usual)
        pointer[0] = ctypes.addressof(self._methods[usual][0])

    def _heard(self, usual: int) -> tuple[_Methods, Any]:
        methods = _Methods.from_buffer_copy(ctypes.cast(usual, ctypes.POINTER(_Methods)).contents)
        usual_write = _WRITE(methods.calls[XWRITE])
        usual_truncate = _TRUNCATE(methods.calls[XTRUNCATE])
        usual_sync = _SYNC(methods.calls[XSYNC])

        def write(file: int, data: int, count: int, at: int) -> int:
            told = Told("write", self._names[file], at, ctypes.string_at(data, count))
            code = self._hear(told)
            if code == LIES:
                return 0
            return code or int(usual_write(file, data, count, at))

        def truncate(file: int, length: int) -> int:
            told = Told("truncate", self._names[file], length)
            return self._hear(told) or int(usual_truncate(file, length))

        def sync(file: int, flags: int) -> int:
            return self._hear(Told("sync", self._names[file])) or int(usual_sync(file, flags))

        calls = (_WRITE(write), _TRUNCATE(truncate), _SYNC(sync))
        for place, call in zip((XWRITE, XTRUNCATE, XSYNC), calls, strict=True):
            methods.calls[place] = ctypes.cast(call, ctypes.c_void_p).value
        return methods, calls


@dataclass
class Image:
    """What of the files is durable, and what lies in the disk's memory only.

    Args:
        durable: the files by their names.
        pending: of each file what was told since its last sync, in order.
    """

    durable: dict[str, bytearray]
    pending: dict[str, list[Told]] = field(default_factory=dict)

    def take(self, told: Told, *, syncs: bool = True) -> None:
        """Go on by one thing; a disk that lies takes no sync."""
        if told.what == "sync" and syncs:
            for each in self.pending.pop(told.file, []):
                _apply(self.durable, each, len(each.data))
        elif told.what in ("write", "truncate", "delete"):
            self.pending.setdefault(told.file, []).append(told)

    def cut(self, dice: random.Random) -> dict[str, bytearray]:
        """What is there after the power went: of what was pending any part, in any order."""
        files = {name: bytearray(content) for name, content in self.durable.items()}
        for pending in self.pending.values():
            reached = [each for each in pending if dice.random() < dice.choice((0.1, 0.5, 0.95))]
            for each in reached:
                length = len(each.data)
                if dice.random() < 0.2:
                    length = dice.randrange(0, length + 1, SECTOR_BYTES) if length else 0
                _apply(files, each, length)
        return files


def _apply(files: dict[str, bytearray], told: Told, length: int) -> None:
    if told.what == "delete":
        files.pop(told.file, None)
        return
    content = files.setdefault(told.file, bytearray())
    if told.what == "truncate":
        del content[told.at :]
    elif length:
        if len(content) < told.at:
            content.extend(bytes(told.at - len(content)))
        content[told.at : told.at + length] = told.data[:length]


@pytest.fixture
def disk() -> Iterator[Disk]:
    """The disk, under every database that this process opens meanwhile."""
    maps = Path("/proc/self/maps").read_text("utf-8")
    assert "libsqlite3.so.0" in maps, (
        "expected a Python whose sqlite3 is the system's library, as Debian's; this one has its own"
    )
    with Disk() as made:
        yield made


@pytest.fixture
def image_of() -> Callable[[Path], Image]:
    """Reads the files of a database as they stand, all of it durable."""
    return lambda data_dir: Image(
        {each.name: bytearray(each.read_bytes()) for each in data_dir.glob("kezek.db*")
         if not each.name.endswith("-shm")}
    )  # fmt: skip
