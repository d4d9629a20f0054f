"""Reads frame formats: the shipped ones by name, an office's own by path."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

from kezek_core.phrases import Phrase, number_from
from kezek_core.toml_table import Table, read_toml, read_tree, unreadable
from kezek_hardware.boards.checksums import ChecksumKind
from kezek_hardware.boards.frame_format import FrameFormat
from kezek_hardware.boards.frame_rules import (
    AddressRule,
    AnswerRule,
    FaultyFrameFileError,
    Field,
    FrameFormatError,
    FrameKind,
    FrameLayout,
    LineSettings,
    Piece,
    TextRule,
)

BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
PIECES = Phrase("a list of pieces")
SHORTEST_ANSWER_SECONDS = Decimal("0.001")
_HEX = re.compile(r"[0-9A-Fa-f]{2}( [0-9A-Fa-f]{2})*")
_WIDEST_BOARD = 64
_MOST_ANSWER_BYTES = 256


def frame_format_names() -> list[str]:
    """The shipped formats."""
    return sorted(
        each.name.removesuffix(".toml")
        for each in resources.files("kezek_hardware").joinpath("frames").iterdir()
        if each.name.endswith(".toml")
    )


def load_frame_format(name: str, *, width: int | None = None) -> FrameFormat:
    """A frame format.

    Args:
        name: of a shipped format, or the path of a file that ends in ``.toml``.
        width: places of the boards; None for the format's usual.

    Raises:
        FrameFormatError: there is no such format, or its file is wrong.
    """
    loaded = parse_frame_format(_content(name), name)
    return loaded if width is None else loaded.with_width(width)


def _content(name: str) -> bytes:
    if name.endswith(".toml"):
        try:
            return Path(name).read_bytes()
        except OSError as error:
            hint = Phrase("correct the path in kezek.toml; see docs/hardware/window-boards.md")
            problem = unreadable(name, error, Phrase("a frame format"), hint)
            raise FaultyFrameFileError((problem,)) from error
    if name not in frame_format_names():
        raise FrameFormatError(
            Phrase(
                "expected a frame format (%(known)s, or a path that ends in .toml), got %(got)s; "
                "correct it in kezek.toml",
                known=", ".join(frame_format_names()),
                got=repr(name),
            )
        )
    return resources.files("kezek_hardware").joinpath("frames", f"{name}.toml").read_bytes()


def parse_frame_format(content: bytes | str, name: str) -> FrameFormat:
    """A frame format from the content of its file.

    Args:
        content: in UTF-8.
        name: of the format, or the path of its file.

    Raises:
        FaultyFrameFileError: the file is wrong; ``problems`` names every fault.
    """
    return read_toml(content, name, partial(_format, name), FaultyFrameFileError)


def frame_format_of(tree: Mapping[str, Any], name: str) -> FrameFormat:
    """A frame format from what its file says.

    Raises:
        FaultyFrameFileError: it is wrong; ``problems`` names every fault.
    """
    return read_tree(tree, name, partial(_format, name), FaultyFrameFileError)


def _format(name: str, table: Table) -> FrameFormat:
    kind, form = _checksum(table.table("checksum"))
    if not table.has("address"):
        table.wrong("address", Phrase("a table, opened by [%(name)s]", name="address"))
    answer = table.table_or_none("answer")
    return FrameFormat(
        name=Path(name).name.removesuffix(".toml"),
        description=table.some_text("description"),
        source=table.some_text("source"),
        line=_line(table.table("line")),
        address=_address(table.table("address")),
        text=_text_rule(table.table("text")),
        checksum=kind,
        checksum_form=form,
        layouts=_layouts(table.table("frames"), kind),
        answer=None if answer is None else _answer(answer, kind, form),
    )


def _line(table: Table) -> LineSettings:
    usual = LineSettings()
    return LineSettings(
        baud=table.choice_or_none("baud", BAUDS) or usual.baud,
        data_bits=table.choice_or_none("data_bits", (7, 8)) or usual.data_bits,
        parity=table.choice_or_none("parity", ("none", "even", "odd")) or usual.parity,
        stop_bits=table.choice_or_none("stop_bits", (1, 2)) or usual.stop_bits,
        pause_seconds=_seconds(table, "pause_seconds", Decimal(0), 1, usual.pause_seconds),
    )


def _address(table: Table) -> AddressRule:
    form = table.choice_or_none("form", ("byte", "decimal", "hex")) or "byte"
    digits = _whole(table, "digits", 1, 4, 2)
    most = {"byte": 255, "decimal": 10**digits - 1, "hex": 16**digits - 1}[form]
    lowest = _whole(table, "lowest", 0, most, 1)
    return AddressRule(form, digits, lowest, _whole(table, "highest", lowest, most, most))


def _text_rule(table: Table) -> TextRule:
    width = table.whole("width", 1, _WIDEST_BOARD)
    most = width or _WIDEST_BOARD  # 0 stands for a wrong width, which is noted
    return TextRule(
        form=table.choice_or_none("form", ("ascii", "register")) or "ascii",
        width=width,
        narrowest=_whole(table, "narrowest", 1, most, width),
        widest=_whole(table, "widest", width, _WIDEST_BOARD, width),
        align=table.choice_or_none("align", ("left", "right")) or "left",
        characters=_characters(table),
        drops_others=table.choice_or_none("others", ("refuse", "drop")) == "drop",
    )


def _characters(table: Table) -> str:
    characters = table.any_text_or_none("characters") or ""
    if not characters.isascii() or not characters.isprintable() or " " not in characters:
        table.wrong("characters", Phrase("printable ASCII with a blank among it"))
    return characters


def _checksum(table: Table) -> tuple[ChecksumKind, str]:
    kind = table.member_or_none("kind", ChecksumKind) or ChecksumKind.NONE
    forms = ("low_high", "high_low", "hex") if kind.size == 2 else ("byte", "hex")
    return kind, table.choice_or_none("form", forms) or forms[0]


def _layouts(table: Table, kind: ChecksumKind) -> dict[FrameKind, FrameLayout]:
    if not table.has(FrameKind.SHOW.value):
        table.wrong(FrameKind.SHOW.value, Phrase("the frame show"), Phrase("add the key"))
    lists = ((each, table.list_or_none(each.value, PIECES)) for each in FrameKind)
    return {each: _layout(table, each, parts, kind) for each, parts in lists if parts is not None}


def _layout(table: Table, frame: FrameKind, parts: list[Any], kind: ChecksumKind) -> FrameLayout:
    nested = [at for at, part in enumerate(parts) if isinstance(part, list)]
    if parts and len(nested) != (0 if kind is ChecksumKind.NONE else 1):
        table.wrong(
            frame.value,
            Phrase("one inner list, of what the checksum covers, and none without a checksum"),
        )
    elif not parts and not table.findings.is_noted(table.at(frame.value)):
        table.wrong(frame.value, PIECES)
    if table.findings.is_noted(table.at(frame.value)):
        return FrameLayout((), (), ())
    at = nested[0] if nested else len(parts)
    covered = parts[at] if nested else []
    pieces = (_pieces(table, frame, each) for each in (parts[:at], covered, parts[at + 1 :]))
    layout = FrameLayout(*pieces)
    if not table.findings.is_noted(table.at(frame.value)):
        _check_fields(table, frame, layout, kind)
    return layout


def _check_fields(table: Table, frame: FrameKind, layout: FrameLayout, kind: ChecksumKind) -> None:
    fields = [piece for piece in layout.pieces if isinstance(piece, Field)]
    needed = (Field.ADDRESS,) if frame is FrameKind.CLEAR else (Field.ADDRESS, Field.TEXT)
    for each in needed:
        if each not in fields:
            table.wrong(frame.value, Phrase("the piece %(piece)s", piece=each.value))
    if len(fields) != len(set(fields)):
        table.wrong(frame.value, Phrase("every field once"))
    summed = layout.after.count(Field.CHECKSUM)
    wanted = 0 if kind is ChecksumKind.NONE else 1
    if summed != wanted or fields.count(Field.CHECKSUM) != summed:
        table.wrong(frame.value, Phrase("the checksum behind what it covers"))


def _pieces(table: Table, frame: FrameKind, parts: list[Any]) -> tuple[Piece, ...]:
    found = [(part, _piece(part)) for part in parts]
    for part, piece in found:
        if piece is None:
            expected = Phrase(
                'bytes such as "0D 0A", text such as "\'SHOW\'", or one of %(names)s',
                names=", ".join(each.value for each in Field),
            )
            table.findings.note(table.at(frame.value), part, expected)
    return tuple(piece for _, piece in found if piece is not None)


def _piece(part: Any) -> Piece | None:
    names = {each.value: each for each in Field}
    if not isinstance(part, str):
        return None
    if part in names:
        return names[part]
    if len(part) > 2 and part[0] == part[-1] == "'" and part.isascii():
        return part[1:-1].encode("ascii")
    return bytes.fromhex(part) if _HEX.fullmatch(part) else None


def _answer(table: Table, kind: ChecksumKind, form: str) -> AnswerRule:
    summed = kind.size * (2 if form == "hex" else 1)
    size = table.whole("bytes", max(summed, 1), _MOST_ANSWER_BYTES)
    return AnswerRule(
        size=size,
        echo=table.whole("echo", 0, max(size - summed, 0)),
        within_seconds=_seconds(table, "within_seconds", SHORTEST_ANSWER_SECONDS, 2, 0.1),
    )


def _whole(table: Table, key: str, least: int, most: int, usual: int) -> int:
    found = table.whole_or_none(key, least, most)
    return usual if found is None else found


def _seconds(table: Table, key: str, least: Decimal, most: int, usual: float) -> float:
    found = table.number_or_none(key, number_from(least, most), (least, most))
    return usual if found is None else float(found)
