"""Reads frame formats: the shipped ones by name, an office's own by path."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from kezek_hardware.boards.checksums import ChecksumKind
from kezek_hardware.boards.frame_format import FrameFormat
from kezek_hardware.boards.frame_rules import (
    AddressRule,
    AnswerRule,
    Field,
    FrameFormatError,
    FrameKind,
    FrameLayout,
    LineSettings,
    Piece,
    TextRule,
)

BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
_HEX = re.compile(r"[0-9A-Fa-f]{2}( [0-9A-Fa-f]{2})*")
_WIDEST_BOARD = 64
_Choice = TypeVar("_Choice", str, int)


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
    loaded = parse_frame_format(_text(name), Path(name).stem if name.endswith(".toml") else name)
    return loaded if width is None else loaded.with_width(width)


def _text(name: str) -> str:
    if name.endswith(".toml"):
        try:
            return Path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise FrameFormatError(
                f"expected a frame format in {name}, it cannot be read ({error}); see "
                "docs/hardware/window-boards.md"
            ) from error
    if name not in frame_format_names():
        raise FrameFormatError(
            f"expected a frame format ({', '.join(frame_format_names())}, or a path that ends in "
            f".toml), got {name!r}; correct it in kezek.toml"
        )
    return resources.files("kezek_hardware").joinpath("frames", f"{name}.toml").read_text("utf-8")


def parse_frame_format(text: str, name: str) -> FrameFormat:
    """A frame format from the text of its file.

    Raises:
        FrameFormatError: the file is wrong; the message names the place.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FrameFormatError(
            f"expected TOML in the frame format {name}, got: {error}; correct the file"
        ) from error
    return frame_format_of(content, name)


def frame_format_of(content: Mapping[str, Any], name: str) -> FrameFormat:
    """A frame format from what its file says.

    Raises:
        FrameFormatError: it is wrong; the message names the place.
    """
    return _Reader(name, content).read()


class _Reader:
    """Reads one file; every complaint names the place in it."""

    def __init__(self, name: str, content: Mapping[str, Any]) -> None:
        self._name = name
        self._content = content

    def read(self) -> FrameFormat:
        known = {"description", "source", "line", "address", "text", "checksum", "frames", "answer"}
        self._no_others("the file", self._content, known)
        kind, form = self._checksum(self._table("checksum", required=False))
        return FrameFormat(
            name=self._name,
            description=self._string(self._content, "the file", "description"),
            source=self._string(self._content, "the file", "source"),
            line=self._line(self._table("line", required=False)),
            address=self._address(self._table("address")),
            text=self._text_rule(self._table("text")),
            checksum=kind,
            checksum_form=form,
            layouts=self._layouts(self._table("frames"), kind),
            answer=self._answer(kind, form) if "answer" in self._content else None,
        )

    def _line(self, table: Mapping[str, Any]) -> LineSettings:
        known = {"baud", "data_bits", "parity", "stop_bits", "pause_seconds"}
        self._no_others("[line]", table, known)
        return LineSettings(
            baud=self._one_of(table, "[line]", "baud", BAUDS, 9600),
            data_bits=self._one_of(table, "[line]", "data_bits", (7, 8), 8),
            parity=self._one_of(table, "[line]", "parity", ("none", "even", "odd"), "none"),
            stop_bits=self._one_of(table, "[line]", "stop_bits", (1, 2), 1),
            pause_seconds=self._number(table, "[line]", "pause_seconds", 0, 1, 0.02),
        )

    def _address(self, table: Mapping[str, Any]) -> AddressRule:
        self._no_others("[address]", table, {"form", "digits", "lowest", "highest"})
        form = self._one_of(table, "[address]", "form", ("byte", "decimal", "hex"), "byte")
        digits = int(self._number(table, "[address]", "digits", 1, 4, 2))
        most = {"byte": 255, "decimal": 10**digits - 1, "hex": 16**digits - 1}[form]
        lowest = int(self._number(table, "[address]", "lowest", 0, most, 1))
        highest = int(self._number(table, "[address]", "highest", lowest, most, most))
        return AddressRule(form, digits, lowest, highest)

    def _text_rule(self, table: Mapping[str, Any]) -> TextRule:
        known = {"form", "width", "narrowest", "widest", "align", "characters", "others"}
        self._no_others("[text]", table, known)
        width = int(self._number(table, "[text]", "width", 1, _WIDEST_BOARD))
        others = self._one_of(table, "[text]", "others", ("refuse", "drop"), "refuse")
        return TextRule(
            form=self._one_of(table, "[text]", "form", ("ascii", "register"), "ascii"),
            width=width,
            narrowest=int(self._number(table, "[text]", "narrowest", 1, width, width)),
            widest=int(self._number(table, "[text]", "widest", width, _WIDEST_BOARD, width)),
            align=self._one_of(table, "[text]", "align", ("left", "right"), "left"),
            characters=self._characters(table),
            drops_others=others == "drop",
        )

    def _characters(self, table: Mapping[str, Any]) -> str:
        characters = self._string(table, "[text]", "characters")
        if not characters.isascii() or not characters.isprintable() or " " not in characters:
            raise self._wrong(
                "[text] characters", "printable ASCII with a blank among it", characters
            )
        return characters

    def _checksum(self, table: Mapping[str, Any]) -> tuple[ChecksumKind, str]:
        self._no_others("[checksum]", table, {"kind", "form"})
        kinds = tuple(each.value for each in ChecksumKind)
        kind = ChecksumKind(self._one_of(table, "[checksum]", "kind", kinds, "none"))
        forms = ("low_high", "high_low", "hex") if kind.size == 2 else ("byte", "hex")
        return kind, self._one_of(table, "[checksum]", "form", forms, forms[0])

    def _layouts(
        self, table: Mapping[str, Any], kind: ChecksumKind
    ) -> dict[FrameKind, FrameLayout]:
        self._no_others("[frames]", table, {each.value for each in FrameKind})
        if FrameKind.SHOW.value not in table:
            raise self._wrong("[frames]", "the frame show", "none")
        return {
            each: self._layout(f"[frames] {each.value}", table[each.value], kind)
            for each in FrameKind
            if each.value in table
        }

    def _layout(self, where: str, parts: Any, kind: ChecksumKind) -> FrameLayout:
        if not isinstance(parts, list) or not parts:
            raise self._wrong(where, "a list of pieces", parts)
        nested = [at for at, part in enumerate(parts) if isinstance(part, list)]
        if len(nested) != (0 if kind is ChecksumKind.NONE else 1):
            raise self._wrong(
                where,
                "one inner list, of what the checksum covers, and none without a checksum",
                parts,
            )
        at = nested[0] if nested else len(parts)
        before, after = parts[:at], parts[at + 1 :]
        layout = FrameLayout(
            self._pieces(where, before),
            self._pieces(where, parts[at] if nested else []),
            self._pieces(where, after),
        )
        self._check_fields(where, layout, kind)
        return layout

    def _check_fields(self, where: str, layout: FrameLayout, kind: ChecksumKind) -> None:
        fields = [piece for piece in layout.pieces if isinstance(piece, Field)]
        needed = {Field.ADDRESS} | ({Field.TEXT} if not where.endswith("clear") else set())
        missing = {each.value for each in needed} - {each.value for each in fields}
        if missing:
            raise self._wrong(where, f"the piece {', '.join(sorted(missing))}", "none")
        if len(fields) != len(set(fields)):
            raise self._wrong(where, "every field once", [each.value for each in fields])
        summed = layout.after.count(Field.CHECKSUM)
        if (
            summed != (0 if kind is ChecksumKind.NONE else 1)
            or fields.count(Field.CHECKSUM) != summed
        ):
            raise self._wrong(where, "the checksum behind what it covers", "another place")

    def _pieces(self, where: str, parts: list[Any]) -> tuple[Piece, ...]:
        return tuple(self._piece(where, part) for part in parts)

    def _piece(self, where: str, part: Any) -> Piece:
        names = {each.value: each for each in Field}
        if isinstance(part, str):
            if part in names:
                return names[part]
            if len(part) > 2 and part[0] == part[-1] == "'" and part.isascii():
                return part[1:-1].encode("ascii")
            if _HEX.fullmatch(part):
                return bytes.fromhex(part)
        raise self._wrong(
            where,
            f'bytes such as "0D 0A", text such as "\'SHOW\'", or one of {", ".join(names)}',
            part,
        )

    def _answer(self, kind: ChecksumKind, form: str) -> AnswerRule:
        table = self._table("answer")
        self._no_others("[answer]", table, {"bytes", "echo", "within_seconds"})
        summed = kind.size * (2 if form == "hex" else 1)
        size = int(self._number(table, "[answer]", "bytes", max(summed, 1), 256))
        return AnswerRule(
            size=size,
            echo=int(self._number(table, "[answer]", "echo", 0, max(size - summed, 0))),
            within_seconds=self._number(table, "[answer]", "within_seconds", 0.001, 2, 0.1),
        )

    def _table(self, key: str, *, required: bool = True) -> Mapping[str, Any]:
        table = self._content.get(key, None if required else {})
        if not isinstance(table, dict):
            raise self._wrong(f"[{key}]", "a table", table)
        return table

    def _string(self, table: Mapping[str, Any], where: str, key: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or (not value.strip(" ") and key != "characters"):
            raise self._wrong(f"{where} {key}", "a text", value)
        return value

    def _one_of(
        self,
        table: Mapping[str, Any],
        where: str,
        key: str,
        choices: Sequence[_Choice],
        default: _Choice,
    ) -> _Choice:
        value = table.get(key, default)
        for choice in choices:
            # `1 == True` in Python, so the type must agree too.
            if type(value) is type(choice) and value == choice:
                return choice
        raise self._wrong(f"{where} {key}", f"one of {', '.join(map(str, choices))}", value)

    def _number(
        self,
        table: Mapping[str, Any],
        where: str,
        key: str,
        least: float,
        most: float,
        default: float | None = None,
    ) -> float:
        value = table.get(key, default)
        whole = isinstance(least, int) and not key.endswith("_seconds")
        kinds = (int,) if whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds) or not least <= value <= most:
            kind = "a whole number" if whole else "a number"
            raise self._wrong(f"{where} {key}", f"{kind} from {least} to {most}", value)
        return value

    def _no_others(self, where: str, table: Mapping[str, Any], known: set[str]) -> None:
        others = sorted(set(table) - known)
        if others:
            raise self._wrong(where, f"only {', '.join(sorted(known))}", ", ".join(others))

    def _wrong(self, where: str, expected: str, came: object) -> FrameFormatError:
        return FrameFormatError(
            f"expected {expected} at {where} of the frame format {self._name}, got {came!r}; "
            "correct the file, docs/hardware/window-boards.md explains it"
        )
