"""Reads the bytes a printer gets the way the command reference says, and nothing else.

It shares no code with the encoder: a wrong byte shows on the paper. Bytes may come in any chunks;
a command that is cut off waits for its rest. What the reference does not explain is a fault that
stays on the paper's record. Real-time commands are obeyed before bytes get here, see ``real_time``.
The commands themselves stand in ``text_commands``, ``image_commands`` and ``function_commands``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kezek_printers.emulator import function_commands, image_commands, text_commands
from kezek_printers.emulator.decoding import Decoding
from kezek_printers.emulator.paper import Paper
from kezek_printers.encode.byte_stream import NeedMoreBytes
from kezek_printers.errors import DecodeError

_CLEAR_BUFFERS = bytes.fromhex("140801031401060208")


class Decoder(Decoding):
    """A state machine over the byte stream.

    A command is read whole before it changes anything, so that a chopped one can be read again.
    """

    def feed(self, data: bytes) -> None:
        """Take bytes, however they are chopped."""
        self.stream.add(data)
        while not self.stream.is_empty:
            begin = self.stream.position
            try:
                self._command()
            except NeedMoreBytes:
                self.stream.back_to(begin)
                break
        self.stream.drop_read()

    def _command(self) -> None:
        first = self.stream.byte()
        if first in _CONTROLS:
            _CONTROLS[first](self)
        elif first in _PREFIXES:
            self._prefixed(*_PREFIXES[first])
        else:
            text_commands.print_letter(self, first)

    def _prefixed(self, prefix: str, commands: Mapping[int, Callable[[Decoder], None]]) -> None:
        name = self.stream.byte()
        command = commands.get(name)
        if command is None:
            self.fault(f"{prefix} {name:02x}")
        else:
            command(self)

    def _print_line(self) -> None:
        self.paper.print_line()

    def _pass_over(self) -> None:
        """``NUL``, and ``CR`` as printers are set from the factory."""

    def _clear_buffers(self) -> None:
        """The one real-time command that paper shows: the line in hand is never printed."""
        if self.stream.take(len(_CLEAR_BUFFERS)) != _CLEAR_BUFFERS:
            self.fault("a real-time command in the order of the data")
        self.paper.begin_line()


_CONTROLS: Mapping[int, Callable[[Decoder], None]] = {
    0x00: Decoder._pass_over,
    0x0A: Decoder._print_line,
    0x0D: Decoder._pass_over,
    0x10: Decoder._clear_buffers,
}
_PREFIXES: Mapping[int, tuple[str, Mapping[int, Callable[[Decoder], None]]]] = {
    0x1B: ("ESC", {**text_commands.ESCAPES, **image_commands.ESCAPES}),
    0x1C: ("FS", text_commands.FIELDS),
    0x1D: (
        "GS",
        {**text_commands.GROUPS, **image_commands.GROUPS, **function_commands.GROUPS},
    ),
}


def decode(data: bytes, decoder: Decoder) -> tuple[Paper, ...]:
    """Every paper that ``data`` cuts.

    Raises:
        DecodeError: bytes were left over, or some could not be explained.
    """
    papers: list[Paper] = []
    decoder.when_cut = papers.append
    start = decoder.position
    decoder.feed(data)
    faults = [fault for paper in (*papers, decoder.pending) for fault in paper.faults]
    left_over = len(data) - (decoder.position - start)
    if faults or decoder.pending.marks or left_over:
        raise DecodeError(
            f"expected commands of the reference up to a cut, found {faults or 'no cut'} and "
            f"{left_over} bytes left over; compare the bytes with the reference"
        )
    return tuple(papers)
