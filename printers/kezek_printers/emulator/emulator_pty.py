"""The emulated printer's end of a pseudo-terminal: a serial port or device file to the other side.

The kernel makes a new terminal at every plugging in, so a link of a lasting name points to it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import tty
from pathlib import Path

from kezek_printers.emulator.emulator_line import EmulatedLine


class PtyLine(EmulatedLine):
    """A pseudo-terminal; the printer keeps both ends open, so a reader may come and go.

    Args:
        link: the name of the port; made, and taken away at unplugging. None for one in a
            directory of its own.
        form: ``serial`` or ``file``, the beginning of the address.
        reads_when_stopped: see ``EmulatedLine``.
    """

    def __init__(
        self, link: Path | None = None, *, form: str = "serial", reads_when_stopped: bool = True
    ) -> None:
        super().__init__(breaks_with_power=form == "file", reads_when_stopped=reads_when_stopped)
        self._own_directory = None if link else _own_directory()
        self._link = link or Path(str(self._own_directory)) / "port"
        self._query = "?baud=115200&flow=none" if form == "serial" else ""
        self._form = form
        self._ends: tuple[int, int] | None = None

    @property
    def url(self) -> str:
        """``serial://`` or ``file://``; a pseudo-terminal ignores the speed."""
        return f"{self._form}://{self._link}{self._query}"

    @property
    def is_plugged_in(self) -> bool:
        """Whether there is a terminal."""
        return self._ends is not None

    def plug_in(self) -> None:
        """Make a terminal and point the link to it."""
        if self._ends is not None:
            return
        printer_end, port = os.openpty()
        tty.setraw(port)
        os.set_blocking(printer_end, False)
        self._ends = (printer_end, port)
        beside = self._link.with_name(f".{self._link.name}.new")
        beside.unlink(missing_ok=True)
        beside.symlink_to(os.ttyname(port))
        beside.rename(self._link)

    def unplug(self) -> None:
        """Close both ends: readers and writers get an error."""
        ends, self._ends = self._ends, None
        if ends is not None:
            self._link.unlink(missing_ok=True)
            for descriptor in ends:
                os.close(descriptor)

    def hang_up(self) -> None:
        """As an adapter that resets itself: gone, and back under the same name."""
        self.unplug()
        self.plug_in()

    def descriptors(self, *, reading: bool) -> tuple[int, ...]:
        """The printer's end."""
        return (self._ends[0],) if reading and self._ends else ()

    def receive(self, size: int) -> bytes:
        """What was written to the port."""
        if self._ends is not None:
            with contextlib.suppress(BlockingIOError):
                return os.read(self._ends[0], size)
        return b""

    def send(self, data: bytes) -> None:
        """Into the port; a full one loses it."""
        if self._ends is not None:
            with contextlib.suppress(BlockingIOError):
                os.write(self._ends[0], data)

    def close(self) -> None:
        """Take terminal, link and directory away."""
        super().close()
        if self._own_directory is not None:
            shutil.rmtree(self._own_directory, ignore_errors=True)


def _own_directory() -> Path:
    """Below /dev where that can be written: what is missing there is no file to be made."""
    shared = Path("/dev/shm")  # noqa: S108 - a directory of its own with a name nobody can guess
    devices = str(shared) if os.access(shared, os.W_OK) else None
    return Path(tempfile.mkdtemp(prefix="kezek-printer-", dir=devices))
