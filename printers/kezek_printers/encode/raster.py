"""Draws text and QR codes as ``GS v 0`` bands, cropped to their ink."""

from __future__ import annotations

import functools
import io
from importlib.resources import files
from typing import TYPE_CHECKING

from kezek_core.extras import naming_the_extra
from kezek_core.papers import TYPEFACE
from kezek_printers.encode import escpos
from kezek_printers.errors import UnprintableText
from kezek_printers.profiles.printer_profile import PrinterProfile
from kezek_printers.slips.printable import printable
from kezek_printers.slips.slip_document import Align, Line, Pair, Qr, Rule

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

LINE_DOTS = 30
CELL_DOTS = 12
FONT_DOTS = 22
"""The size at which the font's hints give every stem two dots; capitals are as tall as Font A's."""
_BASELINE_DOTS = 21
_NO_LETTER = "\U0010fffd"
_BETWEEN_DOTS = 24
_STEP_DOTS = 12


@functools.lru_cache(maxsize=512)
def line_bands(line: Line, width_dots: int) -> bytes:
    """A line, or as many as its letters need, each with the feed up to the next.

    Raises:
        UnprintableText: the bundled font lacks a character.
    """
    font = _font(FONT_DOTS, line.bold)
    _check(line.marker + line.text, font)
    left_dots = line.indent * CELL_DOTS
    parts = _fitting(line.text, font, width_dots - left_dots)
    if not line.indent:
        return b"".join(_band(one, font, line.align) for one in parts)
    markers = [line.marker, *[""] * (len(parts) - 1)]
    return b"".join(
        _drawn(((0, marker), (left_dots, one)), font, width_dots)
        for marker, one in zip(markers, parts, strict=True)
    )


@functools.lru_cache(maxsize=512)
def pair_bands(pair: Pair, width_dots: int) -> bytes:
    """Two texts on one line; on two where they would touch.

    Raises:
        UnprintableText: the bundled font lacks a character.
    """
    font = _font(FONT_DOTS, bold=False)
    _check(pair.left + pair.right, font)
    right_dots = text_width_dots(pair.right, font)
    if text_width_dots(pair.left, font) + _BETWEEN_DOTS + right_dots > width_dots:
        return line_bands(Line(pair.left), width_dots) + _drawn(
            ((width_dots - right_dots, pair.right),), font, width_dots
        )
    return _drawn(((0, pair.left), (width_dots - right_dots, pair.right)), font, width_dots)


@functools.lru_cache(maxsize=16)
def rule_bands(rule: Rule, width_dots: int) -> bytes:
    """A line to sign on, up to its words.

    Raises:
        UnprintableText: the bundled font lacks a character.
    """
    font = _font(FONT_DOTS, bold=False)
    _check(rule.words, font)
    words_dots = text_width_dots(rule.words, font) + CELL_DOTS if rule.words else 0
    dashes = "_" * ((width_dots - words_dots) // text_width_dots("_", font))
    words_at = width_dots - text_width_dots(rule.words, font)
    return _drawn(((0, dashes), (words_at, rule.words)), font, width_dots)


@functools.lru_cache(maxsize=64)
def number_bands(text: str, times: int, profile: PrinterProfile) -> bytes:
    """The large number in the middle, for letters that the printer cannot enlarge itself.

    Raises:
        UnprintableText: the bundled font lacks a character.
    """
    font = _font(FONT_DOTS * times, bold=False)
    _check(text, font)
    while text_width_dots(text, font) > profile.width_dots:
        font = _font(int(font.size) - FONT_DOTS, bold=False)
    return _band(text, font, Align.CENTRE)


@functools.lru_cache(maxsize=16)
def qr_bytes(code: Qr, profile: PrinterProfile) -> bytes:
    """The QR code by the printer's own command, or drawn at half size and doubled by it."""
    if profile.native_qr:
        return escpos.qr_code(code.data.encode("ascii"), code.module_dots)
    return _drawn_qr(code)


def _drawn_qr(code: Qr) -> bytes:
    with naming_the_extra():
        import qrcode

    symbol = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    symbol.add_data(code.data)
    symbol.make(fit=True)
    half = max(1, code.module_dots // 2)
    modules = symbol.get_matrix()
    across_bytes = (len(modules) * half + 7) // 8
    rows = b"".join(_packed(row, half, across_bytes) * half for row in modules)
    return escpos.raster(rows, across_bytes, doubled=True)


def _packed(row: list[bool], dots: int, across_bytes: int) -> bytes:
    bits = "".join(("1" if dark else "0") * dots for dark in row)
    return int(bits.ljust(across_bytes * 8, "0"), 2).to_bytes(across_bytes, "big")


def _band(text: str, font: FreeTypeFont, align: Align) -> bytes:
    """One line cropped to its ink; centred, the printer itself puts it in the middle."""
    left = -int(font.getbbox(text)[0]) if align is Align.CENTRE else 0
    ink = text_width_dots(text, font) + left
    across = (ink + 7) // 8 * 8
    inset = (across - ink) // 2 if align is Align.CENTRE else 0
    return _drawn(((left + inset, text),), font, across)


def _drawn(parts: tuple[tuple[int, str], ...], font: FreeTypeFont, across_dots: int) -> bytes:
    with naming_the_extra():
        from PIL import Image, ImageDraw

    line_dots = round(font.size * LINE_DOTS / FONT_DOTS)
    picture = Image.new("1", (max(8, across_dots), line_dots * 2))
    pen = ImageDraw.Draw(picture)
    baseline = round(font.size * _BASELINE_DOTS / FONT_DOTS)
    for left, text in parts:
        pen.text((left, baseline), text, font=font, fill=1, anchor="ls")
    return _cropped(picture, line_dots)


def _cropped(picture: Image, line_dots: int) -> bytes:
    """The rows and columns with ink, and blank paper instead of the others."""
    box = picture.getbbox()
    if box is None:
        return escpos.feed_dots(line_dots)
    _, top, right, bottom = box
    across_bytes = (right + 7) // 8
    ink = picture.crop((0, top, across_bytes * 8, bottom)).tobytes()
    rows_at_once = escpos.MOST_RASTER_ROWS * across_bytes
    bands = (ink[at : at + rows_at_once] for at in range(0, len(ink), rows_at_once))
    drawn = b"".join(escpos.raster(band, across_bytes) for band in bands)
    below = max(0, line_dots - bottom)
    return escpos.feed_dots(top) + drawn + escpos.feed_dots(below)


def _fitting(text: str, font: FreeTypeFont, width_dots: int) -> list[str]:
    """As few lines as fit, as even as they can be."""
    lines = _filled(text, font, width_dots)
    if len(lines) < 2:
        return lines
    for narrower in range(width_dots - _STEP_DOTS, 0, -_STEP_DOTS):
        tried = _filled(text, font, narrower)
        if len(tried) > len(lines) or any(text_width_dots(one, font) > narrower for one in tried):
            break
        lines = tried
    return lines


def _filled(text: str, font: FreeTypeFont, width_dots: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width_dots(joined, font) <= width_dots:
            lines[-1] = joined
        else:
            lines.extend(_broken(word, font, width_dots))
    return lines


def _broken(word: str, font: FreeTypeFont, width_dots: int) -> list[str]:
    if text_width_dots(word, font) <= width_dots:
        return [word]
    parts = [""]
    for letter in word:
        if parts[-1] and text_width_dots(parts[-1] + letter, font) > width_dots:
            parts.append("")
        parts[-1] += letter
    return parts


@functools.lru_cache(maxsize=4096)
def text_width_dots(text: str, font: FreeTypeFont) -> int:
    """Dots across a text; evening out a paragraph asks for the same words many times."""
    return int(font.getbbox(text, mode="1", anchor="ls")[2])


def lacking_letters(text: str) -> str:
    """The letters of a text, as paper takes it, that the bundled font does not have."""
    return "".join(one for one in dict.fromkeys(printable(text)) if not _has(one, FONT_DOTS))


def _check(text: str, font: FreeTypeFont) -> None:
    for letter in text:
        if not _has(letter, int(font.size)):
            raise UnprintableText(
                f"expected letters of the bundled font, got U+{ord(letter):04X}; write the name "
                "(in office.toml, or of the person) with letters of the page"
            )


@functools.lru_cache(maxsize=2048)
def _has(letter: str, size: int) -> bool:
    font = _font(size, bold=False)
    if letter.isspace():
        return True
    return bytes(font.getmask(letter, "1")) != bytes(font.getmask(_NO_LETTER, "1"))


@functools.cache
def _font(size: int, bold: bool) -> FreeTypeFont:
    with naming_the_extra():
        from PIL import ImageFont

    name = TYPEFACE.bold if bold else TYPEFACE.regular
    data = (files(TYPEFACE.package) / TYPEFACE.folder / name).read_bytes()
    return ImageFont.truetype(io.BytesIO(data), size)


KEPT_TEXTS = (line_bands, pair_bands, rule_bands, number_bands, qr_bytes, text_width_dots)
"""Every cache here that holds words; ``text_caches`` empties them after a form."""
