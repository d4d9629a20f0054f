"""An emulated printer at a real file descriptor: for tests, and to develop without a printer.

It behaves as a printer does, not as a file: bytes come no faster than its speed, a full buffer
makes it busy, and a write that succeeded proves nothing. Its faults can be pressed while it runs::

    with EmulatedPrinter(load_profile("default"), papers, baud=9600) as printer:
        Printer(printer.url, "default").print(slip)
        printer.press(paper_end=True)
        printer.mend()
"""

from __future__ import annotations

import logging
import math
import queue
import select
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

from kezek_core.closable import Closable
from kezek_printers.emulator.emulator_line import EmulatedLine
from kezek_printers.emulator.emulator_pty import PtyLine
from kezek_printers.emulator.emulator_tcp import TcpLine
from kezek_printers.emulator.faults import Faults
from kezek_printers.emulator.machine import BUFFER_BYTES, PrinterMachine
from kezek_printers.emulator.papers import MOST_KEPT, PaperEntry, list_papers
from kezek_printers.errors import PrintersError
from kezek_printers.profiles.printer_profile import PrinterProfile

__all__ = ["EmulatedPrinter", "EmulatorStopped", "Faults", "PtyLine", "TcpLine"]

log = logging.getLogger(__name__)

CHUNK_BYTES = 64
BITS_A_BYTE = 10
_ANSWER_BYTES = 512
_IDLE_SECONDS = 0.5
_COMMAND_SECONDS = 5.0
_JOIN_SECONDS = 5.0
_FAULTS = frozenset(item.name for item in fields(Faults))


class EmulatorStopped(PrintersError, RuntimeError):
    """The emulated printer was closed, or broke."""

    code = "emulator_stopped"


class EmulatedPrinter(Closable):
    """A printer in a thread of its own.

    Args:
        profile: what it can do.
        papers_dir: where its papers go; ``papers.render_paper`` draws them.
        line: where it is connected; None for a pseudo-terminal that ``serial://`` opens.
        baud: bits a second of its line, ten for a byte; None for as fast as they come.
        faults: how it misbehaves at first.
        mm_a_second: how fast its paper moves; None for at once.
        buffer_bytes: what it takes before it is busy.
        most_kept: the oldest papers above that many are thrown away.

    Raises:
        OSError: the directory or the line cannot be made.
    """

    def __init__(
        self,
        profile: PrinterProfile,
        papers_dir: Path,
        *,
        line: EmulatedLine | None = None,
        baud: int | None = None,
        faults: Faults | None = None,
        mm_a_second: float | None = None,
        buffer_bytes: int = BUFFER_BYTES,
        most_kept: int = MOST_KEPT,
    ) -> None:
        self.papers_dir = papers_dir
        self.taken_bytes = 0
        self.last_byte_at = 0.0
        self._faults = faults or Faults()
        self._machine = PrinterMachine(
            papers_dir,
            profile,
            self._faults,
            most_kept=most_kept,
            buffer_bytes=buffer_bytes,
            mm_a_second=mm_a_second,
        )
        self._baud = baud
        self._on_its_way, self._arrives_at = b"", 0.0
        self._planned: list[tuple[int, dict[str, object]]] = []
        self._commands: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._changed = threading.Condition()
        self._stop = threading.Event()
        self._woken, self._wake = socket.socketpair()
        self._woken.setblocking(False)
        self._line = line or PtyLine()
        self._line.plug_in()
        self._thread = threading.Thread(target=self._run, name="emulated-printer", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Its address for ``Printer`` and ``open_wire``."""
        return self._line.url

    @property
    def faults(self) -> Faults:
        """How it misbehaves now; use ``press`` to change it."""
        return self._faults

    def press(self, **changes: object) -> None:
        """Change faults by the names of ``Faults``; when this returns, the printer knows.

        Raises:
            TypeError: there is no fault of that name.
            EmulatorStopped: the printer does not run any more.
        """
        _check_names(changes)
        self._do(lambda: self._change(changes))

    def press_after(self, more_bytes: int, **changes: object) -> None:
        """Change faults when so many bytes more have arrived, status questions included.

        Raises:
            TypeError: there is no fault of that name.
            EmulatorStopped: the printer does not run any more.
        """
        _check_names(changes)
        self._do(lambda: self._planned.append((self.taken_bytes + more_bytes, changes)))

    def mend(self) -> None:
        """Take every fault away: paper is loaded, the cover closed, the cable in."""
        self._do(lambda: self._change(vars(Faults())))

    def say(self, data: bytes) -> None:
        """Say something that nobody asked for."""
        self._do(lambda: self._line.send(data))

    def note(self, subject: str) -> None:
        """What the slips that come from now on are about; see ``wires.note_subject``."""
        self._do(lambda: self._machine.note(subject))

    def hang_up(self) -> None:
        """Drop whoever is connected, as some network printers do between two slips."""
        self._do(self._line.hang_up)

    def papers(self) -> list[PaperEntry]:
        """What it printed, newest first."""
        return list_papers(self.papers_dir)

    def wait_for(self, condition: Callable[[], bool], timeout_seconds: float = 5.0) -> bool:
        """Wait until a condition holds, asked again whenever the printer did something.

        Returns:
            Whether it held in time.
        """
        ends = time.monotonic() + timeout_seconds
        with self._changed:
            while not condition():
                left = ends - time.monotonic()
                if left <= 0 or not self._thread.is_alive():
                    return False
                self._changed.wait(min(left, _IDLE_SECONDS))
        return True

    def close(self) -> None:
        """Stop the thread and give the line back; may be called twice."""
        self._stop.set()
        self._ring()
        self._thread.join(_JOIN_SECONDS)
        if self._thread.is_alive():
            log.warning("the emulated printer at %s does not end", self.url)

    def _do(self, command: Callable[[], None]) -> None:
        """Have the printer's thread do something, and wait until it is done."""
        done = threading.Event()

        def do_and_tell() -> None:
            command()
            done.set()

        self._commands.put(do_and_tell)
        self._ring()
        ends = time.monotonic() + _COMMAND_SECONDS
        while not done.wait(0.05):
            if not self._thread.is_alive() or time.monotonic() > ends:
                raise EmulatorStopped(
                    f"expected the emulated printer at {self.url} to run, it has stopped; "
                    "start another one"
                )

    def _ring(self) -> None:
        try:
            self._wake.send(b"!")
        except OSError:
            log.debug("the emulated printer at %s has ended already", self.url)

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                self._step()
        except Exception:
            log.exception("the emulated printer at %s broke", self.url)
        finally:
            self._line.close()
            self._woken.close()
            self._wake.close()

    def _step(self) -> None:
        while not self._commands.empty():
            self._commands.get_nowait()()
        self._plug()
        self._line.send(self._machine.answers(_ANSWER_BYTES))
        with self._changed:
            self._changed.notify_all()
        self._wait()
        if self._on_its_way and time.monotonic() >= self._arrives_at:
            data, self._on_its_way = self._on_its_way, b""
            self._take(data)
        if not self._on_its_way and self._listens:
            self._on_its_way = self._line.receive(self._wanted_bytes)
            self._arrives_at = time.monotonic() + self._seconds_for(len(self._on_its_way))

    def _plug(self) -> None:
        off = self._faults.switched_off and self._line.breaks_with_power
        if not self._faults.unplugged and not off:
            self._line.plug_in()
        elif self._line.is_plugged_in:
            self._line.unplug()
            self._on_its_way = b""

    def _take(self, data: bytes) -> None:
        self._machine.take(data)
        self.taken_bytes += len(data)
        self.last_byte_at = self._arrives_at
        for plan in [plan for plan in self._planned if plan[0] <= self.taken_bytes]:
            self._planned.remove(plan)
            self._change(plan[1])

    def _change(self, changes: dict[str, object]) -> None:
        for name, value in changes.items():
            setattr(self._faults, name, value)
        self._plug()

    @property
    def _listens(self) -> bool:
        """Whether it takes bytes now: CTS is up, the window is open."""
        faults = self._faults
        return (
            not faults.switched_off
            and faults.bytes_a_second != 0
            and self._machine.room_bytes > 0
            and (self._line.reads_when_stopped or not faults.stopped)
        )

    @property
    def _wanted_bytes(self) -> int:
        """So few that a planned fault comes at its very byte."""
        next_plan = min((at - self.taken_bytes for at, _ in self._planned), default=CHUNK_BYTES)
        return max(1, min(CHUNK_BYTES, self._machine.room_bytes, next_plan))

    def _seconds_for(self, count: int) -> float:
        speeds = [speed for speed in (self._faults.bytes_a_second,) if speed]
        if self._baud is not None:
            speeds.append(self._baud / BITS_A_BYTE)
        return count / min(speeds) if speeds else 0.0

    def _wait(self) -> None:
        """Until bytes come, a command does, or something is due."""
        due = [_IDLE_SECONDS]
        if self._on_its_way:
            due.append(self._arrives_at - time.monotonic())
        answer = self._machine.answers_in_seconds
        if answer is not None and not self._faults.stopped:
            due.append(answer)
        reading = self._listens and not self._on_its_way
        poll = select.poll()
        for descriptor in (self._woken.fileno(), *self._line.descriptors(reading=reading)):
            poll.register(descriptor, select.POLLIN)
        ready = poll.poll(math.ceil(max(0.0, min(due)) * 1000))
        if any(descriptor == self._woken.fileno() for descriptor, _ in ready):
            self._woken.recv(64)


def _check_names(changes: dict[str, object]) -> None:
    unknown = sorted(changes.keys() - _FAULTS)
    if unknown:
        raise TypeError(
            f"expected names of faults ({', '.join(sorted(_FAULTS))}), got {', '.join(unknown)}"
        )
