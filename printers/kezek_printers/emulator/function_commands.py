"""The decoder's reading of ``GS (`` and of the questions that are answered in the data's order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from kezek_printers.emulator.paper import QrCode
from kezek_printers.emulator.text_commands import print_letter

if TYPE_CHECKING:
    from kezek_printers.emulator.decoding import Decoding

_CORRECTIONS = {48: "L", 49: "M", 50: "Q", 51: "H"}
_QR, _PRINT_DONE = ord("k"), ord("H")


def _function(decoder: Decoding) -> None:
    """``GS ( X pL pH ...``."""
    name = decoder.stream.byte()
    if name == _PRINT_DONE and not decoder.knows_print_done:
        print_letter(decoder, name)
        return
    body = decoder.stream.take(decoder.stream.number())
    if name == _QR and body[:1] == b"\x31" and len(body) > 2:
        _qr(decoder, body[1], body[2:])
    elif name == _PRINT_DONE and body[:2] == b"00" and len(body) == 6:
        decoder.reply(b"\x37\x22" + body[2:6] + b"\x00")
    else:
        decoder.fault(f"GS ( {name:02x} {body[:2].hex()}")


def _qr(decoder: Decoding, function: int, body: bytes) -> None:
    style = decoder.memory.style
    if function == 0x43 and 1 <= body[0] <= 16:
        style.qr_module_dots = body[0]
    elif function == 0x45 and body[0] in _CORRECTIONS:
        style.qr_correction = _CORRECTIONS[body[0]]
    elif function == 0x50 and body[0] == 0x30:
        style.qr_data = body[1:]
    elif function == 0x51 and body == b"0":
        _print_qr(decoder)
    elif function != 0x41 or body != b"2\0":
        decoder.fault(f"GS ( k function {function:02x} with {body[:4].hex(' ')}")


def _print_qr(decoder: Decoding) -> None:
    style = decoder.memory.style
    decoder.paper.end_line("GS ( k")
    if not style.qr_data:
        decoder.fault("GS ( k prints a QR code of nothing")
        return
    data = style.qr_data.decode("utf-8", "replace")
    decoder.paper.add(QrCode(data, style.qr_module_dots, style.qr_correction, style.align))


def _transmit_status(decoder: Decoding) -> None:
    which = decoder.stream.byte()
    if which in (1, 2, 49, 50):
        decoder.reply(b"\x00")
    else:
        decoder.fault(f"GS r {which}")


def _automatic_status(decoder: Decoding) -> None:
    decoder.when_reporting(decoder.stream.byte())


GROUPS: Mapping[int, Callable[[Decoding], None]] = {
    ord("("): _function,
    ord("r"): _transmit_status,
    ord("a"): _automatic_status,
}
